//! Taking accounts out: nothing is written before a person said yes, and twice where anyone could read it.

use super::*;
use crate::transfer;
use crate::view::Lock;

fn order(to: &str, password: Option<&str>) -> Order {
    let password = password.map(|text| SecretText::new(text.to_owned()));
    Order { to: to.into(), out: "/home/mona/accounts.out".into(), password, replace: false }
}

impl Story {
    fn wants(&mut self, order: Order) -> Answer {
        self.nonces += 1;
        let nonce = format!("a-nonce-of-an-export-{}", self.nonces);
        let effects = self.app.ask_export(program(3), &nonce, order, self.now);
        self.perform(effects);
        self.hears(3).remove(0)
    }

    fn says_yes(&mut self) -> Result<(), Failure> {
        self.decides(&Decision::Approve { account: None })
    }
}

#[test]
fn a_locked_export_is_written_after_one_yes_and_holds_everything() {
    let mut story = Story::begin();
    story.keep(MONA);
    let counted = story.keep("otpauth://hotp/Bank:grace?secret=KRUGKIDROVUWG2ZAMJZG653OEBTG66BA&counter=4");
    story.copies(&counted, false);
    let words = "words of a test";
    assert!(matches!(story.wants(order("countersign", Some(words))), Answer::Pending { .. }));
    let request = story.request();
    assert_eq!(request.sentence, "Export all accounts as Countersign (age)");
    assert_eq!(request.claimed[0].value, "/home/mona/accounts.out");
    assert!(story.exports.is_empty());
    story.says_yes().unwrap();
    let export = story.exports.pop().unwrap();
    let content = export.content(&mut random(0)).unwrap();
    assert_eq!((content.count, content.left_out), (2, 0));
    let words = SecretText::new(words.into());
    let read = transfer::read(&content.bytes, None, Some(&words)).ok().unwrap();
    let counters: Vec<u64> =
        read.entries.iter().map(|it| it.as_ref().unwrap().entry.parameters().counter()).collect();
    assert_eq!(counters, [0, 5], "the counter that is next leaves with the account");
    let effects = story.app.exported(export.waiter, Ok((2, 0)));
    story.perform(effects);
    assert!(matches!(story.hears(3).as_slice(), [Answer::Exported { count: 2, left_out: 0, .. }]));
    assert!(story.app.pending(story.now).is_none());
}

#[test]
fn an_export_that_anyone_can_read_asks_twice() {
    let mut story = Story::begin();
    story.keep(MONA);
    story.wants(order("otpauth", None));
    let first = story.request();
    assert!(first.warnings[0].contains("not be locked"), "{:?}", first.warnings);
    story.says_yes().unwrap();
    assert!(story.exports.is_empty(), "one yes is not enough");
    let second = story.request();
    assert!(second.sentence.starts_with("Once more") && second.id != first.id && second.words != first.words);
    assert!(matches!(story.hears(3).as_slice(), [Answer::Pending { .. }]));
    story.says_yes().unwrap();
    assert_eq!(story.exports.len(), 1);
}

#[test]
fn the_second_no_writes_nothing() {
    let mut story = Story::begin();
    story.keep(MONA);
    story.wants(order("otpauth", None));
    story.says_yes().unwrap();
    story.denies();
    assert!(story.exports.is_empty());
    assert!(matches!(story.hears(3).last(), Some(Answer::Denied { .. })));
}

#[test]
fn what_a_format_does_not_hold_is_said_before_it_is_written() {
    let mut story = Story::begin();
    story.keep(MONA);
    story.keep("otpauth://motp/a:b?secret=e3152afee62599c8&pin=1234");
    story.wants(order("2fas", Some("words")));
    let warnings = story.request().warnings;
    assert!(warnings.iter().any(|it| it.starts_with("Left out: a, b: 2FAS knows neither")), "{warnings:?}");
    let exports = story.app.exports();
    let twofas = exports.iter().find(|export| export.name == "2fas").unwrap();
    assert_eq!((twofas.lock, twofas.lost.len()), (Lock::Choice, 1));
}

#[test]
fn orders_that_cannot_be_followed_disturb_nobody() {
    let mut story = Story::begin();
    assert_eq!(refusal(&story.wants(order("otpauth", None))), "nothing-to-export");
    story.keep(MONA);
    for (order, code) in [
        (order("nonesuch", None), "unknown-format"),
        (order("countersign", None), "no-password"),
        (order("otpauth", Some("words")), "no-lock"),
        (Order { out: String::new(), ..order("otpauth", None) }, "bad-request"),
    ] {
        assert_eq!(refusal(&story.wants(order)), code);
    }
    assert!(story.app.pending(story.now).is_none());
    story.locks();
    assert_eq!(story.wants(order("otpauth", None)), Answer::Locked);
}

#[test]
fn the_window_writes_in_clear_only_when_it_says_that_the_person_is_sure() {
    let mut story = Story::begin();
    story.keep(MONA);
    assert_eq!(story.app.export(TO, order("otpauth", None), false).unwrap_err().code, "not-sure");
    let effects = story.app.export(TO, order("otpauth", None), true).unwrap();
    story.perform(effects);
    let export = story.exports.pop().unwrap();
    let effects = story.app.exported(export.waiter, Ok((1, 0)));
    story.perform(effects);
    assert_eq!(story.replies.pop(), Some(Ok(())));
}

#[test]
fn deleted_accounts_are_not_exported() {
    let mut story = Story::begin();
    story.keep(MONA);
    let ci = story.keep(CI);
    let effects = story.app.delete(TO, &ci, story.now);
    story.perform(effects);
    story.replies.clear();
    let effects = story.app.export(TO, order("otpauth", None), true).unwrap();
    story.perform(effects);
    assert_eq!(story.exports.pop().unwrap().accounts.len(), 1);
}
