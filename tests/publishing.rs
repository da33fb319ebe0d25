//! The main job: npm asks, a person approves, a fresh code is typed into npm's prompt and nowhere else.

use std::collections::BTreeSet;
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::support::desk::link;
use crate::support::maintainer::run;
use crate::support::{Maintainer, Npm, Registry, Terminal, eventually};

/// P1, and two publishes within a minute at a registry that refuses a code twice.
#[test]
fn an_approved_publish_goes_through_and_so_does_the_next() {
    for npm in Npm::ALL {
        let mut mona = Maintainer::with(npm);
        for version in ["1.0.0", "1.0.1"] {
            let mut terminal = mona.publishes(version);
            mona.desk.is_asked(&format!("npm publish {}@{version}", mona.package)).approve();
            assert_eq!(terminal.exit_code(), 0, "{npm:?}: {}", terminal.screen());
            assert!(mona.has_published(version), "{npm:?}");
        }
    }
}

#[test]
fn the_terminal_and_the_approval_show_the_same_two_words() {
    let mut mona = Maintainer::with(Npm::Twelve);
    let mut terminal = mona.publishes("1.0.0");
    mona.desk.is_asked("npm publish");
    let text = mona.desk.console().text();
    let words = text.rsplit("Compare: ").next().unwrap().lines().next().unwrap().trim().to_owned();
    terminal.wait_for(&words);
    mona.desk.deny();
}

/// P1: what the request says is what is asked.
#[test]
fn the_request_names_the_package_the_registry_and_the_folder() {
    let mut mona = Maintainer::with(Npm::Eleven);
    let _terminal = mona.publishes("1.2.3");
    mona.desk.is_asked("npm publish");
    let text = mona.desk.console().text();
    for fact in [
        mona.package.as_str(),
        "1.2.3",
        Registry::shared().url().trim_end_matches('/'),
        &mona.home.work().display().to_string(),
    ] {
        assert!(text.contains(fact), "{fact} is missing in:\n{text}");
    }
    mona.desk.deny();
}

/// P1: denied, the prompt is left to the person.
#[test]
fn a_denied_request_leaves_the_prompt_to_the_person() {
    let mut mona = Maintainer::with(Npm::Twelve);
    let mut terminal = mona.publishes("1.0.0");
    mona.desk.is_asked("npm publish").deny();
    terminal.wait_for("countersign:").wait_for("Enter OTP:").enter(&mona.phone.code(0));
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
    assert!(mona.has_published("1.0.0"));
}

#[test]
fn a_person_who_types_first_withdraws_the_request() {
    let mut mona = Maintainer::with(Npm::Eleven);
    let mut terminal = mona.publishes("1.0.0");
    mona.desk.is_asked("npm publish");
    terminal.enter(&mona.phone.code(0));
    mona.desk.console().wait_for("settled");
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
}

/// P8: the agent dies while the person is being asked.
#[test]
fn an_agent_that_dies_leaves_the_prompt_to_the_person() {
    let mut mona = Maintainer::with(Npm::Twelve);
    let mut terminal = mona.publishes("1.0.0");
    mona.desk.is_asked("npm publish").kill();
    terminal.wait_for("went away").enter(&mona.phone.code(0));
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
}

/// P8: no agent at all.
#[test]
fn without_an_agent_npm_asks_as_ever() {
    let mut mona = Maintainer::with(Npm::Eleven);
    mona.desk.kill();
    let mut terminal = mona.publishes("1.0.0");
    terminal.wait_for("Enter OTP:").wait_for("countersign:").wait_for("Enter OTP:");
    terminal.enter(&mona.phone.code(0));
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
}

#[test]
fn a_wrong_account_fails_the_command_and_no_second_code_is_typed() {
    let mut mona = Maintainer::with(Npm::Twelve);
    mona.desk.add(&mona.home, &link("Elsewhere", "octo", "TESTSECRETTESTSECRETTESTSECRET22"));
    let mut terminal = mona.publishes("1.0.0");
    mona.desk.is_asked("npm publish");
    let number = number_of(&mona.desk.console().text(), "octo");
    mona.desk.answer(&format!("a {number}"));
    terminal.wait_for("EOTP");
    assert_eq!(terminal.exit_code(), 1);
    assert_eq!(terminal.text().matches("typed a code of").count(), 1, "{}", terminal.screen());
    assert!(!mona.has_published("1.0.0"));
}

