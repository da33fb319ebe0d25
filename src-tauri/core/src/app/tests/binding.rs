//! Which account may answer which registry.

use super::*;

/// Mona's account is bound to the registry.
fn bound() -> (Story, String) {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    story.prompt(1, REGISTRY);
    story.approves(&mona);
    story.hears(1);
    story.pass(60_000);
    (story, mona)
}

#[test]
fn the_first_use_binds_an_account_to_the_registry_that_asks() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    story.prompt(5, "HTTPS://Registry.Example:443/");
    assert!(story.request().choices[0].binds);
    assert_eq!(story.rows()[0].registry, None);
    story.approves(&mona);
    assert_eq!(story.rows()[0].registry.as_deref(), Some(REGISTRY));
    story.prompt(6, REGISTRY);
    assert!(!story.request().choices[0].binds);
    let story = story.restart();
    assert_eq!(story.rows()[0].registry.as_deref(), Some(REGISTRY));
}

#[test]
fn a_refused_request_binds_nothing() {
    let mut story = Story::begin();
    story.keep(MONA);
    story.prompt(5, REGISTRY);
    story.denies();
    assert_eq!(story.rows()[0].registry, None);
}

#[test]
fn a_hostile_npmrc_harvests_nothing_from_a_bound_account() {
    let (mut story, mona) = bound();
    for registry in
        ["https://registry.example.evil.test", "http://registry.example", "https://registry.example:8443"]
    {
        assert!(matches!(story.prompt(5, registry), Answer::Pending { .. }));
        let request = story.request();
        assert!(request.choices.is_empty(), "{registry}");
        assert!(!request.run_offer);
        assert!(!request.warnings.is_empty());
        let approve = Decision::Approve { account: Some(mona.clone()) };
        assert_eq!(story.decides(&approve).unwrap_err().code, "not-a-choice");
        story.denies();
        assert_eq!(refusal(&story.hears(5)[0]), "denied");
        story.pass(600_000);
    }
}

#[test]
fn a_request_that_names_no_registry_gets_nothing_from_a_bound_account() {
    let (mut story, _) = bound();
    story.asks(run(5), Ask::prompt(PromptClaim { registry: None, ..publish(REGISTRY) }));
    assert!(story.request().choices.is_empty());
}

#[test]
fn the_binding_is_changed_in_the_main_window_and_then_the_account_may_answer() {
    let (mut story, mona) = bound();
    let elsewhere = "http://localhost:4873/";
    let edit = crate::view::Edit {
        issuer: "npm".into(),
        account: "mona".into(),
        registry: Some(elsewhere.into()),
        groups: Vec::new(),
        pinned: false,
    };
    let effects = story.app.edit(TO, &mona, &edit, story.now);
    story.perform(effects);
    assert_eq!(story.replies, [Ok(())]);
    story.prompt(5, elsewhere);
    assert_eq!(story.request().choices.len(), 1);
}

#[test]
fn bound_accounts_come_first_then_npms_then_the_others() {
    let mut story = Story::begin();
    let ci = story.keep(CI);
    let other = story.keep("otpauth://totp/GitHub:mona?secret=MZXW6YTBOJUWU23MNU4XA2LBNRWGC3DF");
    let mona = story.keep(MONA);
    let asks = PromptClaim { account: Some("verdaccio".into()), ..publish(REGISTRY) };
    story.asks(run(5), Ask::prompt(asks));
    assert_eq!(story.request().choices.len(), 1, "only the one that was named");
    story.approves(&ci);
    story.hears(5);
    story.prompt(6, REGISTRY);
    let choices: Vec<String> = story.request().choices.into_iter().map(|choice| choice.id).collect();
    assert_eq!(choices, [ci, mona, other]);
}

#[test]
fn the_named_account_that_answers_another_registry_is_shown_with_the_reason() {
    let (mut story, _) = bound();
    let asks = PromptClaim { account: Some("mona".into()), ..publish("https://elsewhere.example") };
    story.asks(run(5), Ask::prompt(asks));
    let request = story.request();
    assert!(request.choices.is_empty());
    let warning = &request.warnings[0];
    assert!(warning.contains("npm, mona") && warning.contains(REGISTRY) && warning.contains("elsewhere"));
}

#[test]
fn a_registry_that_no_account_has_answered_is_pointed_out() {
    let (mut story, _) = bound();
    story.keep(CI);
    story.prompt(5, "https://registry.examp1e");
    let request = story.request();
    assert_eq!(request.choices.len(), 1);
    assert!(request.warnings.iter().any(|warning| warning.contains("before")));
}

#[test]
fn a_code_that_would_travel_in_clear_is_pointed_out() {
    let mut story = Story::begin();
    story.keep(MONA);
    story.prompt(5, "http://registry.example");
    assert!(story.request().warnings.iter().any(|warning| warning.contains("without encryption")));
}
