//! What the console shows and what it makes of what is typed.

use super::*;
use countersign_core::view::{Choice, Fact, Stage};

fn request(choices: &[&str], run_offer: bool) -> RequestView {
    let choice = |name: &&str| Choice { id: format!("id-{name}"), name: (*name).to_owned(), binds: false };
    RequestView {
        id: "r1".into(),
        sentence: "npm publish demo@1.0.0".into(),
        wants: Wants::Code,
        words: ["amber".into(), "otter".into()],
        verified: vec![Fact { label: "Process".into(), value: "4711".into() }],
        claimed: vec![Fact { label: "Package".into(), value: "demo".into() }],
        warnings: vec!["A lifecycle script asks.".into()],
        choices: choices.iter().map(choice).collect(),
        run_offer,
        page: None,
        drafts: Vec::new(),
        expires_in_ms: 90_000,
        arms_in_ms: 700,
        stage: Stage::Asking,
    }
}

#[test]
fn a_code_for_a_page_is_copied_by_the_account_that_answers() {
    let page = RequestView { wants: Wants::Page, ..request(&["mona"], false) };
    assert_eq!(decided("a", &page), Some(Decision::Approve { account: Some("id-mona".into()) }));
    assert!(told(&page).contains("a  copy a code for the page"));
    assert_eq!(decided("a", &RequestView { choices: Vec::new(), ..page }), None);
}

fn asked(request: &RequestView) -> Console {
    let mut console = Console::start().0;
    console.heard(FromAgent::Request { request: Some(request.clone()) });
    console
}

fn type_in(console: &mut Console, line: &str) -> Vec<Act> {
    console.typed(SecretText::new(line.into()))
}

fn decided(line: &str, request: &RequestView) -> Option<Decision> {
    let acts = type_in(&mut asked(request), line);
    acts.into_iter().find_map(|act| match act {
        Act::Call(ToAgent::Decide { decision, .. }) => Some(decision),
        _ => None,
    })
}

fn approve(account: &str) -> Decision {
    Decision::Approve { account: Some(account.into()) }
}

fn overview(condition: StoreCondition, kind: Option<StoreKind>) -> FromAgent {
    let store = StoreView { kind, condition, provider: None, failure: None };
    let overview = Overview {
        accounts: Vec::new(),
        store,
        runs: Vec::new(),
        progress: None,
        undo: 0,
        backup: None,
        tray: Some(false),
        clock: None,
    };
    FromAgent::Answer { number: 1, result: Ok(Reply::Overview(overview)) }
}

#[test]
fn a_request_is_shown_whole_and_arms_from_there() {
    let mut console = Console::start().0;
    let acts = console.heard(FromAgent::Request { request: Some(request(&["npm, me"], false)) });
    let [Act::Hide(false), Act::Discard, Act::Print(text), Act::Call(ToAgent::Shown { id })] =
        acts.as_slice()
    else {
        panic!("what was typed before is discarded, then the request is shown: {acts:?}")
    };
    assert_eq!(id, "r1");
    for part in
        ["npm publish demo@1.0.0", "amber otter", "Process: 4711", "Package: demo", "lifecycle", "npm, me"]
    {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
    let verified = text.find("Verified by the system").expect("a block");
    assert!(verified < text.find("Claimed by the request").expect("a block"));
}

#[test]
fn one_account_needs_no_number_and_several_do() {
    assert_eq!(decided("a", &request(&["one"], false)), Some(approve("id-one")));
    assert_eq!(decided("a", &request(&["one", "two"], false)), None);
    assert_eq!(decided("a 2", &request(&["one", "two"], false)), Some(approve("id-two")));
    assert_eq!(decided("a", &request(&[], false)), None);
}

#[test]
fn nothing_but_a_clear_answer_is_one() {
    let two = request(&["one", "two"], false);
    for line in ["", "y", "yes", "a 0", "a 3", "a -1", "a one", "a 1 2", "aa", "r 1", "d 1", "A"] {
        assert_eq!(decided(line, &two), None, "{line:?}");
    }
    assert_eq!(decided("d", &two), Some(Decision::Deny));
    assert_eq!(decided(" deny ", &two), Some(Decision::Deny));
}

#[test]
fn a_run_can_be_approved_where_that_is_offered() {
    let run = Some(Decision::ApproveRun { account: "id-one".into() });
    assert_eq!(decided("r", &request(&["one"], true)), run);
    assert_eq!(decided("r", &request(&["one"], false)), None);
}

#[test]
fn after_an_answer_that_came_too_soon_another_can_be_given() {
    let request = request(&["one"], false);
    let mut console = asked(&request);
    assert!(!type_in(&mut console, "a").is_empty());
    let failure = Failure { code: "not-armed".into(), message: "Too soon.".into(), hint: String::new() };
    console.heard(FromAgent::Answer { number: 1, result: Err(failure) });
    assert!(type_in(&mut console, "a").iter().any(|act| matches!(act, Act::Call(ToAgent::Decide { .. }))));
}

#[test]
fn a_settled_request_takes_no_answer() {
    let mut console = asked(&request(&["one"], false));
    console.heard(FromAgent::Request { request: None });
    assert!(!type_in(&mut console, "a").iter().any(|act| matches!(act, Act::Call(_))));
}

#[test]
fn without_a_keychain_the_sealed_file_is_offered_and_made_from_two_equal_passphrases() {
    let mut console = Console::start().0;
    let acts = console.heard(overview(StoreCondition::Unavailable, Some(StoreKind::Keychain)));
    assert!(matches!(acts.last(), Some(Act::Print(text)) if text.contains("sealed with a passphrase")));
    assert_eq!(type_in(&mut console, "s").last(), Some(&Act::Hide(true)));
    type_in(&mut console, "correct horse");
    let acts = type_in(&mut console, "correct horse");
    let passphrase = Passing::new("correct horse".into());
    assert_eq!(acts, [Act::Hide(false), Act::Call(ToAgent::ChooseSealedFile { passphrase })]);
}

#[test]
fn a_mistyped_or_short_passphrase_makes_nothing() {
    for lines in [["correct horse", "correct house"], ["short", "short"]] {
        let mut console = Console::start().0;
        type_in(&mut console, "s");
        let acts: Vec<Act> = lines.iter().flat_map(|line| type_in(&mut console, line)).collect();
        assert!(!acts.iter().any(|act| matches!(act, Act::Call(_))), "{acts:?}");
        assert!(acts.contains(&Act::Hide(false)));
    }
}

#[test]
fn a_locked_sealed_file_asks_for_its_passphrase_without_showing_it() {
    let mut console = Console::start().0;
    let acts = console.heard(overview(StoreCondition::Locked, Some(StoreKind::SealedFile)));
    assert_eq!(acts.last(), Some(&Act::Hide(true)));
    let passphrase = Some(Passing::new("correct horse".into()));
    let acts = type_in(&mut console, "correct horse");
    assert_eq!(acts, [Act::Hide(false), Act::Call(ToAgent::Unlock { passphrase })]);
}

#[test]
fn a_request_in_the_middle_of_a_passphrase_is_not_answered_by_it() {
    let mut console = Console::start().0;
    console.heard(overview(StoreCondition::Locked, Some(StoreKind::SealedFile)));
    console.heard(FromAgent::Request { request: Some(request(&["one"], false)) });
    let acts = type_in(&mut console, "correct horse");
    assert!(acts.iter().all(|act| matches!(act, Act::Print(_))), "{acts:?}");
    assert!(!format!("{acts:?}").contains("correct"));
}
