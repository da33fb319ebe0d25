//! Enrolments that a run watches.

use super::*;

impl Story {
    fn enrols(&mut self, caller: Caller, link: &str) -> Answer {
        self.nonces += 1;
        let nonce = format!("a-nonce-of-its-own-{}", self.nonces);
        let link = SecretText::new(link.to_owned());
        let effects = self.app.enrol(run(caller), &nonce, &link, REGISTRY, self.now);
        self.perform(effects);
        self.hears(caller).remove(0)
    }

    fn keeps_enrolled(&mut self, caller: Caller, link: &str) -> String {
        assert!(matches!(self.enrols(caller, link), Answer::Pending { .. }));
        self.decides(&Decision::Approve { account: None }).unwrap();
        assert!(matches!(self.hears(caller)[..], [Answer::Added { count: 1, .. }]));
        self.rows().pop().unwrap().id
    }

    fn unconfirmed(&self, id: &str) -> bool {
        let row = self.rows().into_iter().find(|row| row.id == id).unwrap();
        row.warning.is_some_and(|warning| warning.contains("not confirmed"))
    }

    /// The run's prompt for the first code, and what the person's approval gives it: the request and the code.
    fn first_code(&mut self, caller: Caller, account: &str) -> (String, String) {
        assert!(matches!(self.prompt(caller, REGISTRY), Answer::Pending { .. }));
        self.approves(account);
        match self.hears(caller).remove(0) {
            Answer::Code { id, code, .. } => (id, code),
            other => panic!("no code but {other:?}"),
        }
    }
}

#[test]
fn the_account_is_kept_before_the_first_code_and_confirmed_by_it() {
    let mut story = Story::begin();
    let mona = story.keeps_enrolled(7, MONA);
    assert_eq!(story.rows()[0].registry.as_deref(), Some(REGISTRY), "bound at enrolment");
    assert!(story.unconfirmed(&mona));
    let code = story.code_now(&mona);
    let (id, given) = story.first_code(7, &mona);
    assert_eq!(given, code);
    assert!(story.unconfirmed(&mona), "the registry has not answered yet");
    let effects = story.app.accepted(7, &id, story.now);
    story.perform(effects);
    assert!(!story.unconfirmed(&mona));
    assert!(!story.restart().unconfirmed(&mona));
}

#[test]
fn an_enrolment_that_breaks_off_leaves_the_account_unconfirmed() {
    let mut story = Story::begin();
    let mona = story.keeps_enrolled(7, MONA);
    story.first_code(7, &mona);
    let effects = story.app.gone(7, story.now);
    story.perform(effects);
    let story = story.restart();
    assert!(story.unconfirmed(&mona));
    assert_eq!(story.state(&mona), AccountState::Ready);
}

#[test]
fn only_the_account_that_was_enrolled_answers_this_run() {
    let mut story = Story::begin();
    let other = story.keep(CI);
    let mona = story.keeps_enrolled(7, MONA);
    story.prompt(7, REGISTRY);
    let choices: Vec<String> = story.request().choices.into_iter().map(|choice| choice.id).collect();
    assert_eq!(choices, [mona], "and not {other}");
}

#[test]
fn recovery_codes_come_with_the_enrolment_once_and_on_its_connection_alone() {
    let mut story = Story::begin();
    let mona = story.keeps_enrolled(7, MONA);
    let codes = [SecretText::new("test-code-0001".into()), SecretText::new("test-code-0002".into())];
    let bring = |story: &mut Story, caller: Caller, nonce: &str| {
        let effects = story.app.bring_recovery(run(caller), nonce, None, &codes, story.now);
        story.perform(effects);
        story.hears(caller).remove(0)
    };
    assert_eq!(refusal(&bring(&mut story, 8, "a-nonce-of-another-one")), "bad-request");
    assert!(matches!(bring(&mut story, 7, "a-nonce-of-the-enrolment"), Answer::Added { count: 2, .. }));
    assert_eq!(refusal(&bring(&mut story, 7, "a-nonce-for-a-second-time")), "bad-request");
    assert_eq!(story.rows().into_iter().find(|row| row.id == mona).unwrap().recovery[0].total, 2);
}

#[test]
fn an_enrolment_that_is_begun_again_with_the_same_secret_keeps_one_account() {
    let mut story = Story::begin();
    let mona = story.keeps_enrolled(7, MONA);
    let effects = story.app.gone(7, story.now);
    story.perform(effects);
    assert_eq!(story.keeps_enrolled(8, MONA), mona);
    assert_eq!(story.rows().len(), 1);
    let code = story.code_now(&mona);
    assert_eq!(story.first_code(8, &mona).1, code);
}

#[test]
fn another_secret_of_the_same_name_stands_beside_the_first() {
    let mut story = Story::begin();
    story.keep(MONA);
    story.enrols(7, &MONA.replace("GEZD", "AEZD"));
    assert!(story.request().warnings.iter().any(|warning| warning.contains("kept already")));
    story.decides(&Decision::Approve { account: None }).unwrap();
    assert_eq!(story.rows().len(), 2);
}

#[test]
fn a_refused_enrolment_keeps_nothing() {
    let mut story = Story::begin();
    story.enrols(7, MONA);
    story.denies();
    assert_eq!(refusal(&story.hears(7).remove(0)), "denied");
    assert_eq!((story.rows().len(), story.items.len()), (0, 0));
    assert_eq!(refusal(&story.enrols(7, "otpauth://totp/x")), "bad-link");
}
