//! What approvals promise, in every order of events up to a bound, and in long orders by chance: no code without an approval, none
//! to another program, none twice, none while locked, none after its program is gone; while a request waits no other one is let in or
//! hears of it, and none is let in a second time.

use super::*;
use crate::approval::desk::ARMING_MS;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeSet;

/// What can happen. `A` is a run whose command prompts, `B` another program.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Event {
    /// The run's prompt waits, is shown, and approved a second later. By chance alone that comes about too seldom.
    AIsServed,
    /// The same for the other program.
    BIsServed,
    /// The run's prompt waits.
    APrompts,
    /// The other program asks for a code.
    BAsks,
    /// The other program withdraws what waits, whoever's it is.
    BWithdraws,
    /// The run says once more what it said to the agent last.
    ARepeats,
    /// The run ends; the next one is another connection.
    ADies,
    /// The window shows the request.
    Shown,
    Approves,
    ApprovesRun,
    Denies,
    Lock,
    Unlock,
    /// A second passes: the buttons arm.
    Second,
    /// The next time step begins.
    Step,
    /// Nobody answers.
    Minutes,
    /// The clock is set back by a time step.
    ClockBack,
}

/// The single steps that matter most, in all orders of five.
const STEPS: [Event; 9] = [
    Event::APrompts,
    Event::BAsks,
    Event::ADies,
    Event::Shown,
    Event::Approves,
    Event::Denies,
    Event::Lock,
    Event::Unlock,
    Event::Second,
];
/// Several at once, and time: with the others in all orders of four.
const MORE: [Event; 5] = [Event::AIsServed, Event::BIsServed, Event::ARepeats, Event::Step, Event::ClockBack];
/// What has someone ask.
const ASKS: [Event; 4] = [Event::AIsServed, Event::BIsServed, Event::APrompts, Event::BAsks];
/// These come about by chance alone.
const RARE: [Event; 3] = [Event::BWithdraws, Event::ApprovesRun, Event::Minutes];
/// How many orders begin with a question. The threat model quotes these two.
const ORDERS: usize = 24_098;
const LONG_ORDERS: u32 = 400;

const B: Caller = 2;

/// What a person and a bystander know: who asked, and what was approved.
struct Model {
    story: Story,
    account: String,
    /// The run's connection.
    a: Caller,
    /// Whose codes were approved and have not come.
    approved: Vec<Caller>,
    /// The run whose prompts are all approved.
    run: Option<Caller>,
    locked: bool,
    /// The request that is shown, and since when.
    shown: Option<(String, u64)>,
    given: BTreeSet<String>,
    /// What the run said to the agent last: a nonce.
    said: Option<String>,
    /// What was let in.
    let_in: BTreeSet<String>,
    /// Whose requests there were.
    requests: BTreeMap<String, Caller>,
}

impl Model {
    fn begin() -> Self {
        let mut story = Story::begin();
        let account = story.keep(MONA);
        story.log.clear();
        Self {
            story,
            account,
            a: 100,
            approved: Vec::new(),
            run: None,
            locked: false,
            shown: None,
            given: BTreeSet::new(),
            said: None,
            let_in: BTreeSet::new(),
            requests: BTreeMap::new(),
        }
    }

    fn happens(&mut self, event: Event) {
        let waiting = self.story.app.pending(self.story.now).map(|request| request.id);
        let id = waiting.clone().unwrap_or_else(|| "nothing-waits".to_owned());
        let now = self.story.now;
        match event {
            Event::AIsServed | Event::BIsServed => {
                let asks = if event == Event::AIsServed { Event::APrompts } else { Event::BAsks };
                for event in [asks, Event::Shown, Event::Second, Event::Approves] {
                    self.happens(event);
                }
            }
            Event::APrompts => {
                let nonce = self.nonce();
                self.said = Some(nonce.clone());
                self.asks(run(self.a), Ask::prompt(publish(REGISTRY)), &nonce);
            }
            Event::BAsks => {
                let nonce = self.nonce();
                self.asks(program(B), Ask::Code { account: "mona".into() }, &nonce);
            }
            Event::ARepeats => {
                if let Some(nonce) = self.said.clone() {
                    self.asks(run(self.a), Ask::prompt(publish(REGISTRY)), &nonce);
                }
            }
            Event::BWithdraws => {
                let effects = self.story.app.cancel(B, &id, now);
                self.story.perform(effects);
                self.approved.retain(|caller| *caller != B);
            }
            Event::ADies => {
                let effects = self.story.app.gone(self.a, now);
                self.story.perform(effects);
                let dead = self.a;
                self.approved.retain(|caller| *caller != dead);
                self.run.take_if(|run| *run == dead);
                self.a += 1;
            }
            Event::Shown => {
                let effects = self.story.app.shown(&id, now);
                self.story.perform(effects);
                self.shown = waiting.map(|id| (id, now.steady_ms));
            }
            Event::Approves => {
                self.decides(&id, &Decision::Approve { account: Some(self.account.clone()) });
            }
            Event::ApprovesRun => self.decides(&id, &Decision::ApproveRun { account: self.account.clone() }),
            Event::Denies => self.decides(&id, &Decision::Deny),
            Event::Lock => {
                self.story.locks();
                self.locked = true;
                self.approved.clear();
                self.run = None;
            }
            Event::Unlock => {
                self.story.unlocks();
                self.story.replies.clear();
                self.locked = false;
            }
            Event::Second => self.story.pass(1_000),
            Event::Step => self.story.pass(30_000),
            Event::Minutes => self.story.pass(11 * 60_000),
            Event::ClockBack => self.story.now.wall_ms -= 30_000,
        }
        self.listen();
        if event == Event::Minutes {
            // An approval for a run lasts ten.
            self.run = None;
        }
    }

