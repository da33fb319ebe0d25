//! Dated backups: when one is due, and what became of it.

use super::App;
use super::effect::{Effect, ReplyTo};
use super::failures::{self, failure};
use crate::ports::Id;
use crate::secret::SecretText;
use crate::time::Now;
use crate::transfer::{Found, TransferError};
use crate::vault::backup::{self, Plan, SHORTEST};
use crate::vault::sealed::Random;
use crate::view::{BackupView, Failure};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// How long after the store was opened a backup may be written, in milliseconds: the person comes first.
const SOON_MS: u64 = 60_000;
/// How often it is looked whether one is due, in milliseconds.
const LOOK_MS: u64 = 3_600_000;

/// What is known of backups besides the plan, which the index has.
#[derive(Debug, Default)]
pub(super) struct Backups {
    /// When it is looked next whether one is due.
    at: u64,
    /// Whether one is being written.
    busy: bool,
    /// Why the last one was not written.
    failure: Option<Failure>,
}

/// A backup that is to be written, outside of the loop.
#[derive(Clone, PartialEq, Eq)]
pub struct Backup {
    /// The plan.
    pub plan: Planned,
    /// The accounts, without their pictures, which lie beside the index.
    pub accounts: Vec<(Id, Found)>,
    /// Names what is in it.
    pub digest: String,
    /// Who waits for it; none where it fell due by itself.
    pub to: Option<ReplyTo>,
}

/// Where a backup goes.
#[derive(Clone, PartialEq, Eq)]
pub enum Planned {
    /// To a folder that was chosen just now: keys are drawn, and the first backup is opened to prove that it can be.
    Begin(String, SecretText),
    /// As before.
    Go(Plan),
}

impl Backup {
    /// Makes the archive, and says by which plan. Takes about a second where backups are begun.
    ///
    /// # Errors
    /// A [`Failure`] for the person.
    pub fn archive(&self, random: Random<'_>) -> Result<(Plan, Vec<u8>), Failure> {
        let plan = match &self.plan {
            Planned::Go(plan) => Ok(plan.clone()),
            Planned::Begin(folder, passphrase) => Plan::begin(folder, passphrase, random),
        };
        let plan = plan.map_err(failures::not_written)?;
        let accounts: Vec<&Found> = self.accounts.iter().map(|(_, found)| found).collect();
        let archive = plan.archive(&accounts, random).map_err(failures::not_written)?;
        Ok((plan, archive))
    }

    /// Opens the archive as it was read back, where backups are begun: a backup that does not open is none.
    ///
    /// # Errors
    /// A [`Failure`] for the person.
    pub fn prove(&self, archive: &[u8]) -> Result<(), Failure> {
        let Planned::Begin(_, passphrase) = &self.plan else { return Ok(()) };
        match check_backup(archive, passphrase) {
            Ok(count) if usize::try_from(count) == Ok(self.accounts.len()) => Ok(()),
            Ok(_) => Err(unsound()),
            Err(failure) => Err(failure),
        }
    }
}

/// Opens a backup and counts its accounts. Takes about a second.
///
/// # Errors
/// A [`Failure`] for the person.
pub fn check_backup(archive: &[u8], passphrase: &SecretText) -> Result<u32, Failure> {
    match backup::count(archive, passphrase) {
        Ok(count) => Ok(u32::try_from(count).unwrap_or(u32::MAX)),
        Err(TransferError::WrongPassword) => Err(failure(
            "wrong-password",
            "The passphrase does not open the backup. Nothing was changed.",
            "Try again; if it is lost, set backups up anew while you still have your accounts.",
        )),
        Err(_) => Err(unsound()),
    }
}

fn unsound() -> Failure {
    let message = "The backup cannot be read: it is damaged. Your accounts are as they were.";
    failure("backup-damaged", message, "Write another one, perhaps to another disk.")
}

impl App {
    /// Sets backups up: the first one is written and opened at once.
    ///
    /// # Errors
    /// A [`Failure`] where the passphrase is too short, and while nothing can be read.
    pub fn begin_backups(
        &mut self,
        to: ReplyTo,
        folder: String,
        passphrase: SecretText,
    ) -> Result<Vec<Effect>, Failure> {
        self.open()?;
        if passphrase.expose().chars().count() < SHORTEST {
            let message =
                format!("A backup's passphrase has at least {SHORTEST} characters. Nothing was written.");
            return Err(failure("short-passphrase", message, "Four random words are easy to type."));
        }
        self.back_up(Planned::Begin(folder, passphrase), Some(to))
    }

