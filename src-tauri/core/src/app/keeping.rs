//! Where the secrets are: opening, locking and changing the store, and saving the index.

use super::App;
use super::effect::{Effect, ReplyTo, StoreAnswer, StoreCall, Ticket};
use super::failures;
use super::relocating::passphrase_changed;
use super::sheets::Sheets;
use super::shelf::Shelf;
use super::writing::Written;
use crate::ports::{Id, Provider, StoreError};
use crate::secret::SecretText;
use crate::time::Now;
use crate::view::{Answer, Failure, StoreCondition, StoreKind};
use std::collections::BTreeMap;

/// How long to wait until the index is saved again after that failed, in milliseconds.
const SAVE_AGAIN_MS: u64 = 10_000;

/// What is known of the store, and what it was asked.
#[derive(Debug)]
pub(super) struct Keeping {
    pub(super) condition: StoreCondition,
    pub(super) kind: Option<StoreKind>,
    pub(super) provider: Option<Provider>,
    pub(super) failure: Option<Failure>,
    /// What could not be saved, and when that is tried again.
    pub(super) unsaved: Option<(Failure, u64)>,
    /// Whether it was tried to remove what a move left behind.
    pub(super) clearing_tried: bool,
    jobs: BTreeMap<Ticket, Job>,
    tickets: u64,
}

impl Default for Keeping {
    fn default() -> Self {
        Self {
            condition: StoreCondition::Opening,
            kind: None,
            provider: None,
            failure: None,
            unsaved: None,
            clearing_tried: false,
            jobs: BTreeMap::new(),
            tickets: 0,
        }
    }
}

/// What to do with the store's answer.
#[derive(Debug)]
pub(super) enum Job {
    /// A store is being opened; `chosen` if the person chose it just now.
    Open { kind: StoreKind, chosen: bool, reply: Option<ReplyTo> },
    /// It is being read.
    Load { kind: StoreKind, reply: Option<ReplyTo> },
    /// It drops what it holds.
    Lock,
    /// A payload is being written.
    Write(Box<Written>),
    /// A sheet of recovery codes is being written.
    WriteSheet(Box<super::sheets::Written>),
    /// What was deleted is being removed for good.
    Purge(Id),
    /// Every item is being moved to this store.
    Move { kind: StoreKind, reply: Option<ReplyTo> },
    /// What a move left behind there is being removed.
    Clear(StoreKind),
    /// The sealed file gets another passphrase.
    ChangePassphrase(Option<ReplyTo>),
}

impl Keeping {
    /// Whether everything is on its way to the other store.
    pub(super) fn relocates(&self) -> bool {
        self.jobs.values().any(|job| matches!(job, Job::Move { .. }))
    }
}

impl App {
    /// Starts: opens the store that was last in use, or asks for the keychain.
    pub fn start(&mut self, _now: Now) -> Vec<Effect> {
        let (kind, call) = match self.index.store {
            Some(StoreKind::SealedFile) => (StoreKind::SealedFile, StoreCall::UseSealed),
            Some(StoreKind::Keychain) | None => (StoreKind::Keychain, StoreCall::UseKeychain),
        };
        vec![self.ask_store(call, Job::Open { kind, chosen: false, reply: None })]
    }

    /// Makes the sealed file the store in use, as the person chose.
    pub fn choose_sealed_file(&mut self, to: ReplyTo, passphrase: SecretText, _now: Now) -> Vec<Effect> {
        let job = Job::Open { kind: StoreKind::SealedFile, chosen: true, reply: Some(to) };
        vec![self.ask_store(StoreCall::CreateSealed(passphrase), job)]
    }

    /// Makes the keychain the store in use, as the person chose.
    pub fn try_keychain(&mut self, to: ReplyTo, _now: Now) -> Vec<Effect> {
        let job = Job::Open { kind: StoreKind::Keychain, chosen: true, reply: Some(to) };
        vec![self.ask_store(StoreCall::UseKeychain, job)]
    }

