//! What people and scripts are told when something cannot be done: what happened, what was kept safe, what to do next.

use crate::approval::desk::{Closed, NotTaken};
use crate::ports::StoreError;
use crate::settings::OutOfRange;
use crate::transfer::TransferError;
use crate::transfer::writing::WriteError;
use crate::view::{Failure, StoreCondition, StoreKind};

/// Makes a failure. `code` is a kebab-case word that programs rely on.
pub(super) fn failure(code: &str, message: impl Into<String>, hint: impl Into<String>) -> Failure {
    Failure { code: code.to_owned(), message: message.into(), hint: hint.into() }
}

/// Says why the store cannot be used.
pub(super) fn store(error: &StoreError, kind: &StoreKind) -> Failure {
    let (what, other) = match kind {
        StoreKind::Keychain => ("keychain", "Or keep accounts in a file sealed with a passphrase."),
        StoreKind::SealedFile => ("sealed file", "Or try the keychain."),
    };
    match error {
        StoreError::Unavailable(reason) => failure(
            "store-unavailable",
            format!("No {what} answers ({reason}). Nothing was stored, and nothing was deleted."),
            format!("Start it and try again. {other}"),
        ),
        StoreError::Locked => failure("store-locked", format!("The {what} is locked."), "Unlock it."),
        StoreError::WrongPassphrase => failure(
            "wrong-passphrase",
            "The passphrase does not open the sealed file. The file was not changed.",
            "Try again; mind the keyboard's layout.",
        ),
        StoreError::Absent => failure(
            "store-absent",
            format!("The {what} that your accounts were in is not there. Nothing was created in its place."),
            "Bring it back from a backup and try again.",
        ),
        StoreError::TimedOut => failure(
            "store-waiting",
            format!(
                "The {what} does not answer yet; it may be asking you for a password in a window of its own."
            ),
            "Answer it. Countersign goes on by itself.",
        ),
        StoreError::Ambiguous | StoreError::Damaged(_) => failure(
            "store-damaged",
            format!("The {what} cannot be read: {error}. It was left as it is."),
            "Bring it back from a backup and try again.",
        ),
        StoreError::Failed(reason) => failure(
            "store-failed",
            format!("The {what} failed ({reason}). What it holds was left as it is."),
            format!("Try again. {other}"),
        ),
    }
}

/// Says why the accounts were not moved to the other store.
pub(super) fn not_moved(error: &StoreError) -> Failure {
    match error {
        StoreError::WrongPassphrase => failure(
            "not-moved",
            "There is a sealed file already, and the passphrase does not open it. Nothing was moved.",
            "Type its passphrase, or rename the file if it is not needed.",
        ),
        error => failure(
            "not-moved",
            format!("The accounts could not be moved: {error}. They are where they were."),
            "Mend that and try again.",
        ),
    }
}

/// Says that copies are left where the accounts were.
pub(super) fn left_behind(error: &StoreError, kind: &StoreKind) -> Failure {
    let place = match kind {
        StoreKind::Keychain => "keychain",
        StoreKind::SealedFile => "sealed file",
    };
    failure(
        "left-behind",
        format!("The accounts were moved, but what was in the {place} is still there ({error})."),
        "Countersign tries again at its next start. You can also remove it yourself.",
    )
}

/// Says why nothing can be done while the store is in this condition.
pub(super) fn not_open(condition: &StoreCondition) -> Failure {
    match condition {
        StoreCondition::Locked | StoreCondition::Waiting => {
            failure("locked", "Countersign is locked. Nothing was changed.", "Unlock it and try again.")
        }
        StoreCondition::Unavailable => failure(
            "store-unavailable",
            "There is no store to keep accounts in. Nothing was changed.",
            "Open Countersign: it says why, and offers what can be done.",
        ),
        StoreCondition::Opening | StoreCondition::Open => {
            failure("not-ready", "Countersign is still reading its accounts.", "Try again in a moment.")
        }
    }
}

/// Says that the index could not be written.
pub(super) fn unsaved(reason: &str) -> Failure {
    failure(
        "index-unsaved",
        format!(
            "The list of accounts could not be saved ({reason}). The accounts themselves are safe in the store."
        ),
        "Free some space or make the folder writable. Countersign tries again by itself.",
    )
}

/// Says that the settings could not be written.
pub(super) fn settings_not_saved(reason: &str) -> Failure {
    failure(
        "not-saved",
        format!("The setting could not be saved ({reason}). Everything is as it was."),
        "Free some space or make the folder writable, and set it again.",
    )
}

