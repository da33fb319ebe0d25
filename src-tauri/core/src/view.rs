//! What may be shown: no secrets. These types cross to the page and to other programs; `ui/src/bindings.ts` is made from them.

use serde::{Deserialize, Serialize};

/// Derives what every view type needs.
macro_rules! view {
    ($($(#[$meta:meta])* $vis:vis $kind:ident $name:ident $body:tt)*) => {
        $(
            #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
            #[cfg_attr(test, derive(ts_rs::TS))]
            $(#[$meta])*
            $vis $kind $name $body
        )*
    };
}

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
        /// The registry (or service) whose requests it may answer.
        pub registry: Option<String>,
        /// A remark for the person, such as a short secret.
        pub warning: Option<String>,
        /// Whether it answers npm, whose lost enrolments cannot be made again.
        pub npm: bool,
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
    }

    /// One code of a visible row.
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
        /// What stands already.
        pub standing: Standing,
        /// Remarks for the person.
        pub warnings: Vec<String>,
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

    /// One labelled line of a block in the approval window.
    pub struct Fact {
        /// The label.
        pub label: String,
        /// The value, already cut to length and free of control characters.
        pub value: String,
    }

    /// An account that could answer a request.
    pub struct Choice {
        /// The account's identity.
        pub id: String,
        /// Issuer and account in one line.
        pub name: String,
        /// Whether approving binds it to the registry that asks (it is bound to none yet).
        pub binds: bool,
    }

    /// A request as the approval window shows it.
    pub struct RequestView {
        /// The request's identity.
        pub id: String,
        /// What is asked, in one sentence (`npm publish demo@1.0.0`).
        pub sentence: String,
        /// What is asked for: a code, names, adding accounts.
        pub wants: Wants,
        /// Two words that the requesting program shows too.
        pub words: [String; 2],
        /// What the operating system says of the requester.
        pub verified: Vec<Fact>,
        /// What the requester says of itself.
        pub claimed: Vec<Fact>,
        /// Remarks in words: a lifecycle script asks, the registry is another one.
        pub warnings: Vec<String>,
        /// The accounts that could answer, best first. Empty with a warning where none may.
        pub choices: Vec<Choice>,
        /// Whether *Approve for this run* is offered.
        pub run_offer: bool,
        /// What is added, for a request to add accounts.
        pub drafts: Vec<DraftView>,
        /// Milliseconds that are left to answer.
        pub expires_in_ms: u32,
        /// Milliseconds until the buttons answer.
        pub arms_in_ms: u32,
        /// Where the request stands.
        pub stage: Stage,
    }

    /// What a request wants.
    #[serde(rename_all = "kebab-case")]
    pub enum Wants {
        /// One code.
        Code,
        /// The names of the accounts.
        Names,
        /// Accounts to be added.
        Add,
    }

    /// Where a request stands.
    #[serde(rename_all = "kebab-case", tag = "at")]
    pub enum Stage {
        /// The person is asked.
        Asking,
        /// Approved; the code of the next step is delivered when that step starts.
        NextStep {
            /// Milliseconds until then.
            in_ms: u32,
        },
        /// It is being carried out.
        Working,
    }

    /// A run that was approved for several codes.
    pub struct RunView {
        /// The run's identity, for **Stop**.
        pub id: String,
        /// What it covers.
        pub sentence: String,
        /// Codes given so far.
        pub given: u32,
        /// Milliseconds until it ends by itself.
        pub ends_in_ms: u32,
    }

    /// Everything a shell shows besides codes.
    pub struct Overview {
        /// The accounts in order.
        pub accounts: Vec<AccountRow>,
        /// The store.
        pub store: StoreView,
        /// Runs that may have codes without further asking.
        pub runs: Vec<RunView>,
        /// Whether the tray could be shown.
        pub tray: bool,
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

    /// A name, given out after an approval.
    pub struct NameView {
        /// Who issued the account.
        pub issuer: String,
        /// Whose account it is.
        pub account: String,
        /// The registry it may answer.
        pub registry: Option<String>,
    }

    /// What a person changed or typed for an account kept already.
    pub struct Edit {
        /// Who issued it.
        pub issuer: String,
        /// Whose account it is.
        pub account: String,
        /// The registry it may answer; none to be asked at the next use.
        pub registry: Option<String>,
    }

    /// What a program asks for. Everything in it is a claim.
    #[serde(rename_all = "kebab-case", tag = "want")]
    pub enum Ask {
        /// One code for a person or a script.
        Code {
            /// The account, by name (any part of issuer or account that is unambiguous).
            account: String,
        },
        /// One code for the prompt of a command in a run.
        Prompt(PromptClaim),
        /// The names of the accounts.
        Names,
    }

    /// What a run says of the command whose prompt waits.
    pub struct PromptClaim {
        /// The client's name (`npm`).
        pub client: String,
        /// The command line.
        pub command: Vec<String>,
        /// The package's name.
        pub package: Option<String>,
        /// The package's version.
        pub version: Option<String>,
        /// The registry, as the client's own configuration has it.
        pub registry: Option<String>,
        /// The folder it runs in.
        pub folder: String,
        /// The account that the person named with `--account`.
        pub account: Option<String>,
        /// Whether the command may ask several times.
        pub several: bool,
        /// Whether it runs inside a lifecycle script, and which.
        pub lifecycle: Option<String>,
        /// The git branch and whether the tree is dirty, in words.
        pub git: Option<String>,
    }

    /// The person's answer to a request.
    #[serde(rename_all = "kebab-case", tag = "say")]
    pub enum Decision {
        /// No.
        Deny,
        /// Yes, once.
        Approve {
            /// The account that answers; none for requests that want no code.
            account: Option<String>,
        },
        /// Yes, for every prompt of this run.
        ApproveRun {
            /// The account that answers.
            account: String,
        },
    }

    /// A window of the desktop program.
    #[serde(rename_all = "kebab-case")]
    pub enum Window {
        /// The list of accounts.
        Main,
        /// The approval request.
        Approve,
    }

    /// What a program hears of its request. No variant holds a secret or more than one code.
    #[serde(rename_all = "kebab-case", tag = "answer")]
    pub enum Answer {
        /// The person is being asked.
        Pending {
            /// The request.
            id: String,
            /// Two words that the approval window shows too.
            words: [String; 2],
            /// Milliseconds that are left.
            expires_in_ms: u32,
        },
        /// Approved; the code comes when the next step starts.
        Soon {
            /// The request.
            id: String,
            /// Milliseconds until then.
            in_ms: u32,
        },
        /// The one code.
        Code {
            /// The request.
            id: String,
            /// The code.
            code: String,
            /// When it ends, in seconds since 1970.
            #[cfg_attr(test, ts(type = "number"))]
            valid_until: u64,
            /// Issuer and account.
            account: String,
        },
        /// The names, after an approval.
        Names {
            /// The request.
            id: String,
            /// The names.
            names: Vec<NameView>,
        },
        /// The accounts were added.
        Added {
            /// The request.
            id: String,
            /// How many.
            count: u32,
        },
        /// The person said no, or nothing may answer.
        Denied {
            /// The request.
            id: String,
            /// Why, for a person.
            reason: Failure,
        },
        /// Nobody answered in time.
        Expired {
            /// The request.
            id: String,
        },
        /// Another request waits for the person, or too many were refused lately.
        Busy {
            /// Why, for a person.
            reason: Failure,
        },
        /// The app is locked; unlocking answers no earlier request.
        Locked,
        /// The request could not be taken.
        Failed {
            /// Why, for a person.
            reason: Failure,
        },
    }
}
