//! Accounts from files: previewed, kept together, stopped, taken back as one; and brought by programs in parts.

use super::*;
use crate::otp::link;
use crate::transfer::writing::writer;
use crate::transfer::{self, Contents, Found, Icon, TransferError};
use crate::view::{Progress, Standing};

/// A file of links, as it is read.
fn links(links: &[String]) -> Result<Contents, TransferError> {
    transfer::read(links.join("\n").as_bytes(), Some("otpauth"), None)
}

fn many(count: usize) -> Vec<String> {
    (0..count)
        .map(|number| MONA.replace("npm:mona", &format!("npm:{number}")).replace("GEZD", &base32(number)))
        .collect()
}

/// Four letters that differ with the number.
fn base32(number: usize) -> String {
    let letters: Vec<char> = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".chars().collect();
    (0..4).map(|place| letters[number / 32_usize.pow(place) % 32]).collect()
}

impl Story {
    /// The person chooses a file; what can be kept is returned.
    fn chooses(&mut self, contents: Result<Contents, TransferError>) -> Vec<DraftView> {
        self.app.import("backup.json", contents, self.now).unwrap().0
    }

    fn keeps(&mut self, drafts: &[DraftView]) {
        let handles: Vec<String> = drafts.iter().map(|draft| draft.draft.clone()).collect();
        let effects = self.app.keep(TO, &handles, self.now);
        self.perform(effects);
    }

    fn undoes(&mut self) -> Result<(), Failure> {
        let effects = self.app.undo(TO, self.now);
        self.perform(effects);
        self.replies.pop().unwrap()
    }

    fn kept(&self) -> usize {
        self.rows().iter().filter(|row| row.state != AccountState::Deleted).count()
    }

    /// A program brings the JSON of our own export in parts of so many bytes.
    fn imports(&mut self, json: &str, size: usize) -> Vec<Answer> {
        let parts: Vec<&[u8]> = json.as_bytes().chunks(size).collect();
        for (number, part) in parts.iter().enumerate() {
            let text = SecretText::new(String::from_utf8(part.to_vec()).unwrap());
            let part = Part { name: "backup.json", left_out: 3, text, more: number + 1 < parts.len() };
            let effects = self.app.bring(program(7), "a-nonce-of-an-import", part, self.now);
            self.perform(effects);
        }
        self.hears(7)
    }
}

#[test]
fn a_file_is_shown_before_anything_of_it_is_kept_and_the_same_file_adds_nothing_the_second_time() {
    let mut story = Story::begin();
    story.keep(MONA);
    let file = [MONA.to_owned(), CI.to_owned(), CI.replace("KRUG", "MRUG"), CI.to_owned()];
    let drafts = story.chooses(links(&file));
    let standings: Vec<_> = drafts.iter().map(|draft| draft.standing.clone()).collect();
    assert_eq!(standings, [Standing::Duplicate, Standing::New, Standing::Conflict, Standing::Duplicate]);
    assert_eq!(story.kept(), 1);
    story.keeps(&drafts);
    assert_eq!((story.replies.pop(), story.kept()), (Some(Ok(())), 3));
    let again = story.chooses(links(&file));
    assert!(again.iter().all(|draft| draft.standing == Standing::Duplicate));
    story.keeps(&again);
    assert_eq!((story.replies.pop(), story.kept()), (Some(Ok(())), 3));
}

#[test]
fn an_import_is_taken_back_as_one_step_and_stays_restorable() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    let drafts = story.chooses(links(&many(30)));
    story.keeps(&drafts);
    assert_eq!((story.kept(), story.app.overview(story.now).undo), (31, 30));
    let saves = story.saves;
    story.undoes().unwrap();
    assert_eq!((story.saves - saves, story.kept(), story.rows().len()), (1, 1, 31));
    assert_eq!(story.state(&mona), AccountState::Ready);
    assert_eq!(story.undoes().unwrap_err().code, "nothing-to-undo");
    let drafts = story.chooses(links(&many(30)));
    assert!(
        drafts.iter().all(|draft| draft.standing == Standing::New),
        "what was taken back can be imported"
    );
}

