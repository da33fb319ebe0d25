//! Requests as the approval window shows them, what programs say and what they hear.

use super::{DraftView, Failure, FindingView};
use serde::{Deserialize, Serialize};
use std::fmt;

view! {
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
        /// The page where the person is to authenticate; none for other requests.
        pub page: Option<Box<PageView>>,
        /// What is added, for a request to add accounts.
        pub drafts: Vec<DraftView>,
        /// Milliseconds that are left to answer.
        pub expires_in_ms: u32,
        /// Milliseconds until the buttons answer.
        pub arms_in_ms: u32,
        /// Where the request stands.
        pub stage: Stage,
    }

    /// A page in the browser where a client has the person authenticate.
    pub struct PageView {
        /// Its whole address, fit to be opened.
        pub url: String,
        /// Its host, with the port if it has one.
        pub host: String,
        /// What comes after the host, fit to be shown.
        pub path: String,
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
        /// One recovery code.
        Recovery,
        /// All recovery codes of an account, in a file.
        Sheet,
        /// Recovery codes to be kept.
        Keep,
        /// That the person authenticates at a page; a code goes to the clipboard alone.
        Page,
        /// A file with all accounts.
        Export,
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
        /// What they were given for, as far as it is known: `kit@1.0.0`, the latest last.
        pub packages: Vec<String>,
        /// Milliseconds until it ends by itself.
        pub ends_in_ms: u32,
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
        Prompt(Box<PromptClaim>),
        /// The names of the accounts.
        Names,
        /// One recovery code of an account; it counts as used from then on.
        Recovery {
            /// The account, by name; none for the only one that has any.
            account: Option<String>,
        },
        /// All recovery codes of an account, in a file to be printed, which the agent writes.
        Sheet {
            /// The account, by name; none for the only one that has any.
            account: Option<String>,
            /// The file's whole path. There must be none yet.
            file: String,
        },
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
        /// What it found in the version that goes out, beside the newest one that is published.
        #[serde(default)]
        pub findings: Vec<FindingView>,
        /// The page in the browser where the command has the person authenticate; none where a code is asked for.
        #[serde(default)]
        pub page: Option<String>,
        /// What the run saw of a request to the registry that passes through it; none where a prompt waits in a terminal.
        pub bridged: Option<Bridged>,
    }

    /// A request to a registry that passes through a run. A code that is refused there harms nothing: another can follow.
    pub struct Bridged {
        /// What it does, in the words of npm's commands (`publish`).
        pub action: String,
        /// The packages that the folder of the run holds: what an approval for the run covers.
        pub packages: Vec<String>,
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

    /// A name, given out after an approval.
    pub struct NameView {
        /// Who issued the account.
        pub issuer: String,
        /// Whose account it is.
        pub account: String,
        /// The registry it may answer.
        pub registry: Option<String>,
    }
}

impl Ask {
    /// Asks for one code for the prompt of a command in a run.
    #[must_use]
    pub fn prompt(claim: PromptClaim) -> Self {
        Self::Prompt(Box::new(claim))
    }
}

/// What a program hears of its request. No variant holds a secret or more than one code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
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
    /// The accounts, or the recovery codes, were added.
    Added {
        /// The request.
        id: String,
        /// How many.
        count: u32,
    },
    /// One recovery code.
    Recovery {
        /// The request.
        id: String,
        /// The code.
        code: String,
        /// Codes that are left after it.
        left: u32,
        /// Issuer and account.
        account: String,
    },
    /// The file of recovery codes was written.
    Written {
        /// The request.
        id: String,
        /// How many codes are in it.
        count: u32,
    },
    /// A code was put on the clipboard, for the person to bring to a page. The program gets none.
    Copied {
        /// The request.
        id: String,
        /// Issuer and account.
        account: String,
    },
    /// The file was written.
    Exported {
        /// The request.
        id: String,
        /// Accounts in it.
        count: u32,
        /// Accounts that the format cannot hold.
        left_out: u32,
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

impl fmt::Debug for Answer {
    /// Names the variant alone: two of them carry a code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pending { .. } => "Pending",
            Self::Soon { .. } => "Soon",
            Self::Code { .. } => "Code(..)",
            Self::Names { .. } => "Names",
            Self::Added { .. } => "Added",
            Self::Recovery { .. } => "Recovery(..)",
            Self::Written { .. } => "Written",
            Self::Copied { .. } => "Copied",
            Self::Exported { .. } => "Exported",
            Self::Denied { reason, .. } => return write!(f, "Denied({})", reason.code),
            Self::Expired { .. } => "Expired",
            Self::Busy { reason } => return write!(f, "Busy({})", reason.code),
            Self::Locked => "Locked",
            Self::Failed { reason } => return write!(f, "Failed({})", reason.code),
        })
    }
}
