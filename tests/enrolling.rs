//! `countersign npm enroll`: npm enrols, and nothing of it is lost on the way.

use std::fs;

use crate::support::desk::link;
use crate::support::registry::User;
use crate::support::{Authenticator, Desk, Home, Keyring, Npm, Programs, Registry, Terminal};

/// Someone who has an account at the registry and no second factor yet.
struct Newcomer {
    desk: Desk,
    home: Home,
    user: User,
    _keyring: Keyring,
}

impl Newcomer {
    fn with(npm: Npm) -> Self {
        let registry = Registry::shared();
        let user = registry.user("nina");
        let mut home = Home::new();
        npm.install(&home);
        home.sign_in(registry, &user);
        let keyring = Keyring::unlocked(&mut home);
        let desk = Desk::open(&home);
        Self { desk, home, user, _keyring: keyring }
    }

    /// Types `countersign npm enroll` and npm's password.
    fn enrols(&self) -> Terminal {
        let mut terminal = self.types("npm enroll");
        terminal.wait_for("password:").enter(&self.user.password);
        terminal.wait_for("And an OTP code from your authenticator:");
        terminal
    }

    fn types(&self, command: &str) -> Terminal {
        Terminal::start_sized(Programs::built().countersign(&self.home, command), (120, 60))
    }

