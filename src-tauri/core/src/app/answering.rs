//! What the person does with a request.

use super::App;
use super::effect::{Caller, Effect, For};
use super::failures::{self, failure};
use super::giving::Delivery;
use super::request::{About, Candidate, Matter};
use super::shelf::shown_names;
use super::writing::Waiter;
use crate::approval::registry::normalised;
use crate::approval::run::Scope;
use crate::npm;
use crate::time::Now;
use crate::view::{Answer, Decision, Failure, NameView, Outcome, claim};

/// The longest list of names, in bytes of JSON: it fits a frame of the public socket with room around it.
const NAMES_LIMIT: usize = 60 * 1024;

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
