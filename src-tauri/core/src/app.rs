//! The facade: one method per use case. Time is an argument; what is to be done outside comes back as effects.
//!
//! The agent's one loop calls a method, performs the [`Effect`]s it returned in their order, and calls
//! [`App::tick`] when [`App::deadline`] has come. Nothing here reads a clock, a file or a socket.

mod effect;

pub use effect::{Caller, Copied, Effect, ReplyTo, Requester, StoreAnswer, StoreCall, Ticket};

use crate::secret::SecretText;
use crate::time::Now;
use crate::vault::index::Index;
use crate::view::{Ask, CodeView, Decision, DraftView, Edit, Failure, Overview, RequestView, StatusView};

/// Fills a slice with random bytes.
pub type Random = Box<dyn FnMut(&mut [u8]) + Send>;

/// Everything the agent knows, and every use case.
pub struct App {
    _random: Random,
}

impl App {
    /// Makes the facade. `index` is none where there is no index file: the first run.
    #[must_use]
    pub fn new(_index: Option<Index>, random: Random) -> Self {
        Self { _random: random }
    }

    /// Starts: opens the store that was last in use, or asks for the keychain.
    pub fn start(&mut self, _now: Now) -> Vec<Effect> {
        Vec::new()
    }

    /// Takes the store's answer.
    pub fn store_answered(
        &mut self,
        _ticket: Ticket,
        _answer: Result<StoreAnswer, crate::ports::StoreError>,
        _now: Now,
    ) -> Vec<Effect> {
        Vec::new()
    }

    /// Takes notice that the index could not be saved; `reason` is for the person.
    pub fn index_failed(&mut self, _reason: &str) -> Vec<Effect> {
        Vec::new()
    }

    /// A program asks for something a person must approve.
    pub fn ask(&mut self, _from: Requester, _nonce: &str, _ask: Ask, _now: Now) -> Vec<Effect> {
        Vec::new()
    }

    /// A program brings `otpauth` links.
    pub fn add(&mut self, _from: Requester, _nonce: &str, _links: &[SecretText], _now: Now) -> Vec<Effect> {
        Vec::new()
    }

    /// The program withdraws its request.
    pub fn cancel(&mut self, _caller: Caller, _id: &str, _now: Now) -> Vec<Effect> {
        Vec::new()
    }

    /// The registry took the code.
    pub fn accepted(&mut self, _caller: Caller, _id: &str, _now: Now) -> Vec<Effect> {
        Vec::new()
    }

    /// The registry refused the code.
    pub fn refused(&mut self, _caller: Caller, _id: &str, _now: Now) -> Vec<Effect> {
        Vec::new()
    }

    /// The connection ended, or its process died.
    pub fn gone(&mut self, _caller: Caller, _now: Now) -> Vec<Effect> {
        Vec::new()
    }

    /// Returns what anyone who may connect may know. Carries the crate's version as the agent's.
    #[must_use]
    pub fn status(&self) -> StatusView {
        StatusView {
            agent: env!("CARGO_PKG_VERSION").to_owned(),
            condition: crate::view::StoreCondition::Opening,
            store: None,
            pending: false,
        }
    }

    /// Returns everything but codes. Whether there is a tray is the agent's to fill in.
    #[must_use]
    pub fn overview(&self, _now: Now) -> Overview {
        Overview {
            accounts: Vec::new(),
            store: crate::view::StoreView {
                kind: None,
                condition: crate::view::StoreCondition::Opening,
                provider: None,
                failure: None,
            },
            runs: Vec::new(),
            tray: false,
        }
    }

    /// Returns the codes of visible rows; rows that make none are left out.
    #[must_use]
    pub fn codes(&self, _ids: &[String], _now: Now) -> Vec<CodeView> {
        Vec::new()
    }

    /// Makes a code for the clipboard, of the current or the next step.
    ///
    /// # Errors
    /// A [`Failure`] where the account makes no code at the moment.
    pub fn copy(&mut self, _id: &str, _next: bool, _now: Now) -> Result<(Copied, Vec<Effect>), Failure> {
        Err(nothing())
    }

    /// Reads links into drafts; one failure per link that was refused. Nothing is kept yet.
    pub fn draft(&mut self, _links: &[SecretText], _now: Now) -> (Vec<DraftView>, Vec<Failure>) {
        (Vec::new(), Vec::new())
    }

