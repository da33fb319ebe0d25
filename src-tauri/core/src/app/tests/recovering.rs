//! Recovery codes: kept, given out one at a time, never lost.

use super::*;
use crate::recovery::{Sheet, payload as sheet_payload};

fn codes(count: usize) -> Vec<SecretText> {
    (1..=count).map(|number| SecretText::new(format!("test-code-{number:04}"))).collect()
}

/// Mona's account is kept, and so many recovery codes of it.
fn with_codes(count: usize) -> (Story, String) {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    assert!(matches!(story.brings(1, Some("mona"), count), Answer::Pending { .. }));
    story.decides(&Decision::Approve { account: None }).unwrap();
    assert!(matches!(story.hears(1)[..], [Answer::Added { .. }]));
    (story, mona)
}

impl Story {
    fn brings(&mut self, caller: Caller, name: Option<&str>, count: usize) -> Answer {
        self.nonces += 1;
        let nonce = format!("a-nonce-of-its-own-{}", self.nonces);
        let effects = self.app.bring_recovery(program(caller), &nonce, name, &codes(count), self.now);
        self.perform(effects);
        self.hears(caller).remove(0)
    }

    fn recovery(&mut self, caller: Caller) -> Answer {
        self.asks(program(caller), Ask::Recovery { account: Some("mona".into()) })
    }

    /// A program asks for a code, and the person gives it.
    fn one_code(&mut self) -> (String, u32) {
        assert!(matches!(self.recovery(2), Answer::Pending { .. }));
        self.decides(&Decision::Approve { account: None }).unwrap();
        match self.hears(2).remove(0) {
            Answer::Recovery { code, left, .. } => (code, left),
            other => panic!("no recovery code but {other:?}"),
        }
    }

    fn sheets_of(&self, account: &str) -> Vec<crate::view::SheetView> {
        self.rows().into_iter().find(|row| row.id == account).unwrap().recovery
    }
}

#[test]
fn codes_are_given_one_at_a_time_and_none_twice() {
    let (mut story, mona) = with_codes(3);
    let given: Vec<(String, u32)> = (0..3).map(|_| story.one_code()).collect();
    let expected = [("test-code-0001", 2), ("test-code-0002", 1), ("test-code-0003", 0)];
    assert_eq!(given, expected.map(|(code, left)| (code.to_owned(), left)));
    assert_eq!(refusal(&story.recovery(2)), "no-recovery-codes");
    assert_eq!(story.sheets_of(&mona)[0].left, 0);
}

#[test]
fn what_was_given_is_remembered_before_it_leaves_and_after_a_restart() {
    let (mut story, mona) = with_codes(10);
    let (writes, saves) = (story.writes, story.saves);
    assert_eq!(story.one_code().0, "test-code-0001");
    assert_eq!(story.writes, writes, "a sheet is never written a second time");
    assert_eq!(story.saves, saves + 1);
    let mut story = story.restart();
    assert_eq!(story.sheets_of(&mona)[0].left, 9);
    assert_eq!(story.one_code().0, "test-code-0002");
}

#[test]
fn nothing_is_given_without_an_approval() {
    let (mut story, _) = with_codes(2);
    assert!(matches!(story.recovery(2), Answer::Pending { .. }));
    story.denies();
    assert_eq!(refusal(&story.hears(2).remove(0)), "denied");
    assert_eq!(story.one_code(), ("test-code-0001".to_owned(), 1));
}

#[test]
fn without_a_name_the_only_account_that_has_codes_is_meant() {
    let (mut story, _) = with_codes(1);
    story.keep(CI);
    let ask = || Ask::Recovery { account: None };
    assert!(matches!(story.asks(program(2), ask()), Answer::Pending { .. }));
    assert!(story.request().sentence.contains("mona"));
    story.denies();
    story.hears(2);
    story.brings(3, Some("ci"), 1);
    story.decides(&Decision::Approve { account: None }).unwrap();
    assert_eq!(refusal(&story.asks(program(2), ask())), "account-unclear");
}

