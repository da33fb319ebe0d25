//! Every screen of the windows, on made-up accounts, in the engine that shows them: nothing in it that assistive technology
//! stumbles over, nothing that does not fit. With `COUNTERSIGN_TEST_PICTURES` each is taken a picture of, to be looked at.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;

use crate::support::pages::Pages;
use crate::support::{Browser, Door, Home, Running, Screen, eventually};

/// A screen: its name, where it is, and what is clicked on the way, by CSS selectors.
struct Shot(&'static str, &'static str, &'static [&'static str]);

const SHOTS: &[Shot] = &[
    Shot("list", "index.html?scene=few", &[]),
    Shot("groups", "index.html?scene=grouped&looks={\"grouped\":true}", &[]),
    Shot("compact", "index.html?scene=many&looks={\"density\":\"compact\"}", &[]),
    Shot("troubled", "index.html?scene=troubled", &[".deleted summary"]),
    Shot("changed", "index.html?scene=changed", &[]),
    Shot("trayless", "index.html?scene=trayless", &[]),
    Shot("empty", "index.html?scene=empty", &[]),
    Shot("no-keychain", "index.html?scene=no-keychain", &[]),
    Shot("locked", "index.html?scene=locked", &[]),
    Shot("waiting", "index.html?scene=waiting", &[]),
    Shot("menu", "index.html?scene=few", &["[popovertarget=menu]"]),
    Shot("keys", "index.html?scene=few", &["[popovertarget=menu]", "#menu > button:has(.icon-keys)"]),
    Shot("add", "index.html?scene=few", &[".bar .add"]),
    Shot("found", "index.html?scene=few", &[".bar .add", ".drop .primary"]),
    Shot("by-hand", "index.html?scene=few", &[".bar .add", ".by-hand summary", ".by-hand .advanced summary"]),
    Shot("nothing-found", "index.html?scene=nothing", &[".bar .add", ".drop .primary"]),
    Shot("looking", "index.html?scene=looking", &[".bar .add", ".drop .primary"]),
    Shot("details", "index.html?scene=few", &["button.details"]),
    Shot("delete", "index.html?scene=few", &["button.details", ".delete button"]),
    Shot(
        "duplicates",
        "index.html?scene=grouped",
        &["[popovertarget=menu]", "#menu > button:has(.icon-twins)"],
    ),
    Shot(
        "import",
        "index.html?scene=few",
        &["[popovertarget=menu]", "#menu > button:has(.icon-in)", ".choose button"],
    ),
    Shot("export", "index.html?scene=few", &["[popovertarget=menu]", "#menu > button:has(.icon-out)"]),
    Shot("backups", "index.html?scene=few", &["[popovertarget=menu]", "#menu > button:has(.icon-check)"]),
    Shot("settings", "index.html?scene=few", &["[popovertarget=menu]", "#menu > button:has(.icon-settings)"]),
    Shot(
        "decisions",
        "index.html?scene=few",
        &["[popovertarget=menu]", "#menu > button:has(.icon-settings)", "button.show-log"],
    ),
    Shot(
        "licences",
        "index.html?scene=few",
        &[
            "[popovertarget=menu]",
            "#menu > button:has(.icon-settings)",
            "button.show-licences",
            ".licences details summary",
        ],
    ),
    Shot("palette", "palette.html?scene=few", &[]),
    Shot("npm", "index.html?scene=few", &[".bar .quiet:not(.round)"]),
    Shot("asked", "approve.html?scene=one", &[]),
    Shot("asked-several", "approve.html?scene=several", &[]),
    Shot("asked-publish", "approve.html?scene=publish", &[]),
    Shot("asked-add", "approve.html?scene=add", &[]),
    Shot("asked-names", "approve.html?scene=names", &[]),
];

/// A way to look at a screen: its name, what is added to the address, and the window's width.
struct Look(&'static str, &'static str, u32);

/// Those in which axe looks, too.
const THEMES: &[Look] = &[
    Look("light", "\"theme\":\"light\"", 900),
    Look("dark", "\"theme\":\"dark\"", 900),
    Look("contrast", "\"theme\":\"high-contrast\"", 900),
];
const SHAPES: &[Look] = &[
    Look("german", "&language=de", 900),
    Look("large", "&size=200", 900),
    Look("narrow", "", 420),
    Look("wide", "", 1200),
    Look("right-to-left", "&direction=rtl", 900),
];

