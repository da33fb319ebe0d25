//! From one store to the other, cut anywhere.

use super::*;

fn index(story: &Story) -> Index {
    Index::from_json(story.file.as_deref().unwrap()).unwrap()
}

fn passphrase() -> SecretText {
    SecretText::new("correct horse".into())
}

/// Two accounts are moved from the keychain to the sealed file.
fn moves(story: &mut Story) {
    let effects = story.app.move_store(TO, StoreKind::SealedFile, Some(passphrase())).unwrap();
    story.perform(effects);
}

fn kept() -> (Story, String) {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    story.keep(CI);
    (story, mona)
}

#[test]
fn what_was_moved_is_removed_from_where_it_was_after_the_index_names_the_other_store() {
    let (mut story, mona) = kept();
    let code = story.code_now(&mona);
    moves(&mut story);
    assert_eq!(story.replies.pop(), Some(Ok(())));
    assert_eq!(index(&story).store, Some(StoreKind::SealedFile));
    assert_eq!(index(&story).leftover, Some(StoreKind::Keychain), "a start knows what is still to be done");
    assert_eq!(story.cleared, []);
    story.pass(1);
    assert_eq!(story.cleared, [StoreKind::Keychain]);
    assert_eq!(index(&story).leftover, None);
    assert_eq!(story.code_now(&mona), code);
    assert_eq!(story.rows().len(), 2);
}

#[test]
fn nothing_is_removed_while_the_index_cannot_be_saved() {
    let (mut story, _) = kept();
    story.disk_full = true;
    moves(&mut story);
    story.pass(60_000);
    assert_eq!(story.cleared, [], "a start would look into the keychain still");
    story.disk_full = false;
    story.pass(60_000);
    assert_eq!(story.cleared, [StoreKind::Keychain]);
    assert_eq!(index(&story).store, Some(StoreKind::SealedFile));
}

#[test]
fn a_move_that_fails_changes_nothing() {
    let (mut story, mona) = kept();
    let (file, items) = (story.file.clone(), story.items.clone());
    story.fault = Some(StoreError::Failed("no space left".into()));
    moves(&mut story);
    let failure = story.replies.pop().unwrap().unwrap_err();
    assert_eq!(failure.code, "not-moved");
    assert!(failure.message.contains("They are where they were"), "{}", failure.message);
    story.fault = None;
    assert_eq!((story.file.clone(), story.items.clone()), (file, items));
    assert_eq!(story.app.overview(story.now).store.kind, Some(StoreKind::Keychain));
    assert!(!story.code_now(&mona).is_empty());
}

#[test]
fn a_start_removes_what_a_move_that_was_cut_left_behind() {
    let (mut story, _) = kept();
    moves(&mut story);
    let mut story = story.restart();
    assert_eq!(story.cleared, []);
    story.pass(1);
    assert_eq!(story.cleared, [StoreKind::Keychain]);
    assert_eq!(index(&story).leftover, None);
}

#[test]
fn what_cannot_be_removed_is_told_and_tried_again_at_the_next_start() {
    let (mut story, _) = kept();
    moves(&mut story);
    story.fault = Some(StoreError::Locked);
    story.pass(1);
    let failure = story.app.overview(story.now).store.failure.unwrap();
    assert_eq!(failure.code, "left-behind");
    assert_eq!(index(&story).leftover, Some(StoreKind::Keychain));
    story.fault = None;
    let mut story = story.restart();
    story.pass(1);
    assert_eq!(story.cleared, [StoreKind::Keychain]);
    assert_eq!(story.app.overview(story.now).store.failure, None);
}

#[test]
fn a_lock_in_the_middle_of_a_move_locks_and_the_index_follows_where_everything_went() {
    let (mut story, _) = kept();
    story.held = Some(Vec::new());
    moves(&mut story);
    story.locks();
    let ticket = story.held.take().unwrap()[0];
    let provider = Provider { kind: StoreKind::SealedFile, name: "the other store".into() };
    let effects = story.app.store_answered(ticket, Ok(StoreAnswer::Provider(provider)), story.now);
    story.perform(effects);
    let found = story.app.overview(story.now).store;
    assert_eq!((found.condition, found.kind), (StoreCondition::Locked, Some(StoreKind::SealedFile)));
    assert_eq!(index(&story).store, Some(StoreKind::SealedFile));
    story.pass(60_000);
    assert_eq!(story.cleared, [], "what is where is compared when both are open");
}

#[test]
fn a_locked_store_is_not_moved_and_only_a_sealed_file_has_a_passphrase() {
    let (mut story, _) = kept();
    let there = story.app.move_store(TO, StoreKind::Keychain, None).unwrap_err();
    assert_eq!(there.code, "already-there");
    assert_eq!(
        story.app.change_passphrase(TO, passphrase(), passphrase()).unwrap_err().code,
        "no-passphrase"
    );
    story.locks();
    assert_eq!(
        story.app.move_store(TO, StoreKind::SealedFile, Some(passphrase())).unwrap_err().code,
        "locked"
    );
}
