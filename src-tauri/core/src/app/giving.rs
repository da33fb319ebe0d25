//! How an approved code leaves: now, when its step starts, or not at all; and what is remembered of it.

use super::App;
use super::effect::{Caller, Effect};
use super::failures::{self, failure};
use super::request::About;
use super::shelf::one_line;
use super::writing::Then;
use crate::approval::step::{Plan, plan};
use crate::ports::Id;
use crate::time::Now;
use crate::view::{Answer, CodeKind};

/// How long an approved code may be waited for at most: two of the longest steps would be ten minutes, and no prompt
/// waits so long.
const PATIENCE_MS: u64 = 5 * 60_000;
/// How many delivered codes are remembered until their fate is known.
const DELIVERED_LIMIT: usize = 256;

/// An approved code on its way.
#[derive(Clone, Debug)]
pub(super) struct Delivery {
    pub(super) id: String,
    pub(super) caller: Caller,
    pub(super) account: Id,
    /// What it is for, where an approval for the run covers it.
    pub(super) by_run: Option<About>,
    /// When it is looked at again, by the steady clock.
    pub(super) due: u64,
    /// When it is given up.
    until: u64,
}

impl Delivery {
    pub(super) fn new(id: String, caller: Caller, account: Id, now: Now) -> Self {
        let until = now.steady_ms.saturating_add(PATIENCE_MS);
        Self { id, caller, account, by_run: None, due: now.steady_ms, until }
    }

    pub(super) fn by_run(self, about: About) -> Self {
        Self { by_run: Some(about), ..self }
    }
}

/// A code that left.
#[derive(Clone, Debug)]
pub(super) struct Delivered {
    id: String,
    pub(super) caller: Caller,
    pub(super) account: Id,
    /// Whether the registry had seen it before.
    pub(super) again: bool,
}

impl App {
    /// Lets an approved code leave, or waits for its step.
    pub(super) fn hand_out(&mut self, delivery: Delivery, now: Now) -> Vec<Effect> {
        // The computer slept: nobody expects it any more.
        if delivery.until <= now.steady_ms {
            return self.give_up(&delivery, |id| Answer::Expired { id });
        }
        let record = self.index.record(&delivery.account);
        let found = self.shelf.get(&delivery.account).filter(|_| self.open().is_ok());
        let Some(account) = found.and_then(|found| found.ready(record)) else {
            let reason = failures::no_account();
            return self.give_up(&delivery, |id| Answer::Denied { id, reason });
        };
        let last = record.and_then(|record| record.last_step);
        if let Some(step) = last.filter(|step| self.may_repeat(&delivery, *step, now)) {
            return self.give_code(delivery, step);
        }
        match plan(&account.parameters, last, self.set_right(now)) {
            Plan::Now(step) => self.give_code(delivery, step),
            Plan::In(wait) if now.steady_ms.saturating_add(wait) <= delivery.until => {
                self.wait(delivery, wait, now)
            }
            Plan::In(_) => self.give_up(&delivery, |id| Answer::Expired { id }),
            Plan::ClockWentBack => {
                let reason = failure(
                    "clock-went-back",
                    "This account gave codes for a later time than the clock shows now. None is given twice.",
                    "Check this computer's clock. A code that you copy in the window works at once.",
                );
                self.give_up(&delivery, |id| Answer::Denied { id, reason })
            }
        }
    }

    /// Whether the code of the step that was given out last may be given once more: to the approved run that had it, while it
    /// lasts, where the registry is known to take codes again, or where a refusal would harm nothing.
    fn may_repeat(&self, delivery: &Delivery, step: u64, now: Now) -> bool {
        let Some(about) = &delivery.by_run else { return false };
        let record = self.index.record(&delivery.account);
        let taken_again =
            record.is_some_and(|record| !record.single_use && (record.replays || about.lenient));
        let had = self.runs.grant(delivery.caller).and_then(|grant| grant.last_step) == Some(step);
        let found = self.shelf.get(&delivery.account).and_then(|found| found.account.as_ref());
        let lasts = found
            .is_some_and(|account| plan(&account.parameters, None, self.set_right(now)) == Plan::Now(step));
        let steps = found.is_some_and(|account| account.parameters.kind() != CodeKind::Hotp);
        taken_again && had && lasts && steps
    }

