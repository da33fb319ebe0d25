//! What the person does with a request, and how a code leaves.

use super::App;
use super::effect::{Caller, Effect, For};
use super::failures::{self, failure};
use super::request::{About, Candidate, Matter};
use super::shelf::{one_line, shown_names};
use super::writing::{Then, Waiter};
use crate::approval::registry::normalised;
use crate::approval::run::Scope;
use crate::approval::step::{Plan, plan};
use crate::npm;
use crate::ports::Id;
use crate::time::Now;
use crate::view::{Answer, CodeKind, Decision, Failure, NameView, Outcome, claim};

/// How long an approved code may be waited for at most: two of the longest steps would be ten minutes, and no prompt
/// waits so long.
const PATIENCE_MS: u64 = 5 * 60_000;
/// The longest list of names, in bytes of JSON: it fits a frame of the public socket with room around it.
const NAMES_LIMIT: usize = 60 * 1024;
/// How many delivered codes are remembered until their fate is known.
const DELIVERED_LIMIT: usize = 256;

/// An approved code on its way.
#[derive(Clone, Debug)]
pub(super) struct Delivery {
    pub(super) id: String,
    pub(super) caller: Caller,
    pub(super) account: Id,
    /// What it is for, where an approval for the run covers it.
    by_run: Option<About>,
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

/// What the person approved.
struct Approved {
    id: String,
    caller: Caller,
    /// What an approval for the run would cover, where one is offered.
    run: Option<Scope>,
    about: About,
    registry: Option<String>,
    candidates: Vec<Candidate>,
    /// Whether the person takes the code to a page.
    by_hand: bool,
}

impl App {
    /// A shell shows this request from now on: its buttons arm 700 ms later. Say it again when the window comes back
    /// into focus; it arms anew.
    pub fn shown(&mut self, id: &str, now: Now) -> Vec<Effect> {
        self.desk.shown(id, now);
        Vec::new()
    }

    /// Takes the person's answer.
    ///
    /// # Errors
    /// A [`Failure`] where the answer cannot be taken; the request waits on.
    pub fn decide(&mut self, id: &str, decision: &Decision, now: Now) -> Result<Vec<Effect>, Failure> {
        let request = self.pending(now).filter(|request| request.id == id);
        let mut effects = self.carry_out(id, decision, now)?;
        effects.extend(request.map(|request| self.note_answer(request, decision, now)));
        Ok(effects)
    }

    fn carry_out(&mut self, id: &str, decision: &Decision, now: Now) -> Result<Vec<Effect>, Failure> {
        match decision {
            Decision::Deny => {
                let reason =
                    failure("denied", "The request was refused in Countersign.", "Nothing was given.");
                self.deny(id, reason, now)
            }
            Decision::Approve { account } => self.approve(id, account.as_deref(), false, now),
            Decision::ApproveRun { account } => self.approve(id, Some(account), true, now),
        }
    }

    /// Refuses a request that no window and no console could show: nobody was asked.
    pub fn unshown(&mut self, id: &str, now: Now) -> Vec<Effect> {
        let reason = failure(
            "nobody-asked",
            "No window could be opened to ask for your approval. Nothing was given.",
            "Start countersign-agent --console in a terminal, and try again.",
        );
        // A request that is gone already needs no answer.
        self.deny(id, reason, now).unwrap_or_default()
    }

    /// Ends an approved run; a code of it that has not left does not leave any more.
    pub fn stop_run(&mut self, id: &str, _now: Now) -> Vec<Effect> {
        let Some(caller) = self.runs.stop(id) else { return Vec::new() };
        let mut effects = vec![Effect::Changed, Effect::Log(format!("run {id}: stopped"))];
        for delivery in
            self.waiting.extract_if(.., |it| it.caller == caller && it.by_run.is_some()).collect::<Vec<_>>()
        {
            let reason =
                failure("stopped", "The run was stopped. No code was given.", "Run the command again.");
            effects.extend(self.give_up(&delivery, |id| Answer::Denied { id, reason }));
        }
        effects
    }

