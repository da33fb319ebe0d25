//! What the person does, and which code leaves when.

use super::*;

/// A request of connection 5 waits, so many milliseconds into a step.
fn asked(into_step: u64) -> (Story, String) {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    story.pass(into_step);
    story.prompt(5, REGISTRY);
    (story, mona)
}

#[test]
fn a_refusal_reaches_the_program_and_nothing_else_does() {
    let (mut story, _) = asked(0);
    story.denies();
    let heard = story.hears(5);
    assert_eq!(heard.len(), 1);
    assert_eq!(refusal(&heard[0]), "denied");
}

#[test]
fn a_request_that_nobody_could_be_shown_was_called_refused() {
    let (mut story, _) = asked(0);
    let effects = story.app.unshown(&story.request().id, story.now);
    story.perform(effects);
    assert_eq!(refusal(&story.hears(5)[0]), "nobody-asked");
    assert_eq!(story.app.unshown("gone", story.now), []);
}

#[test]
fn an_approval_within_the_first_moments_is_not_taken_and_the_request_waits_on() {
    let (mut story, mona) = asked(0);
    let id = story.request().id;
    let approve = Decision::Approve { account: Some(mona) };
    assert_eq!(
        story.app.decide(&id, &approve, story.now).unwrap_err().code,
        "too-early",
        "nobody saw it yet"
    );
    story.app.shown(&id, story.now);
    story.pass(699);
    assert_eq!(story.app.decide(&id, &approve, story.now).unwrap_err().code, "too-early");
    assert_eq!(story.hears(5), []);
    story.pass(1);
    let effects = story.app.decide(&id, &approve, story.now).unwrap();
    story.perform(effects);
    assert_eq!(story.hears(5).len(), 1);
}

#[test]
fn only_an_account_that_is_offered_can_answer() {
    let (mut story, _) = asked(0);
    for account in [None, Some("nobody".to_owned())] {
        assert_eq!(story.decides(&Decision::Approve { account }).unwrap_err().code, "not-a-choice");
    }
    assert_eq!(story.hears(5), []);
    assert!(story.app.pending(story.now).is_some());
}

#[test]
fn with_less_than_seven_seconds_left_the_next_steps_code_comes_when_that_step_starts() {
    let (mut story, mona) = asked(25_000);
    story.approves(&mona);
    let [Answer::Soon { in_ms: 4_000, .. }] = story.hears(5)[..] else { panic!("not told to wait") };
    assert!(matches!(story.request().stage, crate::view::Stage::NextStep { in_ms: 4_000 }));
    story.pass(3_999);
    assert_eq!(story.hears(5), []);
    story.pass(1);
    let heard = story.hears(5);
    let [Answer::Code { code, valid_until, .. }] = heard.as_slice() else { panic!("no code") };
    assert_eq!(*code, story.code_now(&mona));
    assert!(valid_until - story.now.unix_seconds() >= 20);
    assert!(story.app.pending(story.now).is_none());
}

#[test]
fn the_person_can_still_refuse_while_the_next_step_is_waited_for() {
    let (mut story, mona) = asked(25_000);
    story.approves(&mona);
    story.hears(5);
    story.denies();
    assert_eq!(refusal(&story.hears(5)[0]), "denied");
    story.pass(60_000);
    assert_eq!(story.hears(5), []);
}

#[test]
fn a_requester_that_dies_while_it_waits_gets_nothing() {
    let (mut story, mona) = asked(25_000);
    story.approves(&mona);
    story.hears(5);
    let effects = story.app.gone(5, story.now);
    story.perform(effects);
    story.pass(60_000);
    assert_eq!(story.hears(5), []);
    assert!(story.app.pending(story.now).is_none());
}

#[test]
fn no_step_gives_two_codes_not_even_across_a_restart() {
    let (mut story, mona) = asked(0);
    story.approves(&mona);
    let first = code_of(&story.hears(5)[0]).to_owned();
    story.prompt(6, REGISTRY);
    story.approves(&mona);
    assert!(matches!(story.hears(6)[..], [Answer::Soon { .. }]));
    let mut story = story.restart();
    story.prompt(7, REGISTRY);
    story.approves(&mona);
    assert!(matches!(story.hears(7)[..], [Answer::Soon { .. }]));
    story.pass(30_000);
    assert_ne!(code_of(&story.hears(7)[0]), first);
}

