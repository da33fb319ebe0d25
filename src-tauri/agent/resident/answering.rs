//! What programs and shells say, as calls of the facade: one line each.

use super::{Program, Resident};
use crate::event::FromProgram;
use crate::requester::Origin;
use crate::transfers::Work;
use countersign_core::app::{Caller, Drafted, Effect, For, Order, Part, ReplyTo, Requester, Typed};
use countersign_core::secret::SecretText;
use countersign_core::time::Now;
use countersign_core::transfer::{Contents, TransferError};
use countersign_core::view::{Ask, DraftView, Failure, Overview, Window};
use countersign_link::passing::Passing;
use countersign_link::private::{Call, FromAgent as ToShell, Reply, ToAgent as ShellSays};
use countersign_link::public::{FromAgent as ToProgram, ToAgent as ProgramSays};
use std::io;

impl Resident {
    /// Takes what a program did on the public socket.
    pub(super) fn program(&mut self, caller: Caller, what: FromProgram, now: Now) {
        match what {
            FromProgram::Came(origin, answers) => {
                self.callers.insert(caller, Program { origin, answers });
            }
            FromProgram::Said(message, receipt) => {
                self.said(caller, *message, now);
                drop(receipt);
            }
            FromProgram::Left => {
                self.callers.remove(&caller);
                let effects = self.app.gone(caller, now);
                self.perform(effects);
            }
        }
    }

    fn said(&mut self, caller: Caller, message: ProgramSays, now: Now) {
        let effects = match message {
            ProgramSays::Ask { nonce, ask } => {
                let run = matches!(ask, Ask::Prompt(_));
                let Some(from) = self.requester(caller, run) else { return };
                self.app.ask(from, &nonce, ask, now)
            }
            ProgramSays::Add { nonce, links } => {
                let Some(from) = self.requester(caller, false) else { return };
                self.app.add(from, &nonce, &secrets(&links), now)
            }
            ProgramSays::Enrol { nonce, link, registry } => {
                let Some(from) = self.requester(caller, true) else { return };
                self.app.enrol(from, &nonce, &secret(&link), &registry, now)
            }
            ProgramSays::Recovery { nonce, account, codes } => {
                let Some(from) = self.requester(caller, false) else { return };
                self.app.bring_recovery(from, &nonce, account.as_deref(), &secrets(&codes), now)
            }
            ProgramSays::Import { nonce, name, left_out, text, more } => {
                let Some(from) = self.requester(caller, false) else { return };
                let part = Part { name: &name, left_out, text: secret(&text), more };
                self.app.bring(from, &nonce, part, now)
            }
            ProgramSays::Export { nonce, to, out, password, replace } => {
                let Some(from) = self.requester(caller, false) else { return };
                let password = password.as_ref().map(secret);
                self.app.ask_export(from, &nonce, Order { to, out, password, replace }, now)
            }
            ProgramSays::Cancel { id } => self.app.cancel(caller, &id, now),
            ProgramSays::Accepted { id } => self.app.accepted(caller, &id, now),
            ProgramSays::Refused { id } => self.app.refused(caller, &id, now),
            ProgramSays::Open => {
                let shown = self.with.shells.show(Window::Main);
                return self.say(caller, shown_or_not(shown));
            }
            ProgramSays::Toggle => {
                let shown = self.with.shells.toggle();
                return self.say(caller, shown_or_not(shown));
            }
            ProgramSays::Palette => {
                let shown = self.with.shells.show(Window::Palette);
                return self.say(caller, shown_or_not(shown));
            }
            ProgramSays::Lock => {
                self.lock(now);
                return self.say(caller, ToProgram::Done);
            }
            ProgramSays::Status => return self.say(caller, ToProgram::Status(self.app.status())),
            ProgramSays::Hello { .. } => return, // it has greeted already
        };
        self.perform(effects);
    }

    fn requester(&self, caller: Caller, run: bool) -> Option<Requester> {
        let Origin { verified, claimed, lifecycle } = self.callers.get(&caller)?.origin.clone();
        Some(Requester { caller, verified, claimed, run, lifecycle })
    }

    /// Takes a shell's call. What is not answered here is answered by the facade, later.
    pub(super) fn call(&mut self, shell: u64, call: Call, now: Now) {
        let to = ReplyTo { shell, number: call.number };
        if is_the_persons(&call.what) {
            self.app.used(now);
        }
        if let Some(result) = self.do_at_once(to, call.what, now) {
            self.with.shells.say(shell, ToShell::Answer { number: to.number, result });
        }
    }

