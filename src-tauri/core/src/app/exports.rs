//! Exports of other apps that come in several parts, each a picture or a link of its own.

use super::App;
use super::drafting::LIFE_MS;
use super::failures::failure;
use crate::secret::SecretText;
use crate::time::Now;
use crate::transfer::migration::Link;
use crate::view::{DraftView, ExportView, Failure};
use std::collections::BTreeSet;

/// The most exports that are followed at a time.
const LIMIT: usize = 20;

/// The exports of which parts were read lately. Of a part nothing is remembered but its number.
#[derive(Debug, Default)]
pub(super) struct Exports(Vec<Export>);

#[derive(Debug)]
struct Export {
    batch: u64,
    parts: u32,
    read: BTreeSet<u32>,
    ends: u64,
}

impl Exports {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn expire(&mut self, now: Now) {
        self.0.retain(|export| export.ends > now.steady_ms);
    }

    /// Notes that a part was read; returns whether it is the first time, and what is known now.
    fn note(&mut self, batch: u64, part: u32, parts: u32, now: Now) -> (bool, ExportView) {
        let at = self.0.iter().position(|export| export.batch == batch).unwrap_or_else(|| {
            if self.0.len() == LIMIT {
                self.0.remove(0);
            }
            self.0.push(Export { batch, parts, read: BTreeSet::new(), ends: 0 });
            self.0.len() - 1
        });
        let export = &mut self.0[at];
        export.ends = now.steady_ms.saturating_add(LIFE_MS);
        export.parts = export.parts.max(parts);
        (export.read.insert(part), export.view())
    }
}

impl Export {
    fn view(&self) -> ExportView {
        ExportView {
            export: self.batch.to_string(),
            parts: self.parts,
            missing: (1..=self.parts).filter(|part| !self.read.contains(part)).collect(),
        }
    }
}

impl App {
    /// Reads one part of an export into drafts. A part that was read before gives none a second time.
    pub(super) fn draft_export(
        &mut self,
        text: &SecretText,
        now: Now,
    ) -> Result<(Vec<DraftView>, Vec<Failure>, ExportView), Failure> {
        let link = Link::read(text.expose().as_bytes()).map_err(|why| {
            failure(
                "bad-link",
                format!("A part of an export: {why}. Nothing was kept of it."),
                "Scan or copy it again.",
            )
        })?;
        let (fresh, export) = self.exports.note(link.batch, link.part, link.parts, now);
        let (mut drafts, mut refused) = (Vec::new(), Vec::new());
        for entry in link.entries.into_iter().filter(|_| fresh) {
            match entry {
                Ok(found) => match self.put_entry(found, now) {
                    Ok(draft) => drafts.push(draft),
                    Err(why) => refused.push(why),
                },
                Err(entry) => refused.push(failure(
                    "bad-entry",
                    format!("Part {} of {}, {}: {}.", link.part, link.parts, entry.r#where, entry.reason),
                    "The other accounts are not affected.",
                )),
            }
        }
        Ok((drafts, refused, export))
    }
}
