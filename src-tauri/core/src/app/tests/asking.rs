//! What programs may ask, and what they hear.

use super::*;
use crate::view::FindingView;

#[test]
fn what_a_run_found_is_shown_as_its_claim_and_has_an_end() {
    let mut story = Story::begin();
    story.keep(MONA);
    let mut asks = publish(REGISTRY);
    let long = format!("a script\u{1b}[2J{}", "x".repeat(500));
    asks.findings = vec![FindingView { warning: true, text: long }];
    asks.findings.extend((0..50).map(|number| FindingView::note(&format!("note {number}"))));
    story.asks(run(5), Ask::prompt(asks));
    let request = story.request();
    assert_eq!(request.claimed[0].label, "Warning");
    assert!(request.claimed[0].value.chars().count() <= 160 && !request.claimed[0].value.contains('\u{1b}'));
    let contents = request.claimed.iter().filter(|fact| fact.label == "Contents").count();
    assert_eq!(contents, 9);
    assert!(request.warnings.is_empty(), "the agent vouches for none of it: {:?}", request.warnings);
}

#[test]
fn a_prompt_is_answered_after_an_approval_with_a_code_of_this_moment() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    let Answer::Pending { id, words, .. } = story.prompt(5, REGISTRY) else { panic!("not asked") };
    let request = story.request();
    assert_eq!((request.id, request.words), (id, words), "both sides show the same words");
    assert_eq!(request.sentence, "npm publish demo@1.0.0");
    assert_eq!(request.choices.len(), 1);
    story.approves(&mona);
    let heard = story.hears(5);
    assert_eq!(code_of(&heard[0]), story.code_now(&mona));
    assert!(story.app.pending(story.now).is_none());
}

#[test]
fn a_second_request_while_one_waits_is_busy_and_hears_nothing_of_the_first() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    let Answer::Pending { words: first, .. } = story.prompt(5, REGISTRY) else { panic!("not asked") };
    assert_eq!(refusal(&story.prompt(6, REGISTRY)), "busy");
    story.approves(&mona);
    assert_eq!(story.hears(5).len(), 1);
    assert_eq!(story.hears(6), []);
    let Answer::Pending { words: second, .. } = story.prompt(6, REGISTRY) else { panic!("not asked") };
    assert!(first.iter().all(|word| !second.contains(word)));
}

#[test]
fn a_nonce_that_was_used_brings_nothing_more() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    let nonce = "the-one-and-only-nonce";
    assert!(matches!(story.asks_with(nonce, run(5), Ask::prompt(publish(REGISTRY))), Answer::Pending { .. }));
    story.approves(&mona);
    story.hears(5);
    assert_eq!(refusal(&story.asks_with(nonce, run(5), Ask::prompt(publish(REGISTRY)))), "nonce-used");
    assert_eq!(refusal(&story.asks_with(nonce, run(6), Ask::Names)), "nonce-used");
    assert_eq!(story.hears(5), []);
}

#[test]
fn a_requester_that_dies_takes_its_request_along() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    story.prompt(5, REGISTRY);
    let id = story.request().id;
    let effects = story.app.gone(5, story.now);
    story.perform(effects);
    assert!(story.app.pending(story.now).is_none());
    let late = story.app.decide(&id, &Decision::Approve { account: Some(mona) }, story.now);
    assert_eq!(late.unwrap_err().code, "request-gone");
    assert_eq!(story.hears(5), []);
}

#[test]
fn a_request_can_be_withdrawn_by_its_own_program_alone() {
    let mut story = Story::begin();
    story.keep(MONA);
    story.prompt(5, REGISTRY);
    let id = story.request().id;
    let effects = story.app.cancel(6, &id, story.now);
    story.perform(effects);
    assert_eq!(story.request().id, id);
    let effects = story.app.cancel(5, &id, story.now);
    story.perform(effects);
    assert!(story.app.pending(story.now).is_none());
}

#[test]
fn nobody_answers_and_the_request_expires() {
    let mut story = Story::begin();
    story.keep(MONA);
    story.prompt(5, REGISTRY);
    story.pass(90_000);
    assert!(matches!(story.hears(5)[..], [Answer::Expired { .. }]));
    assert!(story.app.pending(story.now).is_none());
}

#[test]
fn a_hundred_requests_in_ten_seconds_show_a_handful_and_then_none() {
    let mut story = Story::begin();
    story.keep(MONA);
    let mut asked = 0;
    for caller in 0..100 {
        if matches!(story.prompt(caller, REGISTRY), Answer::Pending { .. }) {
            asked += 1;
        }
        let effects = story.app.gone(caller, story.now);
        story.perform(effects);
        story.pass(100);
    }
    assert_eq!(asked, 5);
    let Answer::Busy { reason } = story.prompt(200, REGISTRY) else { panic!("taken") };
    assert_eq!(reason.code, "cooling-down");
    assert!(reason.message.contains(" s."), "it says how long: {}", reason.message);
}

#[test]
fn a_code_is_asked_for_by_a_name_that_means_one_account() {
    let mut story = Story::begin();
    story.keep(MONA);
    let ci = story.keep(CI);
    assert!(matches!(story.asks(program(5), Ask::Code { account: "verd".into() }), Answer::Pending { .. }));
    let request = story.request();
    assert_eq!(request.sentence, "One code for Verdaccio, ci");
    assert!(!request.run_offer);
    story.approves(&ci);
    assert_eq!(code_of(&story.hears(5)[0]), story.code_now(&ci));
}