    fn nonce(&mut self) -> String {
        self.story.nonces += 1;
        format!("a-nonce-of-its-own-{}", self.story.nonces)
    }

    fn asks(&mut self, from: Requester, ask: Ask, nonce: &str) {
        let caller = from.caller;
        let waiting = self.story.app.pending(self.story.now);
        let effects = self.story.app.ask(from, nonce, ask, self.story.now);
        self.story.perform(effects);
        for (to, answer) in &self.story.heard {
            assert_eq!(*to, caller, "nobody else hears of a question");
            match answer {
                Answer::Pending { id, .. } => {
                    assert!(waiting.is_none(), "a request is let in while another one waits");
                    assert!(self.let_in.insert(nonce.to_owned()), "a request is let in a second time");
                    self.requests.insert(id.clone(), caller);
                }
                // An approval for the run covers it.
                Answer::Code { id, .. } | Answer::Soon { id, .. } => {
                    assert_eq!(self.run, Some(caller), "a question is answered that nobody approved");
                    assert!(self.let_in.insert(nonce.to_owned()), "a request is let in a second time");
                    self.requests.insert(id.clone(), caller);
                }
                refused => {
                    let said = format!("{refused:?}");
                    let told = |word: &String| said.contains(word.as_str());
                    let of_it = waiting.iter().flat_map(|it| it.words.iter().chain([&it.id, &it.sentence]));
                    assert!(!of_it.into_iter().any(told), "what waits is told to another: {said}");
                }
            }
        }
        if let Some(waiting) = waiting {
            let waits = self.story.app.pending(self.story.now).map(|request| request.id);
            assert_eq!(waits, Some(waiting.id), "what waits gives way to another");
        }
    }

    fn decides(&mut self, id: &str, decision: &Decision) {
        let caller = self.story.app.desk.pending().map(|pending| pending.caller);
        let now = self.story.now;
        let Ok(effects) = self.story.app.decide(id, decision, now) else { return };
        let caller = caller.expect("only what waits is decided");
        if *decision == Decision::Deny {
            self.approved.retain(|other| *other != caller);
        } else {
            assert!(!self.locked, "nothing is approved while locked");
            let (shown, since) = self.shown.as_ref().expect("only what was shown is approved");
            assert!(shown == id && since + ARMING_MS <= now.steady_ms, "and not before one can have read it");
            self.approved.push(caller);
            if matches!(decision, Decision::ApproveRun { .. }) {
                self.run = Some(caller);
            }
        }
        self.story.perform(effects);
    }

    /// Every code that any program heard was approved for that program, and is new.
    fn listen(&mut self) {
        for (caller, answer) in std::mem::take(&mut self.story.heard) {
            let of = request(&answer).and_then(|id| self.requests.get(id));
            assert!(of.is_none_or(|owner| *owner == caller), "an answer to another's request");
            let Answer::Code { code, .. } = answer else { continue };
            assert!(!self.locked, "a code while locked");
            assert!(caller == B || caller == self.a, "a code for a program that is gone");
            match self.approved.iter().position(|approved| *approved == caller) {
                Some(place) => drop(self.approved.remove(place)),
                None => assert_eq!(self.run, Some(caller), "a code that nobody approved"),
            }
            assert!(self.given.insert(code), "a code a second time");
        }
    }

    fn all(events: &[Event]) {
        let mut model = Self::begin();
        for event in events {
            model.happens(*event);
        }
    }
}

/// Returns the request that an answer is about.
fn request(answer: &Answer) -> Option<&String> {
    match answer {
        Answer::Pending { id, .. }
        | Answer::Soon { id, .. }
        | Answer::Code { id, .. }
        | Answer::Denied { id, .. }
        | Answer::Expired { id } => Some(id),
        _ => None,
    }
}

#[test]
fn approvals_keep_their_promises_in_every_order_of_events() {
    let mut tried = 0;
    for (all, bound) in [(STEPS.to_vec(), 5), ([&STEPS[..], &MORE].concat(), 4)] {
        let many = all.len();
        for number in 0..many.pow(bound) {
            let events: Vec<Event> = (0..bound).map(|place| all[number / many.pow(place) % many]).collect();
            // Without a question there is nothing to promise.
            if ASKS.contains(&events[0]) {
                Model::all(&events);
                tried += 1;
            }
        }
    }
    assert_eq!(tried, ORDERS);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: LONG_ORDERS, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn and_in_long_orders_by_chance(events in prop::collection::vec(select([&STEPS[..], &MORE, &RARE].concat()), 1..60)) {
        Model::all(&events);
    }
}

#[test]
fn an_approved_prompt_gets_its_code_so_that_the_promises_are_not_empty() {
    let mut model = Model::begin();
    for event in [Event::APrompts, Event::Shown, Event::Second, Event::Approves] {
        model.happens(event);
    }
    assert_eq!(model.given.len(), 1);
}
