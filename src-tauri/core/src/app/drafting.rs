//! Drafts: accounts that were read and not kept yet.

use super::failures::{self, capital, failure};
use super::{App, Typed};
use crate::known::Known;
use crate::otp::entry::{Entry, LABEL_LIMIT};
use crate::otp::link::LinkError;
use crate::otp::{Algorithm, Parameters, base32, link};
use crate::secret::SecretText;
use crate::time::Now;
use crate::transfer::preview::NO_PIN;
use crate::transfer::{Contents, ENTRY_LIMIT, Found, Refused, TransferError};
use crate::view::{CodeKind, DraftView, ExportView, Failure, Standing, claim};
use std::collections::HashSet;

/// How long a draft is remembered, in milliseconds.
pub(super) const LIFE_MS: u64 = 10 * 60_000;
/// The most drafts at a time: what the largest file holds.
const LIMIT: usize = ENTRY_LIMIT;

/// What links gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drafted {
    /// The accounts.
    pub drafts: Vec<DraftView>,
    /// What could not be read.
    pub refused: Vec<Failure>,
    /// The exports of which parts were among them.
    pub exports: Vec<ExportView>,
}

/// An account that was read and not kept yet.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) handle: String,
    pub(super) found: Found,
    ends: u64,
}

/// The drafts that a shell made.
#[derive(Debug, Default)]
pub(super) struct Drafts(Vec<Draft>);

impl Drafts {
    pub(super) fn put(&mut self, draft: Draft) {
        self.0.push(draft);
    }

    /// Takes the drafts of these handles out, so that none is kept twice.
    pub(super) fn take(&mut self, handles: &[String]) -> Vec<Draft> {
        let handles: HashSet<&String> = handles.iter().collect();
        self.0.extract_if(.., |draft| handles.contains(&draft.handle)).collect()
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn expire(&mut self, now: Now) {
        self.0.retain(|draft| draft.ends > now.steady_ms);
    }

    pub(super) fn deadline(&self) -> Option<u64> {
        self.0.iter().map(|draft| draft.ends).min()
    }
}

impl Draft {
    /// Returns the draft as it is shown.
    fn view(&self, standing: Standing) -> DraftView {
        let Found { entry, groups, .. } = &self.found;
        let parameters = entry.parameters();
        DraftView {
            draft: self.handle.clone(),
            issuer: claim::line(entry.issuer(), LABEL_LIMIT),
            account: claim::line(entry.name(), LABEL_LIMIT),
            kind: parameters.kind(),
            algorithm: parameters.algorithm().to_string(),
            digits: parameters.digits(),
            period: parameters.period(),
            groups: groups.iter().map(|group| claim::line(group, LABEL_LIMIT)).collect(),
            standing,
            quarantine: self.found.lacks_pin().then(|| NO_PIN.to_owned()),
            warnings: entry.warnings().to_vec(),
        }
    }
}

impl App {
    /// Reads links into drafts: of one account each, or parts of another app's export. Nothing is kept yet.
    pub fn draft(&mut self, links: &[SecretText], now: Now) -> Drafted {
        let mut drafted = Drafted::default();
        for (number, text) in links.iter().enumerate() {
            match link::parse(text.expose()) {
                Err(LinkError::Migration) => match self.draft_export(text, now) {
                    Ok((drafts, refused, export)) => {
                        drafted.drafts.extend(drafts);
                        drafted.refused.extend(refused);
                        drafted.exports.push(export);
                    }
                    Err(why) => drafted.refused.push(why),
                },
                Err(why) => drafted.refused.push(refused(links.len(), number, why)),
                Ok(entry) => match self.put_entry(entry.into(), now) {
                    Ok(draft) => drafted.drafts.push(draft),
                    Err(why) => drafted.refused.push(why),
                },
            }
        }
        drafted
    }

    /// Says whose account a draft is, where what was read did not say.
    ///
    /// # Errors
    /// A [`Failure`] where the draft is gone, or no name was given.
    pub fn name_draft(&mut self, handle: &str, issuer: &str, account: &str) -> Result<DraftView, Failure> {
        let gone = || failure("gone", "That account is no longer here.", "Read it again.");
        let at = self.drafts.0.iter().position(|draft| draft.handle == handle).ok_or_else(gone)?;
        let entry = &self.drafts.0[at].found.entry;
        let named = Entry::new(issuer, account, *entry.parameters(), entry.secret().clone());
        let named =
            named.map_err(|why| failure("bad-account", sentence(&why.to_string()), "Read it again."))?;
        if named.issuer().is_empty() && named.name().is_empty() {
            return Err(failure("bad-account", "The account has no name.", "Give it one."));
        }
        self.drafts.0[at].found.entry = named;
        self.view_at(at)
    }

