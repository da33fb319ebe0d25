//! Drafts: accounts that were read and not kept yet.

use super::failures::failure;
use super::shelf::Shelf;
use super::{App, Typed};
use crate::account::Account;
use crate::otp::entry::{Entry, LABEL_LIMIT};
use crate::otp::{Algorithm, Parameters, base32, link};
use crate::secret::{Secret, SecretText};
use crate::time::Now;
use crate::vault::index::Index;
use crate::view::{CodeKind, DraftView, Failure, Standing, claim};

/// How long a draft is remembered, in milliseconds.
const LIFE_MS: u64 = 10 * 60_000;
/// The most drafts at a time; what an export of ten thousand accounts needs.
const LIMIT: usize = 10_000;

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
    /// Reads links into drafts; one failure per link that was refused. Nothing is kept yet.
    pub fn draft(&mut self, links: &[SecretText], now: Now) -> (Vec<DraftView>, Vec<Failure>) {
        let (mut views, mut refused) = (Vec::new(), Vec::new());
        for (number, text) in links.iter().enumerate() {
            match self.read_link(text, number, now) {
                Ok(draft) if self.drafts.0.len() < LIMIT => views.push(self.put_draft(draft)),
                Ok(_) => refused.push(failure(
                    "too-many-drafts",
                    format!("More than {LIMIT} accounts wait to be kept. This one was left out."),
                    "Keep or drop the others first.",
                )),
                Err(why) => refused.push(why),
            }
        }
        (views, refused)
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
        let draft = self.new_draft(entry, now);
        Ok(self.put_draft(draft))
    }

    /// Remembers a draft, and returns it as it is shown: it stands to the drafts before it as to what is kept.
    fn put_draft(&mut self, draft: Draft) -> DraftView {
        let mut view = draft.view(&self.shelf, &self.index);
        if self
            .drafts
            .0
            .iter()
            .any(|before| same_codes(before.entry.secret(), before.entry.parameters(), &draft.entry))
        {
            view.standing = Standing::Duplicate;
        }
        self.drafts.put(draft);
        view
    }

    /// Forgets drafts.
    pub fn drop_drafts(&mut self, drafts: &[String]) {
        self.drafts.take(drafts);
    }

    /// Reads one link of several. `number` is its place, which is all that an error says of it.
    pub(super) fn read_link(&mut self, text: &SecretText, number: usize, now: Now) -> Result<Draft, Failure> {
        match link::parse(text.expose()) {
            Ok(entry) => Ok(self.new_draft(entry, now)),
            Err(why) => Err(failure(
                "bad-link",
                format!("Link {}: {why}. Nothing was kept of it.", number + 1),
                "Scan or copy it again.",
            )),
        }
    }

    fn new_draft(&mut self, entry: Entry, now: Now) -> Draft {
        Draft { handle: self.new_handle(), entry, ends: now.steady_ms.saturating_add(LIFE_MS) }
    }
}

/// Makes a sentence of a message that begins in lower case.
fn capital(why: &dyn std::fmt::Display) -> String {
    let text = why.to_string();
    let mut characters = text.chars();
    characters
        .next()
        .map_or(String::new(), |first| format!("{}{}.", first.to_uppercase(), characters.as_str()))
}