#[test]
fn the_step_is_on_disk_before_its_code_leaves() {
    let (mut story, mona) = asked(0);
    let id = story.request().id;
    story.app.shown(&id, story.now);
    story.pass(1_000);
    let effects = story.app.decide(&id, &Decision::Approve { account: Some(mona) }, story.now).unwrap();
    let place = |wanted: fn(&Effect) -> bool| effects.iter().rposition(wanted).unwrap();
    let saved = place(|effect| matches!(effect, Effect::SaveIndex(_)));
    assert!(saved < place(|effect| matches!(effect, Effect::Program(..))));
}

#[test]
fn a_copied_code_is_not_given_to_a_program_too() {
    let (mut story, mona) = asked(0);
    let copied = story.copies(&mona, false).unwrap();
    story.approves(&mona);
    assert!(matches!(story.hears(5)[..], [Answer::Soon { .. }]));
    story.pass(30_000);
    assert_ne!(code_of(&story.hears(5)[0]), copied.text.expose());
}

#[test]
fn a_clock_that_went_back_gives_no_code_until_one_was_copied_by_hand() {
    let (mut story, mona) = asked(0);
    story.approves(&mona);
    story.hears(5);
    story.now.wall_ms -= 3_600_000;
    story.prompt(5, REGISTRY);
    story.approves(&mona);
    assert_eq!(refusal(&story.hears(5)[0]), "clock-went-back");
    story.copies(&mona, false).unwrap();
    story.prompt(5, REGISTRY);
    story.approves(&mona);
    assert!(matches!(story.hears(5)[..], [Answer::Soon { .. }]));
}

#[test]
fn a_clock_that_stands_at_the_beginning_of_time_does_no_harm() {
    let (mut story, mona) = asked(0);
    story.now.wall_ms = 0;
    story.approves(&mona);
    assert_eq!(code_of(&story.hears(5)[0]).len(), 6);
}

#[test]
fn an_account_that_went_meanwhile_gives_no_code() {
    let (mut story, mona) = asked(25_000);
    story.approves(&mona);
    story.hears(5);
    let effects = story.app.delete(TO, &mona, story.now);
    story.perform(effects);
    story.pass(10_000);
    assert_eq!(refusal(&story.hears(5)[0]), "no-account");
}

#[test]
fn while_locked_a_request_hears_so_and_unlocking_answers_none_of_before() {
    let (mut story, mona) = asked(0);
    let id = story.request().id;
    story.locks();
    assert_eq!(story.hears(5), [Answer::Locked]);
    assert_eq!(story.prompt(6, REGISTRY), Answer::Locked);
    story.unlocks();
    assert!(story.app.pending(story.now).is_none());
    let late = story.app.decide(&id, &Decision::Approve { account: Some(mona) }, story.now);
    assert_eq!(late.unwrap_err().code, "request-gone");
    story.pass(120_000);
    assert_eq!((story.hears(5), story.hears(6)), (vec![], vec![]));
}

#[test]
fn locking_takes_back_a_code_that_waits_for_its_step() {
    let (mut story, mona) = asked(25_000);
    story.approves(&mona);
    story.hears(5);
    story.locks();
    assert_eq!(story.hears(5), [Answer::Locked]);
    story.unlocks();
    story.pass(60_000);
    assert_eq!(story.hears(5), []);
}

#[test]
fn counters_move_on_with_every_code_and_in_the_store_too() {
    let mut story = Story::begin();
    let id = story.keep("otpauth://hotp/Bank:mona?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0");
    let mut codes = Vec::new();
    for _ in 0..2 {
        story.asks(program(5), Ask::Code { account: "bank".into() });
        story.approves(&id);
        codes.push(code_of(&story.hears(5)[0]).to_owned());
    }
    // RFC 4226 appendix D, counts 0 to 2.
    assert_eq!(codes, ["755224", "287082"]);
    let mut story = story.restart();
    assert_eq!(story.state(&id), AccountState::Ready);
    assert_eq!(story.rows()[0].counter, Some(2));
    assert_eq!(
        story.app.codes(std::slice::from_ref(&id), story.now),
        [],
        "a counter's code is used once it is seen"
    );
    assert_eq!(story.copies(&id, false).unwrap().text.expose(), "359152");
}

#[test]
fn a_counter_that_cannot_be_stored_gives_no_code_and_is_not_used_again() {
    let mut story = Story::begin();
    let id = story.keep("otpauth://hotp/Bank:mona?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0");
    story.fault = Some(StoreError::Failed("the disk is full".into()));
    story.asks(program(5), Ask::Code { account: "bank".into() });
    story.approves(&id);
    assert_eq!(refusal(&story.hears(5)[0]), "counter-unsaved");
    assert_eq!(story.copies(&id, false), None);
    assert_eq!(story.replies.pop().unwrap().unwrap_err().code, "counter-unsaved");
    story.fault = None;
    assert_eq!(story.copies(&id, false).unwrap().text.expose(), "359152", "the first two counters are spent");
}

