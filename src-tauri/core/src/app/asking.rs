//! What programs do: ask, add, withdraw, say what became of a code.

use super::App;
use super::drafting::Draft;
use super::effect::{Caller, Effect, Requester};
use super::failures::{self, failure};
use super::giving::Delivery;
use super::request::{About, Matter, Request, scope};
use super::shelf::one_line;
use crate::approval::desk::Closed;
use crate::approval::naming::meant;
use crate::approval::registry::{Binding, binding};
use crate::npm::browser;
use crate::ports::Id;
use crate::secret::SecretText;
use crate::time::Now;
use crate::view::{Answer, Ask, Failure, Outcome, PromptClaim, StoreCondition, Window};

/// The most accounts in one request to add.
const ADD_LIMIT: usize = 1_000;

impl App {
    /// A program asks for something a person must approve.
    pub fn ask(&mut self, from: Requester, nonce: &str, ask: Ask, now: Now) -> Vec<Effect> {
        let caller = from.caller;
        let answer = match self.may_ask(caller, nonce) {
            Err(answer) => Err(answer),
            Ok(()) => match ask {
                Ask::Prompt(claim) => self.ask_prompt(from, nonce, &claim, now),
                Ask::Code { account } => self.ask_code(from, nonce, &account, now),
                Ask::Names => {
                    let sentence = "The names of all accounts, without codes".to_owned();
                    self.put_on_desk(nonce, caller, Request::plain(from, sentence, Matter::Names), now)
                }
                Ask::Recovery { account } => self.ask_recovery(from, nonce, account.as_deref(), now),
                Ask::Sheet { account, file } => self.ask_sheet(from, nonce, (account.as_deref(), file), now),
            },
        };
        answer.unwrap_or_else(|answer| vec![Effect::Program(caller, answer)])
    }

    /// A program brings `otpauth` links.
    pub fn add(&mut self, from: Requester, nonce: &str, links: &[SecretText], now: Now) -> Vec<Effect> {
        let caller = from.caller;
        let added = self.may_ask(caller, nonce).and_then(|()| {
            let drafts = self.read_links(links, now).map_err(|reason| Answer::Failed { reason })?;
            let sentence = match drafts.len() {
                1 => "Add an account".to_owned(),
                count => format!("Add {count} accounts"),
            };
            self.put_on_desk(nonce, caller, Request::plain(from, sentence, Matter::Add(drafts)), now)
        });
        added.unwrap_or_else(|answer| vec![Effect::Program(caller, answer)])
    }

    /// The program withdraws its request.
    pub fn cancel(&mut self, caller: Caller, id: &str, now: Now) -> Vec<Effect> {
        self.waiting.retain(|delivery| delivery.caller != caller || delivery.id != id);
        match self.desk.pending() {
            Some(pending) if pending.caller == caller && pending.id == id => self.withdraw(caller, now),
            _ => Vec::new(),
        }
    }

    /// The registry took the code.
    pub fn accepted(&mut self, caller: Caller, id: &str, _now: Now) -> Vec<Effect> {
        let Some(delivered) = self.take_delivered(caller, id) else { return Vec::new() };
        let mut effects = vec![Effect::Log(format!("request {id}: the code was accepted"))];
        effects.extend(self.confirm_enrolled(&delivered.account));
        if delivered.again
            && let Some(record) = self.index.record_mut(&delivered.account).filter(|record| !record.replays)
        {
            record.replays = true;
            effects.push(self.save());
        }
        effects
    }

    /// The registry refused the code: an approval for the run ends, and the account's registry counts as one that takes
    /// every code once. A code that it had seen before was worth a try, no more: the approval stays.
    pub fn refused(&mut self, caller: Caller, id: &str, _now: Now) -> Vec<Effect> {
        let Some(delivered) = self.take_delivered(caller, id) else { return Vec::new() };
        if !delivered.again {
            self.runs.refused(caller);
        }
        let mut effects = vec![Effect::Changed, Effect::Log(format!("request {id}: the code was refused"))];
        if let Some(record) = self.index.record_mut(&delivered.account).filter(|record| !record.single_use) {
            record.single_use = true;
            effects.push(self.save());
        }
        effects
    }

    /// The connection ended, or its process died: whatever it asked or was approved is void.
    pub fn gone(&mut self, caller: Caller, now: Now) -> Vec<Effect> {
        self.waiting.retain(|delivery| delivery.caller != caller);
        self.delivered.retain(|delivered| delivered.caller != caller);
        self.enrolments.remove(&caller);
        self.forget_parts(caller);
        let mut effects = self.withdraw(caller, now);
        if self.runs.gone(caller) {
            effects.push(Effect::Changed);
        }
        effects
    }

    fn withdraw(&mut self, caller: Caller, now: Now) -> Vec<Effect> {
        let request = self.pending(now);
        let Some(pending) = self.desk.withdraw(caller, now) else { return Vec::new() };
        let log = Effect::Log(format!("request {}: withdrawn", pending.id));
        let mut effects = vec![Effect::Request(None), log];
        effects.extend(request.map(|request| self.note_end(request, Outcome::Withdrawn, now)));
        effects
    }

    /// Checks what holds for every request.
    pub(super) fn may_ask(&self, caller: Caller, nonce: &str) -> Result<(), Answer> {
        self.desk.check_nonce(nonce).map_err(|why| Answer::Failed { reason: failures::closed(why) })?;
        match &self.keeping.condition {
            StoreCondition::Open => {}
            StoreCondition::Locked | StoreCondition::Waiting => return Err(Answer::Locked),
            condition => return Err(Answer::Failed { reason: failures::not_open(condition) }),
        }
        if self.waiting.iter().any(|delivery| delivery.caller == caller) {
            let reason = failure("busy", "The code that was asked for before is on its way.", "Wait for it.");
            return Err(Answer::Busy { reason });
        }
        Ok(())
    }