    /// Does what is due for requests.
    pub(super) fn tick_requests(&mut self, now: Now) -> Vec<Effect> {
        let mut effects = Vec::new();
        let request = self.pending(now);
        if let Some(expired) = self.desk.expire(now) {
            effects.extend(request.map(|request| self.note_end(request, Outcome::Expired, now)));
            let log = format!("request {}: nobody answered", expired.id);
            effects.push(Effect::Program(expired.caller, Answer::Expired { id: expired.id }));
            effects.extend([Effect::Request(None), Effect::Log(log)]);
        }
        for delivery in
            self.waiting.extract_if(.., |delivery| delivery.due <= now.steady_ms).collect::<Vec<_>>()
        {
            effects.extend(self.hand_out(delivery, now));
        }
        if self.runs.expire(now) {
            effects.push(Effect::Changed);
        }
        effects
    }

    /// Takes every request and approved code away; returns who is to hear of it.
    pub(super) fn drop_requests(&mut self) -> Vec<Caller> {
        let mut callers: Vec<Caller> = self.waiting.drain(..).map(|delivery| delivery.caller).collect();
        callers.extend(self.desk.take().map(|pending| pending.caller));
        callers.sort_unstable();
        callers.dedup();
        callers
    }

    /// Takes a delivered code out, once its fate is known.
    pub(super) fn take_delivered(&mut self, caller: Caller, id: &str) -> Option<Delivered> {
        self.delivered.extract_if(.., |delivered| delivered.caller == caller && delivered.id == id).next()
    }

    fn deny(&mut self, id: &str, reason: Failure, now: Now) -> Result<Vec<Effect>, Failure> {
        let pending = self.desk.deny(id, now).map_err(failures::not_taken)?;
        for delivery in self.waiting.extract_if(.., |delivery| delivery.id == id) {
            if delivery.by_run.is_some() {
                self.runs.end(delivery.caller);
            }
        }
        Ok(vec![
            Effect::Program(pending.caller, Answer::Denied { id: pending.id, reason }),
            Effect::Request(None),
            Effect::Changed,
            Effect::Log(format!("request {id}: refused")),
        ])
    }

    fn approve(
        &mut self,
        id: &str,
        account: Option<&str>,
        whole_run: bool,
        now: Now,
    ) -> Result<Vec<Effect>, Failure> {
        self.open()?;
        let pending = self.desk.approvable(id, now).map_err(failures::not_taken)?;
        let caller = pending.caller;
        let candidates = self.candidates(&pending.matter.matter);
        let by_hand = matches!(&pending.matter.matter, Matter::Prompt(prompt) if prompt.page.is_some());
        let (run, registry, about) = match &pending.matter.matter {
            Matter::Names if !whole_run => return Ok(self.give_names(id)),
            Matter::Add(_) if !whole_run => return Ok(self.add_approved(id, now)),
            Matter::Enrol(..) if !whole_run => return Ok(self.enrol_approved(id, now)),
            Matter::Recovery(_) if !whole_run => return Ok(self.give_recovery(id, now)),
            Matter::Sheet(..) if !whole_run => return Ok(self.write_sheet(id, now)),
            Matter::Keep(..) if !whole_run => return Ok(self.keep_recovery(id, now)),
            Matter::Export(_) if !whole_run => return self.export_approved(id, now),
            Matter::Prompt(prompt) => {
                let run = Some(prompt.scope.clone()).filter(|_| prompt.run_offer);
                (run, prompt.scope.registry.clone(), prompt.about.clone())
            }
            _ => (None, None, About::default()),
        };
        let approved = Approved { id: id.to_owned(), caller, run, about, registry, candidates, by_hand };
        self.approve_code(approved, account, whole_run, now)
    }

