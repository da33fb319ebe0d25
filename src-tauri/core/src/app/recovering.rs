//! Recovery codes: keeping them, and giving out one at a time.

use super::App;
use super::effect::{Caller, Effect, For, ReplyTo, Requester, StoreCall};
use super::failures::{self, failure};
use super::keeping::Job;
use super::request::{Matter, Request};
use super::sheets::{Written, number};
use super::shelf::{is_npm, one_line};
use super::writing::Waiter;
use crate::ports::Id;
use crate::recovery::{self, Sheet, page, payload};
use crate::secret::SecretText;
use crate::time::Now;
use crate::vault::index::{SheetRecord, Use};
use crate::vault::line;
use crate::view::{Answer, Failure, claim};

/// What npm does since June 2026; told before a code is given out.
const FREEZE: &str = "On npmjs.com a recovery code freezes accounts of much-used packages: they can be read and not changed for 72 hours.";

impl App {
    /// A program brings recovery codes: of the account that is named, which the person confirms; or, without a name, of the
    /// account that was enrolled on this very connection with the person's approval a moment ago.
    pub fn bring_recovery(
        &mut self,
        from: Requester,
        nonce: &str,
        name: Option<&str>,
        codes: &[SecretText],
        now: Now,
    ) -> Vec<Effect> {
        let caller = from.caller;
        let brought = self.may_ask(caller, nonce).and_then(|()| {
            let codes = recovery::taken(codes).map_err(|why| Answer::Failed { reason: not_codes(why) })?;
            match name {
                Some(name) => self.ask_to_keep(from, nonce, name, codes, now),
                None => self.keep_enrolled(caller, nonce, codes, now),
            }
        });
        brought.unwrap_or_else(|answer| vec![Effect::Program(caller, answer)])
    }

    /// The file of recovery codes was written, or not; `why` is for the person.
    pub fn sheet_written(&mut self, id: &str, result: Result<u32, String>) -> Vec<Effect> {
        let Some(pending) = self.desk.close(id) else { return Vec::new() };
        let (answer, log) = match result {
            Ok(count) => (Answer::Written { id: id.to_owned(), count }, "written"),
            Err(why) => {
                let message = format!("The file could not be written: {why}. Nothing was left of it.");
                let reason = failure("not-written", message, "Choose another place, and try again.");
                (Answer::Failed { reason }, "not written")
            }
        };
        vec![
            Effect::Program(pending.caller, answer),
            Effect::Request(None),
            Effect::Log(format!("request {id}: the file of recovery codes was {log}")),
        ]
    }

    /// Takes one recovery code for the clipboard, as the person's own act in the main window. It counts as used.
    ///
    /// # Errors
    /// A [`Failure`] where the account has none left.
    pub fn copy_recovery(&mut self, to: ReplyTo, account: &str, now: Now) -> Result<Vec<Effect>, Failure> {
        self.open()?;
        let account = Id(account.to_owned());
        let (code, _) = self.use_code(&account, now).ok_or_else(none_left)?;
        let log = Effect::Log(format!("account {account}: a recovery code was copied"));
        // It ends by its use.
        let copied = self.copied(code, 0);
        Ok(vec![self.save(), Effect::Changed, log, Effect::Copy(For::Shell(to), copied)])
    }

    /// A program asks for one recovery code.
    pub(super) fn ask_recovery(
        &mut self,
        from: Requester,
        nonce: &str,
        name: Option<&str>,
        now: Now,
    ) -> Result<Vec<Effect>, Answer> {
        let (account, whose) = self.recoverable(name, now)?;
        let left = self.left(&account);
        let sentence = format!("One recovery code of {whose}");
        let warnings = self.freeze_warning(&account);
        let caller = from.caller;
        let mut request = Request::plain(from, sentence, Matter::Recovery(account));
        request.warnings.extend(warnings);
        request.warnings.push(match left {
            1 => "It is the last one that is left.".to_owned(),
            left => format!("{left} are left. It counts as used from now on."),
        });
        self.put_on_desk(nonce, caller, request, now)
    }

