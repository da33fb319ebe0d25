//! What a shell (the window, the console) and the agent say to each other over the channel that the agent made for it.

use crate::passing::Passing;
use countersign_core::view::{
    CodeView, Decision, DecisionView, DraftView, Edit, ExportView, Failure, FormatView, Overview,
    PaletteView, Progress, Refused, RequestView, Settings, SettingsView, StoreKind, Window,
};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The longest frame on a private channel, in bytes: ten thousand accounts fit.
pub const FRAME_LIMIT: usize = 8 * 1024 * 1024;

/// From a shell to the agent. Every call is answered by one [`FromAgent::Answer`] with its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// The call's number, chosen by the shell.
    pub number: u64,
    /// What is to be done.
    pub what: ToAgent,
}

/// What a shell can have done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "type")]
pub enum ToAgent {
    /// Everything but codes.
    Overview,
    /// The codes of visible rows.
    Codes {
        /// The rows.
        ids: Vec<String>,
    },
    /// Copies a code to the clipboard.
    Copy {
        /// The account.
        id: String,
        /// The next step's code instead of the current one.
        next: bool,
    },
    /// Copies the next recovery code to the clipboard; it counts as used from then on.
    CopyRecovery {
        /// The account.
        account: String,
    },
    /// Copies an account's note, which is never shown.
    CopyNote {
        /// The account.
        id: String,
    },
    /// Gives an account the PIN that goes into its codes.
    SetPin {
        /// The account.
        id: String,
        /// The PIN.
        pin: Passing,
    },
    /// Moves a counter forward, to where the service is.
    SetCounter {
        /// The account.
        id: String,
        /// The counter of the next code.
        counter: u64,
    },
    /// Reads links into drafts; nothing is kept yet.
    Draft {
        /// `otpauth` links, and those of exports.
        links: Vec<Passing>,
    },
    /// Reads a file of another program into drafts; nothing is kept yet.
    Import {
        /// What the person calls it.
        name: String,
        /// What is read.
        file: Brought,
        /// What locks it.
        password: Option<Passing>,
    },
    /// Stops what is being kept.
    StopKeeping,
    /// Takes back what was kept last.
    Undo,
    /// The formats that can be written, and what they do not hold.
    Exports,
    /// Writes all accounts into a file.
    Export {
        /// The format.
        to: String,
        /// The file, by its whole path.
        out: String,
        /// What locks it.
        password: Option<Passing>,
        /// Whether a file that is there may be replaced.
        replace: bool,
        /// Whether the person was asked twice, which a file that nothing locks takes.
        sure: bool,
    },
    /// Sets dated backups up; the first is written and opened at once.
    BeginBackups {
        /// The folder.
        folder: String,
        /// What opens them.
        passphrase: Passing,
    },
    /// Writes a backup now.
    BackUpNow,
    /// Opens the newest backup.
    CheckBackup {
        /// What opens it.
        passphrase: Passing,
    },
    /// Ends backups; those that were written stay.
    StopBackups,
    /// Makes a draft from what a person typed.
    DraftByHand {
        /// Who issued it.
        issuer: String,
        /// Whose account it is.
        account: String,
        /// The secret in base32.
        secret: Passing,
        /// SHA1, SHA256 or SHA512.
        algorithm: String,
        /// Characters in a code.
        digits: u8,
        /// Seconds in a time step.
        period: u32,
    },
    /// Says whose account a draft is, where what was read did not say.
    NameDraft {
        /// The draft.
        draft: String,
        /// Who issued it.
        issuer: String,
        /// Whose account it is.
        account: String,
    },
    /// Keeps drafts as accounts.
    Keep {
        /// The drafts.
        drafts: Vec<String>,
    },
    /// Forgets drafts.
    Drop {
        /// The drafts.
        drafts: Vec<String>,
    },
    /// Changes what is shown of an account and which registry it may answer.
    Edit {
        /// The account.
        id: String,
        /// The new values.
        edit: Edit,
    },
    /// Deletes an account, or discards a sheet of recovery codes; it can be restored for 30 days.
    Delete {
        /// The account or the sheet.
        id: String,
    },
    /// Brings back what was deleted.
    Restore {
        /// The account or the sheet.
        id: String,
    },
    /// Takes over what another program put into the store or changed there.
    Confirm {
        /// The account or the sheet of recovery codes.
        id: String,
    },
    /// Puts accounts in this order.
    Order {
        /// All accounts.
        ids: Vec<String>,
    },
    /// The request that waits, if one does.
    Pending,
    /// The approval window shows this request now; its buttons arm from here.
    Shown {
        /// The request.
        id: String,
    },
    /// The person's answer.
    Decide {
        /// The request.
        id: String,
        /// Yes or no.
        decision: Decision,
    },
    /// Ends an approved run.
    StopRun {
        /// The run.
        id: String,
    },
    /// Chooses the sealed file, with a new passphrase, where no keychain is wanted or had.
    ChooseSealedFile {
        /// The new passphrase.
        passphrase: Passing,
    },
    /// Tries the keychain again.
    TryKeychain,
    /// Moves every account into the other store.
    MoveStore {
        /// Where to.
        kind: StoreKind,
        /// What seals a new file, or opens one that is there.
        passphrase: Option<Passing>,
    },
    /// Has the sealed file open with another passphrase.
    ChangePassphrase {
        /// The one that it has.
        before: Passing,
        /// The new one.
        after: Passing,
    },
    /// Opens a locked store.
    Unlock {
        /// The sealed file's passphrase.
        passphrase: Option<Passing>,
    },
    /// Locks.
    Lock,
    /// The accounts that the palette offers.
    Palette,
    /// The last decisions, the newest first.
    Decisions,
    /// Writes the last decisions into a file.
    ExportDecisions {
        /// The file, by its whole path.
        out: PathBuf,
    },
    /// What is set.
    Settings,
    /// Sets everything anew.
    ChangeSettings {
        /// Everything, changed or not.
        settings: Box<Settings>,
    },
    /// So many staged versions wait to be published, for the tray to show.
    Staged {
        /// How many.
        count: u32,
    },
    /// Ends the agent.
    Quit,
}

