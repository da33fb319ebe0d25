//! Taking accounts out: what is asked before a file is written, and what is written.

use super::App;
use super::asking::busy;
use super::effect::{Effect, ReplyTo, Requester};
use super::failures::{self, failure};
use super::request::{Matter, Request};
use super::writing::Waiter;
use crate::account::Account;
use crate::approval::step::next_counter;
use crate::ports::Id;
use crate::secret::SecretText;
use crate::time::Now;
use crate::transfer::Found;
use crate::transfer::writing::{self, Lock, Loss, WRITERS, WriteError, Writer};
use crate::vault::sealed::Random;
use crate::view::{Answer, Fact, Failure, FormatView, claim};
use std::fmt;
use zeroize::Zeroizing;

/// How many names stand in a remark; the others are counted.
const NAMES: usize = 5;

/// What is to be written, and where.
#[derive(Clone)]
pub struct Order {
    /// The format's name.
    pub to: String,
    /// The file, by its whole path.
    pub out: String,
    /// What locks it; none writes in clear.
    pub password: Option<SecretText>,
    /// Whether a file that is there may be replaced.
    pub replace: bool,
}

/// An export that a person wants: to be written outside of the loop, for it takes time.
#[derive(Clone, PartialEq, Eq)]
pub struct Export {
    to: &'static str,
    /// The accounts, without their pictures, which lie beside the index.
    pub accounts: Vec<(Id, Found)>,
    password: Option<SecretText>,
    /// The file.
    pub out: String,
    /// Whether a file that is there may be replaced.
    pub replace: bool,
    /// Who waits for it.
    pub waiter: Waiter,
}

/// A file's content, and what is in it.
pub struct Content {
    /// The bytes.
    pub bytes: Zeroizing<Vec<u8>>,
    /// Accounts in it.
    pub count: u32,
    /// Accounts that the format cannot hold.
    pub left_out: u32,
}

/// An export as it waits at the desk.
#[derive(Clone)]
pub(super) struct Wanted {
    writer: &'static dyn Writer,
    order: Order,
    /// Whether the person said yes once already, to a file that anyone can read.
    sure: bool,
}

impl fmt::Debug for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Order").field("to", &self.to).field("replace", &self.replace).finish_non_exhaustive()
    }
}

impl fmt::Debug for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wanted").field("order", &self.order).field("sure", &self.sure).finish_non_exhaustive()
    }
}

impl Export {
    /// Wants accounts to be written in the format of this name.
    #[must_use]
    pub fn new(
        to: &'static str,
        accounts: Vec<(Id, Found)>,
        password: Option<SecretText>,
        out: String,
        replace: bool,
        waiter: Waiter,
    ) -> Self {
        Self { to, accounts, password, out, replace, waiter }
    }

    /// Makes the content. Takes about a second where it is locked.
    ///
    /// # Errors
    /// A [`Failure`] for the person.
    pub fn content(&self, random: Random<'_>) -> Result<Content, Failure> {
        let writer = writing::writer(self.to).ok_or_else(|| failures::not_written(WriteError::NoLock))?;
        let accounts: Vec<&Found> = self.accounts.iter().map(|(_, found)| found).collect();
        let left_out = accounts.iter().filter(|account| writer.refuses(account).is_some()).count();
        let bytes = writer.write(&accounts, self.password.as_ref(), random).map_err(failures::not_written)?;
        let number = |count| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(Content { bytes, count: number(accounts.len() - left_out), left_out: number(left_out) })
    }
}

