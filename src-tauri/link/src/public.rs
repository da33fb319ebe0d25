//! What any program of the same user may say on the agent's socket, and what it may hear. Nothing here approves anything.

use crate::passing::Passing;
use countersign_core::view::{Answer, Ask, Failure, StatusView};
use serde::{Deserialize, Serialize};

/// The protocol's number; both sides say it first, and another number ends the conversation.
pub const PROTOCOL: u32 = 1;

/// The longest frame on the public socket, in bytes.
pub const FRAME_LIMIT: usize = 64 * 1024;

/// From a program to the agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "type", deny_unknown_fields)]
pub enum ToAgent {
    /// Opens the conversation.
    Hello {
        /// [`PROTOCOL`].
        protocol: u32,
        /// Who speaks, for the log.
        program: String,
    },
    /// Asks for something that a person must approve.
    Ask {
        /// Fresh random characters; a nonce that was seen before is refused.
        nonce: String,
        /// What is asked.
        ask: Ask,
    },
    /// Brings accounts in; a person confirms.
    Add {
        /// As in [`ToAgent::Ask`].
        nonce: String,
        /// `otpauth` links.
        links: Vec<Passing>,
    },
    /// Brings the account that the command of a run is enrolling just now; a person confirms.
    Enrol {
        /// As in [`ToAgent::Ask`].
        nonce: String,
        /// Its `otpauth` link.
        link: Passing,
        /// The registry that enrols it.
        registry: String,
    },
    /// Brings recovery codes; a person confirms, or confirmed the enrolment that they come with.
    Recovery {
        /// As in [`ToAgent::Ask`].
        nonce: String,
        /// The account, by name; none for the one that was enrolled on this connection.
        account: Option<String>,
        /// The codes.
        codes: Vec<Passing>,
    },
    /// Brings accounts from a file, in parts that make one request; a person confirms.
    Import {
        /// As in [`ToAgent::Ask`]; the same for every part.
        nonce: String,
        /// What the file is called.
        name: String,
        /// Entries of the file that could not be read.
        left_out: u32,
        /// A part of the JSON of Countersign's own export.
        text: Passing,
        /// Whether there is more to come.
        more: bool,
    },
    /// Has all accounts written into a file, by the agent itself; a person confirms, and twice where nothing locks the file.
    Export {
        /// As in [`ToAgent::Ask`].
        nonce: String,
        /// The format.
        to: String,
        /// The file, by its whole path.
        out: String,
        /// What locks the file.
        password: Option<Passing>,
        /// Whether a file that is there may be replaced.
        replace: bool,
    },
    /// The request is withdrawn: the person answered the prompt, or the command ended.
    Cancel {
        /// The request.
        id: String,
    },
    /// The code was typed and the registry took it.
    Accepted {
        /// The request.
        id: String,
    },
    /// The code was typed and the registry refused it.
    Refused {
        /// The request.
        id: String,
    },
    /// Shows the main window.
    Open,
    /// Shows the palette.
    Palette,
    /// Shows the main window, or hides it.
    Toggle,
    /// Locks.
    Lock,
    /// Asks how the agent is.
    Status,
}

/// From the agent to a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "type", deny_unknown_fields)]
pub enum FromAgent {
    /// Answers the greeting.
    Hello {
        /// [`PROTOCOL`].
        protocol: u32,
        /// The agent's version.
        agent: String,
    },
    /// What came of a request.
    Answer(Answer),
    /// How the agent is.
    Status(StatusView),
    /// Done, with nothing to say.
    Done,
    /// What was said could not be taken.
    Failed(Failure),
}

#[cfg(test)]
mod tests;