#[test]
fn groups_notes_and_pictures_of_an_entry_are_kept_with_it() {
    let mut story = Story::begin();
    let entry = link::parse(MONA).unwrap().with_note("recovery: red");
    let icon = Icon::new(b"\x89PNG\r\n\x1a\n".to_vec());
    let found = Found { entry, groups: vec!["Work".into()], icon: icon.clone() };
    let mut contents = links(&[]).ok().unwrap();
    contents.entries = vec![Ok(found)];
    let drafts = story.chooses(Ok(contents));
    assert_eq!(drafts[0].groups, ["Work"]);
    story.keeps(&drafts);
    let row = story.rows().remove(0);
    assert_eq!((row.groups.as_slice(), row.noted), (["Work".to_owned()].as_slice(), true));
    assert_eq!(story.icons.get(&Id(row.id.clone())), icon.as_ref());
    let effects = story.app.delete(TO, &row.id, story.now);
    story.perform(effects);
    story.pass(31 * 24 * 3_600_000);
    assert!(story.rows().is_empty() && story.icons.is_empty(), "a picture goes with its account");
}

#[test]
fn an_entry_without_its_pin_is_kept_and_makes_codes_once_it_is_typed() {
    let mut story = Story::begin();
    let link = "otpauth://yaotp/Yandex:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY".to_owned();
    let drafts = story.chooses(links(&[link]));
    assert!(drafts[0].quarantine.as_ref().unwrap().contains("PIN"));
    story.keeps(&drafts);
    let row = story.rows().remove(0);
    assert_eq!(row.state, AccountState::NoPin);
    let effects = story.app.set_pin(TO, &row.id, &SecretText::new("1234".into()), story.now);
    story.perform(effects);
    assert_eq!(story.state(&row.id), AccountState::Ready);
}

#[test]
fn a_large_import_says_how_far_it_is_and_can_be_stopped() {
    let mut story = Story::begin();
    let drafts = story.chooses(links(&many(1_000)));
    story.held = Some(Vec::new());
    story.keeps(&drafts);
    let first = story.held.take().unwrap();
    assert_eq!(first.len(), 4, "a keychain is given a few at a time: whoever stops waits for them");
    assert_eq!(story.app.overview(story.now).progress, Some(Progress { done: 0, total: 1_000 }));
    let effects = story.app.stop_keeping();
    story.perform(effects);
    for (done, ticket) in (0..).zip(first) {
        let progress = story.app.overview(story.now).progress;
        assert_eq!(progress, Some(Progress { done, total: 1_000 }), "what was stopped is not done");
        let effects = story.app.store_answered(ticket, Ok(StoreAnswer::Done), story.now);
        story.perform(effects);
    }
    let failure = story.replies.pop().unwrap().unwrap_err();
    assert_eq!(failure.code, "stopped");
    assert!(failure.message.starts_with("4 of 1000 accounts"), "{}", failure.message);
    assert!(failure.message.ends_with("You stopped it."), "{}", failure.message);
    assert_eq!(story.app.overview(story.now).progress, None);
    assert_eq!(story.progress.last(), Some(&None));
    assert_eq!((story.kept(), story.app.overview(story.now).undo), (4, 4));
}

#[test]
fn all_of_a_large_import_is_kept_and_the_index_is_saved_a_few_times() {
    let mut story = Story::begin();
    let drafts = story.chooses(links(&many(1_000)));
    story.keeps(&drafts);
    assert_eq!((story.replies.pop(), story.kept(), story.writes), (Some(Ok(())), 1_000, 1_000));
    assert!(story.saves <= 6, "{}", story.saves);
    assert!(story.progress.windows(2).all(|two| match two {
        [Some(one), Some(two)] => one.done <= two.done,
        _ => true,
    }));
}

#[test]
fn locking_ends_an_import_and_keeps_no_secret_of_it() {
    let mut story = Story::begin();
    let drafts = story.chooses(links(&many(200)));
    story.held = Some(Vec::new());
    story.keeps(&drafts);
    let first = story.held.take().unwrap();
    story.locks();
    for ticket in first {
        let effects = story.app.store_answered(ticket, Ok(StoreAnswer::Done), story.now);
        story.perform(effects);
    }
    assert_eq!(story.replies.pop().unwrap().unwrap_err().code, "locked");
    assert_eq!(story.writes, 0, "nothing was given to the store after the lock");
    assert!(story.app.import("x", links(&many(1)), story.now).is_err(), "nothing is read while locked");
}

