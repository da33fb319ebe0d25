//! What came of looking for codes, as the window shows it. Where a code was is shown; what it said is not.

use super::{DraftView, Failure};
use serde::{Deserialize, Serialize};

view! {
    /// What came of one thing that was looked at.
    pub struct LookView {
        /// The monitor's or the file's name; empty where all monitors are in one picture.
        pub source: String,
        /// What was found.
        pub finds: Vec<FindView>,
        /// Why nothing was found.
        pub nothing: Option<Failure>,
    }

    /// One code or link that was found.
    pub struct FindView {
        /// What it is for.
        pub kind: FindKind,
        /// The accounts in it.
        pub drafts: Vec<DraftView>,
        /// What in it could not be read.
        pub refused: Vec<Failure>,
        /// The export of which it is a part.
        pub export: Option<ExportView>,
        /// What it says, cut to one line, where that is nothing to keep to oneself.
        pub text: Option<String>,
        /// Where it was, if it was in a picture.
        pub place: Option<PlaceView>,
    }

    /// What a code is for.
    #[derive(Copy)]
    #[serde(rename_all = "kebab-case")]
    pub enum FindKind {
        /// An account to add.
        Account,
        /// A part of another app's export.
        Export,
        /// A page, such as a login with the browser; nothing to keep.
        Page,
        /// Something else, which is shown and not acted on.
        Other,
    }

    /// What is known of an export that comes in several parts.
    pub struct ExportView {
        /// Tells exports apart.
        pub export: String,
        /// How many parts it has.
        pub parts: u32,
        /// The parts that were not read yet, counted from 1.
        pub missing: Vec<u32>,
    }

    /// Where a code was in a picture.
    pub struct PlaceView {
        /// The whole picture as a few coloured cells, the codes' places blank: a `data:` address.
        pub miniature: String,
        /// The code's corners in thousandths of the picture's width and height, clockwise.
        pub corners: [[u16; 2]; 4],
    }
}
