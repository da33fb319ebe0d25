//! The desk where one request at a time waits for the person.

use super::words;
use crate::time::Now;
use crate::view::Stage;
use std::collections::{HashSet, VecDeque};

/// How long a request waits for the person.
pub const LIFE_MS: u64 = 90_000;
/// How long after it is shown a request may be approved: nobody reads faster, and a key meant for another window is
/// not taken for an answer.
pub const ARMING_MS: u64 = 700;
/// As many refused or unanswered requests within [`REFUSAL_WINDOW_MS`] bring a cool-down.
pub const REFUSALS: usize = 5;
/// See [`REFUSALS`].
pub const REFUSAL_WINDOW_MS: u64 = 10 * 60_000;
/// How long no request is taken once there were too many refusals; counted from the last of them.
pub const COOL_DOWN_MS: u64 = 60_000;

/// How many nonces are remembered. One enters per request that a person sees or a run's grant answers.
const NONCES: usize = 65_536;

/// A request that waits. `M` is the matter: what is asked, which the desk does not look at.
#[derive(Clone, Debug)]
pub struct Pending<M> {
    /// The request's identity.
    pub id: String,
    /// The connection that asked; only it hears the answer.
    pub caller: u64,
    /// The words that both sides show.
    pub words: [String; 2],
    /// What is asked.
    pub matter: M,
    expires: u64,
    shown: Option<u64>,
    standing: Standing,
}

/// How far a request has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Asking,
    Waiting { until: u64 },
    Working,
}

impl<M> Pending<M> {
    /// Returns the milliseconds that are left for an answer.
    #[must_use]
    pub fn expires_in_ms(&self, now: Now) -> u32 {
        left(self.expires, now)
    }

    /// Returns the milliseconds until an approval is taken; all of them while no shell shows the request.
    #[must_use]
    pub fn arms_in_ms(&self, now: Now) -> u32 {
        left(self.shown.unwrap_or(now.steady_ms).saturating_add(ARMING_MS), now)
    }

    /// Returns where it stands, as it is shown.
    #[must_use]
    pub fn stage(&self, now: Now) -> Stage {
        match self.standing {
            Standing::Asking => Stage::Asking,
            Standing::Waiting { until } => Stage::NextStep { in_ms: left(until, now) },
            Standing::Working => Stage::Working,
        }
    }
}

/// Why a request is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Another one waits.
    Busy,
    /// Too many were refused lately.
    Cooling {
        /// How long that lasts.
        for_ms: u32,
    },
    /// The nonce was used before.
    NonceUsed,
    /// The nonce is none: 16 to 128 visible ASCII characters.
    NonceMalformed,
}

/// Why an answer is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// No such request waits any more.
    Gone,
    /// The buttons are not armed yet.
    TooEarly,
    /// It was answered already.
    Answered,
}

/// The desk.
#[derive(Debug)]
pub struct Desk<M> {
    pending: Option<Pending<M>>,
    refusals: VecDeque<u64>,
    nonces: HashSet<String>,
    nonce_order: VecDeque<String>,
    words: Option<[String; 2]>,
}

impl<M> Default for Desk<M> {
    fn default() -> Self {
        Self {
            pending: None,
            refusals: VecDeque::new(),
            nonces: HashSet::new(),
            nonce_order: VecDeque::new(),
            words: None,
        }
    }
}

impl<M> Desk<M> {
    /// Returns the request that waits.
    #[must_use]
    pub fn pending(&self) -> Option<&Pending<M>> {
        self.pending.as_ref()
    }

    /// Returns the request that waits, to change its matter.
    pub fn pending_mut(&mut self) -> Option<&mut Pending<M>> {
        self.pending.as_mut()
    }

