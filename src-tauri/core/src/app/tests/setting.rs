//! What a person sets up.

use super::*;
use crate::view::{Settings, Theme};

fn set(story: &mut Story, change: impl FnOnce(&mut Settings)) -> Result<(), Failure> {
    let mut settings = story.app.settings().clone();
    change(&mut settings);
    let effects = story.app.change_settings(TO, settings)?;
    story.perform(effects);
    story.replies.pop().unwrap()
}

#[test]
fn a_code_stays_on_the_clipboard_as_long_as_was_set() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    set(&mut story, |settings| settings.clipboard.seconds = 45).unwrap();
    assert_eq!(story.copies(&mona, false).unwrap().clears_in, 45);
}

#[test]
fn nobody_sets_a_locked_countersign_to_protect_less() {
    let mut story = Story::begin();
    story.keep(MONA);
    let effects = story.app.lock(story.now);
    story.perform(effects);
    let refused = set(&mut story, |settings| settings.lock.on_screen_lock = false).unwrap_err();
    assert_eq!(refused.code, "locked");
    assert!(story.app.settings().lock.on_screen_lock);
    set(&mut story, |settings| settings.theme = Theme::Dark).unwrap();
    set(&mut story, |settings| settings.lock.idle_minutes = Some(1)).unwrap();
}

#[test]
fn settings_that_cannot_be_written_are_not_taken() {
    let mut story = Story::begin();
    story.disk_full = true;
    let refused = set(&mut story, |settings| settings.theme = Theme::Dark).unwrap_err();
    assert_eq!(refused.code, "not-saved");
    assert_eq!(story.app.settings().theme, Theme::System);
    let absurd = set(&mut story, |settings| settings.clipboard.seconds = 0).unwrap_err();
    assert_eq!(absurd.code, "bad-setting");
}

#[test]
fn it_locks_when_nobody_used_it_for_as_long_as_was_set() {
    let mut story = Story::begin();
    story.keep(MONA);
    assert_eq!(story.app.idle_deadline(), None, "by default it does not");
    set(&mut story, |settings| settings.lock.idle_minutes = Some(2)).unwrap();
    story.pass(90_000);
    story.app.used(story.now);
    story.pass(90_000);
    assert_eq!(story.app.status().condition, StoreCondition::Open, "it was used in between");
    story.pass(30_000);
    assert_eq!(story.app.status().condition, StoreCondition::Locked);
    assert!(story.rows().is_empty());
}

#[test]
fn codes_are_made_by_the_clock_that_the_person_set_right() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    let view = story.app.codes(std::slice::from_ref(&mona), story.now).remove(0);
    set(&mut story, |settings| settings.clock_offset = 30).unwrap();
    assert_eq!(story.code_now(&mona), view.next);
    let copied = story.copies(&mona, false).unwrap();
    assert_eq!(copied.text.expose(), view.next);
    assert_eq!(copied.valid_until, view.valid_until, "ends are told by the system's own clock");
}
