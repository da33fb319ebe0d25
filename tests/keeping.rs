//! Where secrets are kept, what is said when they cannot be, and that nothing is lost.

use std::collections::BTreeMap;
use std::process::Stdio;

use countersign_core::view::AccountState;
use countersign_link::passing::Passing;
use countersign_link::private::{Reply, ToAgent};

use crate::support::desk::{Desk, PASSPHRASE, link};
use crate::support::inside::Inside;
use crate::support::keyring::SERVICE;
use crate::support::{Bus, Home, Keyring, Programs, Running, eventually, spelled};

const SECRET: &str = "TESTSECRETTESTSECRETTESTSECRET22";

/// More accounts than are read from a keychain at a time.
const MANY: usize = 40;

fn keeps_nothing_in_clear(home: &Home) {
    for needle in spelled(SECRET) {
        assert_eq!(home.files_containing(&needle), Vec::<std::path::PathBuf>::new());
    }
}

/// S1: no session bus.
#[test]
fn without_a_bus_the_person_is_told_and_nothing_is_written_in_clear() {
    let home = Home::new();
    let mut desk = Desk::start(&home);
    desk.console().wait_for("No keychain").wait_for("keep secrets in a file sealed with a passphrase");

    let refused = crate::support::desk::add(&home, &link("npm", "mona", SECRET)).wait_with_output().unwrap();
    assert_ne!(refused.status.code(), Some(0));
    let told = String::from_utf8_lossy(&refused.stderr);
    assert!(told.contains("Open Countersign"), "the person hears what to do, not: {told}");
    keeps_nothing_in_clear(&home);
}

/// S2: a bus on which nobody keeps secrets; the sealed file is chosen, never fallen back to.
#[test]
fn without_a_keychain_the_sealed_file_is_a_choice_and_outlives_a_restart() {
    let mut home = Home::new();
    let _bus = Bus::start(&mut home);
    let mut desk = Desk::with_sealed_file(&home);
    desk.add(&home, &link("npm", "mona", SECRET));
    keeps_nothing_in_clear(&home);
    desk.quit();

    let mut desk = Desk::start(&home);
    desk.console().wait_for("Its passphrase:").enter("not the passphrase").wait_for("does not open");
    desk.console().wait_for("Its passphrase:").enter(PASSPHRASE).wait_for("Open: 1");
    keeps_nothing_in_clear(&home);
}

#[test]
fn an_account_in_the_keychain_is_there_after_a_restart() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    let mut desk = Desk::open(&home);
    desk.add(&home, &link("npm", "mona", SECRET));
    assert_eq!(keyring.count(&home), 1);
    keeps_nothing_in_clear(&home);
    desk.kill();

    let mut desk = Desk::start(&home);
    desk.console().wait_for("Open: 1");
}

/// S6: everything vanished from the keychain behind our back.
#[test]
fn accounts_that_vanished_from_the_keychain_are_missing_and_never_overwritten() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    let mut desk = Desk::open(&home);
    for (account, first) in [("mona", "A"), ("octo", "B"), ("nina", "C")] {
        desk.add(&home, &link("npm", account, &SECRET.replacen('T', first, 1)));
    }
    desk.quit();
    let index = index_of(&home);
    keyring.wipe(&home);

    let mut desk = Desk::start(&home);
    desk.console().wait_for("Open: 3");
    assert_eq!(keyring.count(&home), 0, "nothing was made anew");
    assert_eq!(index_of(&home), index, "the index is as it was");
    desk.quit();
    assert_eq!(index_of(&home), index, "the index is as it was after quitting");
}

fn index_of(home: &Home) -> Vec<u8> {
    std::fs::read(home.countersign().join("index.json")).expect("there is an index")
}

/// S6 and S8 in a real keychain: its items are read many at a time, and each is compared all the same.
#[test]
fn of_many_items_those_that_are_missing_swapped_or_there_twice_give_no_code() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    let mut inside = Inside::start(&home);
    inside.settled();
    inside.keep_many(MANY);
    let rows = inside.rows();
    assert_eq!(rows.iter().filter(|row| row.state == AccountState::Ready).count(), MANY);
    inside.quit();

    let item = |row: usize| ["service", SERVICE, "username", rows[row].id.as_str()];
    let tool = |args: &[&str], input: &str| {
        let done = keyring.secret_tool(&home, args, input);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    };
    let store = ["store", "--label", "another program's"];
    tool(&[&["clear"][..], &item(0)].concat(), "");
    let other = tool(&[&["lookup"][..], &item(2)].concat(), "");
    tool(&[&store[..], &item(1)].concat(), &other);
    tool(&[&store[..], &item(2), &["planted", "yes"]].concat(), &other);

    let mut inside = Inside::start(&home);
    let states: Vec<AccountState> = inside.settled().accounts.into_iter().map(|row| row.state).collect();
    let amiss = [AccountState::Missing, AccountState::Unreadable, AccountState::Conflict];
    assert_eq!(states[..amiss.len()], amiss);
    assert_eq!(states.iter().filter(|state| **state == AccountState::Ready).count(), MANY - amiss.len());
    let ids = rows.into_iter().map(|row| row.id).collect();
    let Ok(Reply::Codes(codes)) = inside.ask(ToAgent::Codes { ids }) else { panic!("codes are made") };
    assert_eq!(codes.len(), MANY - amiss.len(), "only what is as it was gives codes");
}

