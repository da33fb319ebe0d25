//! Moving every item from one store to the other, and changing the sealed file's passphrase.
//!
//! A move can be cut anywhere. Until the index names the other store, everything is where it was; what it was copied from is
//! removed after that was saved, and item by item only where the store in use holds the same.

use super::App;
use super::effect::{Effect, ReplyTo, StoreAnswer, StoreCall};
use super::failures::{self, failure};
use super::keeping::Job;
use crate::ports::StoreError;
use crate::secret::SecretText;
use crate::view::{Failure, StoreCondition, StoreKind};

impl App {
    /// Moves every item into the other store, which is in use from then on. `passphrase` seals the file, or opens one that is there.
    ///
    /// # Errors
    /// Where nothing is open, or everything is there already.
    pub fn move_store(
        &mut self,
        to: ReplyTo,
        kind: StoreKind,
        passphrase: Option<SecretText>,
    ) -> Result<Vec<Effect>, Failure> {
        self.open()?;
        if self.keeping.kind.as_ref() == Some(&kind) || self.keeping.relocates() {
            return Err(failure(
                "already-there",
                "Your accounts are there already.",
                "Nothing is to be done.",
            ));
        }
        let job = Job::Move { kind: kind.clone(), reply: Some(to) };
        Ok(vec![self.ask_store(StoreCall::Move(kind, passphrase), job)])
    }

    /// Has the sealed file open with another passphrase.
    ///
    /// # Errors
    /// Where the sealed file is not the store in use, or not open.
    pub fn change_passphrase(
        &mut self,
        to: ReplyTo,
        before: SecretText,
        after: SecretText,
    ) -> Result<Vec<Effect>, Failure> {
        self.open()?;
        if self.keeping.kind != Some(StoreKind::SealedFile) {
            let message = "Your accounts are not in a sealed file. Nothing was changed.";
            return Err(failure("no-passphrase", message, "Move them there first."));
        }
        Ok(vec![self.ask_store(StoreCall::ChangePassphrase(before, after), Job::ChangePassphrase(Some(to)))])
    }

    pub(super) fn moved(
        &mut self,
        kind: StoreKind,
        reply: Option<ReplyTo>,
        answer: Result<StoreAnswer, StoreError>,
    ) -> Vec<Effect> {
        let provider = match answer {
            Ok(StoreAnswer::Provider(provider)) => provider,
            Ok(_) => return told(reply, Err(failures::not_moved(&StoreError::Absent))),
            Err(error) => return told(reply, Err(failures::not_moved(&error))),
        };
        self.index.leftover = self.index.store.replace(kind.clone());
        self.index.provider = Some(provider.clone());
        let mut effects =
            vec![self.save(), Effect::Log("the accounts were moved to the other store".to_owned())];
        if self.keeping.condition == StoreCondition::Open {
            effects.extend(self.opened(provider, false, reply));
        } else {
            // Locked meanwhile: the other store is what will be unlocked.
            self.keeping.kind = Some(kind);
            effects.extend(told(reply, Ok(())));
            effects.push(Effect::Changed);
        }
        effects
    }

    /// Removes what a move left behind, once the index that names the other store was saved.
    pub(super) fn clear_leftover(&mut self) -> Option<Effect> {
        let kind = self.leftover()?.clone();
        self.keeping.clearing_tried = true;
        Some(self.ask_store(StoreCall::Clear(kind.clone()), Job::Clear(kind)))
    }

    /// The store whose items are to be removed now.
    pub(super) fn leftover(&self) -> Option<&StoreKind> {
        let may = self.keeping.condition == StoreCondition::Open
            && self.keeping.unsaved.is_none()
            && !self.keeping.clearing_tried;
        self.index.leftover.as_ref().filter(|_| may)
    }

    pub(super) fn cleared(
        &mut self,
        kind: &StoreKind,
        answer: Result<StoreAnswer, StoreError>,
    ) -> Vec<Effect> {
        match answer {
            Ok(_) => {
                self.index.leftover = None;
                vec![self.save(), Effect::Log("what a move left behind was removed".to_owned())]
            }
            Err(error) => {
                self.keeping.failure.get_or_insert_with(|| failures::left_behind(&error, kind));
                vec![Effect::Changed, Effect::Log("what a move left behind could not be removed".to_owned())]
            }
        }
    }
}

pub(super) fn passphrase_changed(
    reply: Option<ReplyTo>,
    answer: Result<StoreAnswer, StoreError>,
) -> Vec<Effect> {
    told(reply, answer.map(drop).map_err(|error| failures::store(&error, &StoreKind::SealedFile)))
}

fn told(reply: Option<ReplyTo>, result: Result<(), Failure>) -> Vec<Effect> {
    reply.map(|to| Effect::Reply(to, result)).into_iter().collect()
}