#[test]
fn a_file_that_cannot_be_read_says_why() {
    let mut story = Story::begin();
    let wrong = story.app.import("vault.json", Err(TransferError::WrongPassword), story.now).unwrap_err();
    assert_eq!(wrong.code, "wrong-password");
    assert!(wrong.message.starts_with("vault.json was not imported"));
    let (_, refused) = story.app.import("x", links(&["otpauth://totp/a".into()]), story.now).unwrap();
    assert_eq!(refused[0].r#where, "line 1");
}

#[test]
fn a_scanned_export_of_google_authenticator_becomes_drafts() {
    let mut story = Story::begin();
    let accounts: Vec<Found> = [MONA, CI].iter().map(|it| link::parse(it).unwrap().into()).collect();
    let accounts: Vec<&Found> = accounts.iter().collect();
    let file = writer("otpauth-migration").unwrap().write(&accounts, None, &mut random(0)).unwrap();
    let link = SecretText::new(String::from_utf8(file.to_vec()).unwrap().trim().to_owned());
    let drafted = story.app.draft(&[link], story.now);
    assert_eq!((drafted.drafts.len(), drafted.refused), (2, Vec::new()));
}

const EXPORT: &str = r#"{"countersign":1,"accounts":[
    {"issuer":"npm","name":"mona","kind":"totp","secret":"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ","groups":["Ü"]},
    {"issuer":"b","name":"c","kind":"hotp","counter":7,"secret":"GEZDGNBVGY3TQOJQ"}]}"#;

#[test]
fn a_program_brings_a_file_in_parts_and_the_person_confirms_the_whole() {
    let mut story = Story::begin();
    let ascii = EXPORT.replace('Ü', "U");
    let answers = story.imports(&ascii, 50);
    assert!(matches!(answers.as_slice(), [Answer::Pending { .. }]), "{answers:?}");
    let request = story.request();
    assert_eq!(request.sentence, "Import 2 accounts from backup.json");
    assert_eq!(request.drafts.len(), 2);
    assert!(request.claimed.iter().any(|fact| fact.value.starts_with("3 entries")));
    assert_eq!(story.kept(), 0);
    story.decides(&Decision::Approve { account: None }).unwrap();
    assert!(matches!(story.hears(7).as_slice(), [Answer::Added { count: 2, .. }]));
    assert_eq!(story.rows()[0].groups, ["U"]);
    assert_eq!(story.app.overview(story.now).undo, 2);
}

#[test]
fn what_a_program_brings_is_refused_whole_if_a_part_of_it_is_wrong() {
    let mut story = Story::begin();
    for bad in
        ["{}", "[", &EXPORT.replace("GEZDGNBVGY3TQOJQ\"}", "!\"}"), r#"{"countersign":1,"accounts":[]}"#]
    {
        let answers = story.imports(&bad.replace('Ü', "U"), 4_000);
        assert!(matches!(answers.as_slice(), [Answer::Failed { .. }]), "{answers:?}");
    }
    assert!(story.app.pending(story.now).is_none());
}

#[test]
fn parts_of_a_program_that_left_are_forgotten_and_another_one_waits_for_its_end() {
    let mut story = Story::begin();
    let part = |more| Part { name: "a", left_out: 0, text: SecretText::new("{".into()), more };
    let effects = story.app.bring(program(1), "a-nonce-of-an-import", part(true), story.now);
    story.perform(effects);
    let effects = story.app.bring(program(2), "a-nonce-of-another-1", part(true), story.now);
    story.perform(effects);
    assert!(matches!(story.hears(2).as_slice(), [Answer::Busy { .. }]));
    let effects = story.app.gone(1, story.now);
    story.perform(effects);
    let effects = story.app.bring(program(2), "a-nonce-of-another-2", part(true), story.now);
    story.perform(effects);
    assert_eq!(story.hears(2), []);
}
