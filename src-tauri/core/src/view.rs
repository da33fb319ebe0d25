//! What may be shown: no secrets. These types cross to the page and to other programs; `ui/src/bindings.ts` is made from them.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Derives what every view type needs, and lists the types for the page's bindings.
macro_rules! view {
    ($($(#[$meta:meta])* $vis:vis $kind:ident $name:ident $body:tt)*) => {
        $(
            #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
            #[cfg_attr(test, derive(ts_rs::TS))]
            $(#[$meta])*
            $vis $kind $name $body
        )*

        #[cfg(test)]
        pub(in crate::view) fn declared() -> Vec<crate::view::bindings::Declared> {
            vec![$(crate::view::bindings::Declared::of::<$name>()),*]
        }
    };
}

#[cfg(test)]
mod bindings;
pub mod claim;
mod decisions;
mod look;
mod npm;
mod palette;
mod request;
mod settings;

pub use decisions::*;
pub use look::*;
pub use npm::*;
pub use palette::*;
pub use request::*;
pub use settings::*;

view! {
    /// One line of the list of accounts.
    pub struct AccountRow {
        /// The account's identity.
        pub id: String,
        /// Who issued it, as it is shown.
        pub issuer: String,
        /// Whose account it is, as it is shown.
        pub account: String,
        /// What the account is good for at the moment.
        pub state: AccountState,
        /// How its codes are made.
        pub kind: CodeKind,
        /// Characters in a code.
        pub digits: u8,
        /// Seconds in a time step.
        pub period: u32,
        /// The counter of the next code; none of other kinds.
        #[cfg_attr(test, ts(type = "number | null"))]
        pub counter: Option<u64>,
        /// The groups it is in.
        pub groups: Vec<String>,
        /// Whether it stands before those that are not.
        pub pinned: bool,
        /// How often a code of it was copied or given.
        pub uses: u32,
        /// When that happened last, in seconds since 1970.
        #[cfg_attr(test, ts(type = "number | null"))]
        pub last_used: Option<u64>,
        /// An account before it in the list that makes the same codes.
        pub same_as: Option<String>,
        /// Whether the person noted something, which is not shown.
        pub noted: bool,
        /// The registry (or service) whose requests it may answer.
        pub registry: Option<String>,
        /// A remark for the person, such as a short secret.
        pub warning: Option<String>,
        /// Whether it answers npm, whose lost enrolments cannot be made again.
        pub npm: bool,
        /// Its recovery codes, the newest sheet first.
        pub recovery: Vec<SheetView>,
    }

    /// A sheet of recovery codes, as it is shown: never a code of it.
    pub struct SheetView {
        /// Its identity.
        pub id: String,
        /// When it was kept, as a date; empty where it cannot be read.
        pub created: String,
        /// Codes on it.
        pub total: u32,
        /// Codes on it that were not given out.
        pub left: u32,
        /// What it is good for at the moment.
        pub state: AccountState,
    }

    /// What an account is good for at the moment.
    #[serde(rename_all = "kebab-case")]
    pub enum AccountState {
        /// It makes codes.
        Ready,
        /// The index knows it, the store does not: kept, restore offered.
        Missing,
        /// The store has it, the index does not.
        Adoptable,
        /// The store has it twice.
        Conflict,
        /// It was changed by another program; no code before the person confirms.
        Changed,
        /// It is stored, and cannot be read.
        Unreadable,
        /// It makes no codes before its PIN is typed.
        NoPin,
        /// It was deleted and can be restored.
        Deleted,
    }

    /// How codes are made.
    #[derive(Copy, Hash)]
    #[serde(rename_all = "kebab-case")]
    pub enum CodeKind {
        /// RFC 6238.
        Totp,
        /// RFC 4226.
        Hotp,
        /// Steam's five letters over RFC 6238.
        Steam,
        /// mOTP: MD5 of the time, the secret and a PIN.
        Motp,
        /// Yandex's letters, of a secret and a PIN.
        Yandex,
    }

    /// An account as a draft shows it before it is kept.
    pub struct DraftView {
        /// The handle by which it is kept or dropped.
        pub draft: String,
        /// Who issued it.
        pub issuer: String,
        /// Whose account it is.
        pub account: String,
        /// How its codes are made.
        pub kind: CodeKind,
        /// SHA1, SHA256 or SHA512.
        pub algorithm: String,
        /// Characters in a code.
        pub digits: u8,
        /// Seconds in a time step.
        pub period: u32,
        /// The groups it was in.
        pub groups: Vec<String>,
        /// What stands already.
        pub standing: Standing,
        /// Why it can be kept and makes no codes yet, if so.
        pub quarantine: Option<String>,
        /// Remarks for the person.
        pub warnings: Vec<String>,
    }

    /// An entry of a file that could not be read.
    pub struct Refused {
        /// Its place, such as `line 3` or `entry 3`, counted from 1.
        pub r#where: String,
        /// Why, for a person.
        pub reason: String,
    }

    /// How far a long piece of work has come.
    #[derive(Copy)]
    pub struct Progress {
        /// Accounts that are done.
        pub done: u32,
        /// Accounts in all.
        pub total: u32,
    }

    /// Whether a format is locked by a password.
    #[derive(Copy)]
    #[serde(rename_all = "kebab-case")]
    pub enum Lock {
        /// It always is.
        Always,
        /// The person decides.
        Choice,
        /// It knows no password: whoever has the file has the accounts.
        Never,
    }

    /// A format that all accounts can be written as.
    pub struct FormatView {
        /// The word by which it is chosen.
        pub name: String,
        /// Its name for people.
        pub title: String,
        /// The end of its files' names, without a dot.
        pub extension: String,
        /// Whether a password locks it.
        pub lock: Lock,
        /// What it does not hold of what is kept, in sentences.
        pub lost: Vec<String>,
    }

    /// Dated backups as they are shown.
    pub struct BackupView {
        /// The folder they go to.
        pub folder: String,
        /// When the last one was written, in seconds since 1970.
        #[cfg_attr(test, ts(type = "number | null"))]
        pub last: Option<u64>,
        /// Why the last one could not be written.
        pub failure: Option<Failure>,
    }

    /// How something to be added stands to what is kept.
    #[serde(rename_all = "kebab-case")]
    pub enum Standing {
        /// Nothing like it is kept.
        New,
        /// The same secret with the same parameters is kept.
        Duplicate,
        /// The same name is kept with another secret.
        Conflict,
    }

    /// Which store is meant.
    #[serde(rename_all = "kebab-case")]
    pub enum StoreKind {
        /// The operating system's keychain.
        Keychain,
        /// A file sealed with a passphrase.
        SealedFile,
    }

    /// Where the secrets are and whether they can be had.
    pub struct StoreView {
        /// The store in use; none before one was chosen and where none answers.
        pub kind: Option<StoreKind>,
        /// Its condition.
        pub condition: StoreCondition,
        /// What provides it, for the person.
        pub provider: Option<String>,
        /// What happened, what was kept safe, what to do next.
        pub failure: Option<Failure>,
    }

    /// The condition of the store.
    #[serde(rename_all = "kebab-case")]
    pub enum StoreCondition {
        /// It is being read.
        Opening,
        /// It is open.
        Open,
        /// It, or the app, is locked.
        Locked,
        /// No keychain answers and no sealed file was chosen.
        Unavailable,
        /// It waits for the person (an unlock prompt of the system).
        Waiting,
    }

    /// A failure as people and scripts see it.
    pub struct Failure {
        /// A kebab-case word from a closed list, for programs.
        pub code: String,
        /// What happened and what was kept safe.
        pub message: String,
        /// What to do next.
        pub hint: String,
    }

    /// Everything a shell shows besides codes.
    pub struct Overview {
        /// The accounts in order.
        pub accounts: Vec<AccountRow>,
        /// The store.
        pub store: StoreView,
        /// Runs that may have codes without further asking.
        pub runs: Vec<RunView>,
        /// How far accounts that are being kept have come.
        pub progress: Option<Progress>,
        /// Accounts that were kept last and can be taken back at once; 0 for none.
        pub undo: u32,
        /// Dated backups; none where none were set up.
        pub backup: Option<BackupView>,
        /// Whether something shows the tray; none before that is known.
        pub tray: Option<bool>,
        /// That the clock was set a while ago, if it was.
        pub clock: Option<Failure>,
    }

    /// What an agent says of itself to anyone who may connect.
    pub struct StatusView {
        /// The agent's version.
        pub agent: String,
        /// The store's condition.
        pub condition: StoreCondition,
        /// The store in use.
        pub store: Option<StoreKind>,
        /// Whether a request waits for the person.
        pub pending: bool,
    }

    /// What a person changed or typed for an account kept already.
    pub struct Edit {
        /// Who issued it.
        pub issuer: String,
        /// Whose account it is.
        pub account: String,
        /// The registry it may answer; none to be asked at the next use.
        pub registry: Option<String>,
        /// The groups it is in.
        pub groups: Vec<String>,
        /// Whether it stands before those that are not.
        pub pinned: bool,
    }

    /// A window of the desktop program.
    #[serde(rename_all = "kebab-case")]
    pub enum Window {
        /// The list of accounts.
        Main,
        /// The approval request.
        Approve,
        /// The accounts one keystroke away.
        Palette,
    }
}

/// One code of a visible row.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CodeView {
    /// The account's identity.
    pub id: String,
    /// The code.
    pub code: String,
    /// The code of the step after.
    pub next: String,
    /// When the code ends, in seconds since 1970.
    #[cfg_attr(test, ts(type = "number"))]
    pub valid_until: u64,
}

impl fmt::Debug for CodeView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CodeView").field("id", &self.id).finish_non_exhaustive()
    }
}
