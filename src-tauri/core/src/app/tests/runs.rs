//! *Approve for this run*: several prompts, one approval.

use super::*;

/// A run of connection 5 was approved, and had its first code.
fn approved() -> (Story, String, String) {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    story.prompt(5, REGISTRY);
    assert!(story.request().run_offer);
    story.approves_run(&mona);
    let first = code_of(&story.hears(5)[0]).to_owned();
    (story, mona, first)
}

fn accepted(story: &mut Story, answer: &Answer) {
    if let Answer::Code { id, .. } = answer {
        let effects = story.app.accepted(5, id, story.now);
        story.perform(effects);
    }
}

#[test]
fn three_packages_are_published_with_one_approval_and_a_code_each() {
    let (mut story, mona, first) = approved();
    let mut codes = vec![first];
    for _ in 0..2 {
        assert!(matches!(story.prompt(5, REGISTRY), Answer::Soon { .. }), "the step was used");
        assert!(story.app.pending(story.now).is_none(), "nobody is asked");
        story.pass(30_000);
        let answer = story.hears(5).remove(0);
        assert_eq!(code_of(&answer), story.code_now(&mona));
        codes.push(code_of(&answer).to_owned());
        accepted(&mut story, &answer);
    }
    codes.dedup();
    assert_eq!(codes.len(), 3, "no code twice");
    let run = story.app.overview(story.now).runs.remove(0);
    assert_eq!(run.given, 3);
    assert_eq!(run.sentence, "npm publish --workspaces at https://registry.example, with npm, mona");
}

#[test]
fn another_run_and_another_registry_are_asked_about() {
    let (mut story, _, _) = approved();
    assert!(matches!(story.prompt(6, REGISTRY), Answer::Pending { .. }));
    story.denies();
    assert!(matches!(story.prompt(5, "https://elsewhere.example"), Answer::Pending { .. }));
}

#[test]
fn it_ends_with_its_connection_and_after_ten_minutes() {
    let (mut story, _, _) = approved();
    let effects = story.app.gone(5, story.now);
    story.perform(effects);
    assert!(story.app.overview(story.now).runs.is_empty());
    assert!(matches!(story.prompt(5, REGISTRY), Answer::Pending { .. }));

    let (mut story, _, _) = approved();
    story.pass(10 * 60_000);
    assert!(story.app.overview(story.now).runs.is_empty());
    assert!(matches!(story.prompt(5, REGISTRY), Answer::Pending { .. }));
}

#[test]
fn stop_ends_it_and_a_code_that_waits_does_not_leave() {
    let (mut story, _, _) = approved();
    assert!(matches!(story.prompt(5, REGISTRY), Answer::Soon { .. }));
    let id = story.app.overview(story.now).runs[0].id.clone();
    let effects = story.app.stop_run(&id, story.now);
    story.perform(effects);
    assert_eq!(refusal(&story.hears(5)[0]), "stopped");
    story.pass(60_000);
    assert_eq!(story.hears(5), []);
    assert!(matches!(story.prompt(5, REGISTRY), Answer::Pending { .. }));
}

#[test]
fn after_a_refused_code_the_person_is_asked_anew_and_after_two_nobody_is() {
    let (mut story, mona, _) = approved();
    let refuse = |story: &mut Story, answer: Answer| {
        let Answer::Code { id, .. } = answer else { panic!("no code") };
        let effects = story.app.refused(5, &id, story.now);
        story.perform(effects);
    };
    story.prompt(5, REGISTRY);
    story.pass(30_000);
    let answer = story.hears(5).remove(0);
    refuse(&mut story, answer);
    assert!(story.app.overview(story.now).runs.is_empty());
    let file = Index::from_json(story.file.as_ref().unwrap()).unwrap();
    assert!(file.records[0].single_use, "the registry is remembered as one that takes a code once");

    assert!(matches!(story.prompt(5, REGISTRY), Answer::Pending { .. }));
    story.approves_run(&mona);
    story.pass(30_000);
    let answer = story.hears(5).pop().unwrap();
    refuse(&mut story, answer);
    assert_eq!(refusal(&story.prompt(5, REGISTRY)), "too-many-refused");
    assert!(story.app.pending(story.now).is_none(), "nobody is asked");
    assert!(matches!(story.prompt(6, REGISTRY), Answer::Pending { .. }), "another run is another matter");
}

