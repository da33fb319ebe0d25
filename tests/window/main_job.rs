//! The main job in real windows, with real npm at a real registry.

use std::thread::sleep;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::support::screen::until_visible;
use crate::support::{Story, eventually};

/// Enrols with npm's own command, reads the code from a picture of the terminal, and publishes twice within a minute at
/// a registry that takes no code twice; then what happens when the answer is no, and when the window is killed.
#[test]
fn from_enrolment_to_two_published_versions_and_two_refusals() {
    let mut story = Story::unseen(None);
    story.enrol();
    story.add_from_a_picture();
    story.confirm();
    story.publish("1.0.0");
    story.publish("1.0.1");

    story.home.package("demo", "1.0.2");
    story.type_line("clear; countersign run -- npm publish; echo ended with $?");
    story.terminal.wait_for("Enter OTP:");
    story.press("npm publish demo@1.0.2", "Deny");
    story.terminal.wait_for("type the code yourself");
    the_prompt_takes_what_is_typed(&mut story);

    story.type_line("clear; countersign run -- npm publish; echo ended with $?");
    story.terminal.wait_for("Enter OTP:");
    story.terminal.wait_for("in the app");
    let killed = story.desktop().expect("its windows are on the screen");
    kill_process(Pid::from_raw(killed).unwrap(), Signal::KILL).unwrap();
    // The agent opens it again, which takes the keyboard once.
    eventually("another process of the windows", || story.desktop().filter(|desktop| *desktop != killed));
    until_visible(&story.home, "Approval request");
    sleep(Duration::from_secs(1));
    the_prompt_takes_what_is_typed(&mut story);
}

/// A wrong code does it: npm hears it, asks the registry, and ends.
fn the_prompt_takes_what_is_typed(story: &mut Story) {
    story.type_line("000000");
    story.terminal.wait_for("EOTP");
    story.terminal.wait_for("ended with 1");
}
