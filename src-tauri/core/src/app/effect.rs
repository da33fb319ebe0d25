//! What the facade is told of the world, and what it wants done there.

use super::backing_up::Backup;
use super::exporting::Export;
use crate::ports::{Id, Provider, StoreError};
use crate::secret::SecretText;
use crate::settings::SettingsFile;
use crate::transfer::Icon;
use crate::view::{Answer, Fact, Failure, Progress, RequestView, Settings, StoreKind, Window};
use std::fmt;

/// One connection on the public socket; its number is never used again in the agent's life.
pub type Caller = u64;

/// A program that asks, as the agent sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requester {
    /// Its connection.
    pub caller: Caller,
    /// What the operating system says of it (uid, process tree with start times, terminal).
    pub verified: Vec<Fact>,
    /// What the agent saw that a process can choose for itself (the names of its file and of its ancestors).
    pub claimed: Vec<Fact>,
    /// Whether it is a `countersign run`, which may ask several times on one connection.
    pub run: bool,
    /// The lifecycle script it was found to run in, whatever it claims itself.
    pub lifecycle: Option<String>,
}

/// Where the late answer to a shell's call goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplyTo {
    /// The shell.
    pub shell: u64,
    /// The call's number.
    pub number: u64,
}

/// Names one [`Effect::Store`] so that its answer finds back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// What the store thread is to do. Calls are done one at a time and in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreCall {
    /// Makes the keychain the store in use if one answers (open or locked), and leaves the store in use otherwise.
    /// Answered by [`StoreAnswer::Provider`] when it is open; nothing prompts.
    UseKeychain,
    /// Makes the sealed file the store in use. It is locked at first: [`StoreError::Locked`].
    UseSealed,
    /// Makes a new sealed file with this passphrase the store in use and open. A file that exists already is opened
    /// with the passphrase, never overwritten. Answered by [`StoreAnswer::Provider`].
    CreateSealed(SecretText),
    /// Opens the store in use. A keychain may prompt and block. Answered by [`StoreAnswer::Provider`].
    Unlock(Option<SecretText>),
    /// Lists and reads every item of ours. Answered by [`StoreAnswer::Loaded`]; an id that two items carry comes
    /// with [`StoreError::Ambiguous`] (or twice).
    Load,
    /// Drops whatever the store holds in memory. Answered by [`StoreAnswer::Done`].
    Lock,
    /// Writes one payload, reads it back and compares. Answered by [`StoreAnswer::Done`].
    Write(Id, SecretText),
    /// Deletes one item; deleting what is absent is no error. Answered by [`StoreAnswer::Done`].
    Delete(Id),
    /// Copies every item into this store, reads all of it back, and makes it the store in use; a sealed file takes the passphrase.
    /// Nothing that it holds is overwritten, and nothing is removed from where it was. Answered by [`StoreAnswer::Provider`].
    Move(StoreKind, Option<SecretText>),
    /// Removes from this store, which is not in use, what the store in use holds, too. Answered by [`StoreAnswer::Done`].
    Clear(StoreKind),
    /// Has the sealed file, which is in use, open with the second passphrase in place of the first. Answered by
    /// [`StoreAnswer::Done`].
    ChangePassphrase(SecretText, SecretText),
}

/// What came of a [`StoreCall`].
///
/// [`StoreError::TimedOut`] means that the call still waits; the same ticket may be answered once more, when it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreAnswer {
    /// The store in use, open.
    Provider(Provider),
    /// Every item of ours.
    Loaded(Vec<(Id, Result<SecretText, StoreError>)>),
    /// Done.
    Done,
}