#[test]
fn what_became_of_a_code_is_said_by_the_program_that_had_it_alone() {
    let (mut story, _, _) = approved();
    story.prompt(5, REGISTRY);
    story.pass(30_000);
    let Answer::Code { id, .. } = story.hears(5).remove(0) else { panic!("no code") };
    let effects = story.app.refused(6, &id, story.now);
    story.perform(effects);
    assert_eq!(story.app.overview(story.now).runs.len(), 1);
}

#[test]
fn it_is_offered_to_runs_that_ask_several_times_alone() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    story.asks(program(5), Ask::prompt(publish(REGISTRY)));
    assert!(!story.request().run_offer);
    let refused = story.decides(&Decision::ApproveRun { account: mona.clone() }).unwrap_err();
    assert_eq!(refused.code, "no-run");
    story.denies();
    story.asks(run(6), Ask::prompt(PromptClaim { several: false, ..publish(REGISTRY) }));
    assert!(!story.request().run_offer);
    assert_eq!(story.decides(&Decision::ApproveRun { account: mona }).unwrap_err().code, "no-run");
    assert!(story.app.overview(story.now).runs.is_empty());
}

#[test]
fn while_its_code_waits_the_run_cannot_ask_for_another() {
    let (mut story, _, _) = approved();
    assert!(matches!(story.prompt(5, REGISTRY), Answer::Soon { .. }));
    assert_eq!(refusal(&story.prompt(5, REGISTRY)), "busy");
    story.pass(30_000);
    assert_eq!(story.hears(5).len(), 1);
}

#[test]
fn two_runs_that_share_an_account_take_turns() {
    let (mut story, mona, _) = approved();
    assert!(matches!(story.prompt(6, REGISTRY), Answer::Pending { .. }));
    story.approves_run(&mona);
    assert!(matches!(story.hears(6)[..], [Answer::Soon { .. }]));
    assert!(matches!(story.prompt(5, REGISTRY), Answer::Soon { .. }));
    story.pass(90_000);
    let (one, other) = (story.hears(6).remove(0), story.hears(5).pop().unwrap());
    assert_ne!(code_of(&one), code_of(&other));
}

#[test]
fn locking_ends_every_approval() {
    let (mut story, _, _) = approved();
    story.locks();
    story.unlocks();
    assert!(story.app.overview(story.now).runs.is_empty());
    assert!(matches!(story.prompt(5, REGISTRY), Answer::Pending { .. }));
}

#[test]
fn refusing_while_the_first_code_waits_takes_the_whole_approval_back() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    story.pass(25_000);
    story.prompt(5, REGISTRY);
    story.approves_run(&mona);
    assert_eq!(story.app.overview(story.now).runs.len(), 1);
    story.denies();
    assert!(story.app.overview(story.now).runs.is_empty());
}

#[test]
fn an_account_that_was_bound_elsewhere_meanwhile_is_asked_about() {
    let (mut story, mona, _) = approved();
    let elsewhere = Some("http://localhost:4873".to_owned());
    let edit = crate::view::Edit {
        issuer: "npm".into(),
        account: "mona".into(),
        registry: elsewhere,
        groups: Vec::new(),
        pinned: false,
    };
    let effects = story.app.edit(TO, &mona, &edit, story.now);
    story.perform(effects);
    assert!(matches!(story.prompt(5, REGISTRY), Answer::Pending { .. }));
    assert!(story.request().choices.is_empty());
}