/// The engine's own small browser, on a screen nobody sees.
struct Engine {
    browser: Browser,
    _program: Running,
    _screen: Screen,
    _home: Home,
}

impl Engine {
    fn start() -> Self {
        Self::start_where(|_| ())
    }

    /// Starts where something was set on the desktop.
    fn start_where(set: impl FnOnce(&Home)) -> Self {
        let mut home = Home::new();
        set(&home);
        let screen = Screen::start(&mut home);
        let door = Door::in_the(&mut home);
        let mut program = home.command("sh");
        program.args(["-c", "exec /usr/lib/*/webkit2gtk-4.1/MiniBrowser --automation about:blank"]);
        program.stdout(Stdio::null()).stderr(Stdio::null());
        let program = Running::start(program);
        let browser = Browser::enter(&home, door);
        Self { browser, _program: program, _screen: screen, _home: home }
    }

    fn show(&self, pages: &Pages, Shot(_, address, clicks): &Shot, Look(_, more, width): &Look) {
        self.browser.resize(*width, 760);
        self.browser.visit(&pages.url(&address_of(address, more)));
        eventually("the page", || (!self.browser.select("main *").is_empty()).then_some(()));
        for selector in *clicks {
            let button = eventually(selector, || self.browser.select(selector).into_iter().next());
            // Not by the pointer: what is small or far down is clicked as well.
            self.browser.run("arguments[0].focus(); arguments[0].click()", &[button.reference()]);
        }
        // Codes, marks and what was found come a moment after the page.
        sleep(Duration::from_millis(150));
    }