    /// A program asks for a file of all recovery codes of an account, to be printed.
    pub(super) fn ask_sheet(
        &mut self,
        from: Requester,
        nonce: &str,
        (name, file): (Option<&str>, String),
        now: Now,
    ) -> Result<Vec<Effect>, Answer> {
        // It is approved by what is seen of it.
        if claim::line(&file, claim::LINE) != file {
            let message =
                "The file's path is too long, or has characters that cannot be shown. Nothing was written.";
            let reason = failure("bad-path", message, "Name a file with a shorter path.");
            return Err(Answer::Failed { reason });
        }
        let (account, whose) = self.recoverable(name, now)?;
        let sentence = format!("All recovery codes of {whose}, in a file to be printed");
        let caller = from.caller;
        let mut request = Request::plain(from, sentence, Matter::Sheet(account, file.clone()));
        request.claim("File", &file);
        request
            .warnings
            .push("Whoever reads the file can use the codes. Print it, then delete it.".to_owned());
        self.put_on_desk(nonce, caller, request, now)
    }

    /// Gives one recovery code out, as approved. Its use is saved before it leaves.
    pub(super) fn give_recovery(&mut self, id: &str, now: Now) -> Vec<Effect> {
        let Some(pending) = self.desk.close(id) else { return Vec::new() };
        let Matter::Recovery(account) = pending.matter.matter else { return Vec::new() };
        let whose = self.called(&account);
        let given = self.use_code(&account, now).map(|(code, left)| {
            let code = code.expose().to_owned();
            Answer::Recovery { id: id.to_owned(), code, left, account: whose }
        });
        let log = format!("request {id}: a recovery code of account {account} was given");
        match given {
            Some(answer) => vec![
                self.save(),
                Effect::Program(pending.caller, answer),
                Effect::Request(None),
                Effect::Changed,
                Effect::Log(log),
            ],
            None => vec![
                Effect::Program(pending.caller, Answer::Denied { id: id.to_owned(), reason: none_left() }),
                Effect::Request(None),
            ],
        }
    }

    /// Has the file of recovery codes written, as approved.
    pub(super) fn write_sheet(&mut self, id: &str, now: Now) -> Vec<Effect> {
        self.desk.works(id);
        let Some(pending) = self.desk.pending() else { return Vec::new() };
        let Matter::Sheet(account, file) = &pending.matter.matter else { return Vec::new() };
        let usable = self.sheets.usable(account, &self.index);
        let count = number(usable.iter().map(|(sheet, _)| sheet.codes().len()).sum());
        let record = self.index.record(account);
        let registry = record.and_then(|record| record.registry.as_deref());
        let note = self.freeze_warning(account);
        let text = page::text(&self.called(account), registry, &usable, note.as_deref(), now);
        let file = file.clone();
        vec![Effect::Request(self.pending(now)), Effect::WriteSheet { id: id.to_owned(), file, text, count }]
    }

    /// Keeps the codes of an approved request.
    pub(super) fn keep_recovery(&mut self, id: &str, now: Now) -> Vec<Effect> {
        self.desk.works(id);
        let Some(pending) = self.desk.pending_mut() else { return Vec::new() };
        let caller = pending.caller;
        let Matter::Keep(account, codes) = &mut pending.matter.matter else { return Vec::new() };
        let (account, codes) = (account.clone(), std::mem::take(codes));
        let mut effects = vec![Effect::Request(self.pending(now))];
        effects.extend(self.write_sheets(&account, codes, (caller, id.to_owned()), now));
        effects
    }

    fn ask_to_keep(
        &mut self,
        from: Requester,
        nonce: &str,
        name: &str,
        codes: Vec<SecretText>,
        now: Now,
    ) -> Result<Vec<Effect>, Answer> {
        self.desk.vacant(now).map_err(super::asking::busy)?;
        let account = self.named(name, now)?;
        let sentence = format!("Keep {} of {}", codes_in_words(codes.len()), self.called(&account));
        let caller = from.caller;
        let before = self.left(&account);
        let mut request = Request::plain(from, sentence, Matter::Keep(account, codes));
        if before > 0 {
            request.warnings.push(format!(
                "{before} recovery codes are kept already, and stay. If new ones were made, discard the old ones in the main window."
            ));
        }
        self.put_on_desk(nonce, caller, request, now)
    }