    fn do_at_once(&mut self, to: ReplyTo, what: ShellSays, now: Now) -> Option<Result<Reply, Failure>> {
        let effects = match what {
            ShellSays::Overview => return Some(Ok(Reply::Overview(self.overview(now)))),
            ShellSays::Codes { ids } => return Some(Ok(Reply::Codes(self.app.codes(&ids, now)))),
            ShellSays::Palette => return Some(Ok(Reply::Palette(self.app.palette()))),
            ShellSays::Decisions => return Some(Ok(Reply::Decisions(self.app.decisions()))),
            ShellSays::ExportDecisions { out } => return Some(self.export_decisions(&out)),
            ShellSays::Settings => return Some(Ok(Reply::Settings(Box::new(self.settings_view())))),
            ShellSays::ChangeSettings { settings } => match self.app.change_settings(to, *settings) {
                Ok(effects) => effects,
                Err(failure) => return Some(Err(failure)),
            },
            ShellSays::Pending => return Some(Ok(Reply::Pending(self.app.pending(now)))),
            // Answered when the clipboard has it.
            ShellSays::Copy { id, next } => match self.app.copy(For::Shell(to), &id, next, now) {
                Ok(effects) => effects,
                Err(failure) => return Some(Err(failure)),
            },
            ShellSays::CopyNote { id } => match self.app.copy_note(to, &id) {
                Ok(effects) => effects,
                Err(failure) => return Some(Err(failure)),
            },
            ShellSays::CopyRecovery { account } => match self.app.copy_recovery(to, &account, now) {
                Ok(effects) => effects,
                Err(failure) => return Some(Err(failure)),
            },
            ShellSays::Draft { links } => {
                let Drafted { drafts, refused, exports } = self.app.draft(&secrets(&links), now);
                return Some(Ok(Reply::Drafts { drafts, refused, exports }));
            }
            ShellSays::DraftByHand { issuer, account, secret, algorithm, digits, period } => {
                let secret = SecretText::new(secret.expose().to_owned());
                let (issuer, account) = (issuer.as_str(), account.as_str());
                let typed = Typed { issuer, account, secret: &secret, algorithm: &algorithm, digits, period };
                let draft = self.app.draft_by_hand(&typed, now);
                return Some(draft.map(one_draft));
            }
            ShellSays::NameDraft { draft, issuer, account } => {
                return Some(self.app.name_draft(&draft, &issuer, &account).map(one_draft));
            }
            ShellSays::Import { name, file, password } => {
                let password = password.as_ref().map(secret);
                self.with.transfers.begin(Work::Read { to, name, file, password });
                return None;
            }
            ShellSays::Exports => return Some(Ok(Reply::Exports(self.app.exports()))),
            ShellSays::CheckBackup { passphrase } => {
                return self.check_backup(to, secret(&passphrase)).err().map(Err);
            }
            ShellSays::Drop { drafts } => {
                self.app.drop_drafts(&drafts);
                return Some(Ok(Reply::Done));
            }
            ShellSays::Decide { id, decision } => {
                return match self.app.decide(&id, &decision, now) {
                    Ok(effects) => {
                        self.perform(effects);
                        Some(Ok(Reply::Done))
                    }
                    Err(failure) => Some(Err(failure)),
                };
            }
            ShellSays::Shown { id } => {
                let effects = self.app.shown(&id, now);
                self.perform(effects);
                return Some(Ok(Reply::Done));
            }
            ShellSays::StopRun { id } => {
                let effects = self.app.stop_run(&id, now);
                self.perform(effects);
                return Some(Ok(Reply::Done));
            }
            ShellSays::StopKeeping => {
                let effects = self.app.stop_keeping();
                self.perform(effects);
                return Some(Ok(Reply::Done));
            }
            ShellSays::StopBackups => {
                let effects = self.app.stop_backups();
                self.perform(effects);
                return Some(Ok(Reply::Done));
            }
            ShellSays::Lock => {
                self.lock(now);
                return Some(Ok(Reply::Done));
            }
            ShellSays::Staged { count } => {
                self.staged = count;
                self.refresh_tray();
                return Some(Ok(Reply::Done));
            }
            ShellSays::Quit => {
                self.ending = true;
                return Some(Ok(Reply::Done));
            }
            later => self.do_later(to, later, now),
        };
        self.perform(effects);
        None
    }

    /// Begins to try whether a passphrase opens the newest backup.
    fn check_backup(&mut self, to: ReplyTo, passphrase: SecretText) -> Result<(), Failure> {
        let folder = self.app.backup_folder()?.into();
        self.with.transfers.begin(Work::Check { to, folder, passphrase });
        Ok(())
    }