    /// Returns what axe-core objects to, in words.
    fn objections(&self, pages: &Pages) -> Vec<String> {
        let load = "const [url] = arguments; return window.axe ? true : new Promise((done, failed) => {
            const script = Object.assign(document.createElement('script'), { src: url });
            script.onload = () => done(true); script.onerror = failed; document.head.append(script); })";
        self.browser.run(load, &[Value::from(pages.url("axe.min.js"))]);
        // A row's name is what it does to which account; the code in it is its description.
        let found = self.browser.run(
            "const row = (target) => document.querySelector(target.join(' '))?.matches('button.row');
            return axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes
                .filter(({ target }) => id !== 'label-content-name-mismatch' || !row(target))
                .map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`)))",
            &[],
        );
        found.as_array().into_iter().flatten().filter_map(|line| line.as_str().map(str::to_owned)).collect()
    }

    /// Returns what reaches beyond the window to the side.
    fn overflow(&self) -> Vec<String> {
        let found = self.browser.run(
            "const wide = innerWidth + 1;
            const out = [...document.querySelectorAll('body *')].filter((one) => !one.closest('.unseen, [aria-hidden]')
                && one.checkVisibility() && (one.getBoundingClientRect().right > wide || one.getBoundingClientRect().left < -1));
            return document.documentElement.scrollWidth > wide
                ? ['the page scrolls to the side', ...out.map((one) => `${one.tagName} ${one.className}`)] : []",
            &[],
        );
        found.as_array().into_iter().flatten().filter_map(|line| line.as_str().map(str::to_owned)).collect()
    }

    fn picture(&self, Shot(name, ..): &Shot, Look(look, ..): &Look) {
        let Some(folder) = std::env::var_os("COUNTERSIGN_TEST_PICTURES").map(PathBuf::from) else { return };
        let folder = Path::new(&folder).join(look);
        std::fs::create_dir_all(&folder).unwrap();
        self.browser.picture(&folder.join(format!("{name}.png")));
    }
}

fn address_of(address: &str, more: &str) -> String {
    if more.starts_with('&') || more.is_empty() {
        return format!("{address}{more}");
    }
    // Looks are one object.
    match address.strip_suffix('}') {
        Some(looks) => format!("{looks},{more}}}"),
        None => format!("{address}&looks={{{more}}}"),
    }
}

fn wanted(Shot(name, ..): &Shot) -> bool {
    std::env::var("COUNTERSIGN_TEST_SCREEN").map_or(true, |only| name.starts_with(&only))
}

#[test]
fn no_screen_has_anything_that_assistive_technology_stumbles_over() {
    let (pages, engine) = (Pages::serve(), Engine::start());
    let mut objections = Vec::new();
    for shot in SHOTS.iter().filter(|shot| wanted(shot)) {
        for look in THEMES {
            engine.show(&pages, shot, look);
            engine.picture(shot, look);
            let found = engine.objections(&pages);
            objections.extend(found.into_iter().map(|line| format!("{} {}: {line}", shot.0, look.0)));
        }
    }
    assert!(objections.is_empty(), "{}", objections.join("\n"));
}

#[test]
fn every_screen_fits_narrow_wide_large_german_and_from_right_to_left() {
    let (pages, engine) = (Pages::serve(), Engine::start());
    let mut over = Vec::new();
    for shot in SHOTS.iter().filter(|shot| wanted(shot)) {
        for look in SHAPES {
            engine.show(&pages, shot, look);
            engine.picture(shot, look);
            over.extend(engine.overflow().into_iter().map(|line| format!("{} {}: {line}", shot.0, look.0)));
        }
    }
    assert!(over.is_empty(), "{}", over.join("\n"));
}

/// What is there, but for the digits of codes, their seconds and the ring's own parts, and where.
const PLACES: &str = "return [...document.querySelectorAll('body *')]
    .filter((one) => !one.matches('.left, .digits, circle, option') && one.checkVisibility())
    .map((one) => { const { x, y, width, height } = one.getBoundingClientRect();
        return `${one.tagName} ${one.getAttribute('class')} ${[x, y, width, height].map(Math.round)}`; })";

fn lines(list: &Value) -> &[Value] {
    list.as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn nothing_moves_while_codes_run_out_and_new_ones_come() {
    let (pages, engine) = (Pages::serve(), Engine::start());
    for look in [Look("light", "", 460), Look("german", "&language=de", 460)] {
        engine.show(&pages, &Shot("quick", "index.html?scene=quick", &[]), &look);
        let digits = || {
            let digits = engine.browser.select(".digits");
            digits.first().map(|digits| engine.browser.text(digits)).unwrap_or_default()
        };
        eventually("a code", || digits().contains(|one: char| one.is_ascii_digit()).then_some(()));
        let (first, places) = (digits(), engine.browser.run(PLACES, &[]));
        let mut seen = vec![first.clone()];
        // A step is 8 seconds: until two codes have come after the first, everything has been on the screen.
        eventually("two other codes", || {
            let now = engine.browser.run(PLACES, &[]);
            let moved = |(before, after): &(&Value, &Value)| before != after;
            let moved: Vec<_> = lines(&places).iter().zip(lines(&now)).filter(moved).collect();
            assert!(moved.is_empty() && lines(&places).len() == lines(&now).len(), "{seen:?}: {moved:?}");
            let now = digits();
            if seen.last() != Some(&now) {
                seen.push(now);
            }
            (seen.len() > 2).then_some(())
        });
    }
}

/// A part that moves, as one that comes later may: it begins, and says how.
const MOVING: &str = "const style = document.createElement('style');
    style.textContent = '@keyframes about { to { rotate: 1turn } } main .moving { animation: about 9s; transition: all 9s }';
    const part = Object.assign(document.createElement('p'), { className: 'moving' });
    document.head.append(style); document.querySelector('main').append(part);
    const { animationName, transitionDuration } = getComputedStyle(part);
    const moves = part.getAnimations().length;
    style.remove(); part.remove();
    return `${animationName} ${transitionDuration} ${moves}`";

#[test]
fn what_moves_stands_still_for_those_who_set_that_on_their_desktop() {
    let pages = Pages::serve();
    let shot = Shot("list", "index.html?scene=few", &[]);
    let usual = Engine::start();
    usual.show(&pages, &shot, &Look("light", "", 900));
    assert_eq!(usual.browser.run(MOVING, &[]), "about 9s 1");

    let still = Engine::start_where(|home| {
        home.write("config/gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=false\n");
    });
    still.show(&pages, &shot, &Look("light", "", 900));
    assert_eq!(still.browser.run(MOVING, &[]), "none 0s 0");
}
