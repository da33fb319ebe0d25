//! What the palette and the tray offer.

use super::App;
use crate::view::{AccountState, PaletteRow, PaletteView, StoreCondition};
use std::cmp::Reverse;

/// How many accounts stand before the others because they were used last.
const RECENT: usize = 5;

impl App {
    /// Returns the accounts that make codes: the few that were used last, then those that are pinned, then the others; these by
    /// issuer and name.
    #[must_use]
    pub fn palette(&self) -> PaletteView {
        let condition = self.keeping.condition.clone();
        if condition != StoreCondition::Open {
            return PaletteView { condition, accounts: Vec::new() };
        }
        let rows = self.shelf.ordered(&self.index).map(|(found, record)| found.row(record));
        let mut rows: Vec<_> = rows.filter(|row| row.state == AccountState::Ready).collect();
        rows.sort_by_cached_key(|row| (!row.pinned, row.issuer.to_lowercase(), row.account.to_lowercase()));
        let mut used: Vec<_> =
            rows.iter().filter_map(|row| Some((Reverse(row.last_used?), row.id.clone()))).collect();
        used.sort();
        used.truncate(RECENT);
        let place = |id: &String| used.iter().position(|(_, recent)| recent == id);
        rows.sort_by_cached_key(|row| place(&row.id).unwrap_or(RECENT));
        let accounts = rows.into_iter().map(|row| PaletteRow {
            recent: place(&row.id).is_some(),
            id: row.id,
            issuer: row.issuer,
            account: row.account,
            kind: row.kind,
        });
        PaletteView { condition, accounts: accounts.collect() }
    }
}
