//! Where the secrets are: finding, losing, locking, changing stores.

use super::*;
use std::fmt::Write as _;

/// Two accounts are kept.
fn kept() -> (Story, String, String) {
    let mut story = Story::begin();
    let (mona, ci) = (story.keep(MONA), story.keep(CI));
    (story, mona, ci)
}

fn failure_code(story: &Story) -> Option<String> {
    story.app.overview(story.now).store.failure.map(|failure| failure.code)
}

#[test]
fn accounts_are_there_after_a_restart() {
    let (story, mona, _) = kept();
    let code = story.code_now(&mona);
    let story = story.restart();
    assert_eq!(story.rows().len(), 2);
    assert_eq!(story.code_now(&mona), code);
    assert_eq!((story.saves, story.writes), (0, 0), "starting writes nothing");
}

#[test]
fn two_hundred_accounts_and_an_emptied_keychain_are_two_hundred_missing_and_nothing_is_written() {
    let mut story = Story::begin();
    let links = (0..200).fold(Vec::new(), |mut links, number| {
        let mut link = MONA.to_owned();
        let _ = write!(link, "&x={number}");
        links.push(SecretText::new(
            link.replace("mona", &format!("mona{number}")).replace("GEZD", &secret(number)),
        ));
        links
    });
    let drafted = story.app.draft(&links, story.now);
    let handles: Vec<String> = drafted.drafts.into_iter().map(|draft| draft.draft).collect();
    let effects = story.app.keep(TO, &handles, story.now);
    story.perform(effects);
    assert_eq!(story.items.len(), 200);
    let before = story.file.clone();

    story.items.clear();
    let story = story.restart();
    let missing = story.rows().into_iter().filter(|row| row.state == AccountState::Missing).count();
    assert_eq!(missing, 200);
    assert_eq!((story.saves, story.writes), (0, 0));
    assert_eq!(story.file, before);
    assert!(story.items.is_empty());
    assert_eq!(failure_code(&story).as_deref(), Some("accounts-missing"));
}

/// S14: what is looked at every second must not ask a keychain.
#[test]
fn the_codes_of_a_thousand_accounts_ask_the_store_for_nothing() {
    let mut story = Story::begin();
    let links: Vec<SecretText> = (0..1_000_u64)
        .map(|number| {
            let own = data_encoding::BASE32_NOPAD.encode(format!("TESTSECRET{number:010}").as_bytes());
            SecretText::new(format!("otpauth://totp/many:n{number}?secret={own}&issuer=many"))
        })
        .collect();
    let drafts: Vec<String> =
        story.app.draft(&links, story.now).drafts.into_iter().map(|draft| draft.draft).collect();
    let effects = story.app.keep(TO, &drafts, story.now);
    story.perform(effects);
    let mut story = story.restart();
    let ids: Vec<String> = story.rows().into_iter().map(|row| row.id).collect();
    story.held = Some(Vec::new());
    for _ in 0..10 {
        assert_eq!(story.app.codes(&ids, story.now).len(), 1_000);
        story.pass(30_000);
    }
    assert_eq!(story.held, Some(Vec::new()), "nothing was asked");
    assert_eq!(story.saves, 0, "and nothing written");
}

/// Four base32 letters that differ for each number.
fn secret(number: u8) -> String {
    let letter = |value: u8| char::from(b'A' + value % 26);
    format!("{}{}AA", letter(number), letter(number / 26))
}

#[test]
fn what_was_missing_is_back_when_the_keychain_is() {
    let (story, mona, _) = kept();
    let items = story.items.clone();
    let mut story = Story::asleep(story.file, BTreeMap::new());
    story.start();
    assert_eq!(story.state(&mona), AccountState::Missing);
    story.items = items;
    let effects = story.app.try_keychain(TO, story.now);
    story.perform(effects);
    assert_eq!(story.state(&mona), AccountState::Ready);
    assert_eq!(failure_code(&story), None);
}

