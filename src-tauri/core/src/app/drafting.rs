//! Drafts: accounts that were read and not kept yet.

use super::failures::failure;
use super::shelf::Shelf;
use super::{App, Typed};
use crate::account::Account;
use crate::otp::entry::{Entry, LABEL_LIMIT};
use crate::otp::link::LinkError;
use crate::otp::{Algorithm, Parameters, base32, link};
use crate::secret::{Secret, SecretText};
use crate::time::Now;
use crate::vault::index::Index;
use crate::view::{CodeKind, DraftView, ExportView, Failure, Standing, claim};

/// How long a draft is remembered, in milliseconds.
pub(super) const LIFE_MS: u64 = 10 * 60_000;
/// The most drafts at a time; what an export of ten thousand accounts needs.
const LIMIT: usize = 10_000;

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
    pub(super) entry: Entry,
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
    pub(super) fn view(&self, kept: &Shelf, index: &Index) -> DraftView {
        let parameters = self.entry.parameters();
        DraftView {
            draft: self.handle.clone(),
            issuer: claim::line(self.entry.issuer(), LABEL_LIMIT),
            account: claim::line(self.entry.name(), LABEL_LIMIT),
            kind: parameters.kind(),
            algorithm: parameters.algorithm().to_string(),
            digits: parameters.digits(),
            period: parameters.period(),
            standing: standing(&self.entry, kept.kept(index)),
            warnings: self.entry.warnings().to_vec(),
        }
    }
}

/// Returns how an entry stands to accounts that are kept.
pub(super) fn standing<'a>(entry: &Entry, kept: impl Iterator<Item = &'a Account>) -> Standing {
    let mut standing = Standing::New;
    for account in kept {
        if same_codes(account.secret(), &account.parameters, entry) {
            return Standing::Duplicate;
        }
        if alike(account.issuer(), entry.issuer()) && alike(account.name(), entry.name()) {
            standing = Standing::Conflict;
        }
    }
    standing
}

/// Compares what codes are made from. The counter moves with every code and does not make another account.
pub(super) fn same_codes(secret: &Secret, parameters: &Parameters, entry: &Entry) -> bool {
    parameters.with_counter(0) == entry.parameters().with_counter(0) && secret == entry.secret()
}

fn alike(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
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
                Ok(entry) => match self.put_entry(entry, now) {
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
        let entry = &self.drafts.0[at].entry;
        let named = Entry::new(issuer, account, *entry.parameters(), entry.secret().clone());
        let named = named.map_err(|why| failure("bad-account", capital(&why), "Read it again."))?;
        if named.issuer().is_empty() && named.name().is_empty() {
            return Err(failure("bad-account", "The account has no name.", "Give it one."));
        }
        self.drafts.0[at].entry = named;
        Ok(self.draft_view(at))
    }

    /// Makes a draft from what a person typed.
    ///
    /// # Errors
    /// A [`Failure`] that says what to correct.
    pub fn draft_by_hand(&mut self, typed: &Typed<'_>, now: Now) -> Result<DraftView, Failure> {
        let wrong =
            |why: &dyn std::fmt::Display| failure("bad-account", capital(why), "Correct it and try again.");
        let algorithm = Algorithm::named(typed.algorithm)
            .ok_or_else(|| wrong(&"the algorithm is none of SHA1, SHA256 and SHA512"))?;
        let parameters = Parameters::new(CodeKind::Totp, algorithm, typed.digits, typed.period, 0);
        let parameters = parameters.map_err(|why| wrong(&why))?;
        let secret = base32::decode(typed.secret.expose()).map_err(|why| wrong(&why))?;
        let entry = Entry::new(typed.issuer, typed.account, parameters, secret).map_err(|why| wrong(&why))?;
        if entry.issuer().is_empty() && entry.name().is_empty() {
            return Err(wrong(&"the account has no name"));
        }
        self.put_entry(entry, now)
    }

    /// Remembers what was read as a draft, and returns it as it is shown. What was read before is the same draft.
    pub(super) fn put_entry(&mut self, entry: Entry, now: Now) -> Result<DraftView, Failure> {
        let draft = self.new_draft(entry, now);
        let before = self.drafts.0.iter_mut().enumerate().find(|(_, before)| before.entry == draft.entry);
        if let Some((at, before)) = before {
            before.ends = draft.ends;
            return Ok(self.draft_view(at));
        }
        if self.drafts.0.len() >= LIMIT {
            return Err(failure(
                "too-many-drafts",
                format!("More than {LIMIT} accounts wait to be kept. This one was left out."),
                "Keep or drop the others first.",
            ));
        }
        self.drafts.put(draft);
        Ok(self.draft_view(self.drafts.0.len() - 1))
    }

    /// Returns a draft as it is shown: it stands to the drafts before it as to what is kept.
    fn draft_view(&self, at: usize) -> DraftView {
        let draft = &self.drafts.0[at];
        let mut view = draft.view(&self.shelf, &self.index);
        let before = &self.drafts.0[..at];
        if before.iter().any(|it| same_codes(it.entry.secret(), it.entry.parameters(), &draft.entry)) {
            view.standing = Standing::Duplicate;
        }
        view
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
            Ok(entry) => Ok(self.new_draft(entry, now)),
            Err(why) => Err(refused(2, number, why)),
        }
    }

    fn new_draft(&mut self, entry: Entry, now: Now) -> Draft {
        Draft { handle: self.new_handle(), entry, ends: now.steady_ms.saturating_add(LIFE_MS) }
    }
}

/// Says why a link was refused, and which one if there are several.
fn refused(links: usize, number: usize, why: LinkError) -> Failure {
    let which = if links > 1 { format!("Link {}: {why}.", number + 1) } else { capital(&why) };
    failure("bad-link", format!("{which} Nothing was kept of it."), "Scan or copy it again.")
}

/// Makes a sentence of a message that begins in lower case.
fn capital(why: &dyn std::fmt::Display) -> String {
    let text = why.to_string();
    let mut characters = text.chars();
    characters
        .next()
        .map_or(String::new(), |first| format!("{}{}.", first.to_uppercase(), characters.as_str()))
}