#[test]
fn an_approved_run_too_uses_every_nonce_once() {
    let (mut story, _, _) = approved();
    let nonce = "a-nonce-within-the-run";
    assert!(matches!(story.asks_with(nonce, run(5), Ask::prompt(publish(REGISTRY))), Answer::Soon { .. }));
    story.pass(60_000);
    story.hears(5);
    assert_eq!(refusal(&story.asks_with(nonce, run(5), Ask::prompt(publish(REGISTRY)))), "nonce-used");
}

#[test]
fn what_a_run_that_ended_would_say_is_not_listened_to() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    story.prompt(5, REGISTRY);
    story.approves(&mona);
    let Answer::Code { id, .. } = story.hears(5).remove(0) else { panic!("no code") };
    let effects = story.app.gone(5, story.now);
    story.perform(effects);
    let effects = story.app.refused(5, &id, story.now);
    assert_eq!(effects, []);
}

/// A request to the registry that passes through a run, which publishes one of two packages.
fn passing(package: &str) -> Ask {
    let bridged =
        crate::view::Bridged { action: "publish".into(), packages: vec!["kit".into(), "demo".into()] };
    let package = Some(package.to_owned());
    Ask::prompt(PromptClaim { package, bridged: Some(bridged), ..publish(REGISTRY) })
}

fn fate(story: &mut Story, answer: &Answer, taken: bool) {
    let Answer::Code { id, .. } = answer else { panic!("no code") };
    let effects =
        if taken { story.app.accepted(5, id, story.now) } else { story.app.refused(5, id, story.now) };
    story.perform(effects);
}

fn passing_approved() -> (Story, Answer) {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    assert!(matches!(story.asks(run(5), passing("demo")), Answer::Pending { .. }));
    story.approves_run(&mona);
    let first = story.hears(5).remove(0);
    fate(&mut story, &first, true);
    (story, first)
}

#[test]
fn a_registry_that_takes_a_code_again_is_given_it_again_within_the_run_and_remembered() {
    let (mut story, first) = passing_approved();
    let second = story.asks(run(5), passing("kit"));
    assert_eq!(code_of(&second), code_of(&first), "a refusal would harm nothing");
    fate(&mut story, &second, true);
    let file = Index::from_json(story.file.as_ref().unwrap()).unwrap();
    assert!(file.records[0].replays);
    let shown = story.app.overview(story.now).runs.remove(0);
    assert_eq!((shown.given, shown.packages.len()), (2, 2), "each package is named");
    assert!(matches!(story.prompt(6, REGISTRY), Answer::Pending { .. }), "another run has no part in it");
}

#[test]
fn a_registry_that_refuses_a_code_it_saw_is_given_every_code_once_and_the_approval_stays() {
    let (mut story, first) = passing_approved();
    let again = story.asks(run(5), passing("kit"));
    fate(&mut story, &again, false);
    assert_eq!(story.app.overview(story.now).runs.len(), 1, "it was worth a try");
    assert!(matches!(story.asks(run(5), passing("kit")), Answer::Soon { .. }));
    story.pass(30_000);
    assert_ne!(code_of(&story.hears(5)[0]), code_of(&first));
    let file = Index::from_json(story.file.as_ref().unwrap()).unwrap();
    assert!(file.records[0].single_use && !file.records[0].replays);
}

#[test]
fn a_prompt_in_a_terminal_is_given_no_code_again_unless_the_registry_is_known_to_take_it() {
    let (mut story, _, first) = approved();
    assert!(matches!(story.prompt(5, REGISTRY), Answer::Soon { .. }), "a refusal would fail the command");
    story.pass(30_000);
    let next = story.hears(5).remove(0);
    assert_ne!(code_of(&next), first);
}

#[test]
fn a_package_from_elsewhere_is_asked_about_within_an_approved_run() {
    let (mut story, _) = passing_approved();
    assert!(matches!(story.asks(run(5), passing("evil")), Answer::Pending { .. }));
    assert_eq!(story.request().sentence, "npm publish --workspaces: npm publish evil@1.0.0");
}
