//! The whole story in a sandbox, for someone with no account anywhere: `cargo xtask demo`.

#![allow(clippy::unwrap_used, reason = "a story may end where it stands")]

#[cfg(target_os = "linux")]
mod support;

#[cfg(target_os = "linux")]
fn main() {
    use support::{Authenticator, Home, Npm, Registry, Terminal};

    tell("A registry of your own starts, with two-factor authentication.");
    let registry = Registry::start();
    let mona = registry.user("mona");
    let home = Home::new();
    Npm::Twelve.install(&home);
    home.sign_in(&registry, &mona);

    tell("npm enrols a second factor in a terminal.");
    let mut terminal = Terminal::start(home.npm("profile enable-2fa auth-and-writes"));
    terminal.wait_for("password:").enter(&mona.password);
    terminal.wait_for("And an OTP code from your authenticator:");
    let text = terminal.text();
    let secret = text.split("Or enter code: ").nth(1).unwrap().split_whitespace().next().unwrap();
    let phone = Authenticator::new(secret);
    terminal.enter(&phone.code(-1)).wait_for("2FA successfully enabled");
    terminal.wait();

    tell("npm publishes, and asks for a code.");
    home.package("demo", "1.0.0");
    let mut terminal = Terminal::start(home.npm("publish"));
    terminal.wait_for("Enter OTP:").enter(&phone.code(0));
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
    assert!(registry.has("demo", "1.0.0"));
    tell("demo@1.0.0 is published. Nothing of this is left on your machine.");
}

#[cfg(not(target_os = "linux"))]
fn main() {
    tell("The story is told on Linux alone: it plays with Linux's own keychain and screen.");
}

fn tell(line: &str) {
    eprintln!("\n-- {line}");
}