/// S12: the list cannot be saved for a while. What was kept meanwhile is safe, and it is said.
#[test]
fn a_list_that_cannot_be_saved_is_said_and_saved_once_it_can_be() {
    let mut home = Home::new();
    let _keyring = Keyring::unlocked(&mut home);
    let mut inside = Inside::start(&home);
    inside.settled();
    keep(&mut inside, "mona", SECRET);
    let index = index_of(&home);
    // A folder in the place of the copy fails for root too, whom a read-only folder would not stop.
    let copy = home.countersign().join("index.json.bak");
    let _none_yet = std::fs::remove_file(&copy);
    std::fs::create_dir(&copy).unwrap();
    keep(&mut inside, "octo", &SECRET.replacen('T', "A", 1));
    let failure = inside.overview().store.failure.map(|failure| failure.code);
    assert_eq!(failure.as_deref(), Some("index-unsaved"));
    assert_eq!(index_of(&home), index, "the list from before is whole");

    std::fs::remove_dir(&copy).unwrap();
    let ids: Vec<String> = inside.rows().into_iter().map(|row| row.id).collect();
    inside.ask(ToAgent::Order { ids }).unwrap();
    assert_eq!(inside.overview().store.failure, None);
    inside.kill();
    let mut inside = Inside::start(&home);
    let states = inside.settled().accounts.into_iter().map(|row| row.state).collect::<Vec<_>>();
    assert_eq!(states, [AccountState::Ready, AccountState::Ready]);
}

fn keep(inside: &mut Inside, name: &str, secret: &str) {
    let drafts = inside.drafts(vec![Passing::new(link("npm", name, secret))]);
    inside.ask(ToAgent::Keep { drafts }).unwrap();
}

/// GNOME's keyring ends itself where the first words of a program that has gone since would open a session.
#[test]
fn a_keychain_knows_the_agent_before_it_opens_the_one_session_for_it() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    let heard = home.path().join("heard");
    let mut monitor = home.command("stdbuf");
    monitor.args(["-oL", "dbus-monitor", "--profile", "type='method_call'"]).stderr(Stdio::null());
    monitor.stdout(std::fs::File::create(&heard).unwrap());
    let _monitor = Running::start(monitor);
    let calls = || std::fs::read_to_string(&heard).unwrap();
    eventually("the monitor to hear", || {
        keyring.count(&home);
        calls().contains("SearchItems").then_some(())
    });
    let before = calls().len();
    let mut inside = Inside::start(&home);
    inside.settled();
    keep(&mut inside, "mona", SECRET);
    inside.quit();
    eventually("the monitor to have heard all", || calls()[before..].contains("GetSecret").then_some(()));

    let mut first_words = BTreeMap::new();
    let mut sessions = 0;
    for call in calls()[before..].lines() {
        // Kind, time, serial, sender, destination, path, interface, member.
        let fields: Vec<&str> = call.split('\t').collect();
        if let [_, _, _, sender, _, path, _, member] = fields.as_slice()
            && path.starts_with("/org/freedesktop/secrets")
        {
            first_words.entry((*sender).to_owned()).or_insert_with(|| (*member).to_owned());
            sessions += usize::from(*member == "OpenSession");
        }
    }
    assert_eq!(sessions, 1);
    assert_eq!(first_words.into_values().collect::<Vec<_>>(), ["ReadAlias", "ReadAlias"]);
}

/// S15: the first has the files, for as long as it lives.
#[test]
fn a_second_agent_leaves_and_the_files_are_as_they_were() {
    let mut home = Home::new();
    let _keyring = Keyring::unlocked(&mut home);
    let mut first = Desk::open(&home);
    first.add(&home, &link("npm", "mona", SECRET));
    let index = index_of(&home);
    let mut second = Programs::built().agent(&home, "--background");
    let second = second.stdin(Stdio::null()).output().expect("it starts");
    assert!(second.status.success(), "{}", String::from_utf8_lossy(&second.stderr));
    assert_eq!(index_of(&home), index);
    home.says("is open");
    first.quit();
}
