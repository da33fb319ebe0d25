#![allow(clippy::unwrap_used, reason = "a test may fail")]

use super::*;

fn at(steady_ms: u64) -> Now {
    Now { wall_ms: 1_700_000_000_000 + steady_ms, steady_ms }
}

fn nonce(number: u64) -> String {
    format!("nonce-{number:016}")
}

/// Puts request `number` of caller 1 on the desk.
fn open(desk: &mut Desk<()>, number: u64, now: u64) -> Result<Pending<()>, Closed> {
    desk.open((1, &nonce(number)), format!("r{number}"), [3, 4], (), at(now)).cloned()
}

#[test]
fn a_second_request_finds_the_desk_busy() {
    let mut desk = Desk::default();
    open(&mut desk, 1, 0).unwrap();
    assert_eq!(open(&mut desk, 2, 10).unwrap_err(), Closed::Busy);
    assert_eq!(desk.pending().unwrap().id, "r1");
}

#[test]
fn nobody_answers_for_ninety_seconds_and_the_request_is_gone() {
    let mut desk = Desk::default();
    open(&mut desk, 1, 0).unwrap();
    desk.shown("r1", at(100));
    assert!(desk.expire(at(LIFE_MS - 1)).is_none());
    assert_eq!(desk.deadline(), Some(LIFE_MS));
    assert_eq!(desk.approvable("r1", at(LIFE_MS)).unwrap_err(), NotTaken::Gone);
    assert_eq!(desk.expire(at(LIFE_MS)).unwrap().id, "r1");
    assert_eq!(desk.approvable("r1", at(LIFE_MS)).unwrap_err(), NotTaken::Gone);
}

#[test]
fn an_approval_counts_only_seven_hundred_milliseconds_after_the_request_was_shown() {
    let mut desk = Desk::default();
    open(&mut desk, 1, 0).unwrap();
    assert_eq!(desk.approvable("r1", at(5_000)).unwrap_err(), NotTaken::TooEarly, "no shell shows it");
    desk.shown("r1", at(5_000));
    assert_eq!(desk.approvable("r1", at(5_699)).unwrap_err(), NotTaken::TooEarly);
    assert_eq!(desk.pending().unwrap().arms_in_ms(at(5_699)), 1);
    assert!(desk.approvable("r1", at(5_700)).is_ok());
    desk.shown("r1", at(9_000));
    assert_eq!(
        desk.approvable("r1", at(9_100)).unwrap_err(),
        NotTaken::TooEarly,
        "the window came back into focus"
    );
}

#[test]
fn a_refusal_counts_at_once() {
    let mut desk = Desk::default();
    open(&mut desk, 1, 0).unwrap();
    assert_eq!(desk.deny("r1", at(1)).unwrap().id, "r1");
    assert!(desk.pending().is_none());
}

#[test]
fn an_approved_request_that_waits_for_its_step_can_still_be_refused_but_not_approved_again() {
    let mut desk = Desk::default();
    open(&mut desk, 1, 0).unwrap();
    desk.shown("r1", at(0));
    desk.waits("r1", 6_000);
    assert_eq!(desk.pending().unwrap().stage(at(1_000)), Stage::NextStep { in_ms: 5_000 });
    assert_eq!(desk.approvable("r1", at(1_000)).unwrap_err(), NotTaken::Answered);
    assert!(desk.expire(at(LIFE_MS + 1)).is_none(), "it was answered in time");
    assert!(desk.deny("r1", at(1_000)).is_ok());
}

#[test]
fn what_is_being_carried_out_can_no_longer_be_refused() {
    let mut desk = Desk::default();
    open(&mut desk, 1, 0).unwrap();
    desk.works("r1");
    assert_eq!(desk.deny("r1", at(1)).unwrap_err(), NotTaken::Answered);
    assert!(desk.close("r1").is_some());
}

#[test]
fn a_nonce_is_good_for_one_request() {
    let mut desk = Desk::default();
    open(&mut desk, 1, 0).unwrap();
    desk.close("r1");
    assert_eq!(open(&mut desk, 1, 10).unwrap_err(), Closed::NonceUsed);
    assert!(open(&mut desk, 2, 10).is_ok());
}

#[test]
fn a_request_that_was_not_taken_may_come_again_with_its_nonce() {
    let mut desk = Desk::default();
    open(&mut desk, 1, 0).unwrap();
    assert_eq!(open(&mut desk, 2, 10).unwrap_err(), Closed::Busy);
    desk.close("r1");
    assert!(open(&mut desk, 2, 20).is_ok());
}

#[test]
fn a_nonce_has_a_shape() {
    let desk = Desk::<()>::default();
    for bad in ["", "short", "with a space in it!", &"x".repeat(129), "ünïcödé-ünïcödé-"] {
        assert_eq!(desk.check_nonce(bad).unwrap_err(), Closed::NonceMalformed);
    }
}

#[test]
fn five_refusals_in_ten_minutes_bring_a_minute_of_rest() {
    let mut desk = Desk::default();
    for number in 0..5 {
        open(&mut desk, number, number * 1_000).unwrap();
        desk.deny(&format!("r{number}"), at(number * 1_000)).unwrap();
    }
    assert_eq!(open(&mut desk, 9, 5_000).unwrap_err(), Closed::Cooling { for_ms: 59_000 });
    assert!(open(&mut desk, 9, 64_000).is_ok());
    desk.deny("r9", at(65_000)).unwrap();
    assert!(
        matches!(open(&mut desk, 10, 66_000), Err(Closed::Cooling { .. })),
        "the ten minutes are not over"
    );
}

#[test]
fn refusals_of_long_ago_do_not_count() {
    let mut desk = Desk::default();
    for number in 0..20 {
        let when = number * (REFUSAL_WINDOW_MS / 4);
        open(&mut desk, number, when).unwrap();
        desk.deny(&format!("r{number}"), at(when)).unwrap();
    }
    assert!(open(&mut desk, 20, 20 * REFUSAL_WINDOW_MS / 4).is_ok());
}

#[test]
fn silence_counts_as_a_refusal_and_so_does_a_request_that_only_flashes_up() {
    let mut desk = Desk::default();
    for number in 0..4 {
        open(&mut desk, number, number * 100).unwrap();
        assert!(desk.withdraw(1, at(number * 100 + 50)).is_some());
    }
    open(&mut desk, 4, 1_000).unwrap();
    desk.expire(at(1_000 + LIFE_MS)).unwrap();
    assert!(matches!(open(&mut desk, 5, 92_000), Err(Closed::Cooling { .. })));
}

#[test]
fn a_person_who_types_the_code_by_hand_is_not_punished() {
    let mut desk = Desk::default();
    for number in 0..10 {
        let when = number * 5_000;
        open(&mut desk, number, when).unwrap();
        desk.shown(&format!("r{number}"), at(when));
        assert!(desk.withdraw(1, at(when + 3_000)).is_some());
    }
    assert!(open(&mut desk, 10, 60_000).is_ok());
}

#[test]
fn another_caller_cannot_withdraw_the_request() {
    let mut desk = Desk::default();
    open(&mut desk, 1, 0).unwrap();
    assert!(desk.withdraw(2, at(1)).is_none());
    assert!(desk.pending().is_some());
}

#[test]
fn the_words_of_consecutive_requests_differ() {
    let mut desk = Desk::default();
    let first = open(&mut desk, 1, 0).unwrap().words;
    desk.close("r1");
    let second = open(&mut desk, 2, 0).unwrap().words;
    assert!(first.iter().all(|word| !second.contains(word)));
}