    /// Begins what ends with an answer of the store.
    fn do_later(&mut self, to: ReplyTo, what: ShellSays, now: Now) -> Vec<Effect> {
        let begun = match what {
            ShellSays::Export { to: format, out, password, replace, sure } => {
                let password = password.as_ref().map(secret);
                self.app.export(to, Order { to: format, out, password, replace }, sure)
            }
            ShellSays::BeginBackups { folder, passphrase } => {
                self.app.begin_backups(to, folder, secret(&passphrase))
            }
            ShellSays::BackUpNow => self.app.back_up_now(to),
            ShellSays::MoveStore { kind, passphrase } => {
                self.app.move_store(to, kind, passphrase.as_ref().map(secret))
            }
            ShellSays::ChangePassphrase { before, after } => {
                self.app.change_passphrase(to, secret(&before), secret(&after))
            }
            what => return self.do_with_store(to, what, now),
        };
        begun.unwrap_or_else(|failure| vec![Effect::Reply(to, Err(failure))])
    }

    fn do_with_store(&mut self, to: ReplyTo, what: ShellSays, now: Now) -> Vec<Effect> {
        match what {
            ShellSays::Undo => self.app.undo(to, now),
            ShellSays::Keep { drafts } => self.app.keep(to, &drafts, now),
            ShellSays::SetPin { id, pin } => self.app.set_pin(to, &id, &secret(&pin), now),
            ShellSays::SetCounter { id, counter } => self.app.set_counter(to, &id, counter, now),
            ShellSays::Edit { id, edit } => self.app.edit(to, &id, &edit, now),
            ShellSays::Delete { id } => self.app.delete(to, &id, now),
            ShellSays::Restore { id } => self.app.restore(to, &id, now),
            ShellSays::Confirm { id } => self.app.confirm(to, &id, now),
            ShellSays::Order { ids } => self.app.order(to, &ids, now),
            ShellSays::ChooseSealedFile { passphrase } => {
                self.app.choose_sealed_file(to, secret(&passphrase), now)
            }
            ShellSays::TryKeychain => self.app.try_keychain(to, now),
            ShellSays::Unlock { passphrase } => self.app.unlock(to, passphrase.as_ref().map(secret), now),
            _ => Vec::new(),
        }
    }

    /// Makes drafts of a file that was read.
    pub(super) fn file_read(
        &mut self,
        to: ReplyTo,
        name: &str,
        contents: Result<Result<Contents, TransferError>, Failure>,
        now: Now,
    ) {
        let format = |contents: &Contents| contents.format.title().to_owned();
        let result = contents.and_then(|contents| {
            let format = contents.as_ref().map_or_else(|_| String::new(), format);
            let (drafts, refused) = self.app.import(name, contents, now)?;
            Ok(Reply::Found { format, drafts, refused })
        });
        self.with.shells.say(to.shell, ToShell::Answer { number: to.number, result });
    }

    fn overview(&self, now: Now) -> Overview {
        Overview { tray: self.tray_is_shown, ..self.app.overview(now) }
    }
}

/// Whether a call is something that a person did, and not a page that keeps itself up to date.
fn is_the_persons(what: &ShellSays) -> bool {
    !matches!(
        what,
        ShellSays::Overview
            | ShellSays::Codes { .. }
            | ShellSays::Pending
            | ShellSays::Palette
            | ShellSays::Settings
            | ShellSays::Decisions
            | ShellSays::Staged { .. }
            | ShellSays::Shown { .. }
    )
}

fn one_draft(draft: DraftView) -> Reply {
    Reply::Drafts { drafts: vec![draft], refused: Vec::new(), exports: Vec::new() }
}

fn secret(passing: &Passing) -> SecretText {
    SecretText::new(passing.expose().to_owned())
}

fn secrets(passing: &[Passing]) -> Vec<SecretText> {
    passing.iter().map(secret).collect()
}

fn shown_or_not(shown: io::Result<()>) -> ToProgram {
    match shown {
        Ok(()) => ToProgram::Done,
        Err(error) => ToProgram::Failed(Failure {
            code: "no-window".into(),
            message: format!("The agent runs, but its window could not be started: {error}."),
            hint: "Without a display, run countersign-agent --console in a terminal of its own.".into(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Or a window that stands open would keep Countersign from locking by itself.
    #[test]
    fn a_page_that_keeps_itself_up_to_date_is_nobody_who_uses_it() {
        let by_itself = [
            ShellSays::Overview,
            ShellSays::Codes { ids: Vec::new() },
            ShellSays::Pending,
            ShellSays::Palette,
            ShellSays::Settings,
            ShellSays::Decisions,
            ShellSays::Shown { id: String::new() },
        ];
        assert!(by_itself.iter().all(|what| !is_the_persons(what)));
        let by_hand = [ShellSays::Lock, ShellSays::Copy { id: String::new(), next: false }];
        assert!(by_hand.iter().all(is_the_persons));
    }
}