    /// Returns whether a nonce is new and well-formed.
    ///
    /// # Errors
    /// [`Closed::NonceMalformed`] and [`Closed::NonceUsed`].
    pub fn check_nonce(&self, nonce: &str) -> Result<(), Closed> {
        if !(16..=128).contains(&nonce.len()) || !nonce.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Closed::NonceMalformed);
        }
        if self.nonces.contains(nonce) { Err(Closed::NonceUsed) } else { Ok(()) }
    }

    /// Remembers a nonce as used.
    pub fn use_nonce(&mut self, nonce: &str) {
        if self.nonces.insert(nonce.to_owned()) {
            self.nonce_order.push_back(nonce.to_owned());
        }
        if self.nonce_order.len() > NONCES
            && let Some(oldest) = self.nonce_order.pop_front()
        {
            self.nonces.remove(&oldest);
        }
    }

    /// Returns whether a request could be put on the desk.
    ///
    /// # Errors
    /// [`Closed::Busy`] and [`Closed::Cooling`].
    pub fn vacant(&self, now: Now) -> Result<(), Closed> {
        if self.pending.is_some() {
            return Err(Closed::Busy);
        }
        match self.cooled_until() {
            Some(until) if until > now.steady_ms => Err(Closed::Cooling { for_ms: left(until, now) }),
            _ => Ok(()),
        }
    }

    /// Puts a request on the desk. `random` chooses its words.
    ///
    /// # Errors
    /// Any [`Closed`]; the nonce is used up only if the request was taken.
    pub fn open(
        &mut self,
        from: (u64, &str),
        id: String,
        random: [u8; 2],
        matter: M,
        now: Now,
    ) -> Result<&Pending<M>, Closed> {
        let (caller, nonce) = from;
        self.check_nonce(nonce)?;
        self.vacant(now)?;
        self.use_nonce(nonce);
        let words = words::pick(random, self.words.as_ref());
        self.words = Some(words.clone());
        let expires = now.steady_ms.saturating_add(LIFE_MS);
        Ok(self.pending.insert(Pending {
            id,
            caller,
            words,
            matter,
            expires,
            shown: None,
            standing: Standing::Asking,
        }))
    }

    /// Notes that a shell shows the request from now on; its buttons arm anew.
    pub fn shown(&mut self, id: &str, now: Now) {
        if let Some(pending) = self.pending.as_mut().filter(|pending| pending.id == id) {
            pending.shown = Some(now.steady_ms);
        }
    }

    /// Returns the request if an approval of it may be taken now.
    ///
    /// # Errors
    /// Any [`NotTaken`]; the request waits on.
    pub fn approvable(&self, id: &str, now: Now) -> Result<&Pending<M>, NotTaken> {
        let pending = self.pending.as_ref().filter(|pending| pending.id == id).ok_or(NotTaken::Gone)?;
        if pending.standing != Standing::Asking {
            return Err(NotTaken::Answered);
        }
        if pending.expires <= now.steady_ms {
            return Err(NotTaken::Gone);
        }
        match pending.shown {
            Some(shown) if shown.saturating_add(ARMING_MS) <= now.steady_ms => Ok(pending),
            _ => Err(NotTaken::TooEarly),
        }
    }

    /// Notes that the approved request waits for the start of a time step.
    pub fn waits(&mut self, id: &str, until: u64) {
        self.stand(id, Standing::Waiting { until });
    }

    /// Notes that the approved request is being carried out.
    pub fn works(&mut self, id: &str) {
        self.stand(id, Standing::Working);
    }

    fn stand(&mut self, id: &str, standing: Standing) {
        if let Some(pending) = self.pending.as_mut().filter(|pending| pending.id == id) {
            pending.standing = standing;
        }
    }

    /// Takes a refusal, which is possible until something left.
    ///
    /// # Errors
    /// [`NotTaken::Gone`], and [`NotTaken::Answered`] while it is being carried out.
    pub fn deny(&mut self, id: &str, now: Now) -> Result<Pending<M>, NotTaken> {
        match &self.pending {
            Some(pending) if pending.id == id && pending.standing == Standing::Working => {
                Err(NotTaken::Answered)
            }
            Some(pending) if pending.id == id => {
                self.note_refusal(now);
                self.pending.take().ok_or(NotTaken::Gone)
            }
            _ => Err(NotTaken::Gone),
        }
    }

    /// Takes the answered request from the desk.
    pub fn close(&mut self, id: &str) -> Option<Pending<M>> {
        self.pending.take_if(|pending| pending.id == id)
    }

    /// Takes whatever request waits, unless it is being carried out.
    pub fn take(&mut self) -> Option<Pending<M>> {
        self.pending.take_if(|pending| pending.standing != Standing::Working)
    }

    /// Takes the request of a caller that withdrew it or is gone. Before the buttons were armed nobody could have
    /// answered, so that counts as a refusal: requests are not for making windows flash.
    pub fn withdraw(&mut self, caller: u64, now: Now) -> Option<Pending<M>> {
        let pending = self.pending.take_if(|pending| pending.caller == caller)?;
        if pending.standing == Standing::Asking && pending.arms_in_ms(now) > 0 {
            self.note_refusal(now);
        }
        Some(pending)
    }

    /// Takes the request if nobody answered it in time.
    pub fn expire(&mut self, now: Now) -> Option<Pending<M>> {
        let expired = self
            .pending
            .take_if(|pending| pending.standing == Standing::Asking && pending.expires <= now.steady_ms)?;
        self.note_refusal(now);
        Some(expired)
    }

    /// Counts a request that was refused without asking the person.
    pub fn note_refusal(&mut self, now: Now) {
        self.refusals.push_back(now.steady_ms);
        if self.refusals.len() > REFUSALS {
            self.refusals.pop_front();
        }
    }

    /// Returns when a cool-down ends or ended: the last five refusals lie within the window.
    fn cooled_until(&self) -> Option<u64> {
        let (first, last) = (self.refusals.front()?, self.refusals.back()?);
        let many = self.refusals.len() == REFUSALS && last.saturating_sub(*first) < REFUSAL_WINDOW_MS;
        many.then(|| last.saturating_add(COOL_DOWN_MS))
    }

    /// Returns when [`Desk::expire`] is due.
    #[must_use]
    pub fn deadline(&self) -> Option<u64> {
        self.pending
            .as_ref()
            .filter(|pending| pending.standing == Standing::Asking)
            .map(|pending| pending.expires)
    }
}

/// Returns the milliseconds until a steady moment.
#[must_use]
pub fn left(until: u64, now: Now) -> u32 {
    u32::try_from(until.saturating_sub(now.steady_ms)).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[path = "desk_tests.rs"]
mod tests;