/// What an import reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "as", content = "value")]
pub enum Brought {
    /// A file, which the agent reads itself.
    Path(PathBuf),
    /// What the codes in a picture say: pictures are decoded outside of the agent.
    Text(Passing),
}

/// From the agent to a shell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "type")]
pub enum FromAgent {
    /// Answers a call.
    Answer {
        /// The call's number.
        number: u64,
        /// What came of it.
        result: Result<Reply, Failure>,
    },
    /// Accounts, store or runs changed: ask for the overview again.
    Changed,
    /// A request came, changed or went.
    Request {
        /// The request; none when it is gone.
        request: Option<RequestView>,
    },
    /// How far accounts that are being kept have come; none when that is over.
    Progress {
        /// How far.
        progress: Option<Progress>,
    },
    /// Other settings are in force.
    Settings {
        /// All of them.
        settings: Box<Settings>,
    },
    /// Bring a window up.
    Show {
        /// Which.
        window: Window,
    },
    /// Show the main window, and have it look for codes on the screen.
    ScanScreen,
    /// Hide the main window if it is shown, show it otherwise.
    Toggle,
    /// End.
    Quit,
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "type", content = "value")]
pub enum Reply {
    /// Done, with nothing to say.
    Done,
    /// Everything but codes.
    Overview(Overview),
    /// Codes.
    Codes(Vec<CodeView>),
    /// Copied.
    Copied {
        /// When the copied code ends, in seconds since 1970.
        valid_until: u64,
        /// Seconds after which the clipboard is cleared.
        clears_in: u32,
    },
    /// Drafts, and what could not be read: one failure per link that was refused.
    Drafts {
        /// What could be read.
        drafts: Vec<DraftView>,
        /// What could not.
        refused: Vec<Failure>,
        /// The exports of which parts were among the links.
        exports: Vec<ExportView>,
    },
    /// What a file holds.
    Found {
        /// The format's name for people.
        format: String,
        /// What can be kept.
        drafts: Vec<DraftView>,
        /// What could not be read.
        refused: Vec<Refused>,
    },
    /// The formats that can be written.
    Exports(Vec<FormatView>),
    /// A backup that opens.
    Checked {
        /// Its file's name.
        file: String,
        /// The accounts in it.
        accounts: u32,
    },
    /// The accounts that the palette offers.
    Palette(PaletteView),
    /// The last decisions.
    Decisions(Vec<DecisionView>),
    /// What is set.
    Settings(Box<SettingsView>),
    /// The request that waits.
    Pending(Option<RequestView>),
}
