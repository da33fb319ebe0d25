//! The whole story in a sandbox, for someone with no account anywhere: `cargo xtask demo`.

#![allow(clippy::unwrap_used, reason = "a story may end where it stands")]

#[cfg(target_os = "linux")]
mod support;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    use std::process::ExitCode;
    use support::story::{Story, tell};

    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let pictures = match arguments.as_slice() {
        [] | ["--headless"] => None,
        ["--headless", "--screenshots", folder] | ["--screenshots", folder, "--headless"] => {
            Some(folder.into())
        }
        _ => {
            eprintln!("cargo xtask demo                                    you click");
            eprintln!("cargo xtask demo --headless [--screenshots FOLDER]  on a screen nobody sees");
            return ExitCode::from(2);
        }
    };
    if arguments.is_empty() && std::env::var_os("DISPLAY").is_none() {
        eprintln!(
            "There is no screen to show windows on. Try: cargo xtask demo --headless --screenshots FOLDER"
        );
        return ExitCode::from(2);
    }

    tell(
        "A sandbox is made: a registry of your own that asks for second factors, a user, a keychain, a terminal.",
    );
    let mut story = if arguments.is_empty() { Story::seen() } else { Story::unseen(pictures) };
    story.keep("empty");
    tell("npm enrols a second factor, and draws its QR code into the terminal.");
    story.enrol();
    tell("Countersign reads the QR code from a picture of that terminal. You confirm the account.");
    story.add_from_a_picture();
    tell("npm wants a code to confirm the enrolment: one click copies it.");
    story.confirm();
    tell("npm publishes. It asks for a code, the window says what asks, and a yes types the code.");
    story.publish("1.0.0");
    tell("demo@1.0.0 is published. Nothing of this is left on your machine.");
    ExitCode::SUCCESS
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("The story is told on Linux alone: it plays with Linux's own keychain and screen.");
}
