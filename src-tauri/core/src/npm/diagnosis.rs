//! What a failure of npm, or of another client, means, and the one command that mends it.
//!
//! The diagnoses are one ordered list: the first that fits is the answer, so what is special stands before what is general.
//! Each is told apart by the words of real clients; `tests/fixtures/failures` holds them.

mod case;
mod list;

pub use case::{Around, Case};
pub use list::DIAGNOSES;

use crate::view::DiagnosisView;

/// Something that can be the matter.
#[derive(Clone, Copy)]
pub struct Diagnosis {
    /// Its name, for scripts: kebab-case.
    pub name: &'static str,
    /// Whether it is what happened.
    fits: fn(&Case) -> bool,
    /// What happened and what it means, in words.
    message: fn(&Case) -> String,
    /// What to do, in words.
    hint: &'static str,
    /// The one command that mends it, or shows where to mend it.
    command: fn(&Case) -> String,
}

/// Finds out what a failure means; none where nothing in the text is a failure that is known.
#[must_use]
pub fn diagnose(case: &Case) -> Option<DiagnosisView> {
    let diagnosis = DIAGNOSES.iter().find(|diagnosis| (diagnosis.fits)(case))?;
    Some(DiagnosisView {
        name: diagnosis.name.to_owned(),
        message: (diagnosis.message)(case),
        hint: diagnosis.hint.to_owned(),
        command: (diagnosis.command)(case),
    })
}

#[cfg(test)]
#[path = "diagnosis/tests.rs"]
mod tests;