impl App {
    /// Lists the formats that can be written, and what each would not hold of what is kept.
    #[must_use]
    pub fn exports(&self) -> Vec<FormatView> {
        let accounts = self.to_export();
        let accounts: Vec<&Found> = accounts.iter().map(|(_, found)| found).collect();
        let view = |writer: &&'static dyn Writer| FormatView {
            name: writer.name().to_owned(),
            title: writer.title().to_owned(),
            extension: writer.extension().to_owned(),
            lock: writer.lock(),
            lost: lost(*writer, &accounts),
        };
        WRITERS.iter().map(view).collect()
    }

    /// Writes a file for a shell, whose person was asked there. `sure` says that they were asked twice, which a file that
    /// anyone can read takes.
    ///
    /// # Errors
    /// A [`Failure`] where nothing can be written so.
    pub fn export(&mut self, to: ReplyTo, order: Order, sure: bool) -> Result<Vec<Effect>, Failure> {
        self.open()?;
        let writer = writer(&order)?;
        if order.password.is_none() && !sure {
            let message = "The file would not be locked. Nothing was written.";
            return Err(failure("not-sure", message, "Say once more that this is what you want."));
        }
        self.write_out(writer, order, Waiter::Shell(to))
    }

    /// A program wants a file to be written; a person is asked, and twice where anyone could read it. No secret goes to the
    /// program: the agent writes the file.
    pub fn ask_export(&mut self, from: Requester, nonce: &str, order: Order, now: Now) -> Vec<Effect> {
        let caller = from.caller;
        let asked = self.may_ask(caller, nonce).and_then(|()| {
            self.desk.vacant(now).map_err(busy)?;
            let failed = |reason| Answer::Failed { reason };
            let writer = writer(&order).map_err(failed)?;
            if self.to_export().is_empty() {
                return Err(failed(nothing()));
            }
            let sentence = format!("Export all accounts as {}", writer.title());
            let wanted = Wanted { writer, order, sure: false };
            let warnings = self.export_warnings(&wanted);
            let file = claim::line(&wanted.order.out, claim::LINE);
            let mut request = Request::plain(from, sentence, Matter::Export(Box::new(wanted)));
            request.claimed.insert(0, Fact { label: "File".to_owned(), value: file });
            request.warnings.extend(warnings);
            self.put_on_desk(nonce, caller, request, now)
        });
        asked.unwrap_or_else(|answer| vec![Effect::Program(caller, answer)])
    }

    fn export_warnings(&self, wanted: &Wanted) -> Vec<String> {
        let accounts = self.to_export();
        let accounts: Vec<&Found> = accounts.iter().map(|(_, found)| found).collect();
        let mut warnings = Vec::new();
        if wanted.order.password.is_none() {
            warnings.push(
                "The file will not be locked: whoever has it has every one of your accounts. You will be asked once more."
                    .to_owned(),
            );
        }
        if wanted.order.replace {
            warnings.push("If the file exists, it is replaced.".to_owned());
        }
        warnings.extend(lost(wanted.writer, &accounts));
        warnings
    }

    /// The person said yes: the file is written, or they are asked once more.
    pub(super) fn export_approved(&mut self, id: &str, now: Now) -> Result<Vec<Effect>, Failure> {
        let Some(pending) = self.desk.pending() else { return Ok(Vec::new()) };
        let caller = pending.caller;
        let request = pending.matter.clone();
        let Matter::Export(wanted) = request.matter.clone() else { return Ok(Vec::new()) };
        if wanted.order.password.is_none() && !wanted.sure {
            self.desk.close(id);
            let warning = "Whoever has this file can make your codes, for as long as the accounts exist. Nothing protects it.";
            let again = Request {
                sentence: format!("Once more: export all accounts as {}, not locked", wanted.writer.title()),
                warnings: vec![warning.to_owned()],
                matter: Matter::Export(Box::new(Wanted { sure: true, ..*wanted })),
                ..request
            };
            let nonce = self.new_handle();
            let asked = self.put_on_desk(&nonce, caller, again, now);
            return Ok(
                asked.unwrap_or_else(|answer| vec![Effect::Program(caller, answer), Effect::Request(None)])
            );
        }
        let written = self.write_out(wanted.writer, wanted.order, Waiter::Program(caller, id.to_owned()))?;
        self.desk.works(id);
        Ok([vec![Effect::Request(self.pending(now))], written].concat())
    }

    /// A file was written, or not.
    pub fn exported(&mut self, waiter: Waiter, result: Result<(u32, u32), Failure>) -> Vec<Effect> {
        let log = match &result {
            Ok((count, _)) => format!("{count} accounts were exported"),
            Err(failure) => format!("nothing was exported: {}", failure.code),
        };
        let mut effects = vec![Effect::Log(log)];
        match waiter {
            Waiter::Shell(to) => effects.push(Effect::Reply(to, result.map(|_| ()))),
            Waiter::Program(caller, id) => {
                let closed = self.desk.close(&id).is_some();
                let answer = match result {
                    Ok((count, left_out)) => Answer::Exported { id, count, left_out },
                    Err(reason) => Answer::Failed { reason },
                };
                effects.push(Effect::Program(caller, answer));
                if closed {
                    effects.push(Effect::Request(None));
                }
            }
            // These wait for accounts and codes that are kept, never for a file.
            Waiter::Enrolled(..) | Waiter::Codes(..) => {}
        }
        effects
    }

    fn write_out(
        &self,
        writer: &'static dyn Writer,
        order: Order,
        waiter: Waiter,
    ) -> Result<Vec<Effect>, Failure> {
        let accounts = self.to_export();
        if accounts.is_empty() {
            return Err(nothing());
        }
        let Order { out, password, replace, .. } = order;
        let export = Export::new(writer.name(), accounts, password, out, replace, waiter);
        Ok(vec![Effect::Export(Box::new(export))])
    }

    /// Returns everything that is kept and can be read, with the counters that are next.
    pub(super) fn to_export(&self) -> Vec<(Id, Found)> {
        let kept = self.shelf.ordered(&self.index).filter_map(|(found, record)| {
            let record = record.filter(|record| record.deleted.is_none())?;
            let account = found.account.as_ref()?;
            let entry = with_counter(account, record.last_step).entry().ok()?;
            Some((account.id.clone(), Found { groups: record.tags.clone(), ..entry.into() }))
        });
        kept.collect()
    }
}

