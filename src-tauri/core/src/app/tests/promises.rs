//! What approvals promise, in every order of events up to a bound, and in long orders by chance: no code without an approval, none
//! to another program, none twice, none while locked, none after its program is gone.

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
}

/// Those that matter most, for all orders of them.
const SHORT: [Event; 9] = [
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
const ALL: [Event; 15] = [
    Event::AIsServed,
    Event::BIsServed,
    Event::APrompts,
    Event::BAsks,
    Event::BWithdraws,
    Event::ADies,
    Event::Shown,
    Event::Approves,
    Event::ApprovesRun,
    Event::Denies,
    Event::Lock,
    Event::Unlock,
    Event::Second,
    Event::Step,
    Event::Minutes,
];
/// How many events are put in every order.
const BOUND: u32 = 5;
/// How many orders begin with a question. The threat model quotes these two.
const ORDERS: usize = 13_122;
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
            Event::APrompts => self.asks(run(self.a), Ask::prompt(publish(REGISTRY))),
            Event::BAsks => self.asks(program(B), Ask::Code { account: "mona".into() }),
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
        }
        self.listen();
        if event == Event::Minutes {
            // An approval for a run lasts ten.
            self.run = None;
        }
    }

    fn asks(&mut self, from: Requester, ask: Ask) {
        self.story.nonces += 1;
        let nonce = format!("a-nonce-of-its-own-{}", self.story.nonces);
        let effects = self.story.app.ask(from, &nonce, ask, self.story.now);
        self.story.perform(effects);
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

#[test]
fn approvals_keep_their_promises_in_every_order_of_events() {
    let many = SHORT.len();
    let mut tried = 0;
    for number in 0..many.pow(BOUND) {
        let event = |place: u32| SHORT[number / many.pow(place) % many];
        let events: Vec<Event> = (0..BOUND).map(event).collect();
        // Without a question there is nothing to promise.
        if matches!(events[0], Event::APrompts | Event::BAsks) {
            Model::all(&events);
            tried += 1;
        }
    }
    assert_eq!(tried, ORDERS);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: LONG_ORDERS, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn and_in_long_orders_by_chance(events in prop::collection::vec(select(ALL.as_slice()), 1..60)) {
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