    fn approve_code(
        &mut self,
        approved: Approved,
        account: Option<&str>,
        whole_run: bool,
        now: Now,
    ) -> Result<Vec<Effect>, Failure> {
        let chosen = approved.candidates.iter().find(|candidate| Some(candidate.id.0.as_str()) == account);
        let Some(chosen) = chosen else {
            let message = "This account may not answer this request. Nothing was given.";
            return Err(failure("not-a-choice", message, "Choose one that is offered, or refuse."));
        };
        if approved.by_hand {
            return self.copy_for_page(&approved, chosen, now);
        }
        let mut effects = Vec::new();
        if whole_run {
            let Some(scope) = approved.run else {
                let message = "This request can be approved once only. Nothing was given.";
                return Err(failure("no-run", message, "Approve it once, or refuse."));
            };
            let handle = self.new_handle();
            let covered = covered(&scope, &chosen.name);
            self.runs.approve(approved.caller, handle, scope, (chosen.id.clone(), covered), now);
            effects.push(Effect::Changed);
        }
        if chosen.binds && self.bind(&chosen.id, approved.registry) {
            effects.extend([
                self.save(),
                Effect::Changed,
                Effect::Log(format!("account {}: bound", chosen.id)),
            ]);
        }
        self.count_use(&chosen.id, now);
        let delivery = Delivery::new(approved.id, approved.caller, chosen.id.clone(), now);
        let delivery = if whole_run { delivery.by_run(approved.about) } else { delivery };
        effects.extend(self.hand_out(delivery, now));
        Ok(effects)
    }

    /// Puts a code on the clipboard, which the person takes to a page. The program hears that, and gets nothing.
    fn copy_for_page(
        &mut self,
        approved: &Approved,
        chosen: &Candidate,
        now: Now,
    ) -> Result<Vec<Effect>, Failure> {
        let answer = Answer::Copied { id: approved.id.clone(), account: chosen.name.clone() };
        let to = For::Program(approved.caller, Box::new(answer));
        let mut effects = self.copy(to, &chosen.id.0, false, now)?;
        drop(self.desk.close(&approved.id));
        effects.push(Effect::Request(None));
        Ok(effects)
    }

    /// Lets an approved code leave, or waits for its step.
    pub(super) fn hand_out(&mut self, delivery: Delivery, now: Now) -> Vec<Effect> {
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

    fn give_names(&mut self, id: &str) -> Vec<Effect> {
        let Some(pending) = self.desk.close(id) else { return Vec::new() };
        let names = self.shelf.kept(&self.index).map(|account| {
            let (issuer, name) = shown_names(account);
            let registry = self.index.record(&account.id).and_then(|record| record.registry.clone());
            NameView {
                issuer,
                account: name,
                registry: registry.map(|it| claim::line(&normalised(&it), claim::LINE)),
            }
        });
        let names: Vec<NameView> = names.collect();
        let fit = serde_json::to_vec(&names).is_ok_and(|text| text.len() <= NAMES_LIMIT);
        let (answer, what) = if fit {
            (Answer::Names { id: id.to_owned(), names }, "given")
        } else {
            let message = "There are more names than one answer holds. None was given.";
            (
                Answer::Failed { reason: failure("too-many", message, "The main window shows them all.") },
                "too many",
            )
        };
        let log = Effect::Log(format!("request {id}: the names were {what}"));
        vec![Effect::Program(pending.caller, answer), Effect::Request(None), log]
    }

    fn add_approved(&mut self, id: &str, now: Now) -> Vec<Effect> {
        self.desk.works(id);
        let Some(pending) = self.desk.pending_mut() else { return Vec::new() };
        let caller = pending.caller;
        let Matter::Add(drafts) = &mut pending.matter.matter else { return Vec::new() };
        let drafts = std::mem::take(drafts);
        let mut effects = vec![Effect::Request(self.pending(now))];
        effects.extend(self.keep_all(drafts, Waiter::Program(caller, id.to_owned()), now));
        effects
    }
}

/// Says what an approval for a run covers.
fn covered(scope: &Scope, account: &str) -> String {
    let command = claim::line(&npm::without_secrets(&scope.command), claim::LINE);
    let registry =
        scope.registry.as_deref().map_or(String::new(), |it| format!(" at {}", claim::line(it, claim::LINE)));
    format!("{command}{registry}, with {account}")
}
