//! What the palette and the tray offer.

use super::*;
use crate::view::Edit;

#[test]
fn what_was_used_last_is_offered_first_and_the_rest_by_name() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    let ci = story.keep(CI);
    let names =
        |story: &Story| story.app.palette().accounts.into_iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(names(&story), [mona.clone(), ci.clone()], "npm, then Verdaccio");
    story.copies(&ci, false);
    assert_eq!(names(&story), [ci.clone(), mona.clone()]);
    story.pass(60_000);
    story.copies(&mona, false);
    assert_eq!(names(&story), [mona, ci]);
    assert!(story.app.palette().accounts.iter().all(|row| row.recent));
}

#[test]
fn nothing_is_offered_while_locked() {
    let mut story = Story::begin();
    story.keep(MONA);
    story.locks();
    assert_eq!(story.app.palette().accounts, []);
    assert_eq!(story.app.palette().condition, StoreCondition::Locked);
}

#[test]
fn what_is_pinned_is_offered_before_what_is_not_and_after_what_was_used_last() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    let ci = story.keep(CI);
    let pinned = Edit {
        issuer: "Verdaccio".into(),
        account: "ci".into(),
        registry: None,
        groups: Vec::new(),
        pinned: true,
    };
    let effects = story.app.edit(TO, &ci, &pinned, story.now);
    story.perform(effects);
    let names =
        |story: &Story| story.app.palette().accounts.into_iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(names(&story), [ci.clone(), mona.clone()]);
    story.copies(&mona, false);
    assert_eq!(names(&story), [mona, ci]);
}
