//! Keeping, changing, deleting and restoring accounts.

use super::*;
use crate::account::Account;
use crate::view::{Edit, Standing};

const DAY_MS: u64 = 24 * 3_600_000;

fn edit(issuer: &str, account: &str) -> Edit {
    Edit { issuer: issuer.into(), account: account.into(), registry: None, groups: Vec::new(), pinned: false }
}

#[test]
fn a_draft_is_nothing_until_it_is_kept_and_is_gone_after_ten_minutes() {
    let mut story = Story::begin();
    let draft = story.draft(MONA);
    assert_eq!((story.writes, story.saves), (0, 0));
    story.pass(600_000);
    let effects = story.app.keep(TO, &[draft.draft], story.now);
    story.perform(effects);
    assert_eq!(story.replies.pop().unwrap().unwrap_err().code, "no-draft");
}

#[test]
fn a_dropped_draft_cannot_be_kept() {
    let mut story = Story::begin();
    let draft = story.draft(MONA);
    story.app.drop_drafts(std::slice::from_ref(&draft.draft));
    let effects = story.app.keep(TO, &[draft.draft], story.now);
    story.perform(effects);
    assert!(story.replies.pop().unwrap().is_err());
    assert_eq!(story.items.len(), 0);
}

#[test]
fn the_same_account_is_not_kept_twice_and_a_namesake_is_pointed_out() {
    let mut story = Story::begin();
    story.keep(MONA);
    let again = story.draft(&MONA.replace("npm:mona", "npm:renamed"));
    assert_eq!(again.standing, Standing::Duplicate);
    let namesake = story.draft(&CI.replace("Verdaccio", "NPM").replace(":ci", ":Mona"));
    assert_eq!(namesake.standing, Standing::Conflict);
    story.app.drop_drafts(&[namesake.draft]);
    assert_eq!(story.draft(CI).standing, Standing::New);
    let effects = story.app.keep(TO, &[again.draft], story.now);
    story.perform(effects);
    assert_eq!(story.replies.pop(), Some(Ok(())));
    assert_eq!(story.rows().len(), 1);
}

#[test]
fn two_drafts_of_one_account_under_two_names_were_both_called_new() {
    let mut story = Story::begin();
    assert_eq!(story.draft(MONA).standing, Standing::New);
    assert_eq!(story.draft(&MONA.replace("npm:mona", "npm:renamed")).standing, Standing::Duplicate);
}

#[test]
fn pressing_keep_twice_keeps_once() {
    let mut story = Story::begin();
    let (one, two) = (story.draft(MONA), story.draft(MONA));
    let effects = story.app.keep(TO, &[one.draft.clone(), two.draft], story.now);
    story.perform(effects);
    let effects = story.app.keep(TO, &[one.draft], story.now);
    story.perform(effects);
    assert_eq!(story.items.len(), 1);
}

#[test]
fn what_the_store_refuses_stays_a_draft() {
    let mut story = Story::begin();
    let draft = story.draft(MONA);
    story.fault = Some(StoreError::Failed("no space left".into()));
    let effects = story.app.keep(TO, std::slice::from_ref(&draft.draft), story.now);
    story.perform(effects);
    assert_eq!(story.replies.pop().unwrap().unwrap_err().code, "store-failed");
    assert_eq!((story.rows().len(), story.saves), (0, 0));
    story.fault = None;
    let effects = story.app.keep(TO, &[draft.draft], story.now);
    story.perform(effects);
    assert_eq!(story.replies.pop(), Some(Ok(())));
    assert_eq!(story.rows().len(), 1);
}

#[test]
fn a_write_that_ends_late_is_noted_when_it_does() {
    let mut story = Story::begin();
    let draft = story.draft(MONA);
    story.held = Some(Vec::new());
    let effects = story.app.keep(TO, &[draft.draft], story.now);
    story.perform(effects);
    let ticket = story.held.take().unwrap()[0];
    let effects = story.app.store_answered(ticket, Err(StoreError::TimedOut), story.now);
    story.perform(effects);
    assert_eq!(story.replies.pop().unwrap().unwrap_err().code, "store-waiting");
    assert_eq!(story.rows().len(), 0);
    let effects = story.app.store_answered(ticket, Ok(StoreAnswer::Done), story.now);
    story.perform(effects);
    assert_eq!(story.rows().len(), 1);
    assert_eq!(Index::from_json(&story.file.unwrap()).unwrap().records.len(), 1);
}

#[test]
fn a_new_account_is_in_the_store_before_it_is_in_the_index() {
    let mut story = Story::begin();
    let draft = story.draft(MONA);
    let effects = story.app.keep(TO, &[draft.draft], story.now);
    assert!(matches!(effects[..], [Effect::Store(_, StoreCall::Write(..))]), "the index waits: {effects:?}");
}

#[test]
fn a_secret_typed_by_hand_becomes_a_draft_or_a_sentence_about_what_is_wrong() {
    let mut story = Story::begin();
    let secret = SecretText::new("gezd gnbv gy3t qojq gezd gnbv gy3t qojq".into());
    let good =
        Typed { issuer: "npm", account: "mona", secret: &secret, algorithm: "SHA1", digits: 6, period: 30 };
    let draft = story.app.draft_by_hand(&good, story.now).unwrap();
    assert_eq!((draft.issuer.as_str(), draft.digits), ("npm", 6));
    let broken = SecretText::new("hunter2!".into());
    for bad in [
        Typed { secret: &broken, ..good.clone() },
        Typed { digits: 12, ..good.clone() },
        Typed { period: 0, ..good.clone() },
        Typed { algorithm: "MD5", ..good.clone() },
        Typed { issuer: " ", account: "", ..good.clone() },
    ] {
        let why = story.app.draft_by_hand(&bad, story.now).unwrap_err();
        assert_eq!(why.code, "bad-account");
        assert!(!why.message.contains("hunter2") && why.message.ends_with('.'), "{}", why.message);
    }
}

