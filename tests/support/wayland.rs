//! A Wayland desktop nobody sees: a compositor without a screen, and the programs that take pictures of it for others.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::home::Home;
use super::keyring::Bus;
use super::leftovers::{self, When};
use super::running::Running;
use super::waiting::eventually;

/// Whom the compositor runs as where the tests run as root, which it refuses to be.
const NOBODY: u32 = 65_534;

/// Where Debian keeps the programs of the portal.
const PROGRAMS: &str = "/usr/libexec";

/// Two monitors of sway, with xdg-desktop-portal and its back end for wlroots. Parts end in this order.
pub(crate) struct Desktop {
    programs: Vec<Running>,
    _bus: Bus,
    folder: TempDir,
}

impl Desktop {
    /// Starts a desktop for the programs of a home. Each monitor shows a picture.
    pub(crate) fn start(home: &mut Home, pictures: [&Path; 2]) -> Self {
        let folder = tempfile::Builder::new().prefix("cs-").tempdir_in("/tmp").expect("/tmp takes a folder");
        leftovers::folder(When::Begin, folder.path());
        let bus = Bus::start(home);
        let sway = compositor(home, folder.path(), pictures);
        let socket = eventually("the compositor", || socket(folder.path()));
        home.set("WAYLAND_DISPLAY", socket);
        home.set("XDG_SESSION_TYPE", "wayland");
        home.set("XDG_CURRENT_DESKTOP", "sway");
        home.set("XDG_DESKTOP_PORTAL_DIR", portals(home));
        let mut desktop = Self { programs: vec![sway], _bus: bus, folder };
        desktop.run(home.command("pipewire"));
        desktop.run(home.command(format!("{PROGRAMS}/xdg-permission-store")));
        // It ends where PipeWire is not ready, though pictures that stand still do not need that.
        let mut back_end = started(home.command(format!("{PROGRAMS}/xdg-desktop-portal-wlr")));
        eventually("the portal's back end", || {
            if back_end.ended().is_some() {
                back_end = started(home.command(format!("{PROGRAMS}/xdg-desktop-portal-wlr")));
            }
            Bus::has(home, "org.freedesktop.impl.portal.desktop.wlr")
        });
        desktop.programs.push(back_end);
        eventually("the permissions", || Bus::has(home, "org.freedesktop.impl.portal.PermissionStore"));
        permit(home);
        desktop.run(home.command(format!("{PROGRAMS}/xdg-desktop-portal")));
        eventually("the portal", || Bus::has(home, "org.freedesktop.portal.Desktop"));
        // Seen by the compositor's own means before anything is tried: the pictures are drawn.
        eventually("a picture of the desktop", || {
            let taken = home.command("grim").arg(home.path().join("seen.png")).stderr(Stdio::null()).status();
            let seen = taken
                .ok()
                .filter(std::process::ExitStatus::success)
                .and_then(|_| image::open(home.path().join("seen.png")).ok());
            seen.filter(|seen| seen.to_luma8().pixels().any(|pixel| pixel.0[0] > 200)).map(|_| ())
        });
        desktop
    }

    fn run(&mut self, command: Command) {
        self.programs.push(started(command));
    }
}

fn started(mut command: Command) -> Running {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    Running::start(command)
}

impl Drop for Desktop {
    fn drop(&mut self) {
        while let Some(mut program) = self.programs.pop() {
            program.kill();
        }
        leftovers::folder(When::End, self.folder.path());
    }
}

fn compositor(home: &Home, folder: &Path, pictures: [&Path; 2]) -> Running {
    let mut configuration = String::from("exec swaymsg create_output\n");
    for (number, picture) in (1..).zip(pictures) {
        let copy = folder.join(format!("{number}.png"));
        fs::copy(picture, &copy).unwrap();
        fs::set_permissions(&copy, Permissions::from_mode(0o644)).unwrap();
        let output = format!("output HEADLESS-{number} {{\n resolution 1280x800\n");
        let background = format!(" background {} center #202020\n}}\n", copy.display());
        configuration.extend([output, background]);
    }
    let file = folder.join("sway.conf");
    fs::write(&file, configuration).unwrap();
    let root = rustix::process::geteuid().is_root();
    let mut sway = if root { home.command("setpriv") } else { home.command("sway") };
    if root {
        chown(folder, Some(NOBODY), Some(NOBODY)).unwrap();
        sway.args([
            format!("--reuid={NOBODY}"),
            format!("--regid={NOBODY}"),
            "--clear-groups".into(),
            "sway".into(),
        ]);
    }
    sway.arg("--config").arg(file).current_dir(folder);
    sway.envs([("HOME", folder), ("XDG_RUNTIME_DIR", folder)]);
    // Without a graphics card, and without anything to type on.
    sway.envs([("WLR_BACKENDS", "headless"), ("WLR_RENDERER", "pixman"), ("WLR_LIBINPUT_NO_DEVICES", "1")]);
    sway.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    Running::start(sway)
}

fn socket(folder: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.into_iter().find(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("wayland-") && path.extension().is_none()
    })
}

/// Says who does what. Who asks the person is never called here, but the portal wants to know one.
fn portals(home: &Home) -> PathBuf {
    let portal = "[portal]\nDBusName=org.freedesktop.impl.portal.desktop.wlr\nUseIn=sway\n\
        Interfaces=org.freedesktop.impl.portal.Screenshot;org.freedesktop.impl.portal.Access;\n";
    home.write("portals/wlr.portal", portal).parent().unwrap().to_owned()
}

/// Says for the person that programs outside of a sandbox may take pictures without asking each time.
fn permit(home: &Home) {
    let store = "org.freedesktop.impl.portal.PermissionStore";
    let mut permit = home.command("gdbus");
    permit.args([
        "call",
        "--session",
        "--dest",
        store,
        "--object-path",
        &format!("/{}", store.replace('.', "/")),
    ]);
    permit.args([
        "--method",
        &format!("{store}.SetPermission"),
        "screenshot",
        "true",
        "screenshot",
        "",
        "['yes']",
    ]);
    let permitted = permit.stdout(Stdio::null()).status();
    assert!(permitted.is_ok_and(|status| status.success()), "the permission cannot be given");
}
