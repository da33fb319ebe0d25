//! The log of decisions.

use super::*;
use crate::view::Outcome;

fn outcomes(story: &Story) -> Vec<Outcome> {
    story.app.decisions().into_iter().map(|decision| decision.outcome).collect()
}

#[test]
fn every_request_that_is_over_is_in_the_log_with_what_became_of_it() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    story.prompt(5, REGISTRY);
    story.approves(&mona);
    story.prompt(6, REGISTRY);
    story.denies();
    story.prompt(7, REGISTRY);
    story.pass(91_000);
    story.prompt(8, REGISTRY);
    let effects = story.app.gone(8, story.now);
    story.perform(effects);
    assert_eq!(
        outcomes(&story),
        [Outcome::Withdrawn, Outcome::Expired, Outcome::Refused, Outcome::Approved],
        "the newest first"
    );
    let first = story.app.decisions().pop().unwrap();
    assert_eq!(first.account.as_deref(), Some("npm, mona"));
    assert!(first.registry.is_some_and(|registry| registry.contains("registry.example")));
    assert!(first.sentence.contains("npm publish"));
}

#[test]
fn an_answer_that_was_not_taken_is_no_decision() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    story.prompt(5, REGISTRY);
    let id = story.request().id;
    story.app.decide(&id, &Decision::Approve { account: Some(mona) }, story.now).unwrap_err();
    assert!(outcomes(&story).is_empty(), "it came too early");
}

#[test]
fn no_code_is_in_the_log() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    story.prompt(5, REGISTRY);
    story.approves(&mona);
    let heard = story.hears(5);
    let file = String::from_utf8(story.app.decisions_file()).unwrap();
    assert!(!file.contains(code_of(heard.last().unwrap())));
    assert!(!file.contains("GEZDGNBV"));
}
