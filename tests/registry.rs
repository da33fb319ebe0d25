//! Real npm, a real registry, real one-time passwords: what the product steps into.

use std::thread;

use crate::support::{Authenticator, Home, Npm, Registry, Terminal, User};

/// Someone with two-factor authentication in front of a package to publish.
struct Maintainer {
    home: Home,
    package: String,
    phone: Authenticator,
}

impl Maintainer {
    fn with(npm: Npm) -> Self {
        let registry = Registry::shared();
        let user = registry.user("mona");
        let phone = Authenticator::new(&registry.enroll(&user));
        let (home, package) = (home_of(npm, &user), registry.unique("demo"));
        Self { home, package, phone }
    }

    fn publishes(&self, version: &str, code: &str) -> Terminal {
        self.home.package(&self.package, version);
        let mut terminal = Terminal::start(self.home.npm("publish"));
        terminal.wait_for("This operation requires a one-time password.").wait_for("Enter OTP:").enter(code);
        terminal
    }
}

fn home_of(npm: Npm, user: &User) -> Home {
    let home = Home::new();
    npm.install(&home);
    home.sign_in(Registry::shared(), user);
    home
}

#[test]
fn npm_shows_a_secret_to_scan_and_takes_the_code_for_it() {
    for npm in Npm::ALL {
        let user = Registry::shared().user("mona");
        let home = home_of(npm, &user);
        let mut terminal = Terminal::start(home.npm("profile enable-2fa auth-and-writes"));
        terminal.wait_for("password:").enter(&user.password);
        terminal.wait_for("And an OTP code from your authenticator:");
        let text = terminal.text();
        let secret = text.split("Or enter code: ").nth(1).unwrap().split_whitespace().next().unwrap();
        terminal.enter(&Authenticator::new(secret).code(0));
        terminal.wait_for("2FA successfully enabled");
        assert_eq!(terminal.exit_code(), 0, "{npm:?}");
    }
}

#[test]
fn npm_publishes_with_a_code_typed_at_its_prompt() {
    for npm in Npm::ALL {
        let mona = Maintainer::with(npm);
        let mut terminal = mona.publishes("1.0.0", &mona.phone.code(0));
        assert_eq!(terminal.exit_code(), 0, "{npm:?}: {}", terminal.screen());
        assert!(Registry::shared().has(&mona.package, "1.0.0"));
    }
}

#[test]
fn the_registry_refuses_a_code_twice() {
    let mona = Maintainer::with(Npm::Eleven);
    let code = mona.phone.code(0);
    assert_eq!(mona.publishes("1.0.0", &code).exit_code(), 0);

    let mut again = mona.publishes("1.1.0", &code);
    again.wait_for("EOTP");
    assert_eq!(again.exit_code(), 1);
    assert!(!Registry::shared().has(&mona.package, "1.1.0"));

    assert_eq!(mona.publishes("1.1.0", &mona.phone.code(1)).exit_code(), 0);
    assert!(Registry::shared().has(&mona.package, "1.1.0"));
}

#[test]
fn npm_asks_once_and_a_wrong_code_fails_the_command() {
    let mona = Maintainer::with(Npm::Twelve);
    let mut terminal = mona.publishes("1.0.0", "000000");
    terminal.wait_for("EOTP");
    assert_eq!(terminal.exit_code(), 1);
    assert!(!Registry::shared().has(&mona.package, "1.0.0"));
}

/// It ended of that now and then, and with it every test that shared it.
#[test]
fn the_registry_outlives_archives_that_are_read_side_by_side() {
    let registry = Registry::start();
    let home = Home::new();
    Npm::Twelve.install(&home);
    home.sign_in(&registry, &registry.user("mona"));
    home.package("demo", "1.0.0");
    let published = home.npm("publish").output().unwrap();
    assert!(published.status.success(), "{}", String::from_utf8_lossy(&published.stderr));
    thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| (0..50).for_each(|_| assert!(!registry.archive("demo", "1.0.0").is_empty())));
        }
    });
    assert!(registry.has("demo", "1.0.0"));
}