fn number_of(text: &str, account: &str) -> u32 {
    let request = text.rsplit("== Approval request").next().unwrap();
    let line =
        request.lines().find(|line| line.contains(account) && line.contains("  ")).expect("it is offered");
    line.split_whitespace().next().unwrap().parse().expect("its number comes first")
}

/// P6: the code is in no file, no argument and no environment, while it is typed and after.
#[test]
fn the_code_is_in_no_file_no_argument_and_no_environment() {
    let mut mona = Maintainer::with(Npm::Eleven);
    let mut terminal = mona.publishes("1.0.0");
    mona.desk.is_asked("npm publish");
    let codes: BTreeSet<String> = (-1..=2).map(|steps| mona.phone.code(steps)).collect();
    let done = AtomicBool::new(false);
    let seen = thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut seen = Vec::new();
            while !done.load(Ordering::Relaxed) {
                seen.extend(processes_that_show(&codes));
            }
            seen
        });
        mona.desk.approve();
        assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
        done.store(true, Ordering::Relaxed);
        watch.join().unwrap()
    });
    assert_eq!(seen, Vec::<String>::new());
    assert!(!codes.iter().any(|code| terminal.text().contains(code)), "it is not even in the scrollback");
    for code in &codes {
        assert_eq!(mona.home.files_containing(code.as_bytes()), Vec::<std::path::PathBuf>::new());
    }
}

fn processes_that_show(codes: &BTreeSet<String>) -> Vec<String> {
    let mut seen = Vec::new();
    for process in fs::read_dir("/proc").unwrap().flatten() {
        for file in ["cmdline", "environ"] {
            let bytes = fs::read(process.path().join(file)).unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes);
            if codes.iter().any(|code| text.split(['\0', '=', ' ']).any(|word| word == code)) {
                seen.push(format!("{}/{file}", process.path().display()));
            }
        }
    }
    seen
}

/// P9: a registry that a hostile `.npmrc` names gets no offer.
#[test]
fn an_account_answers_no_other_registry_than_its_own() {
    let mut mona = Maintainer::with(Npm::Twelve);
    let mut terminal = mona.publishes("1.0.0");
    mona.desk.is_asked("npm publish").approve();
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());

    let elsewhere = Registry::start();
    let stranger = elsewhere.user("mona");
    elsewhere.enroll(&stranger);
    mona.home.sign_in(&elsewhere, &stranger);
    let mut terminal = mona.publishes("1.0.1");
    terminal.wait_for("Enter OTP:");
    eventually("the refusal to be told", || {
        let told = format!("{}{}", mona.desk.console().text(), terminal.text());
        told.contains("No account may answer").then_some(())
    });
    mona.desk.answer("a").answer("a 1");
    terminal.press_ctrl('c');
    assert_ne!(terminal.wait().code(), Some(0));
    assert!(!elsewhere.has(&mona.package, "1.0.1"));
    assert!(!terminal.text().lines().any(has_six_digits_at_the_prompt), "{}", terminal.text());
}

fn has_six_digits_at_the_prompt(line: &str) -> bool {
    line.split("Enter OTP: ").nth(1).is_some_and(|typed| typed.chars().any(|c| c.is_ascii_digit()))
}

#[test]
fn npm_profile_enable_2fa_is_confirmed_by_an_account_added_meanwhile() {
    let registry = Registry::shared();
    let mut mona = Maintainer::with(Npm::Eleven);
    let user = registry.user("nina");
    mona.home.sign_in(registry, &user);
    let mut terminal: Terminal = run(&mona.home, "npm profile enable-2fa auth-and-writes");
    terminal.wait_for("password:").enter(&user.password);
    terminal.wait_for("And an OTP code from your authenticator:");
    let text = terminal.text();
    let secret = text.split("Or enter code: ").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    // The request came before the account did: it is denied, the account added, and its code copied by hand.
    mona.desk.is_asked("npm profile").deny();
    mona.desk.add(&mona.home, &link("npm", &user.name, &secret));
    terminal.enter(&crate::support::Authenticator::new(&secret).code(0)).wait_for("2FA successfully enabled");
    assert_eq!(terminal.exit_code(), 0);
}
