//! Pictures of a Wayland desktop come from its portal, in a file that must not stay.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::support::desk::link;
use crate::support::portal::{Answer, Portal};
use crate::support::wayland::Desktop;
use crate::support::{Bus, Home};

const SECRET: &str = "TESTSECRETTESTSECRETTESTSECRET22";

/// A home on a Wayland desktop with a portal, and the file that the portal leaves.
struct Place {
    home: Home,
    _bus: Bus,
}

impl Place {
    fn new() -> Self {
        let mut home = Home::new();
        let bus = Bus::start(&mut home);
        home.set("WAYLAND_DISPLAY", "wayland-of-a-test");
        Self { home, _bus: bus }
    }

    fn screenshot(&self) -> PathBuf {
        fs::create_dir_all(self.home.path().join("Pictures")).unwrap();
        self.home.code("Pictures/Screenshot from a test.png", &link("npm", "mona", SECRET))
    }

    fn scan(&self) -> Output {
        self.home.companion("scan --screen")
    }
}

fn says(output: &Output, words: &str) {
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains(words), "{words:?} is not in: {told}");
}

/// No file below the home has the noted name any more, and no note.
fn nothing_is_left(home: &Home, screenshot: &Path) {
    assert!(!screenshot.exists(), "the picture of the screen is gone");
    assert_eq!(notes(home), 0);
}

fn notes(home: &Home) -> usize {
    fs::read_dir(home.countersign().join("pictures-to-delete")).map_or(0, Iterator::count)
}

/// The real portal of a real compositor with two monitors.
#[test]
fn a_wayland_desktop_is_looked_at_through_its_portal() {
    let mut home = Home::new();
    let (mona, octo) =
        (link("npm", "mona", SECRET), link("GitHub", "octo", "TESTSECRETTESTSECRETTESTSECRET33"));
    let (left, right) = (home.code("left.png", &mona), home.code("right.png", &octo));
    let _desktop = Desktop::start(&mut home, [&left, &right]);
    let output = home.companion("scan --screen");
    let said = String::from_utf8_lossy(&output.stdout);
    let mut found: Vec<&str> = said.lines().collect();
    found.sort_unstable();
    assert_eq!(found, [octo, mona], "{}", String::from_utf8_lossy(&output.stderr));
    // Where this back end leaves its pictures.
    nothing_is_left(&home, Path::new("/tmp/out.png"));
}

#[test]
fn the_picture_is_deleted_whether_it_shows_a_code_or_nothing_or_is_none() {
    let place = Place::new();
    let screenshot = place.screenshot();
    let portal = Portal::start(&place.home, &vec![Answer::Picture(screenshot.clone()); 3]);
    let found = place.scan();
    assert_eq!(found.status.code(), Some(0));
    nothing_is_left(&place.home, &screenshot);

    image::GrayImage::new(200, 200).save(&screenshot).unwrap();
    says(&place.scan(), "No QR code");
    nothing_is_left(&place.home, &screenshot);

    fs::write(&screenshot, "no picture").unwrap();
    says(&place.scan(), "cannot be read");
    nothing_is_left(&place.home, &screenshot);
    assert_eq!(portal.asked(), [false; 3], "nobody is asked more than the desktop wants");
}

#[test]
fn a_refusal_by_the_settings_leads_to_a_question_and_a_no_is_a_no() {
    let place = Place::new();
    let screenshot = place.screenshot();
    let portal = Portal::start(
        &place.home,
        &[Answer::Otherwise, Answer::Picture(screenshot.clone()), Answer::Cancelled],
    );
    assert_eq!(place.scan().status.code(), Some(0));
    nothing_is_left(&place.home, &screenshot);
    assert_eq!(portal.asked(), [false, true]);

    let refused = place.scan();
    assert_eq!(refused.status.code(), Some(5));
    says(&refused, "gave no picture of the screen");
    assert_eq!(portal.asked(), [false], "after a no nobody is asked again");
}

#[test]
fn a_desktop_without_a_portal_is_told_apart() {
    let place = Place::new();
    says(&place.scan(), "xdg-desktop-portal");
}

/// U10: killed at the very moment when it is to delete the file.
#[test]
fn what_a_killed_program_left_is_deleted_at_the_next_start() {
    let place = Place::new();
    let screenshot = place.screenshot();
    let portal = Portal::start(&place.home, &[Answer::Picture(screenshot.clone())]);
    let companion = crate::support::Programs::built().countersign(&place.home, "");
    let mut killed = place.home.command("strace");
    killed.args(["-f", "-o", "/dev/null", "-e", "trace=unlink,unlinkat"]);
    killed.args(["-e", "inject=unlink,unlinkat:error=EPERM:signal=KILL"]);
    let status =
        killed.arg(companion.get_program()).args(["scan", "--screen"]).status().expect("strace is installed");
    assert!(!status.success());
    assert!(screenshot.exists(), "it was killed before it deleted the file");
    assert_eq!(notes(&place.home), 1);
    drop(portal);

    let _portal = Portal::start(&place.home, &[Answer::Cancelled]);
    place.scan();
    nothing_is_left(&place.home, &screenshot);
}