    fn ask_prompt(
        &mut self,
        from: Requester,
        nonce: &str,
        asks: &PromptClaim,
        now: Now,
    ) -> Result<Vec<Effect>, Answer> {
        let caller = from.caller;
        if let Some(page) = &asks.page {
            return self.ask_page(from, nonce, (page, asks), now);
        }
        if self.runs.exhausted(caller) {
            return Err(self.denied(failure(
                "too-many-refused",
                "Two codes were refused in this run. No more are given to it.",
                "Check the account and this computer's clock, then run the command again.",
            )));
        }
        let scope = scope(&from, asks);
        let package = asks.package.as_deref();
        let covering = self.runs.covering(caller, &scope, package, now).map(|grant| grant.account.clone());
        // What the main window changed since then counts: the account is deleted, or answers another registry.
        if let Some(account) =
            covering.filter(|account| self.still_answers(account, scope.registry.as_deref()))
        {
            self.desk.use_nonce(nonce);
            let id = self.new_handle();
            let delivery = Delivery::new(id, caller, account, now).by_run(About::of(asks));
            return Ok(self.hand_out(delivery, now));
        }
        self.desk.vacant(now).map_err(busy)?;
        let named = match &asks.account {
            Some(name) => Some(self.named(name, now)?),
            None => self.enrolments.get(&caller).cloned(),
        };
        self.put_on_desk(nonce, caller, Request::prompt(from, asks, named), now)
    }

    /// A command has the person authenticate at a page. No code leaves for the program, whatever was approved for its run.
    fn ask_page(
        &mut self,
        from: Requester,
        nonce: &str,
        (page, asks): (&str, &PromptClaim),
        now: Now,
    ) -> Result<Vec<Effect>, Answer> {
        if browser::fit(page).is_none() {
            let message = "The address of the page is none that can be shown. Nothing was opened.";
            return Err(Answer::Failed {
                reason: failure("bad-page", message, "Look at it in the terminal."),
            });
        }
        self.desk.vacant(now).map_err(busy)?;
        let named = asks.account.as_deref().map(|name| self.named(name, now)).transpose()?;
        let caller = from.caller;
        self.put_on_desk(nonce, caller, Request::prompt(from, asks, named), now)
    }

    fn still_answers(&self, id: &Id, registry: Option<&str>) -> bool {
        let record = self.index.record(id);
        let ready = self.shelf.get(id).is_some_and(|found| found.ready(record).is_some());
        let bound = record.and_then(|record| record.registry.as_deref());
        ready && (binding(bound, registry) == Binding::Same || (bound, registry) == (None, None))
    }

    fn ask_code(
        &mut self,
        from: Requester,
        nonce: &str,
        name: &str,
        now: Now,
    ) -> Result<Vec<Effect>, Answer> {
        self.desk.vacant(now).map_err(busy)?;
        let id = self.named(name, now)?;
        let account = self.shelf.get(&id).and_then(|found| found.account.as_ref()).map(one_line);
        let sentence = format!("One code for {}", account.unwrap_or_default());
        let caller = from.caller;
        self.put_on_desk(nonce, caller, Request::plain(from, sentence, Matter::Code(id)), now)
    }

    /// Finds the account that a program names. To guess names is to be refused, and refusals are counted.
    pub(super) fn named(&mut self, name: &str, now: Now) -> Result<Id, Answer> {
        if let Some(account) = meant(name, self.shelf.kept(&self.index)) {
            return Ok(account.id.clone());
        }
        self.desk.note_refusal(now);
        Err(self.denied(failures::unclear()))
    }

    pub(super) fn put_on_desk(
        &mut self,
        nonce: &str,
        caller: Caller,
        request: Request,
        now: Now,
    ) -> Result<Vec<Effect>, Answer> {
        let (id, random) = (self.new_handle(), self.random_bytes::<2>());
        let log = Effect::Log(format!("request {id} of connection {caller}: {}", request.sentence));
        let pending = self.desk.open((caller, nonce), id.clone(), random, request, now).map_err(busy)?;
        let (words, expires_in_ms) = (pending.words.clone(), pending.expires_in_ms(now));
        Ok(vec![
            Effect::Program(caller, Answer::Pending { id, words, expires_in_ms }),
            Effect::Request(self.pending(now)),
            Effect::Show(Window::Approve),
            log,
        ])
    }

    /// Reads all links or none: a person approves what is shown, and nothing that was left out.
    fn read_links(&mut self, links: &[SecretText], now: Now) -> Result<Vec<Draft>, Failure> {
        if links.is_empty() || links.len() > ADD_LIMIT {
            let message = format!("A request adds 1 to {ADD_LIMIT} accounts. Nothing was kept.");
            return Err(failure("bad-request", message, "Add them in parts."));
        }
        links.iter().enumerate().map(|(number, text)| self.read_link(text, number, now)).collect()
    }

    pub(super) fn denied(&mut self, reason: Failure) -> Answer {
        Answer::Denied { id: self.new_handle(), reason }
    }
}

pub(super) fn busy(why: Closed) -> Answer {
    let reason = failures::closed(why);
    match why {
        Closed::Busy | Closed::Cooling { .. } => Answer::Busy { reason },
        Closed::NonceUsed | Closed::NonceMalformed => Answer::Failed { reason },
    }
}