#[test]
fn the_freeze_is_told_before_a_code_of_npm_is_used_and_not_of_others() {
    let (mut story, _) = with_codes(2);
    story.recovery(2);
    assert!(story.request().warnings.iter().any(|warning| warning.contains("72 hours")));
    story.denies();
    let mut story = Story::begin();
    story.keep(&MONA.replace("npm", "Forge"));
    story.brings(1, Some("mona"), 1);
    story.decides(&Decision::Approve { account: None }).unwrap();
    story.recovery(2);
    let warnings = story.request().warnings;
    assert!(!warnings.iter().any(|warning| warning.contains("72 hours")), "{warnings:?}");
    assert!(warnings.iter().any(|warning| warning.contains("last one")), "{warnings:?}");
}

#[test]
fn codes_that_nobody_named_an_account_for_are_not_taken() {
    let mut story = Story::begin();
    story.keep(MONA);
    assert_eq!(refusal(&story.brings(1, None, 3)), "bad-request");
    assert_eq!(refusal(&story.brings(1, Some("octo"), 3)), "account-unclear");
    assert_eq!(refusal(&story.brings(1, Some("mona"), 0)), "bad-codes");
    assert_eq!(story.items.len(), 1);
}

#[test]
fn new_codes_stand_beside_the_old_ones_and_are_used_first() {
    let (mut story, mona) = with_codes(2);
    story.pass(90_000);
    let fresh = [SecretText::new("fresh-code-0001".into())];
    let effects =
        story.app.bring_recovery(program(3), "a-nonce-for-the-fresh", Some("mona"), &fresh, story.now);
    story.perform(effects);
    assert!(story.request().warnings.iter().any(|warning| warning.contains("2 recovery codes are kept")));
    story.decides(&Decision::Approve { account: None }).unwrap();
    assert_eq!(story.sheets_of(&mona).iter().map(|sheet| sheet.total).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(story.one_code(), ("fresh-code-0001".to_owned(), 2));
    assert_eq!(story.one_code(), ("test-code-0001".to_owned(), 1));
}

#[test]
fn a_discarded_sheet_gives_nothing_comes_back_whole_and_goes_after_thirty_days() {
    let (mut story, mona) = with_codes(2);
    let sheet = story.sheets_of(&mona)[0].id.clone();
    let effects = story.app.delete(TO, &sheet, story.now);
    story.perform(effects);
    assert_eq!(story.sheets_of(&mona)[0].state, AccountState::Deleted);
    assert_eq!(refusal(&story.recovery(2)), "no-recovery-codes");
    let effects = story.app.restore(TO, &sheet, story.now);
    story.perform(effects);
    assert_eq!(story.one_code().0, "test-code-0001");

    let effects = story.app.delete(TO, &sheet, story.now);
    story.perform(effects);
    story.pass(31 * 24 * 3_600_000);
    assert_eq!(story.sheets_of(&mona), []);
    assert_eq!(story.items.len(), 1, "the account itself is untouched");
    assert_eq!(story.state(&mona), AccountState::Ready);
}

#[test]
fn a_deleted_account_takes_its_codes_along_when_it_goes_for_good_and_not_before() {
    let (mut story, mona) = with_codes(2);
    let effects = story.app.delete(TO, &mona, story.now);
    story.perform(effects);
    story.pass(29 * 24 * 3_600_000);
    assert_eq!(story.items.len(), 2);
    story.pass(2 * 24 * 3_600_000);
    assert_eq!(story.items.len(), 0);
}

/// S6, for sheets: what is absent is missing, and nothing is written in its place.
#[test]
fn codes_that_vanished_from_the_store_are_missing_and_nothing_is_written() {
    let (mut story, mona) = with_codes(2);
    let sheet = Id(story.sheets_of(&mona)[0].id.clone());
    let held = story.items.remove(&sheet);
    let (file, mut story) = (story.file.clone(), story.restart());
    assert_eq!(story.sheets_of(&mona)[0].state, AccountState::Missing);
    assert_eq!((story.writes, story.saves), (0, 0));
    assert_eq!(refusal(&story.recovery(2)), "no-recovery-codes");
    assert_eq!(story.file, file);
    story.items.insert(sheet, held.unwrap());
    let mut story = story.restart();
    assert_eq!(story.one_code().0, "test-code-0001");
}

/// S7, for sheets.
#[test]
fn codes_that_another_program_changed_are_not_used_before_the_person_confirms() {
    let (mut story, mona) = with_codes(2);
    story.one_code();
    let id = Id(story.sheets_of(&mona)[0].id.clone());
    let planted =
        Sheet::of(vec![SecretText::new("planted-code-1".into())], &Id(mona.clone()), 1, || id.clone());
    story.items.insert(id.clone(), vec![sheet_payload::encode(&planted[0])]);
    let mut story = story.restart();
    assert_eq!(story.sheets_of(&mona)[0].state, AccountState::Changed);
    assert_eq!(refusal(&story.recovery(2)), "no-recovery-codes");
    let effects = story.app.confirm(TO, &id.0, story.now);
    story.perform(effects);
    assert_eq!(story.one_code(), ("planted-code-1".to_owned(), 0));
}

#[test]
fn an_account_that_is_taken_over_brings_its_codes_along() {
    let (story, mona) = with_codes(2);
    let mut story = Story::asleep(None, story.items);
    story.start();
    assert_eq!(story.state(&mona), AccountState::Adoptable);
    assert_eq!(story.sheets_of(&mona)[0].state, AccountState::Adoptable);
    let effects = story.app.confirm(TO, &mona, story.now);
    story.perform(effects);
    assert_eq!(story.sheets_of(&mona)[0].state, AccountState::Ready);
    assert_eq!(story.one_code().0, "test-code-0001");
}

#[test]
fn a_store_that_fails_keeps_nothing_and_says_so() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    story.brings(1, Some("mona"), 2);
    story.fault = Some(StoreError::Failed("the disk is full".into()));
    story.decides(&Decision::Approve { account: None }).unwrap();
    assert_eq!(refusal(&story.hears(1).remove(0)), "store-failed");
    assert_eq!(story.sheets_of(&mona), []);
    story.fault = None;
    assert!(matches!(story.brings(1, Some("mona"), 2), Answer::Pending { .. }), "it can be tried again");
}

