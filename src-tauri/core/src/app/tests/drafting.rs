//! What was read and is not kept yet.

use super::*;
use crate::app::Drafted;

const PARTS: &str =
    include_str!("../../../../../tests/fixtures/transfer/otpauth-migration/parts-in-any-order.txt");
const ONE: &str = include_str!("../../../../../tests/fixtures/transfer/otpauth-migration/one.txt");
const DIRTY: &str = include_str!("../../../../../tests/fixtures/transfer/otpauth-migration/dirty.txt");

fn draft(story: &mut Story, link: &str) -> Drafted {
    story.app.draft(&[SecretText::new(link.to_owned())], story.now)
}

fn parts() -> Vec<&'static str> {
    PARTS.lines().filter(|line| line.starts_with("otpauth")).collect()
}

#[test]
fn the_parts_of_an_export_come_one_by_one_in_any_order_and_the_missing_ones_are_named() {
    let mut story = Story::begin();
    let [third, first, second, again] = parts()[..] else { panic!("the fixture has four links") };
    let drafted = draft(&mut story, third);
    assert_eq!((drafted.drafts.len(), drafted.exports[0].parts), (1, 3));
    assert_eq!(drafted.exports[0].missing, [1, 2]);
    assert_eq!(draft(&mut story, first).exports[0].missing, [2]);
    let repeated = draft(&mut story, again);
    assert_eq!(repeated.drafts, [], "a part that was read is not read again");
    assert_eq!(repeated.exports[0].missing, [2]);
    let last = draft(&mut story, second);
    assert_eq!((last.drafts.len(), last.exports[0].missing.len()), (1, 0));
}

#[test]
fn an_export_of_one_part_is_complete() {
    let mut story = Story::begin();
    let drafted = draft(&mut story, ONE.trim());
    assert_eq!(drafted.drafts.len(), 3);
    assert_eq!((drafted.exports[0].parts, drafted.exports[0].missing.len()), (1, 0));
}

#[test]
fn one_bad_entry_of_an_export_spoils_no_other() {
    let mut story = Story::begin();
    let first = draft(&mut story, DIRTY.lines().next().unwrap());
    assert!(!first.drafts.is_empty() && !first.refused.is_empty());
    assert!(first.refused[0].message.starts_with("Part 1 of 1, entry "), "{}", first.refused[0].message);
    let damaged = draft(&mut story, DIRTY.lines().nth(1).unwrap());
    assert_eq!((damaged.drafts.len(), damaged.refused.len(), damaged.exports.len()), (0, 1, 0));
    assert!(!damaged.refused[0].message.contains("canary"));
}

#[test]
fn what_was_dropped_can_be_read_again() {
    let mut story = Story::begin();
    let first = parts()[0];
    let drafted = draft(&mut story, first);
    story.app.drop_drafts(&[drafted.drafts[0].draft.clone()]);
    assert_eq!(draft(&mut story, first).drafts.len(), 1);
}

#[test]
fn the_same_link_read_twice_is_one_draft() {
    let mut story = Story::begin();
    assert_eq!(story.draft(MONA), story.draft(MONA));
}

#[test]
fn a_bare_secret_is_named_before_it_is_kept() {
    let mut story = Story::begin();
    let nameless = story.draft("otpauth://totp/?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assert_eq!((nameless.issuer.as_str(), nameless.account.as_str()), ("", ""));
    let handle = nameless.draft.clone();
    assert_eq!(story.app.name_draft(&handle, " ", "").unwrap_err().code, "bad-account");
    let named = story.app.name_draft(&handle, "npm", "mona").unwrap();
    assert_eq!((named.issuer.as_str(), named.account.as_str(), named.draft), ("npm", "mona", handle.clone()));
    let effects = story.app.keep(TO, &[handle], story.now);
    story.perform(effects);
    assert_eq!(story.rows()[0].issuer, "npm");
    assert_eq!(story.app.name_draft("gone", "npm", "mona").unwrap_err().code, "gone");
}