/// Says that a setting has no meaning.
pub(super) fn no_such_setting(why: &OutOfRange) -> Failure {
    failure("bad-setting", format!("{why}. Everything is as it was."), "Choose another value.")
}

/// Says that the file of the settings could not be read.
pub(super) fn settings_set_aside(aside: &str) -> Failure {
    failure(
        "settings-unreadable",
        format!(
            "The settings could not be read; their file is kept as {aside}. Your accounts are not touched."
        ),
        "Everything is set as at the first start. Set it anew.",
    )
}

/// Says that accounts are absent.
pub(super) fn missing(count: usize, moved: Option<(&str, &str)>) -> Failure {
    let which = if count == 1 { "1 account is".to_owned() } else { format!("{count} accounts are") };
    let (message, hint) = match moved {
        Some((before, today)) => (
            format!(
                "{which} missing: they were kept by {before}, and {today} answers today. Nothing was deleted or created."
            ),
            format!("Start {before} again and try the keychain again, or bring them back from a backup."),
        ),
        None => (
            format!("{which} known and not in the store any more. Nothing was deleted or created."),
            "Bring them back from a backup. They stay in the list until you delete them.".to_owned(),
        ),
    };
    failure("accounts-missing", message, hint)
}

/// Says why a request was not taken.
pub(super) fn closed(closed: Closed) -> Failure {
    match closed {
        Closed::Busy => {
            failure("busy", "Another request waits for an answer.", "Answer that one first, then try again.")
        }
        Closed::Cooling { for_ms } => failure(
            "cooling-down",
            format!("Too many requests were refused; none is taken for {} s.", for_ms.div_ceil(1_000)),
            "Wait, then try again.",
        ),
        Closed::NonceUsed => {
            failure("nonce-used", "This request was made before.", "Ask again with a new nonce.")
        }
        Closed::NonceMalformed => failure(
            "bad-request",
            "The request has no usable nonce.",
            "Use 16 to 128 visible ASCII characters.",
        ),
    }
}

/// Says why a person's answer was not taken.
pub(super) fn not_taken(why: NotTaken) -> Failure {
    match why {
        NotTaken::Gone => failure(
            "request-gone",
            "The request is not waiting any more. Nothing was given.",
            "Nothing is to be done.",
        ),
        NotTaken::TooEarly => {
            failure("too-early", "The answer came before the request could be read.", "Read it, then answer.")
        }
        NotTaken::Answered => {
            failure("answered", "The request was answered already.", "Nothing is to be done.")
        }
    }
}

/// Says that a counter could not be stored.
pub(super) fn not_counted() -> Failure {
    failure(
        "counter-unsaved",
        "The counter could not be stored, so that its code was not given: a code of a counter is used once.",
        "Make sure that the store can be written to, and try again. The next code will do.",
    )
}

/// Says that there is no such account, or that it is not in a state for what was asked.
pub(super) fn no_account() -> Failure {
    failure(
        "no-account",
        "There is no such account, or it cannot be used so. Nothing was changed.",
        "Look at the list.",
    )
}

/// Says that no name was understood. Does not tell none from several: names leave only after an approval.
pub(super) fn unclear() -> Failure {
    failure(
        "account-unclear",
        "Not exactly one account goes by that name. No code was given.",
        "Use a part of its issuer or name that no other account has; Countersign's window shows them.",
    )
}

/// Says why a file could not be imported. `name` is what the person calls it.
pub(super) fn not_imported(name: &str, why: TransferError) -> Failure {
    let hint = match why {
        TransferError::WrongPassword => "Type the password that it was locked with.",
        TransferError::Unsupported | TransferError::UnknownFormat => {
            "The README lists the formats that can be read. If it was cut on its way, copy it again."
        }
        TransferError::Restricted | TransferError::TooCostly => "Export it again in another way.",
        TransferError::TooLarge => "Split it.",
    };
    failure(why.code(), format!("{name} was not imported: {why}. Nothing was kept."), hint)
}

/// Says why a file cannot be written so.
pub(super) fn not_written(why: WriteError) -> Failure {
    let (code, hint) = match why {
        WriteError::NoLock => ("no-lock", "Leave the password away, or choose a format that can be locked."),
        WriteError::NoPassword => ("no-password", "Give a password."),
        WriteError::Key => ("key-failed", "Free some memory and try again."),
    };
    let why = why.to_string();
    let message = format!("{}. Nothing was written.", capital(&why));
    failure(code, message, hint)
}

/// Begins a message with a capital letter.
pub(super) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or(String::new(), |first| format!("{}{}", first.to_uppercase(), characters.as_str()))
}