    fn mode(&self) -> String {
        let output = self.home.npm("profile get tfa --json").output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    fn names(&mut self) -> String {
        let mut list = self.types("list --json");
        self.desk.is_asked("names").approve();
        assert_eq!(list.exit_code(), 0);
        list.text()
    }
}

#[test]
fn an_enrolment_is_kept_confirmed_and_verified_by_a_second_code() {
    let mut nina = Newcomer::with(Npm::Twelve);
    let mut terminal = nina.enrols();
    nina.desk.is_asked("Keep the account");
    assert!(nina.desk.console().text().contains(&nina.user.name));
    nina.desk.approve().is_asked("npm profile enable-2fa").approve();
    terminal.wait_for("2FA successfully enabled").wait_for("kept 10 recovery codes");
    nina.desk.is_asked("npm profile set fullname").approve();
    terminal.wait_for("enrolled: the registry took a second code");
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
    assert!(nina.mode().contains("auth-and-writes"));
}

/// The code that npm printed is given out again, once, and the registry takes it.
#[test]
fn a_recovery_code_that_came_with_the_enrolment_works() {
    let mut nina = Newcomer::with(Npm::Eleven);
    let mut terminal = nina.enrols();
    nina.desk.is_asked("Keep the account").approve();
    nina.desk.is_asked("npm profile").approve();
    terminal.wait_for("kept 10 recovery codes");
    let printed = terminal.text();
    nina.desk.is_asked("npm profile set").deny();
    terminal.wait_for("Enter OTP").press_ctrl('c');
    terminal.wait_for("no second code was taken");
    assert_eq!(terminal.exit_code(), 1);

    let mut recovery = nina.types("npm recovery");
    recovery.wait_for("72 hours");
    nina.desk.is_asked("One recovery code").approve();
    recovery.wait_for("9 of ");
    assert_eq!(recovery.exit_code(), 0);
    let text = recovery.text();
    let code = text.lines().find(|line| line.len() == 16).expect("it is printed").to_owned();
    assert!(printed.contains(&code));

    // npm itself takes no recovery code of this shape in its prompt; the registry does.
    nina.home.package(&Registry::shared().unique("kit"), "1.0.0");
    let published = nina.home.npm(&format!("publish --otp={code}")).output().unwrap();
    assert!(published.status.success(), "{}", String::from_utf8_lossy(&published.stderr));
}

#[test]
fn denied_nothing_is_kept_and_npm_stays_usable() {
    let mut nina = Newcomer::with(Npm::Twelve);
    let mut terminal = nina.enrols();
    let secret = printed_secret(&terminal.text());
    nina.desk.is_asked("Keep the account").deny();
    terminal.wait_for("type the code yourself").enter(&Authenticator::new(&secret).code(0));
    terminal.wait_for("2FA successfully enabled").wait_for("nothing was kept");
    assert_eq!(terminal.exit_code(), 1);
    assert!(!nina.names().contains(&nina.user.name));
    assert_eq!(nina.home.files_containing(secret.as_bytes()), Vec::<std::path::PathBuf>::new());
}

#[test]
fn an_enrolment_that_breaks_off_leaves_the_account_unconfirmed_and_kept() {
    let mut nina = Newcomer::with(Npm::Eleven);
    let mut terminal = nina.enrols();
    let secret = printed_secret(&terminal.text());
    nina.desk.is_asked("Keep the account").approve();
    nina.desk.is_asked("npm profile enable-2fa").deny();
    terminal.wait_for("type the code yourself").press_ctrl('c');
    terminal.wait_for("marked as unconfirmed");
    assert_eq!(terminal.exit_code(), 1);
    assert!(nina.mode().contains("\"pending\": true"), "{}", nina.mode());

    // What was kept is the secret that the registry waits for.
    let mut code = nina.types("code nina");
    nina.desk.is_asked("One code").approve();
    let given = code.wait_for("approve").text();
    assert_eq!(code.exit_code(), 0);
    let phone = Authenticator::new(&secret);
    let text = format!("{given}{}", code.text());
    assert!((-1..=1).any(|steps| text.contains(&phone.code(steps))), "{text}");
}

#[test]
fn recovery_codes_that_cannot_be_kept_are_named_while_they_stand_on_the_screen() {
    let mut nina = Newcomer::with(Npm::Twelve);
    let mut terminal = nina.enrols();
    let secret = printed_secret(&terminal.text());
    nina.desk.is_asked("Keep the account").approve();
    nina.desk.is_asked("npm profile enable-2fa").kill();
    terminal.wait_for("went away").enter(&Authenticator::new(&secret).code(0));
    terminal.wait_for("recovery codes were NOT kept").wait_for("copy them from above");
    terminal.wait_for("Enter OTP").press_ctrl('c');
    assert_eq!(terminal.exit_code(), 1);
}

#[test]
fn before_anything_changes_the_obstacles_are_told() {
    let registry = Registry::shared();
    let mut nina = Newcomer::with(Npm::Eleven);
    // There is a second factor already.
    registry.enroll(&nina.user);
    let mut terminal = nina.types("npm enroll auth-only");
    terminal.wait_for("is on at").wait_for("countersign import");
    assert_eq!(terminal.exit_code(), 1);
    // npm's own registry takes none.
    fs::write(nina.home.path().join(".npmrc"), "update-notifier=false\n").unwrap();
    let mut terminal = nina.types("npm enroll");
    terminal.wait_for("takes no new authenticators since October 2025").wait_for("countersign import");
    assert_eq!(terminal.exit_code(), 1);
    // Nobody is logged in.
    fs::write(nina.home.path().join(".npmrc"), format!("registry={}\n", registry.url())).unwrap();
    let mut terminal = nina.types("npm enroll");
    terminal.wait_for("does not say who you are").wait_for("npm login");
    assert_eq!(terminal.exit_code(), 1);
    // The app is locked; then it does not run.
    assert!(nina.home.companion("lock").status.success());
    let mut terminal = nina.types("npm enroll");
    terminal.wait_for("Nothing was changed");
    assert_eq!(terminal.exit_code(), 4);
    nina.desk.kill();
    let mut terminal = nina.types("npm enroll");
    terminal.wait_for("The agent is not running");
    assert_eq!(terminal.exit_code(), 4);
    // There is no terminal.
    let output = nina.home.companion("npm enroll");
    assert!(String::from_utf8_lossy(&output.stderr).contains("needs a terminal"));
}

/// A program that prints one code and draws another gets nothing kept.
#[test]
fn a_drawn_code_that_differs_from_the_text_is_not_kept() {
    let mut home = Home::new();
    let _keyring = Keyring::unlocked(&mut home);
    let mut desk = Desk::open(&home);
    let drawn = qrcode::QrCode::new(link("npm", "nina", "TESTSECRETTESTSECRETTESTSECRET22")).unwrap();
    let drawn =
        drawn.render::<char>().quiet_zone(true).module_dimensions(2, 1).dark_color('\u{2588}').build();
    home.write("work/drawn", format!("{drawn}\n Or enter code: TESTSECRETTESTSECRETTESTSECRET33\n"));
    let npm = home.write(
        "bin/npm",
        "#!/bin/sh\ncase \"$*\" in\n\
         *nonexistent*) echo http://127.0.0.2/ ;;\n\
         *'get registry'*) echo http://127.0.0.1:9/ ;;\n\
         *'profile get'*) echo '{\"name\":\"nina\",\"tfa\":null}' ;;\n\
         *enable-2fa*) cat drawn; printf 'And an OTP code from your authenticator: '; stty raw -echo; exec dd bs=1 count=1 2>/dev/null ;;\n\
         esac\n",
    );
    fs::set_permissions(npm, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let mut terminal = Terminal::start_sized(Programs::built().countersign(&home, "npm enroll"), (120, 60));
    terminal.wait_for("differ; press Ctrl-C").press_ctrl('c');
    terminal.wait_for("nothing was kept");
    assert_eq!(terminal.exit_code(), 1);
    assert!(!desk.console().text().contains("Approval request"));
}

fn printed_secret(text: &str) -> String {
    text.split("Or enter code: ").nth(1).unwrap().split_whitespace().next().unwrap().to_owned()
}