    /// Makes a draft from what a person typed.
    ///
    /// # Errors
    /// A [`Failure`] that says what to correct.
    pub fn draft_by_hand(&mut self, _typed: &Typed<'_>, _now: Now) -> Result<DraftView, Failure> {
        Err(nothing())
    }

    /// Forgets drafts.
    pub fn drop_drafts(&mut self, _drafts: &[String]) {}

    /// Keeps drafts as accounts.
    pub fn keep(&mut self, _to: ReplyTo, _drafts: &[String], _now: Now) -> Vec<Effect> {
        Vec::new()
    }

    /// Changes what is shown of an account and which registry it may answer.
    pub fn edit(&mut self, _to: ReplyTo, _id: &str, _edit: Edit, _now: Now) -> Vec<Effect> {
        Vec::new()
    }

    /// Deletes an account; it can be restored for 30 days.
    pub fn delete(&mut self, _to: ReplyTo, _id: &str, _now: Now) -> Vec<Effect> {
        Vec::new()
    }

    /// Brings a deleted account back.
    pub fn restore(&mut self, _to: ReplyTo, _id: &str, _now: Now) -> Vec<Effect> {
        Vec::new()
    }

    /// Takes over an account that another program put into the store or changed there.
    pub fn confirm(&mut self, _to: ReplyTo, _id: &str, _now: Now) -> Vec<Effect> {
        Vec::new()
    }

    /// Puts accounts in this order; those not named follow as they stood.
    pub fn order(&mut self, _to: ReplyTo, _ids: &[String], _now: Now) -> Vec<Effect> {
        Vec::new()
    }

    /// Returns the request that waits.
    #[must_use]
    pub fn pending(&self, _now: Now) -> Option<RequestView> {
        None
    }

    /// A shell shows this request from now on: its buttons arm 700 ms later. Say it again when the window comes back
    /// into focus; it arms anew.
    pub fn shown(&mut self, _id: &str, _now: Now) -> Vec<Effect> {
        Vec::new()
    }

    /// Takes the person's answer.
    ///
    /// # Errors
    /// A [`Failure`] where the answer cannot be taken; the request waits on.
    pub fn decide(&mut self, _id: &str, _decision: Decision, _now: Now) -> Result<Vec<Effect>, Failure> {
        Err(nothing())
    }

    /// Ends an approved run.
    pub fn stop_run(&mut self, _id: &str, _now: Now) -> Vec<Effect> {
        Vec::new()
    }

    /// Makes the sealed file the store in use.
    pub fn choose_sealed_file(&mut self, _to: ReplyTo, _passphrase: SecretText, _now: Now) -> Vec<Effect> {
        Vec::new()
    }

    /// Makes the keychain the store in use.
    pub fn try_keychain(&mut self, _to: ReplyTo, _now: Now) -> Vec<Effect> {
        Vec::new()
    }

    /// Opens the store in use.
    pub fn unlock(&mut self, _to: ReplyTo, _passphrase: Option<SecretText>, _now: Now) -> Vec<Effect> {
        Vec::new()
    }

    /// Drops every secret from memory.
    pub fn lock(&mut self, _now: Now) -> Vec<Effect> {
        Vec::new()
    }

    /// Does what is due.
    pub fn tick(&mut self, _now: Now) -> Vec<Effect> {
        Vec::new()
    }

    /// Returns when [`App::tick`] is to be called next, in steady milliseconds; none when nothing is due.
    #[must_use]
    pub fn deadline(&self) -> Option<u64> {
        None
    }
}

/// What a person typed of an account.
#[derive(Clone, Debug)]
pub struct Typed<'a> {
    /// Who issued it.
    pub issuer: &'a str,
    /// Whose account it is.
    pub account: &'a str,
    /// The secret in base32.
    pub secret: &'a SecretText,
    /// SHA1, SHA256 or SHA512.
    pub algorithm: &'a str,
    /// Characters in a code.
    pub digits: u8,
    /// Seconds in a time step.
    pub period: u32,
}

fn nothing() -> Failure {
    Failure { code: "nothing".into(), message: "There is no such thing yet.".into(), hint: String::new() }
}