#[test]
fn locked_no_code_is_in_memory_and_none_is_given() {
    let (mut story, mona) = with_codes(2);
    story.locks();
    assert_eq!(story.recovery(2), Answer::Locked);
    story.unlocks();
    assert_eq!(story.sheets_of(&mona)[0].left, 2);
}

#[test]
fn the_person_copies_one_in_the_window() {
    let (mut story, mona) = with_codes(2);
    let effects = story.app.copy_recovery(TO, &mona, story.now).unwrap();
    story.perform(effects);
    let copied = story.copied.pop().unwrap();
    assert_eq!(copied.text.expose(), "test-code-0001");
    assert_eq!(story.sheets_of(&mona)[0].left, 1);
    assert!(!story.log.join("\n").contains("test-code"));
}

#[test]
fn a_sheet_is_written_where_the_person_saw_it_and_counts_nothing_as_used() {
    let (mut story, mona) = with_codes(3);
    story.one_code();
    let file = "/home/mona/recovery.txt".to_owned();
    story.asks(program(4), Ask::Sheet { account: Some("mona".into()), file: file.clone() });
    let request = story.request();
    assert!(request.claimed.iter().any(|fact| fact.label == "File" && fact.value == file));
    story.decides(&Decision::Approve { account: None }).unwrap();
    assert!(matches!(story.hears(4)[..], [Answer::Written { count: 3, .. }]));
    let (path, text) = story.files.pop().unwrap();
    assert_eq!(path, file);
    assert!(text.contains("npm, mona") && text.contains("  [ ]  test-code-0002\n"), "{text}");
    assert!(text.contains("  [x]  test-code-0001   given out on 2024-03-09"), "{text}");
    assert_eq!(story.sheets_of(&mona)[0].left, 2);
}

#[test]
fn a_path_that_cannot_be_seen_whole_is_refused() {
    let (mut story, _) = with_codes(1);
    for file in ["/tmp/a\u{202e}txt.b".to_owned(), format!("/{}", "x".repeat(300)), "/tmp/a\nb".to_owned()] {
        assert_eq!(
            refusal(&story.asks(program(4), Ask::Sheet { account: Some("mona".into()), file })),
            "bad-path"
        );
    }
}

#[test]
fn a_file_that_could_not_be_written_is_told() {
    let (mut story, _) = with_codes(1);
    story.disk_full = true;
    story.asks(program(4), Ask::Sheet { account: Some("mona".into()), file: "/home/mona/a.txt".into() });
    story.decides(&Decision::Approve { account: None }).unwrap();
    assert_eq!(refusal(&story.hears(4).remove(0)), "not-written");
}
