//! Keys that a Wayland desktop holds: asked for at its portal, by a process that the portal can look at and that has no secret.

use std::fs;
use std::process::Stdio;

use crate::support::shortcuts::Shortcuts;
use crate::support::{Bus, Home, Programs, Running, eventually};

/// A home on a Wayland desktop.
fn on_wayland() -> (Home, Bus) {
    let mut home = Home::new();
    let bus = Bus::start(&mut home);
    home.set("WAYLAND_DISPLAY", "wayland-of-a-test");
    (home, bus)
}

fn in_background(home: &Home) -> Running {
    let mut agent = Programs::built().agent(home, "--background");
    agent.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    Running::start(agent)
}

/// Pressing them would show the palette; here is no program of the windows, and the agent's log says so each time.
fn presses(home: &Home) -> usize {
    let log = fs::read_to_string(home.countersign().join("agent.log")).unwrap_or_default();
    log.matches("the window could not be shown").count()
}

#[test]
fn a_wayland_desktop_is_asked_for_the_keys_and_a_press_opens_the_palette() {
    let (home, _bus) = on_wayland();
    let portal = Shortcuts::start(&home, true);
    let mut agent = in_background(&home);
    let bound = portal.bound();
    assert_eq!(bound.trigger, "CTRL+ALT+o");
    assert_eq!(bound.app.as_deref(), Some("dev.countersign.app"));
    assert_ne!(bound.process, agent.child().id(), "the agent lets nobody look at it, and a portal does");
    for count in 1..=2 {
        portal.press(&bound);
        eventually("a press to be heard", || (presses(&home) == count).then_some(()));
    }
    // Killed, so that it can clean nothing up.
    agent.kill();
    eventually("the keys to be let go", || (!portal.is_held(&bound)).then_some(()));
}

#[test]
fn keys_that_were_set_are_the_ones_that_are_asked_for() {
    let (home, _bus) = on_wayland();
    home.write("countersign/settings.json", r#"{ "version": 1, "shortcut": "Super+F9" }"#);
    let portal = Shortcuts::start(&home, true);
    let _agent = in_background(&home);
    assert_eq!(portal.bound().trigger, "LOGO+F9");
}

#[test]
fn without_keys_the_portal_is_left_alone() {
    let (home, _bus) = on_wayland();
    home.write("countersign/settings.json", r#"{ "version": 1, "shortcut": null }"#);
    let portal = Shortcuts::start(&home, true);
    let _agent = in_background(&home);
    eventually("the agent to be at work", || {
        let status = String::from_utf8_lossy(&home.companion("status").stdout).into_owned();
        status.contains("store").then_some(())
    });
    assert!(!portal.was_asked());
}

#[test]
fn keys_that_are_refused_end_the_process_that_asked() {
    let (home, _bus) = on_wayland();
    let portal = Shortcuts::start(&home, false);
    let _agent = in_background(&home);
    let bound = portal.bound();
    eventually("the process to end", || (!portal.is_held(&bound)).then_some(()));
}