#[test]
fn another_keychain_program_is_named_where_accounts_are_missing() {
    let (mut story, _, _) = kept();
    story.items.clear();
    story.provider.name = "another keychain".into();
    let story = story.restart();
    let failure = story.app.overview(story.now).store.failure.unwrap();
    assert!(failure.message.contains("a keychain") && failure.message.contains("another keychain"));
}

#[test]
fn a_lost_index_offers_what_the_store_has_and_takes_nothing_over_by_itself() {
    let (story, mona, _) = kept();
    let mut story = Story::asleep(None, story.items);
    story.start();
    assert_eq!(story.state(&mona), AccountState::Adoptable);
    assert_eq!(story.saves, 0);
    assert_eq!(story.app.codes(std::slice::from_ref(&mona), story.now), []);
    let effects = story.app.confirm(TO, &mona, story.now);
    story.perform(effects);
    assert_eq!(story.state(&mona), AccountState::Ready);
    assert_eq!(story.app.codes(&[mona], story.now).len(), 1);
}

#[test]
fn what_another_program_changed_gives_no_code_before_the_person_confirms() {
    let (mut story, mona, ci) = kept();
    story.meddle(&mona, CI);
    let mut story = story.restart();
    assert_eq!(story.state(&mona), AccountState::Changed);
    assert!(story.app.copy(For::Shell(TO), &mona, false, story.now).is_err());
    story.prompt(5, REGISTRY);
    let choices: Vec<String> = story.request().choices.into_iter().map(|choice| choice.id).collect();
    assert_eq!(choices, [ci]);
    let effects = story.app.confirm(TO, &mona, story.now);
    story.perform(effects);
    assert_eq!(story.restart().state(&mona), AccountState::Ready);
}

#[test]
fn an_item_planted_twice_is_a_conflict_and_the_others_work() {
    let (mut story, mona, ci) = kept();
    let items = story.items.get_mut(&Id(mona.clone())).unwrap();
    items.push(items[0].clone());
    let mut story = story.restart();
    assert_eq!(story.state(&mona), AccountState::Conflict);
    assert_eq!(story.state(&ci), AccountState::Ready);
    let effects = story.app.delete(TO, &mona, story.now);
    story.perform(effects);
    assert_eq!(story.replies.pop().unwrap().unwrap_err().code, "no-account");
    assert_eq!(story.items[&Id(mona)].len(), 2, "nothing was removed");
}

#[test]
fn a_damaged_item_is_unreadable_and_stays() {
    let (mut story, mona, ci) = kept();
    story.items.insert(Id(mona.clone()), vec![SecretText::new("A1.broken".into())]);
    let story = story.restart();
    assert_eq!(story.state(&mona), AccountState::Unreadable);
    assert_eq!(story.state(&ci), AccountState::Ready);
    assert_eq!(story.writes, 0);
}

#[test]
fn without_a_keychain_nothing_is_kept_in_clear_and_the_sealed_file_is_a_choice() {
    let mut story = Story::asleep(None, BTreeMap::new());
    story.fault = Some(StoreError::Unavailable("no bus".into()));
    story.start();
    assert_eq!(story.condition(), StoreCondition::Unavailable);
    let failure = story.app.overview(story.now).store.failure.unwrap();
    assert_eq!(failure.code, "store-unavailable");
    assert!(failure.hint.contains("passphrase"), "the sealed file is offered");
    let draft = story.draft(MONA);
    let effects = story.app.keep(TO, std::slice::from_ref(&draft.draft), story.now);
    story.perform(effects);
    assert_eq!(story.replies.pop().unwrap().unwrap_err().code, "store-unavailable");

    story.fault = None;
    let effects = story.app.choose_sealed_file(TO, SecretText::new("correct horse".into()), story.now);
    story.perform(effects);
    assert_eq!(story.replies.pop(), Some(Ok(())));
    assert_eq!(story.condition(), StoreCondition::Open);
    let effects = story.app.keep(TO, &[draft.draft], story.now);
    story.perform(effects);
    assert_eq!(story.replies.pop(), Some(Ok(())), "the draft had waited");
    assert_eq!(Index::from_json(&story.file.unwrap()).unwrap().store, Some(StoreKind::SealedFile));
}