/// The person answers what they see, which may go in that moment.
#[test]
fn an_answer_to_a_request_that_is_gone_is_none_to_the_next() {
    let (mut story, mona) = asked(0);
    let first = story.request().id;
    let effects = story.app.gone(5, story.now);
    story.perform(effects);
    story.prompt(6, REGISTRY);
    let second = story.request().id;
    let approve = Decision::Approve { account: Some(mona.clone()) };
    let run = Decision::ApproveRun { account: mona };
    let answered = |story: &mut Story, id: &str, decision: &Decision| {
        story.app.decide(id, decision, story.now).map(|_| ()).map_err(|why| why.code)
    };
    for (shown, late) in [(&first, "too-early"), (&second, "")] {
        let effects = story.app.shown(shown, story.now);
        story.perform(effects);
        story.pass(1_000);
        for decision in [&approve, &run, &Decision::Deny] {
            assert_eq!(answered(&mut story, &first, decision), Err("request-gone".into()));
        }
        let expected = if late.is_empty() { Ok(()) } else { Err(late.to_owned()) };
        assert_eq!(story.hears(6), []);
        assert_eq!(answered(&mut story, &second, &approve), expected, "each request is shown for itself");
    }
}

/// The keychain may take long to answer, and the person may lock meanwhile.
#[test]
fn a_counter_on_its_way_to_the_store_gives_no_code_once_locked() {
    let mut story = Story::begin();
    let id = story.keep("otpauth://hotp/Bank:mona?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0");
    story.held = Some(Vec::new());
    story.asks(program(5), Ask::Code { account: "bank".into() });
    story.approves(&id);
    assert_eq!(story.hears(5), []);
    let ticket = story.held.take().unwrap().remove(0);
    story.locks();
    assert_eq!(refusal(&story.hears(5)[0]), "locked");
    let effects = story.app.store_answered(ticket, Ok(StoreAnswer::Done), story.now);
    story.perform(effects);
    assert_eq!(story.hears(5), []);
}

#[test]
fn a_counter_moves_forward_by_hand_and_never_back() {
    let mut story = Story::begin();
    let id = story.keep("otpauth://hotp/Bank:mona?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=3");
    for (counter, expected) in [(2, Some("counter-back")), (7, None), (6, Some("counter-back"))] {
        let effects = story.app.set_counter(TO, &id, counter, story.now);
        story.perform(effects);
        let code = story.replies.pop().unwrap().err().map(|failure| failure.code);
        assert_eq!(code.as_deref(), expected, "{counter}");
    }
    assert_eq!(story.copies(&id, false).unwrap().text.expose(), "162583");
    let mona = story.keep(MONA);
    let effects = story.app.set_counter(TO, &mona, 9, story.now);
    story.perform(effects);
    assert_eq!(story.replies.pop().unwrap().unwrap_err().code, "no-account");
}

#[test]
fn without_its_pin_an_account_is_kept_and_makes_no_codes() {
    let mut story = Story::begin();
    let id = story.keep("otpauth://motp/vpn:mona?secret=e3152afee62599c8");
    assert_eq!(story.state(&id), AccountState::NoPin);
    assert!(story.app.copy(For::Shell(TO), &id, false, story.now).is_err());
    for (pin, good) in [("", false), (&"1".repeat(40), false), ("1234", true)] {
        let effects = story.app.set_pin(TO, &id, &SecretText::new(pin.to_owned()), story.now);
        story.perform(effects);
        assert_eq!(story.replies.pop().unwrap().is_ok(), good, "{pin}");
    }
    assert_eq!(story.state(&id), AccountState::Ready);
    let story = story.restart();
    assert_eq!(story.code_now(&id).len(), 6);
}

#[test]
fn the_log_never_holds_a_code_or_a_secret() {
    let (mut story, mona) = asked(0);
    story.approves(&mona);
    let given = code_of(&story.hears(5)[0]).to_owned();
    let copied = story.copies(&mona, true).unwrap();
    let log = story.log.join("\n");
    assert!(log.contains("a code was given") && log.contains("a code was copied"));
    for secret in [given.as_str(), copied.text.expose(), "GEZDGNBV", "otpauth"] {
        assert!(!log.contains(secret));
    }
}