    /// Makes drafts of what a file holds, which is called `name`; what could not be read is returned beside them. Nothing is kept yet.
    ///
    /// # Errors
    /// A [`Failure`] of a file that cannot be read, while nothing can be kept, and where too much waits already.
    pub fn import(
        &mut self,
        name: &str,
        contents: Result<Contents, TransferError>,
        now: Now,
    ) -> Result<(Vec<DraftView>, Vec<Refused>), Failure> {
        self.open()?;
        let entries = contents.map_err(|why| failures::not_imported(name, why))?.entries;
        if self.drafts.0.len() + entries.len() > LIMIT {
            return Err(too_many());
        }
        let (mut drafts, mut refused) = (Vec::new(), Vec::new());
        for entry in entries {
            match entry {
                Ok(found) => drafts.push(self.new_draft(found, now)),
                Err(why) => refused.push(why),
            }
        }
        Ok((self.put_drafts(drafts), refused))
    }

    /// Makes a draft from what a person typed.
    ///
    /// # Errors
    /// A [`Failure`] that says what to correct.
    pub fn draft_by_hand(&mut self, typed: &Typed<'_>, now: Now) -> Result<DraftView, Failure> {
        let wrong = |why: &dyn std::fmt::Display| {
            failure("bad-account", format!("{}.", capital(&why.to_string())), "Correct it and try again.")
        };
        let algorithm = Algorithm::named(typed.algorithm)
            .ok_or_else(|| wrong(&"the algorithm is none of SHA1, SHA256 and SHA512"))?;
        let parameters = Parameters::new(CodeKind::Totp, algorithm, typed.digits, typed.period, 0);
        let parameters = parameters.map_err(|why| wrong(&why))?;
        let secret = base32::decode(typed.secret.expose()).map_err(|why| wrong(&why))?;
        let entry = Entry::new(typed.issuer, typed.account, parameters, secret).map_err(|why| wrong(&why))?;
        if entry.issuer().is_empty() && entry.name().is_empty() {
            return Err(wrong(&"the account has no name"));
        }
        self.put_entry(entry.into(), now)
    }

    /// Remembers what was read as a draft, and returns it as it is shown. What was read before is the same draft.
    pub(super) fn put_entry(&mut self, found: Found, now: Now) -> Result<DraftView, Failure> {
        let draft = self.new_draft(found, now);
        let before = self.drafts.0.iter().position(|before| before.found.entry == draft.found.entry);
        if let Some(at) = before {
            self.drafts.0[at].ends = draft.ends;
            return self.view_at(at);
        }
        if self.drafts.0.len() >= LIMIT {
            return Err(too_many());
        }
        self.put_drafts(vec![draft]).pop().ok_or_else(too_many)
    }

    /// Returns a draft as it is shown: it stands to the drafts before it as to what is kept.
    fn view_at(&self, at: usize) -> Result<DraftView, Failure> {
        self.views(&self.drafts.0[..=at]).pop().ok_or_else(too_many)
    }

    /// Remembers drafts, and returns them as they are shown: they stand to those before them as to what is kept.
    fn put_drafts(&mut self, drafts: Vec<Draft>) -> Vec<DraftView> {
        let before = self.drafts.0.len();
        self.drafts.0.extend(drafts);
        self.views(&self.drafts.0).split_off(before)
    }

    /// Returns drafts as they are shown.
    pub(super) fn views(&self, drafts: &[Draft]) -> Vec<DraftView> {
        let mut known = Known::of(self.shelf.kept(&self.index));
        drafts.iter().map(|draft| draft.view(known.meet(&draft.found.entry))).collect()
    }

    /// Forgets drafts, and with the last of them which parts of exports were read.
    pub fn drop_drafts(&mut self, drafts: &[String]) {
        self.drafts.take(drafts);
        if self.drafts.0.is_empty() {
            self.exports.clear();
        }
    }

    /// Reads one link of several. `number` is its place, which is all that an error says of it.
    pub(super) fn read_link(&mut self, text: &SecretText, number: usize, now: Now) -> Result<Draft, Failure> {
        match link::parse(text.expose()) {
            Ok(entry) => Ok(self.new_draft(entry.into(), now)),
            Err(why) => Err(refused(2, number, why)),
        }
    }

    pub(super) fn new_draft(&mut self, found: Found, now: Now) -> Draft {
        Draft { handle: self.new_handle(), found, ends: now.steady_ms.saturating_add(LIFE_MS) }
    }
}

/// Says why a link was refused, and which one if there are several.
fn refused(links: usize, number: usize, why: LinkError) -> Failure {
    let which = if links > 1 { format!("Link {}: {why}.", number + 1) } else { sentence(&why.to_string()) };
    failure("bad-link", format!("{which} Nothing was kept of it."), "Scan or copy it again.")
}

fn sentence(why: &str) -> String {
    format!("{}.", capital(why))
}

fn too_many() -> Failure {
    failure(
        "too-many-drafts",
        format!("More than {LIMIT} accounts would wait to be kept. None of these was taken."),
        "Keep or drop the others first.",
    )
}