fn nothing() -> Failure {
    failure("nothing-to-export", "There is no account to export. Nothing was written.", "Add one first.")
}

fn with_counter(account: &Account, last: Option<u64>) -> Account {
    let mut account = account.clone();
    let next = next_counter(&account.parameters, last);
    account.parameters = account.parameters.with_counter(next);
    account
}

/// Returns the format that is meant, if it can be written so.
fn writer(order: &Order) -> Result<&'static dyn Writer, Failure> {
    let writer = writing::writer(&order.to).ok_or_else(|| {
        let names: Vec<_> = WRITERS.iter().map(|writer| writer.name()).collect();
        let hint = format!("Formats that can be written: {}.", names.join(", "));
        failure("unknown-format", "There is no format of that name. Nothing was written.", hint)
    })?;
    match (writer.lock(), &order.password) {
        (Lock::Always, None) => Err(failures::not_written(WriteError::NoPassword)),
        (Lock::Never, Some(_)) => Err(failures::not_written(WriteError::NoLock)),
        // A person approves the path that is shown.
        _ if order.out.is_empty() || claim::line(&order.out, claim::LINE) != order.out => {
            let message =
                "The file's path is missing, too long to be shown, or has characters that cannot be seen.";
            Err(failure("bad-request", message, "Give another one."))
        }
        _ => Ok(writer),
    }
}

/// Says what a format does not hold, in sentences.
fn lost(writer: &dyn Writer, accounts: &[&Found]) -> Vec<String> {
    let losses = writing::losses(writer, accounts);
    let mut told: Vec<(bool, &str, Vec<usize>)> = Vec::new();
    for Loss { account, whole, what } in &losses {
        for what in what {
            match told.iter_mut().find(|(its_whole, its_what, _)| (its_whole, its_what) == (whole, what)) {
                Some((_, _, places)) => places.push(*account),
                None => told.push((*whole, what, vec![*account])),
            }
        }
    }
    let sentence = |(whole, what, places): &(bool, &str, Vec<usize>)| {
        let names: Vec<_> = places
            .iter()
            .filter_map(|place| accounts.get(*place))
            .take(NAMES)
            .map(|found| name(found))
            .collect();
        let more = match places.len() - names.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let names = names.join("; ");
        if *whole {
            format!("Left out: {names}{more}: {what}.")
        } else {
            format!("Lost: {what}, of {names}{more}.")
        }
    };
    told.iter().map(sentence).collect()
}

fn name(found: &Found) -> String {
    let names = [found.entry.issuer(), found.entry.name()].map(|name| claim::line(name, claim::NAME));
    names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ")
}