    /// Opens the store in use. Answers no request that came while it was locked.
    pub fn unlock(&mut self, to: ReplyTo, passphrase: Option<SecretText>, _now: Now) -> Vec<Effect> {
        if self.keeping.condition == StoreCondition::Open {
            return vec![Effect::Reply(to, Ok(()))];
        }
        let kind =
            self.keeping.kind.clone().or_else(|| self.index.store.clone()).unwrap_or(StoreKind::Keychain);
        let job = Job::Open { kind, chosen: false, reply: Some(to) };
        vec![self.ask_store(StoreCall::Unlock(passphrase), job)]
    }

    /// Drops every secret from memory. What asks or was approved and not yet given is answered: locked.
    pub fn lock(&mut self, now: Now) -> Vec<Effect> {
        self.drafts.clear();
        self.stop_batches(&failures::not_open(&StoreCondition::Locked));
        self.forget_undo();
        self.parts = None;
        if matches!(self.keeping.condition, StoreCondition::Locked | StoreCondition::Unavailable) {
            return Vec::new();
        }
        self.shelf.clear();
        self.sheets.clear();
        self.enrolments.clear();
        self.keeping.condition = StoreCondition::Locked;
        self.keeping.failure = None;
        let mut effects = self.forget_store_calls();
        for caller in self.drop_requests() {
            effects.push(Effect::Program(caller, Answer::Locked));
        }
        self.runs.stop_all();
        effects.push(self.ask_store(StoreCall::Lock, Job::Lock));
        effects.extend([
            Effect::Request(self.pending(now)),
            Effect::Changed,
            Effect::Log("locked".to_owned()),
        ]);
        effects
    }

    /// Takes the store's answer.
    pub fn store_answered(
        &mut self,
        ticket: Ticket,
        answer: Result<StoreAnswer, StoreError>,
        now: Now,
    ) -> Vec<Effect> {
        let Some(job) = self.keeping.jobs.remove(&ticket) else { return Vec::new() };
        if answer == Err(StoreError::TimedOut) {
            return self.still_waiting(ticket, job);
        }
        match job {
            Job::Open { kind, chosen, reply } => match answer {
                Ok(StoreAnswer::Provider(provider)) => self.opened(provider, chosen, reply),
                Ok(_) => self.not_opened(
                    &StoreError::Failed("an answer out of turn".to_owned()),
                    kind,
                    chosen,
                    reply,
                ),
                Err(error) => self.not_opened(&error, kind, chosen, reply),
            },
            Job::Load { kind, reply } => match answer {
                Ok(StoreAnswer::Loaded(stored)) => self.loaded(stored, reply, now),
                Ok(_) => self.not_opened(
                    &StoreError::Failed("an answer out of turn".to_owned()),
                    kind,
                    true,
                    reply,
                ),
                Err(error) => self.not_opened(&error, kind, true, reply),
            },
            Job::Lock => Vec::new(),
            Job::Write(written) => self.written(*written, answer.map(|_| ())),
            Job::WriteSheet(written) => self.sheet_kept(*written, answer.map(|_| ())),
            Job::Purge(id) => self.purged(&id, &answer.map(|_| ())),
            Job::Move { kind, reply } => self.moved(kind, reply, answer),
            Job::Clear(kind) => self.cleared(&kind, answer),
            Job::ChangePassphrase(reply) => passphrase_changed(reply, answer),
        }
    }

    /// Takes notice that the index could not be saved; `reason` is for the person.
    pub fn index_failed(&mut self, reason: &str, now: Now) -> Vec<Effect> {
        let again = now.steady_ms.saturating_add(SAVE_AGAIN_MS);
        self.keeping.unsaved = Some((failures::unsaved(reason), again));
        vec![Effect::Changed, Effect::Log("the index could not be saved".to_owned())]
    }

    /// Saves the index.
    pub(super) fn save(&mut self) -> Effect {
        self.keeping.unsaved = None;
        Effect::SaveIndex(self.index.to_json())
    }