    /// Marks a step as given out and lets its code leave: at once, or for a counter once that is stored.
    fn give_code(&mut self, delivery: Delivery, step: u64) -> Vec<Effect> {
        let found = self.shelf.get(&delivery.account).and_then(|found| found.account.as_ref());
        let account = found.map(|account| account.parameters.kind());
        match account {
            None => Vec::new(),
            Some(CodeKind::Hotp) => {
                let id = delivery.account.clone();
                self.count_on(&id, step, Then::Give(Box::new(delivery), step))
            }
            Some(_) => {
                let again =
                    self.index.record(&delivery.account).and_then(|record| record.last_step) == Some(step);
                let mut effects = vec![self.mark_given(&delivery.account, step)];
                effects.extend(self.give_marked(delivery, step, again));
                effects
            }
        }
    }

    /// The one place where a code leaves for a program. Its step is saved as given out by then; `again` says whether it was
    /// given out before.
    pub(super) fn give_marked(&mut self, delivery: Delivery, step: u64, again: bool) -> Vec<Effect> {
        let Delivery { id, caller, account: account_id, by_run, .. } = delivery;
        let found = self.shelf.get(&account_id).and_then(|found| found.account.as_ref());
        let Some((account, code)) = found.and_then(|account| Some((account, account.code(step)?))) else {
            return Vec::new();
        };
        let valid_until = self.valid_until(&account.parameters, step);
        let answer =
            Answer::Code { id: id.clone(), code: code.to_string(), valid_until, account: one_line(account) };
        let mut effects = vec![Effect::Program(caller, answer)];
        if let Some(about) = by_run {
            self.runs.gave(caller, step, about.spec);
            effects.push(Effect::Changed);
        }
        if self.desk.close(&id).is_some() {
            effects.push(Effect::Request(None));
        }
        effects.push(Effect::Log(format!("request {id}: a code was given for account {account_id}")));
        if self.delivered.len() == DELIVERED_LIMIT {
            self.delivered.remove(0);
        }
        self.delivered.push(Delivered { id, caller, account: account_id, again });
        effects
    }

    /// Counts that an account was of use. It is saved with the next change: copying waits for no disk that it needs not.
    pub(super) fn count_use(&mut self, id: &Id, now: Now) {
        if let Some(record) = self.index.record_mut(id) {
            record.uses = record.uses.saturating_add(1);
            record.last_used = Some(now.unix_seconds());
        }
    }

    /// Remembers a step as given out.
    pub(super) fn mark_given(&mut self, id: &Id, step: u64) -> Effect {
        if let Some(record) = self.index.record_mut(id) {
            record.last_step = Some(step);
        }
        self.save()
    }

    /// Moves a counter on, in the index and in the store; what it was moved for is done once it is stored.
    pub(super) fn count_on(&mut self, id: &Id, counter: u64, then: Then) -> Vec<Effect> {
        let saved = self.mark_given(id, counter);
        let Some(mut account) = self.shelf.get(id).and_then(|found| found.account.clone()) else {
            return Vec::new();
        };
        account.parameters = account.parameters.with_counter(counter.saturating_add(1));
        vec![saved, self.write_then(account, then)]
    }

    fn wait(&mut self, mut delivery: Delivery, wait: u64, now: Now) -> Vec<Effect> {
        let first = delivery.due <= now.steady_ms;
        delivery.due = now.steady_ms.saturating_add(wait);
        let in_ms = u32::try_from(wait).unwrap_or(u32::MAX);
        let mut effects = Vec::new();
        if first {
            effects.push(Effect::Program(delivery.caller, Answer::Soon { id: delivery.id.clone(), in_ms }));
        }
        self.desk.waits(&delivery.id, delivery.due);
        if self.desk.pending().is_some_and(|pending| pending.id == delivery.id) {
            effects.push(Effect::Request(self.pending(now)));
        }
        self.waiting.push(delivery);
        effects
    }

    pub(super) fn give_up(
        &mut self,
        delivery: &Delivery,
        answer: impl FnOnce(String) -> Answer,
    ) -> Vec<Effect> {
        let mut effects = vec![Effect::Program(delivery.caller, answer(delivery.id.clone()))];
        if self.desk.close(&delivery.id).is_some() {
            effects.push(Effect::Request(None));
        }
        effects.push(Effect::Log(format!("request {}: no code was given", delivery.id)));
        effects
    }

    /// Takes a delivered code out, once its fate is known.
    pub(super) fn take_delivered(&mut self, caller: Caller, id: &str) -> Option<Delivered> {
        self.delivered.extract_if(.., |delivered| delivered.caller == caller && delivered.id == id).next()
    }
}