#[test]
fn renaming_writes_the_account_anew_and_keeps_its_codes() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    let code = story.code_now(&mona);
    let effects = story.app.edit(TO, &mona, &edit("npm", "mona at work"), story.now);
    story.perform(effects);
    assert_eq!(story.replies.pop(), Some(Ok(())));
    let story = story.restart();
    assert_eq!(story.rows()[0].account, "mona at work");
    assert_eq!(story.state(&mona), AccountState::Ready);
    assert_eq!(story.code_now(&mona), code);
}

#[test]
fn a_change_that_the_store_refuses_changes_nothing() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    story.fault = Some(StoreError::Failed("no space left".into()));
    let effects = story.app.edit(TO, &mona, &edit("npm", "renamed"), story.now);
    story.perform(effects);
    assert!(story.replies.pop().unwrap().is_err());
    assert_eq!(story.rows()[0].account, "mona");
}

#[test]
fn an_account_needs_some_name() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    let effects = story.app.edit(TO, &mona, &edit(" ", ""), story.now);
    story.perform(effects);
    assert_eq!(story.replies.pop().unwrap().unwrap_err().code, "bad-account");
}

#[test]
fn a_deleted_account_gives_no_codes_and_comes_back_whole_for_thirty_days() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    assert!(story.rows()[0].npm, "the window warns before it deletes this one");
    let effects = story.app.delete(TO, &mona, story.now);
    story.perform(effects);
    assert_eq!(story.state(&mona), AccountState::Deleted);
    assert_eq!(story.app.codes(std::slice::from_ref(&mona), story.now), []);
    let mut story = story.restart();
    story.pass(29 * DAY_MS);
    assert_eq!(story.items.len(), 1);
    let effects = story.app.restore(TO, &mona, story.now);
    story.perform(effects);
    assert_eq!(story.state(&mona), AccountState::Ready);
    story.pass(10 * DAY_MS);
    assert_eq!(story.items.len(), 1);
}

#[test]
fn after_thirty_days_a_deleted_account_is_removed_for_good() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    story.keep(CI);
    let effects = story.app.delete(TO, &mona, story.now);
    story.perform(effects);
    story.pass(30 * DAY_MS + 3_600_000);
    assert_eq!((story.items.len(), story.rows().len()), (1, 1));
    assert_eq!(story.restart().rows().len(), 1);
}

#[test]
fn what_cannot_be_removed_is_kept_in_mind_and_tried_again() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    let effects = story.app.delete(TO, &mona, story.now);
    story.perform(effects);
    story.fault = Some(StoreError::Locked);
    story.pass(31 * DAY_MS);
    assert_eq!(story.state(&mona), AccountState::Deleted);
    story.fault = None;
    story.pass(3_600_000);
    assert_eq!((story.items.len(), story.rows().len()), (0, 0));
}

#[test]
fn accounts_stay_in_the_order_they_were_put_in() {
    let mut story = Story::begin();
    let (mona, ci) = (story.keep(MONA), story.keep(CI));
    let effects = story.app.order(TO, &[ci.clone(), "unknown".into(), mona.clone()], story.now);
    story.perform(effects);
    let ids: Vec<String> = story.restart().rows().into_iter().map(|row| row.id).collect();
    assert_eq!(ids, [ci, mona]);
}

#[test]
fn nothing_is_done_to_accounts_that_do_not_exist() {
    let mut story = Story::begin();
    for effects in [
        story.app.delete(TO, "nobody", story.now),
        story.app.restore(TO, "nobody", story.now),
        story.app.confirm(TO, "nobody", story.now),
        story.app.edit(TO, "nobody", &edit("a", "b"), story.now),
    ] {
        story.perform(effects);
        assert_eq!(story.replies.pop().unwrap().unwrap_err().code, "no-account");
    }
    assert_eq!(story.saves, 0);
}

#[test]
fn an_account_is_put_into_groups_and_pinned_without_a_write_to_the_store() {
    let mut story = Story::begin();
    let id = story.keep(MONA);
    let writes = story.writes;
    let arranged = Edit {
        groups: vec![" Work ".into(), "Work".into(), String::new()],
        pinned: true,
        ..edit("npm", "mona")
    };
    let effects = story.app.edit(TO, &id, &arranged, story.now);
    story.perform(effects);
    let row = story.rows().remove(0);
    assert_eq!((row.groups, row.pinned), (vec!["Work".to_owned()], true));
    assert_eq!(story.writes, writes);
}

#[test]
fn uses_are_counted_and_saved_with_the_next_change() {
    let mut story = Story::begin();
    let id = story.keep(MONA);
    story.copies(&id, false).unwrap();
    let saves = story.saves;
    story.copies(&id, false).unwrap();
    assert_eq!(story.saves, saves, "a copy of a step that was given out writes nothing");
    let row = story.rows().remove(0);
    assert_eq!((row.uses, row.last_used), (2, Some(story.now.unix_seconds())));
}

#[test]
fn two_accounts_that_make_the_same_codes_are_known_as_such() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    let ci = story.keep(CI);
    assert!(story.rows().iter().all(|row| row.same_as.is_none()));
    let twin = story.app.shelf.get(&Id(mona.clone())).and_then(|found| found.account.clone()).unwrap();
    let twin = Account::new(Id(ci), &twin.entry().unwrap(), 0, false);
    story.app.shelf.put(twin, String::new());
    let rows = story.rows();
    let same: Vec<_> = rows.iter().map(|row| row.same_as.as_deref()).collect();
    assert_eq!(same, [None, Some(mona.as_str())]);
}