    /// Asks the store for something.
    pub(super) fn ask_store(&mut self, call: StoreCall, job: Job) -> Effect {
        self.keeping.tickets += 1;
        let ticket = Ticket(self.keeping.tickets);
        self.keeping.jobs.insert(ticket, job);
        Effect::Store(ticket, call)
    }

    /// Returns whether the store can be used.
    ///
    /// # Errors
    /// Why not.
    pub(super) fn open(&self) -> Result<(), Failure> {
        match &self.keeping.condition {
            StoreCondition::Open => Ok(()),
            condition => Err(failures::not_open(condition)),
        }
    }

    /// Tries what is due again: the index, deleted accounts whose time is over.
    pub(super) fn tick_store(&mut self, now: Now) -> Vec<Effect> {
        let mut effects = self.purge(now);
        effects.extend(self.clear_leftover());
        if self.keeping.unsaved.as_ref().is_some_and(|(_, again)| *again <= now.steady_ms) {
            effects.extend([self.save(), Effect::Changed]);
        }
        effects
    }

    pub(super) fn store_deadline(&self) -> Option<u64> {
        let again = self.keeping.unsaved.as_ref().map(|(_, again)| *again);
        let leftover = self.leftover().map(|_| 0);
        [again, self.purge_deadline(), leftover].into_iter().flatten().min()
    }

    pub(super) fn purging(&self, id: &Id) -> bool {
        self.keeping.jobs.values().any(|job| matches!(job, Job::Purge(purged) if purged == id))
    }

    /// The call goes on; the person is told, and the shell is not kept waiting.
    fn still_waiting(&mut self, ticket: Ticket, mut job: Job) -> Vec<Effect> {
        let mut effects = Vec::new();
        match &mut job {
            Job::Open { kind, reply, .. } | Job::Load { kind, reply } => {
                let failure = failures::store(&StoreError::TimedOut, kind);
                effects.extend(reply.take().map(|to| Effect::Reply(to, Err(failure.clone()))));
                if self.keeping.condition != StoreCondition::Open {
                    self.keeping.condition = StoreCondition::Waiting;
                    self.keeping.kind = Some(kind.clone());
                    self.keeping.failure = Some(failure);
                }
                effects.push(Effect::Changed);
            }
            Job::Write(written) => effects.extend(self.write_waits(written)),
            Job::WriteSheet(written) => {
                if let Some((batch, id)) = written.take_batch() {
                    effects.extend(self.count(batch, id, Err(StoreError::TimedOut)));
                }
            }
            Job::Move { kind, reply } => {
                let failure = failures::store(&StoreError::TimedOut, kind);
                effects.extend(reply.take().map(|to| Effect::Reply(to, Err(failure))));
            }
            Job::ChangePassphrase(reply) => {
                let failure = failures::store(&StoreError::TimedOut, &StoreKind::SealedFile);
                effects.extend(reply.take().map(|to| Effect::Reply(to, Err(failure))));
            }
            Job::Lock | Job::Purge(_) | Job::Clear(_) => {}
        }
        self.keeping.jobs.insert(ticket, job);
        effects
    }

    pub(super) fn opened(&mut self, provider: Provider, chosen: bool, reply: Option<ReplyTo>) -> Vec<Effect> {
        let kind = provider.kind.clone();
        let mut effects = Vec::new();
        self.keeping.kind = Some(kind.clone());
        self.keeping.condition = StoreCondition::Opening;
        self.keeping.failure = None;
        self.keeping.clearing_tried = false;
        if chosen && self.index.store.as_ref() != Some(&kind) {
            self.index.store = Some(kind.clone());
            effects.push(self.save());
        }
        self.keeping.provider = Some(provider);
        effects.extend([self.ask_store(StoreCall::Load, Job::Load { kind, reply }), Effect::Changed]);
        effects
    }