/// What the agent is to do, in the order of the list.
#[derive(Clone, PartialEq, Eq)]
pub enum Effect {
    /// Runs on the store thread; its answer goes to [`super::App::store_answered`].
    Store(Ticket, StoreCall),
    /// Writes the index file, atomically and before the next effect; a failure goes to [`super::App::index_failed`].
    SaveIndex(Vec<u8>),
    /// Writes the file of the decisions. Nothing waits for it, and a failure is for the log.
    SaveDecisions(Vec<u8>),
    /// Writes the file of the settings; what came of it goes to [`super::App::settings_saved`].
    SaveSettings(ReplyTo, Box<SettingsFile>),
    /// Other settings are in force, for everything outside of the facade that follows them.
    Settings(Box<Settings>),
    /// Goes to the program that asked.
    Program(Caller, Answer),
    /// Answers a shell's call. (What can be answered at once is returned by the method itself.)
    Reply(ReplyTo, Result<(), Failure>),
    /// Puts a code or a note on the clipboard, and tells whoever waits for it.
    Copy(For, Copied),
    /// Keeps an account's picture beside the index.
    SaveIcon(Id, Icon),
    /// Removes an account's picture, if it has one.
    DropIcon(Id),
    /// Writes a file, on a thread of its own; what came of it goes to [`super::App::exported`].
    Export(Box<Export>),
    /// Writes a backup, on a thread of its own; what came of it goes to [`super::App::backed_up`].
    BackUp(Box<Backup>),
    /// Tells every shell how far accounts that are being kept have come; none when that is over.
    Progress(Option<Progress>),
    /// Tells every shell, and the tray, to ask for the overview again.
    Changed,
    /// Tells every shell which request waits; none when it is gone.
    Request(Option<RequestView>),
    /// Brings a window up.
    Show(Window),
    /// Writes the approved file of recovery codes, for its owner alone, where no file is yet; the outcome goes to
    /// [`super::App::sheet_written`].
    WriteSheet {
        /// The request.
        id: String,
        /// The file's whole path.
        file: String,
        /// What goes into it.
        text: SecretText,
        /// How many codes are in it.
        count: u32,
    },
    /// One line for the log. Never a code, a secret or a payload.
    Log(String),
}

impl fmt::Debug for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(ticket, call) => f.debug_tuple("Store").field(ticket).field(call).finish(),
            Self::SaveIndex(bytes) => write!(f, "SaveIndex({} bytes)", bytes.len()),
            Self::SaveDecisions(bytes) => write!(f, "SaveDecisions({} bytes)", bytes.len()),
            Self::SaveSettings(..) => f.write_str("SaveSettings"),
            Self::Settings(settings) => f.debug_tuple("Settings").field(settings).finish(),
            Self::Program(caller, answer) => f.debug_tuple("Program").field(caller).field(answer).finish(),
            Self::Reply(to, result) => f.debug_tuple("Reply").field(to).field(result).finish(),
            Self::Copy(to, copied) => f.debug_tuple("Copy").field(to).field(copied).finish(),
            Self::SaveIcon(id, _) => write!(f, "SaveIcon({id})"),
            Self::DropIcon(id) => write!(f, "DropIcon({id})"),
            Self::Export(export) => write!(f, "Export({} accounts)", export.accounts.len()),
            Self::BackUp(backup) => write!(f, "BackUp({} accounts)", backup.accounts.len()),
            Self::Progress(progress) => f.debug_tuple("Progress").field(progress).finish(),
            Self::Changed => f.write_str("Changed"),
            Self::Request(request) => f.debug_tuple("Request").field(request).finish(),
            Self::Show(window) => f.debug_tuple("Show").field(window).finish(),
            Self::WriteSheet { id, count, .. } => {
                f.debug_struct("WriteSheet").field("id", id).field("count", count).finish_non_exhaustive()
            }
            Self::Log(line) => f.debug_tuple("Log").field(line).finish(),
        }
    }
}

/// Who hears whether something was copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum For {
    /// A shell that called.
    Shell(ReplyTo),
    /// A program; this is what it hears if it was.
    Program(Caller, Box<Answer>),
    /// The tray, which shows no answer.
    Tray,
}

/// A code for the clipboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The code.
    pub text: SecretText,
    /// When it ends, in seconds since 1970; 0 for a counter's code, which ends by its use.
    pub valid_until: u64,
    /// Seconds after which the clipboard is cleared, if it still holds the code.
    pub clears_in: u32,
    /// Whether histories are asked to leave it out.
    pub unlisted: bool,
}
