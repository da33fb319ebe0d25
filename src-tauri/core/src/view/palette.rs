//! The accounts one keystroke away.

use super::{CodeKind, StoreCondition};
use serde::{Deserialize, Serialize};

view! {
    /// What the palette and the tray offer.
    pub struct PaletteView {
        /// Whether there is something to choose from.
        pub condition: StoreCondition,
        /// The accounts that make codes: what was used last first, then by name.
        pub accounts: Vec<PaletteRow>,
    }

    /// An account to choose.
    pub struct PaletteRow {
        /// Its identity.
        pub id: String,
        /// Who issued it.
        pub issuer: String,
        /// Whose it is.
        pub account: String,
        /// How its codes are made.
        pub kind: CodeKind,
        /// Whether it is among the few that were used last.
        pub recent: bool,
    }
}
