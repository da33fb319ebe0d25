//! The system and the desktop around the programs.

use super::Finding;
use std::env;

/// How they are.
pub(super) fn findings() -> Vec<Finding> {
    let mut findings = vec![Finding::plain("system", system()), terminal()];
    findings.extend(display());
    #[cfg(target_os = "linux")]
    findings.extend(bus::findings());
    findings
}

/// The system's name and version, as it calls itself.
fn system() -> String {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    let name = name.map_or(env::consts::OS, |name| name.trim_matches('"'));
    let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    if kernel.to_ascii_lowercase().contains("microsoft") { format!("{name}, under WSL") } else { name.into() }
}

/// What of a terminal changes how prompts and copied codes travel.
fn terminal() -> Finding {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let within = [
        ("tmux", set("TMUX")),
        ("screen", set("STY")),
        ("SSH", set("SSH_CONNECTION")),
        ("a container", std::path::Path::new("/.dockerenv").exists() || set("container")),
        ("an editor", set("VSCODE_PID") || env::var_os("TERM_PROGRAM").is_some_and(|it| it == "vscode")),
    ];
    let within: Vec<&str> = within.iter().filter(|(_, is)| *is).map(|(name, _)| *name).collect();
    let term = env::var("TERM").unwrap_or_else(|_| "none".to_owned());
    Finding::plain("terminal", [vec![term.as_str()], within].concat().join(", in "))
}

/// Whether a window can be shown.
fn display() -> Option<Finding> {
    if cfg!(not(target_os = "linux")) {
        return None;
    }
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let desktop = env::var("XDG_CURRENT_DESKTOP").unwrap_or_default();
    let kind = match (set("WAYLAND_DISPLAY"), set("DISPLAY")) {
        (true, true) => "Wayland, with X11 beside it",
        (true, false) => "Wayland",
        (false, true) => "X11",
        (false, false) => {
            return Some(Finding::wrong(
                "display",
                "none",
                "Without one, `countersign-agent --console` in a terminal of its own shows requests and takes your answer.",
            ));
        }
    };
    let desktop = if desktop.is_empty() { String::new() } else { format!("{desktop} on ") };
    Some(Finding::plain("display", format!("{desktop}{kind}")))
}

/// The services of the desktop that the product uses where they are.
#[cfg(target_os = "linux")]
mod bus {
    use super::Finding;
    use std::time::Duration;
    use zbus::blocking::fdo::DBusProxy;
    use zbus::blocking::{Connection, connection::Builder};
    use zbus::names::OwnedBusName;

    /// A bus that does not answer by then is none.
    const PATIENCE: Duration = Duration::from_secs(2);

    /// Name of the service, what it is called here, and what is missed without it.
    const SERVICES: [(&str, &str, &str); 4] = [
        (
            "org.freedesktop.secrets",
            "keychain",
            "Install GNOME Keyring or KWallet, or choose the sealed file in the app.",
        ),
        (
            "org.kde.StatusNotifierWatcher",
            "tray",
            "Nothing here shows tray icons; GNOME needs the AppIndicator extension. The window and the palette do the same.",
        ),
        (
            "org.freedesktop.Notifications",
            "notifications",
            "Nothing here shows notifications; the approval window opens all the same.",
        ),
        (
            "org.freedesktop.portal.Desktop",
            "portal",
            "On Wayland screens are looked at through it: install xdg-desktop-portal and the part for your desktop.",
        ),
    ];

    pub(super) fn findings() -> Vec<Finding> {
        let Ok(found) = ask() else {
            return vec![Finding::wrong(
                "session bus",
                "cannot be reached",
                "Keychain and tray need it. `dbus-run-session` starts one; the sealed file does without.",
            )];
        };
        found
    }

    fn ask() -> zbus::Result<Vec<Finding>> {
        let bus: Connection = Builder::session()?.method_timeout(PATIENCE).build()?;
        let bus = DBusProxy::new(&bus)?;
        let started = bus.list_names()?;
        let startable = bus.list_activatable_names()?;
        let has = |names: &[OwnedBusName], name: &str| names.iter().any(|known| known.as_str() == name);
        Ok(SERVICES
            .iter()
            .map(|&(name, what, hint)| {
                if has(&started, name) {
                    Finding::plain(what, "runs")
                } else if has(&startable, name) {
                    Finding::plain(what, "starts when it is needed")
                } else {
                    Finding::wrong(what, "none", hint)
                }
            })
            .collect())
    }
}
