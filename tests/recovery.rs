//! Recovery codes: kept beside their account, given out one at a time, never lost.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};

use crate::support::desk::link;
use crate::support::{Desk, Home, Keyring, Programs, Terminal};

const SECRET: &str = "TESTSECRETTESTSECRETTESTSECRET22";

/// Someone with an account, at the agent's console.
struct Owner {
    desk: Desk,
    home: Home,
    keyring: Keyring,
}

impl Owner {
    fn sits_down() -> Self {
        let mut home = Home::new();
        let keyring = Keyring::unlocked(&mut home);
        let mut desk = Desk::open(&home);
        desk.add(&home, &link("npm", "mona", SECRET));
        Self { desk, home, keyring }
    }

    fn starts(&self, command: &str) -> Child {
        let mut command: Command = Programs::built().countersign(&self.home, command);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    }

    fn brings(&mut self, codes: &str) {
        self.home.write("work/codes.txt", codes);
        let bringing = self.starts("npm recovery mona --add codes.txt");
        self.desk.is_asked("Keep").approve();
        let done = bringing.wait_with_output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    /// Has one code given out, and returns what a script gets.
    fn one(&mut self) -> serde_json::Value {
        let asking = self.starts("npm recovery mona --json");
        self.desk.is_asked("One recovery code of npm, mona").approve();
        serde_json::from_slice(&asking.wait_with_output().unwrap().stdout).unwrap()
    }
}

#[test]
fn codes_of_any_shape_are_given_out_in_their_order_and_each_once() {
    let mut mona = Owner::sits_down();
    let long = "ab".repeat(32);
    mona.brings(&format!("0123456789abcdef\n\n- test-code-0002\n{long}\n"));
    assert_eq!(
        mona.one(),
        serde_json::json!({"version": 1, "account": "npm, mona", "recovery_code": "0123456789abcdef", "left": 2})
    );
    assert_eq!(mona.one()["recovery_code"], "test-code-0002");
    // A restart of the agent changes nothing.
    mona.desk.kill();
    mona.desk = Desk::open(&mona.home);
    assert_eq!(mona.one()["recovery_code"], long.as_str());
    let empty = mona.home.companion("npm recovery mona --json");
    assert_eq!(empty.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&empty.stdout).contains("no-recovery-codes"));
    assert_eq!(mona.home.files_containing(b"0123456789abcdef").len(), 1, "its own file alone, and no log");
}

#[test]
fn the_freeze_is_told_in_the_terminal_and_in_the_approval() {
    let mut mona = Owner::sits_down();
    mona.brings("test-code-0001\n");
    let mut terminal = Terminal::start(Programs::built().countersign(&mona.home, "npm recovery"));
    terminal.wait_for("72 hours");
    mona.desk.is_asked("One recovery code");
    let asked = mona.desk.console().text();
    assert!(asked.contains("72 hours") && asked.contains("the last one that is left"), "{asked}");
    mona.desk.deny();
    assert_eq!(terminal.exit_code(), 3);
    assert!(!terminal.text().contains("test-code"));
}

#[test]
fn a_sheet_is_written_for_its_owner_alone_and_never_over_another_file() {
    let mut mona = Owner::sits_down();
    mona.brings("test-code-0001\ntest-code-0002\n");
    let writing = mona.starts("npm recovery mona --sheet sheet.txt");
    mona.desk.is_asked("All recovery codes of npm, mona").approve();
    assert!(writing.wait_with_output().unwrap().status.success());
    let path = mona.home.work().join("sheet.txt");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("  [ ]  test-code-0001\n") && text.contains("72 hours"), "{text}");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);

    let again = mona.starts("npm recovery mona --sheet sheet.txt");
    mona.desk.is_asked("All recovery codes").approve();
    let again = again.wait_with_output().unwrap();
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&again.stderr).contains("could not be written"));
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn what_is_no_code_is_named_by_its_line() {
    let mona = Owner::sits_down();
    mona.home.write("work/codes.txt", "test-code-0001\nno\n");
    let output = mona.home.companion("npm recovery mona --add codes.txt");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("line 2") && !said.contains("test-code"), "{said}");
}

/// S6 for recovery codes: an emptied keychain is no reason to write anything.
#[test]
fn an_emptied_keychain_leaves_the_codes_missing_and_nothing_is_written() {
    let mut mona = Owner::sits_down();
    mona.brings("test-code-0001\n");
    mona.desk.kill();
    let index = mona.home.countersign().join("index.json");
    let before = fs::read(&index).unwrap();
    mona.keyring.wipe(&mona.home);
    mona.desk = Desk::open(&mona.home);
    assert_eq!(fs::read(&index).unwrap(), before);
    assert_eq!(mona.keyring.count(&mona.home), 0);
}