    /// Writes a backup now.
    ///
    /// # Errors
    /// A [`Failure`] where none were set up, and while nothing can be read.
    pub fn back_up_now(&mut self, to: ReplyTo) -> Result<Vec<Effect>, Failure> {
        self.open()?;
        let plan = self.plan()?.clone();
        self.back_up(Planned::Go(plan), Some(to))
    }

    /// Ends backups; those that were written stay.
    pub fn stop_backups(&mut self) -> Vec<Effect> {
        self.index.backup = None;
        self.backups.failure = None;
        vec![self.save(), Effect::Changed, Effect::Log("backups ended".to_owned())]
    }

    /// Returns the folder in which backups lie.
    ///
    /// # Errors
    /// A [`Failure`] where none were set up.
    pub fn backup_folder(&self) -> Result<&str, Failure> {
        Ok(&self.plan()?.folder)
    }

    /// A backup was written (and opened, where backups were begun), or not.
    pub fn backed_up(
        &mut self,
        to: Option<ReplyTo>,
        digest: String,
        result: Result<Plan, Failure>,
        now: Now,
    ) -> Vec<Effect> {
        self.backups.busy = false;
        self.backups.at = now.steady_ms.saturating_add(LOOK_MS);
        let (reply, mut effects) = match result {
            Ok(mut plan) => {
                (plan.last, plan.digest) = (Some(now.unix_seconds()), Some(digest));
                self.index.backup = Some(plan);
                self.backups.failure = None;
                (Ok(()), vec![self.save(), Effect::Log("a backup was written".to_owned())])
            }
            Err(failure) => {
                let log = Effect::Log(format!("no backup was written: {}", failure.code));
                // Where backups were only being begun there is nothing that fails from now on.
                if self.index.backup.is_some() {
                    self.backups.failure = Some(failure.clone());
                }
                (Err(failure), vec![log])
            }
        };
        effects.push(Effect::Changed);
        effects.extend(to.map(|to| Effect::Reply(to, reply)));
        effects
    }

    /// Begins to look whether a backup is due: the store was opened.
    pub(super) fn expect_backup(&mut self, now: Now) {
        self.backups.at = now.steady_ms.saturating_add(SOON_MS);
    }

    /// Writes a backup if one is due.
    pub(super) fn tick_backups(&mut self, now: Now) -> Vec<Effect> {
        if self.backup_deadline().is_none_or(|at| at > now.steady_ms) {
            return Vec::new();
        }
        self.backups.at = now.steady_ms.saturating_add(LOOK_MS);
        let digest = self.digest();
        match &self.index.backup {
            Some(plan) if plan.digest.as_ref() != Some(&digest) => {
                let plan = Planned::Go(plan.clone());
                self.back_up(plan, None).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn backup_deadline(&self) -> Option<u64> {
        let planned = self.index.backup.is_some() && !self.backups.busy && self.open().is_ok();
        planned.then_some(self.backups.at)
    }

    pub(super) fn backup_view(&self) -> Option<BackupView> {
        let plan = self.index.backup.as_ref()?;
        let (folder, failure) = (plan.folder.clone(), self.backups.failure.clone());
        Some(BackupView { folder, last: plan.last, failure })
    }

    fn plan(&self) -> Result<&Plan, Failure> {
        let none = || failure("no-backups", "Backups are not set up.", "Choose a folder and a passphrase.");
        self.index.backup.as_ref().ok_or_else(none)
    }

    fn back_up(&mut self, plan: Planned, to: Option<ReplyTo>) -> Result<Vec<Effect>, Failure> {
        if self.backups.busy {
            return Err(failure("busy", "A backup is being written.", "Wait for it."));
        }
        self.backups.busy = true;
        let backup = Backup { plan, accounts: self.to_export(), digest: self.digest(), to };
        Ok(vec![Effect::BackUp(Box::new(backup))])
    }

    /// Names everything that a backup would hold.
    fn digest(&self) -> String {
        let mut digest = Sha256::new();
        for record in self.index.records.iter().filter(|record| record.deleted.is_none()) {
            for text in [&record.id.0, &record.hash].into_iter().chain(&record.tags) {
                digest.update(text.len().to_be_bytes());
                digest.update(text);
            }
        }
        HEXLOWER.encode(&digest.finalize())
    }
}
