//! The facade: one method per use case. Time is an argument; what is to be done outside comes back as effects.
//!
//! The agent's one loop calls a method, performs the [`Effect`]s it returned in their order, and calls
//! [`App::tick`] when [`App::deadline`] has come. Nothing here reads a clock, a file or a socket.

mod answering;
mod asking;
mod backing_up;
mod changing;
mod choosing;
mod clock;
mod deciding;
mod drafting;
mod effect;
mod enrolling;
mod exporting;
mod exports;
mod failures;
mod giving;
mod importing;
mod keeping;
mod recovering;
mod relocating;
mod request;
mod setting;
mod sheets;
mod shelf;
mod showing;
mod writing;

pub use backing_up::{Backup, Planned, check_backup};
pub use drafting::Drafted;
pub use effect::{Caller, Copied, Effect, For, ReplyTo, Requester, StoreAnswer, StoreCall, Ticket};
pub use exporting::{Content, Export, Order};
pub use importing::Part;
pub use writing::Waiter;

use crate::approval::desk::Desk;
use crate::approval::run::Runs;
use crate::decisions::Decisions;
use crate::ports::Id;
use crate::secret::SecretText;
use crate::time::Now;
use crate::vault::index::Index;
use backing_up::Backups;
use clock::Clock;
use drafting::Drafts;
use exports::Exports;
use giving::{Delivered, Delivery};
use importing::Parts;
use keeping::Keeping;
use request::Request;
use setting::Setup;
use sheets::Sheets;
use shelf::Shelf;
use std::collections::BTreeMap;
use writing::Changes;

/// Fills a slice with random bytes fit for keys.
pub type Random = Box<dyn FnMut(&mut [u8]) + Send>;

/// Everything the agent knows, and every use case.
pub struct App {
    random: Random,
    index: Index,
    setup: Setup,
    clock: Clock,
    decisions: Decisions,
    keeping: Keeping,
    shelf: Shelf,
    sheets: Sheets,
    changes: Changes,
    drafts: Drafts,
    exports: Exports,
    /// What a program brings in parts.
    parts: Option<Parts>,
    backups: Backups,
    desk: Desk<Request>,
    runs: Runs,
    /// Approved codes whose step has not started.
    waiting: Vec<Delivery>,
    /// Codes that left and whose fate is not known.
    delivered: Vec<Delivered>,
    /// The connections on which an account was enrolled, with the person's approval.
    enrolments: BTreeMap<Caller, Id>,
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

impl App {
    /// Makes the facade. `index` is none where there is no index file: the first run. (A file that cannot be read is
    /// no first run; it is set aside, and its accounts are offered as they are found in the store.)
    #[must_use]
    pub fn new(index: Option<Index>, random: Random) -> Self {
        Self {
            random,
            index: index.unwrap_or_default(),
            setup: Setup::default(),
            clock: Clock::default(),
            decisions: Decisions::default(),
            keeping: Keeping::default(),
            shelf: Shelf::default(),
            sheets: Sheets::default(),
            changes: Changes::default(),
            drafts: Drafts::default(),
            exports: Exports::default(),
            parts: None,
            backups: Backups::default(),
            desk: Desk::default(),
            runs: Runs::default(),
            waiting: Vec::new(),
            delivered: Vec::new(),
            enrolments: BTreeMap::new(),
        }
    }

    /// Does what is due.
    pub fn tick(&mut self, now: Now) -> Vec<Effect> {
        self.drafts.expire(now);
        self.exports.expire(now);
        let mut effects = self.tick_requests(now);
        effects.extend(self.tick_store(now));
        effects.extend(self.tick_backups(now));
        effects.extend(self.tick_idle(now));
        effects
    }

    /// Returns when [`App::tick`] is to be called next, in steady milliseconds; none when nothing is due.
    #[must_use]
    pub fn deadline(&self) -> Option<u64> {
        let waiting = self.waiting.iter().map(|delivery| delivery.due).min();
        let store = self.store_deadline();
        let backup = self.backup_deadline();
        let idle = self.idle_deadline();
        [self.drafts.deadline(), self.desk.deadline(), self.runs.deadline(), waiting, store, backup, idle]
            .into_iter()
            .flatten()
            .min()
    }

    /// Returns sixteen random bytes in hexadecimal: the handle of a draft, a request, a run.
    fn new_handle(&mut self) -> String {
        data_encoding::HEXLOWER.encode(&self.random_bytes::<16>())
    }

    /// Returns a random UUID v4 (RFC 9562 section 5.4).
    fn new_id(&mut self) -> Id {
        let mut bytes = self.random_bytes::<16>();
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let hex = data_encoding::HEXLOWER.encode(&bytes);
        let groups = [0..8, 8..12, 12..16, 16..20, 20..32].map(|range| hex.get(range).unwrap_or_default());
        Id(groups.join("-"))
    }

    fn random_bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.random)(&mut bytes);
        bytes
    }
}

#[cfg(test)]
mod tests;