#[test]
fn a_wrong_passphrase_leaves_everything_locked() {
    let (mut story, _, _) = kept();
    story.locks();
    story.fault = Some(StoreError::WrongPassphrase);
    story.unlocks();
    assert_eq!(story.replies.pop().unwrap().unwrap_err().code, "wrong-passphrase");
    assert_eq!(story.condition(), StoreCondition::Locked);
}

#[test]
fn locked_means_gone_and_unlocking_brings_it_back() {
    let (mut story, mona, _) = kept();
    let draft = story.draft("otpauth://totp/a:b?secret=MZXW6YTBOJUWU23MNU4XA2LBNRWGC3DF");
    story.locks();
    assert_eq!(story.rows(), []);
    assert!(story.app.shelf.get(&Id(mona.clone())).is_none());
    assert_eq!(story.app.codes(std::slice::from_ref(&mona), story.now), []);
    assert_eq!(story.app.copy(For::Shell(TO), &mona, false, story.now).unwrap_err().code, "locked");
    story.unlocks();
    assert_eq!(story.rows().len(), 2);
    let effects = story.app.keep(TO, &[draft.draft], story.now);
    story.perform(effects);
    assert_eq!(story.replies.pop().unwrap().unwrap_err().code, "no-draft");
}

#[test]
fn a_store_that_answers_after_locking_is_not_listened_to() {
    let (story, mona, _) = kept();
    let (file, items) = (story.file.clone(), story.items.clone());
    let mut story = Story::asleep(file, items.clone());
    story.held = Some(Vec::new());
    let effects = story.app.start(story.now);
    story.perform(effects);
    let ticket = story.held.take().unwrap()[0];
    story.locks();
    let late = story.app.store_answered(ticket, Ok(StoreAnswer::Provider(story.provider.clone())), story.now);
    story.perform(late);
    assert_eq!(story.condition(), StoreCondition::Locked);
    assert!(story.app.shelf.get(&Id(mona)).is_none());
}

#[test]
fn a_keychain_that_prompts_is_waited_for_and_its_late_answer_counts() {
    let (story, _, _) = kept();
    let mut story = Story::asleep(story.file, story.items);
    story.held = Some(Vec::new());
    let effects = story.app.unlock(TO, None, story.now);
    story.perform(effects);
    let ticket = story.held.take().unwrap()[0];
    let effects = story.app.store_answered(ticket, Err(StoreError::TimedOut), story.now);
    story.perform(effects);
    assert_eq!(story.condition(), StoreCondition::Waiting);
    assert_eq!(story.replies.pop().unwrap().unwrap_err().code, "store-waiting");
    let effects =
        story.app.store_answered(ticket, Ok(StoreAnswer::Provider(story.provider.clone())), story.now);
    story.perform(effects);
    assert_eq!(story.condition(), StoreCondition::Open);
    assert_eq!(story.rows().len(), 2);
}

#[test]
fn a_choice_of_store_that_fails_takes_nothing_away() {
    let (mut story, _, _) = kept();
    story.fault = Some(StoreError::Failed("read-only".into()));
    let effects = story.app.choose_sealed_file(TO, SecretText::new("correct horse".into()), story.now);
    story.perform(effects);
    assert_eq!(story.replies.pop().unwrap().unwrap_err().code, "store-failed");
    assert_eq!(story.condition(), StoreCondition::Open);
    assert_eq!(story.rows().len(), 2);
}

#[test]
fn a_full_disk_is_said_and_saving_is_tried_again() {
    let (mut story, _, _) = kept();
    story.disk_full = true;
    let id = story.keep("otpauth://totp/a:b?secret=MZXW6YTBOJUWU23MNU4XA2LBNRWGC3DF");
    assert_eq!(failure_code(&story).as_deref(), Some("index-unsaved"));
    story.disk_full = false;
    story.pass(10_000);
    assert_eq!(failure_code(&story), None);
    assert_eq!(story.restart().state(&id), AccountState::Ready);
}
