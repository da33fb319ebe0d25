//! What shells show, and codes that a person copies.

use super::*;

#[test]
fn visible_rows_have_their_code_the_next_one_and_an_end() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    story.pass(10_000);
    let view = story.app.codes(&[mona.clone(), "unknown".into()], story.now).remove(0);
    assert_eq!(view.valid_until, START_MS / 1_000 + 30);
    story.pass(20_000);
    assert_eq!(story.code_now(&mona), view.next);
}

#[test]
fn looking_at_a_code_does_not_use_it_up() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    let seen = story.code_now(&mona);
    story.prompt(5, REGISTRY);
    story.approves(&mona);
    assert_eq!(code_of(&story.hears(5)[0]), seen);
}

#[test]
fn copying_gives_the_same_code_as_often_as_the_person_likes() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    let first = story.copies(&mona, false).unwrap();
    let saves = story.saves;
    let second = story.copies(&mona, false).unwrap();
    assert_eq!(first, second);
    assert_eq!(story.saves, saves, "nothing new was to be saved");
    assert_eq!((first.text.expose(), first.clears_in), (story.code_now(&mona).as_str(), 20));
    let next = story.copies(&mona, true).unwrap();
    assert_eq!(next.valid_until, first.valid_until + 30);
}

#[test]
fn the_status_says_little_and_nothing_of_accounts() {
    let mut story = Story::begin();
    story.keep(MONA);
    assert!(!story.app.status().pending);
    story.prompt(5, REGISTRY);
    let status = story.app.status();
    assert!(status.pending);
    assert_eq!((status.condition, status.store), (StoreCondition::Open, Some(StoreKind::Keychain)));
}

#[test]
fn names_that_steer_the_eye_are_shown_plain_and_survive_an_edit_of_something_else() {
    let mut story = Story::begin();
    let id = story.keep("otpauth://totp/npm:mo%E2%80%AEna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    let row = story.rows().remove(0);
    assert_eq!(row.account, "mona");
    let edit = crate::view::Edit {
        issuer: row.issuer,
        account: row.account,
        registry: Some(REGISTRY.into()),
        groups: Vec::new(),
        pinned: false,
    };
    let writes = story.writes;
    let effects = story.app.edit(TO, &id, &edit, story.now);
    story.perform(effects);
    assert_eq!(story.writes, writes, "the name was not changed");
    assert_eq!(story.rows()[0].registry.as_deref(), Some(REGISTRY));
    story.prompt(5, REGISTRY);
    assert_eq!(story.request().choices[0].name, "npm, mona");
    story.approves(&id);
    let heard = story.hears(5);
    let [Answer::Code { account, .. }] = heard.as_slice() else { panic!("no code") };
    assert_eq!(account, "npm, mona");
}

#[test]
fn ids_are_random_uuids_of_version_four() {
    let mut story = Story::begin();
    let id = story.keep(MONA);
    assert_eq!(id.len(), 36);
    assert_eq!(id.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
    assert_eq!(id.as_bytes()[14], b'4');
    assert!(matches!(id.as_bytes()[19], b'8' | b'9' | b'a' | b'b'));
}

#[test]
fn effects_print_neither_codes_nor_secrets() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    let draft = story.draft(CI);
    let mut effects = story.app.keep(TO, &[draft.draft], story.now);
    story.prompt(5, REGISTRY);
    let id = story.request().id;
    story.app.shown(&id, story.now);
    story.pass(1_000);
    let code = story.code_now(&mona);
    effects.extend(story.app.decide(&id, &Decision::Approve { account: Some(mona) }, story.now).unwrap());
    let printed = format!("{effects:?}");
    assert!(printed.contains("Code(..)") && printed.contains("SecretText(..)"));
    assert!(!printed.contains(&code) && !printed.contains("A1."));
}