    fn keep_enrolled(
        &mut self,
        caller: Caller,
        nonce: &str,
        codes: Vec<SecretText>,
        now: Now,
    ) -> Result<Vec<Effect>, Answer> {
        // Once: the approval was for the codes that come with this enrolment.
        let Some(account) = self.enrolments.remove(&caller) else {
            let message =
                "Nothing was enrolled on this connection, and no account is named. Nothing was kept.";
            return Err(Answer::Failed { reason: failure("bad-request", message, "Name the account.") });
        };
        self.desk.use_nonce(nonce);
        let id = self.new_handle();
        Ok(self.write_sheets(&account, codes, (caller, id), now))
    }

    fn write_sheets(
        &mut self,
        account: &Id,
        codes: Vec<SecretText>,
        to: (Caller, String),
        now: Now,
    ) -> Vec<Effect> {
        let count = number(codes.len());
        let sheets = Sheet::of(codes, account, now.unix_seconds(), || self.new_id());
        let batch = self.begin(sheets.len(), Waiter::Codes(to.0, to.1, count));
        let mut effects = Vec::new();
        for sheet in sheets {
            let (id, line) = (sheet.id.clone(), payload::encode(&sheet));
            let (account, hash) = (account.clone(), line::hash(&line));
            let written = Written { id: id.clone(), account, hash, sheet: Some(sheet), batch: Some(batch) };
            effects.push(self.ask_store(StoreCall::Write(id, line), Job::WriteSheet(Box::new(written))));
        }
        effects
    }

    /// Finds an account that has codes left: the one that is named, or the only one.
    fn recoverable(&mut self, name: Option<&str>, now: Now) -> Result<(Id, String), Answer> {
        self.desk.vacant(now).map_err(super::asking::busy)?;
        let account = if let Some(name) = name {
            self.named(name, now)?
        } else {
            let kept = self.shelf.kept(&self.index).map(|account| &account.id);
            let mut with_codes: Vec<Id> = kept.filter(|id| self.left(id) > 0).cloned().collect();
            match with_codes.len() {
                0 => return Err(self.denied(none_left())),
                1 => with_codes.remove(0),
                _ => return Err(self.denied(failures::unclear())),
            }
        };
        if self.left(&account) == 0 {
            return Err(self.denied(none_left()));
        }
        let whose = self.called(&account);
        Ok((account, whose))
    }

    /// Takes the next code that was not given out; it is, from now on. Says how many are left.
    fn use_code(&mut self, account: &Id, now: Now) -> Option<(SecretText, u32)> {
        let unused = |sheet: &Sheet, record: &SheetRecord| {
            let used = |place: &usize| record.used.iter().any(|it| it.place == *place);
            (0..sheet.codes().len()).find(|place| !used(place))
        };
        let usable = self.sheets.usable(account, &self.index);
        let (sheet, place) =
            usable.into_iter().find_map(|(sheet, record)| Some((sheet, unused(sheet, record)?)))?;
        let (id, code) = (sheet.id.clone(), sheet.codes().get(place)?.clone());
        self.index.sheet_mut(&id)?.used.push(Use { place, at: now.unix_seconds() });
        Some((code, self.left(account)))
    }

    fn left(&self, account: &Id) -> u32 {
        let usable = self.sheets.usable(account, &self.index);
        let left = usable.iter().map(|(sheet, record)| sheet.codes().len().saturating_sub(record.used.len()));
        number(left.sum())
    }

    /// Returns what an account is called, in one line.
    pub(super) fn called(&self, account: &Id) -> String {
        self.shelf.get(account).and_then(|found| found.account.as_ref()).map(one_line).unwrap_or_default()
    }

    fn freeze_warning(&self, account: &Id) -> Option<String> {
        let found = self.shelf.get(account)?.account.as_ref()?;
        is_npm(found.issuer(), self.index.record(account)).then(|| FREEZE.to_owned())
    }
}

fn none_left() -> Failure {
    failure(
        "no-recovery-codes",
        "No recovery code of this account is kept that was not used. Nothing was given.",
        "Bring codes in with `countersign npm recovery NAME --add FILE`; your registry's website makes new ones.",
    )
}

fn not_codes(why: recovery::CodesError) -> Failure {
    failure("bad-codes", format!("Nothing was kept: {why}."), "Bring one code a line, and nothing else.")
}

fn codes_in_words(count: usize) -> String {
    if count == 1 { "1 recovery code".to_owned() } else { format!("{count} recovery codes") }
}