#[test]
fn guessing_names_tells_nothing_and_is_soon_over() {
    let mut story = Story::begin();
    story.keep(MONA);
    story.keep(CI);
    let code = |name: &str| Ask::Code { account: name.to_owned() };
    let (none, many) = (story.asks(program(5), code("aws")), story.asks(program(5), code("o")));
    let (Answer::Denied { reason: none, .. }, Answer::Denied { reason: many, .. }) = (none, many) else {
        panic!("not denied")
    };
    assert_eq!(none, many, "none and several cannot be told apart");
    let text = format!("{} {}", none.message, none.hint).to_lowercase();
    assert!(!text.contains("mona") && !text.contains("verdaccio"));
    for name in ["x", "y", "z"] {
        story.asks(program(5), code(name));
    }
    assert_eq!(refusal(&story.asks(program(5), code("verdaccio"))), "cooling-down");
}

#[test]
fn names_leave_after_an_approval_and_not_before() {
    let mut story = Story::begin();
    story.keep(MONA);
    assert!(matches!(story.asks(program(5), Ask::Names), Answer::Pending { .. }));
    assert_eq!(story.hears(5), []);
    story.decides(&Decision::Approve { account: None }).unwrap();
    let heard = story.hears(5);
    let [Answer::Names { names, .. }] = heard.as_slice() else { panic!("no names") };
    assert_eq!((names[0].issuer.as_str(), names[0].account.as_str()), ("npm", "mona"));
}

#[test]
fn accounts_that_a_program_adds_are_kept_after_an_approval() {
    let mut story = Story::begin();
    story.keep(MONA);
    let links = [MONA, CI].map(|link| SecretText::new(link.to_owned()));
    let effects = story.app.add(program(5), "a-nonce-for-adding", &links, story.now);
    story.perform(effects);
    assert!(matches!(story.hears(5)[..], [Answer::Pending { .. }]));
    assert_eq!(story.request().drafts.len(), 2);
    assert_eq!(story.writes, 1, "nothing was kept yet");
    story.decides(&Decision::Approve { account: None }).unwrap();
    assert!(matches!(story.hears(5)[..], [Answer::Added { count: 1, .. }]), "the other one is kept already");
    assert_eq!(story.rows().len(), 2);
    assert!(story.app.pending(story.now).is_none());
}

#[test]
fn one_bad_link_among_several_adds_nothing_and_is_not_repeated() {
    let mut story = Story::begin();
    let links = [CI, "otpauth://totp/x?secret=HUNTER2!"].map(|link| SecretText::new(link.to_owned()));
    let effects = story.app.add(program(5), "a-nonce-for-adding", &links, story.now);
    story.perform(effects);
    let heard = story.hears(5);
    let [Answer::Failed { reason }] = heard.as_slice() else { panic!("not refused") };
    assert_eq!(reason.code, "bad-link");
    assert!(reason.message.starts_with("Link 2") && !reason.message.contains("HUNTER2"));
    assert!(story.app.pending(story.now).is_none());
}

#[test]
fn claims_are_shown_harmless_and_apart_from_what_is_verified() {
    let mut story = Story::begin();
    story.keep(MONA);
    let mut asks = publish("https://registry.\u{435}xample/");
    asks.package = Some(format!("@demo/{}\u{202e}gpj.\u{1b}[2J", "x".repeat(10_000)));
    asks.git = Some("<script>alert(1)</script>".into());
    let mut from = run(5);
    let fact = |label: &str, value: &str| crate::view::Fact { label: label.into(), value: value.into() };
    from.verified = vec![fact("Folder", "/work/\u{1b}[2J\u{202e}demo")];
    from.claimed = vec![fact("Program", "/usr/bin/npm")];
    story.asks(from, Ask::prompt(asks));
    let request = story.request();
    assert_eq!(request.verified, [fact("Folder", "/work/demo")]);
    let claim = |label: &str| request.claimed.iter().find(|fact| fact.label == label).unwrap().value.clone();
    assert_eq!(claim("Registry"), "https://registry.xn--xample-2of");
    assert_eq!(claim("Scope"), "@demo");
    assert_eq!(claim("Git"), "<script>alert(1)</script>");
    assert!(claim("Package").chars().count() <= 160);
    assert!(request.sentence.chars().all(|c| !c.is_control() && c != '\u{202e}'));
    assert!(request.warnings.iter().any(|warning| warning.contains("ASCII")));
}

#[test]
fn a_request_out_of_a_lifecycle_script_is_marked_and_has_no_run_offer() {
    let mut story = Story::begin();
    story.keep(MONA);
    let from = Requester { lifecycle: Some("postinstall".into()), ..run(5) };
    story.asks(from, Ask::prompt(publish(REGISTRY)));
    let request = story.request();
    assert!(request.warnings[0].contains("postinstall"));
    assert!(!request.run_offer);
}

#[test]
fn more_names_than_an_answer_holds_are_not_cut_but_refused() {
    let mut story = Story::begin();
    let long = "n".repeat(390);
    for letter in 'A'..='Z' {
        for other in 'A'..='D' {
            let secret = format!("GEZDGNBVGY3TQOJQGEZDGNBVGY3T{letter}{other}AA");
            story.keep(&format!("otpauth://totp/{long}:{long}?secret={secret}"));
        }
    }
    story.asks(program(5), Ask::Names);
    story.decides(&Decision::Approve { account: None }).unwrap();
    assert_eq!(refusal(&story.hears(5)[0]), "too-many");
}