    fn not_opened(
        &mut self,
        error: &StoreError,
        kind: StoreKind,
        chosen: bool,
        reply: Option<ReplyTo>,
    ) -> Vec<Effect> {
        let failure = failures::store(error, &kind);
        let locked = matches!(error, StoreError::Locked | StoreError::WrongPassphrase);
        let mut effects = Vec::new();
        // A choice that failed changes nothing where a store is open.
        if self.keeping.condition != StoreCondition::Open || (locked && chosen && kind == StoreKind::Keychain)
        {
            self.keeping.condition =
                if locked { StoreCondition::Locked } else { StoreCondition::Unavailable };
            self.keeping.failure = Some(failure.clone()).filter(|_| !locked);
            self.keeping.kind = Some(kind.clone());
            self.keeping.provider = None;
            self.shelf.clear();
            self.sheets.clear();
        }
        if locked && chosen && kind == StoreKind::Keychain && self.index.store == Some(StoreKind::SealedFile)
        {
            self.index.store = Some(kind);
            effects.push(self.save());
        }
        effects.extend(reply.map(|to| Effect::Reply(to, Err(failure))));
        effects
            .extend([Effect::Changed, Effect::Log(format!("the store was not opened: {}", kind_of(error)))]);
        effects
    }

    fn loaded(
        &mut self,
        stored: Vec<(Id, Result<SecretText, StoreError>)>,
        reply: Option<ReplyTo>,
        now: Now,
    ) -> Vec<Effect> {
        let (sheets, accounts) = Sheets::sort_out(&self.index, stored);
        self.sheets = sheets;
        self.shelf = Shelf::reconcile(&self.index, accounts);
        self.keeping.condition = StoreCondition::Open;
        let missing = self.shelf.missing(&self.index);
        let before = self.index.provider.as_ref().map(|provider| provider.name.as_str());
        let today = self.keeping.provider.as_ref().map(|provider| provider.name.as_str());
        let moved = before.zip(today).filter(|(before, today)| before != today);
        self.keeping.failure = (missing > 0).then(|| failures::missing(missing, moved));
        if missing == 0 {
            // Remembered with the next change: reading alone writes nothing.
            self.index.provider.clone_from(&self.keeping.provider);
        }
        let mut effects: Vec<Effect> = reply.map(|to| Effect::Reply(to, Ok(()))).into_iter().collect();
        effects.extend([
            Effect::Changed,
            Effect::Log(format!("the store is open, {missing} accounts are missing")),
        ]);
        effects.extend(self.purge(now));
        self.expect_backup(now);
        effects
    }

    /// Forgets what the store was asked and will still answer, and the secrets in it. Writes go on: their ends are
    /// noted in the index.
    fn forget_store_calls(&mut self) -> Vec<Effect> {
        let (mut effects, mut waiting) = (Vec::new(), Vec::new());
        self.keeping.jobs.retain(|_, job| match job {
            Job::Open { reply, .. } | Job::Load { reply, .. } => {
                let failure = failures::not_open(&StoreCondition::Locked);
                effects.extend(reply.take().map(|to| Effect::Reply(to, Err(failure))));
                false
            }
            Job::Write(written) => {
                waiting.extend(written.forget());
                true
            }
            Job::WriteSheet(written) => {
                written.forget();
                true
            }
            Job::Lock | Job::Purge(_) | Job::Move { .. } | Job::Clear(_) | Job::ChangePassphrase(_) => true,
        });
        let locked = failures::not_open(&StoreCondition::Locked);
        effects.extend(waiting.into_iter().flat_map(|then| self.do_not(then, &locked)).collect::<Vec<_>>());
        effects
    }
}

/// Names an error without the text that another program may have put into it.
fn kind_of(error: &StoreError) -> &'static str {
    match error {
        StoreError::Unavailable(_) => "unavailable",
        StoreError::Locked => "locked",
        StoreError::WrongPassphrase => "wrong passphrase",
        StoreError::Absent => "absent",
        StoreError::Ambiguous => "ambiguous",
        StoreError::Damaged(_) => "damaged",
        StoreError::TimedOut => "timed out",
        StoreError::Failed(_) => "failed",
    }
}
