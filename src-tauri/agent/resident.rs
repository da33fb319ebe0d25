//! The loop: it alone owns the facade, feeds it everything that happens, and performs what the facade wants done.

mod answering;
mod following;

use crate::clipboard::Clipboard;
use crate::event::{Clock, Event, Events, FromShell};
use crate::files;
use crate::journal::Journal;
use crate::notice::Notice;
use crate::programs::Programs;
use crate::requester::Origin;
use crate::session::Held;
use crate::shells::{Departure, Shells};
use crate::shortcut::Shortcut;
use crate::storage::Storage;
use crate::transfers::{self, Transfers, Work};
use crate::tray::Tray;
use countersign_core::app::{App, Caller, Effect, For, StoreCall, Ticket};
use countersign_core::ports::StoreError;
use countersign_core::view::{Answer, Failure, RequestView, Window};
use countersign_link::paths::Paths;
use countersign_link::private::FromAgent as ToShell;
use countersign_link::public::FromAgent as ToProgram;
use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;

/// What the agent works with.
pub(crate) struct Equipment {
    /// The places of its files.
    pub(crate) paths: Paths,
    /// Its log.
    pub(crate) journal: Journal,
    /// Its stores.
    pub(crate) storage: Storage,
    /// Its socket.
    pub(crate) programs: Programs,
    /// Its shells.
    pub(crate) shells: Shells,
    /// Its tray.
    pub(crate) tray: Tray,
    /// The keys that open the palette.
    pub(crate) shortcut: Shortcut,
    /// Its notification.
    pub(crate) notice: Notice,
    /// Its clipboard.
    pub(crate) clipboard: Clipboard,
    /// What reads and writes files for it.
    pub(crate) transfers: Transfers,
}

/// The agent at work.
pub(crate) struct Resident {
    app: App,
    with: Equipment,
    clock: Clock,
    callers: HashMap<Caller, Program>,
    /// The request that is shown.
    request: Option<RequestView>,
    /// Whether something shows the tray; none before that is known.
    tray_is_shown: Option<bool>,
    /// When codes in the tray are outdated, by the steady clock.
    tray_until: Option<u64>,
    /// Whether the session starts the agent, as far as it was told, and why it could not be told the last time.
    autostart: (bool, Option<Failure>),
    /// How many staged versions wait, as the page was told last.
    staged: u32,
    /// What the store was told to drop, as long as it has not: it may be in the midst of something.
    locking: Option<Ticket>,
    /// What holds a suspension up until then.
    held: Option<Held>,
    ending: bool,
}

/// A program on the public socket.
struct Program {
    origin: Origin,
    answers: UnboundedSender<ToProgram>,
}

impl Resident {
    /// Puts the facade to work.
    pub(crate) fn new(app: App, with: Equipment) -> Self {
        let autostart = app.settings().autostart;
        Self {
            app,
            with,
            clock: Clock::start(),
            callers: HashMap::new(),
            request: None,
            tray_is_shown: None,
            tray_until: None,
            autostart: (autostart, None),
            staged: 0,
            locking: None,
            held: None,
            ending: false,
        }
    }

    /// Works until the agent is to end, and cleans up.
    pub(crate) fn run(mut self, happenings: &Receiver<Event>) {
        self.with.journal.note(&format!("countersign-agent {} started", env!("CARGO_PKG_VERSION")));
        let effects = self.app.start(self.clock.now());
        self.perform(effects);
        self.follow_settings();
        while !self.ending {
            match self.next(happenings) {
                Ok(event) => self.take(event),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            self.do_what_is_due();
        }
        self.end();
    }

    /// Shows a window, and says so in the log where that fails.
    pub(crate) fn show(&mut self, window: Window) {
        let outcome = self.with.shells.show(window);
        if let Err(error) = outcome {
            self.with.journal.note(&format!("the window could not be shown: {error}"));
            self.nobody_can_be_asked();
        }
    }

    fn next(&self, happenings: &Receiver<Event>) -> Result<Event, RecvTimeoutError> {
        let due =
            [self.app.deadline(), self.with.storage.deadline(), self.tray_until].into_iter().flatten().min();
        match due {
            Some(due) => {
                happenings.recv_timeout(Duration::from_millis(due.saturating_sub(self.clock.now().steady_ms)))
            }
            None => happenings.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
    }

    fn do_what_is_due(&mut self) {
        let now = self.clock.now();
        while let Some(ticket) = self.with.storage.overdue(now.steady_ms) {
            let effects = self.app.store_answered(ticket, Err(StoreError::TimedOut), now);
            self.perform(effects);
        }
        if self.tray_until.is_some_and(|due| due <= now.steady_ms) {
            self.refresh_tray();
        }
        if self.app.deadline().is_some_and(|due| due <= now.steady_ms) {
            let effects = self.app.tick(now);
            self.perform(effects);
        }
    }

    fn take(&mut self, event: Event) {
        let now = self.clock.now();
        let effects = self.app.look_at_clock(now);
        self.perform(effects);
        match event {
            Event::Program(caller, what) => self.program(caller, what, now),
            Event::Store(ticket, answer) => {
                self.with.storage.ended(now.steady_ms);
                if self.locking == Some(ticket) {
                    (self.locking, self.held) = (None, None);
                }
                let effects = self.app.store_answered(ticket, answer, now);
                self.perform(effects);
            }
            Event::Shell(shell, FromShell::Called(call)) => self.call(shell, call, now),
            Event::Shell(shell, FromShell::Left) => self.shell_left(shell),
            Event::Tray(what) => self.tray(what, now),
            Event::Session(what) => self.session(what, now),
            Event::Palette => self.show(Window::Palette),
            Event::Copied(For::Shell(to), result) | Event::Answered(to, result) => {
                self.with.shells.say(to.shell, ToShell::Answer { number: to.number, result });
            }
            Event::Copied(For::Program(caller, answer), result) => {
                let answer = result.map_or_else(|reason| Answer::Failed { reason }, |_| *answer);
                self.say(caller, ToProgram::Answer(answer));
            }
            Event::Copied(For::Tray, Ok(_)) => {}
            Event::Copied(For::Tray, Err(failure)) => self.with.journal.note(&failure.message),
            Event::Read { to, name, contents } => self.file_read(to, &name, contents, now),
            Event::Exported { waiter, result } => {
                let effects = self.app.exported(waiter, result);
                self.perform(effects);
            }
            Event::BackedUp { to, digest, result } => {
                let effects = self.app.backed_up(to, digest, result, now);
                self.perform(effects);
            }
            Event::Quit => self.ending = true,
        }
    }

    /// Does what the facade wants done, in its order.
    fn perform(&mut self, effects: Vec<Effect>) {
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Store(ticket, call) => {
                    if call == StoreCall::Lock {
                        self.with.clipboard.clear();
                        self.locking = Some(ticket);
                    }
                    self.with.storage.call(ticket, call, self.clock.now().steady_ms);
                }
                Effect::SaveIndex(content) => {
                    if let Err(error) = files::replace(&self.with.paths.index, &content) {
                        let further = self.app.index_failed(&error.to_string(), self.clock.now());
                        effects.extend(further);
                    }
                }
                Effect::SaveDecisions(content) => {
                    if let Err(error) = files::create(&self.with.paths.decisions, &content, true) {
                        self.with.journal.note(&format!("the decision was not written down: {error}"));
                    }
                }
                Effect::SaveSettings(to, file) => {
                    let written = files::replace(&self.with.paths.settings, &file.to_json());
                    let written = written.map_err(|error| error.to_string());
                    effects.extend(self.app.settings_saved(to, *file, written, self.clock.now()));
                }
                Effect::Settings(settings) => {
                    self.start_with_the_session(settings.autostart);
                    self.follow_settings();
                    self.with.shells.tell(&ToShell::Settings { settings });
                }
                Effect::Program(caller, answer) => self.say(caller, ToProgram::Answer(answer)),
                Effect::Reply(to, result) => {
                    let result = result.map(|()| countersign_link::private::Reply::Done);
                    self.with.shells.say(to.shell, ToShell::Answer { number: to.number, result });
                }
                Effect::Copy(to, copied) => self.with.clipboard.copy(copied, to),
                Effect::SaveIcon(id, icon) => {
                    if let Err(error) = transfers::keep_icon(&self.with.paths.icons, &id, &icon) {
                        self.with.journal.note(&format!("account {id}: its picture was not kept: {error}"));
                    }
                }
                Effect::DropIcon(id) => transfers::drop_icon(&self.with.paths.icons, &id),
                Effect::Export(export) => self.with.transfers.begin(Work::Export(export)),
                Effect::BackUp(backup) => self.with.transfers.begin(Work::BackUp(backup)),
                Effect::Progress(progress) => self.with.shells.tell(&ToShell::Progress { progress }),
                Effect::Changed => {
                    self.with.shells.tell(&ToShell::Changed);
                    self.refresh_tray();
                }
                Effect::Request(request) => {
                    self.with.shells.tell(&ToShell::Request { request: request.clone() });
                    let told =
                        request.as_ref().map(|request| (request.id.as_str(), request.sentence.as_str()));
                    self.with.notice.tell(told, self.words());
                    self.request = request;
                    self.refresh_tray();
                }
                Effect::Show(window) => self.show(window),
                Effect::WriteSheet { id, file, text, count } => {
                    let written = files::create(Path::new(&file), text.expose().as_bytes(), false);
                    let written = written.map(|()| count).map_err(|error| error.to_string());
                    effects.extend(self.app.sheet_written(&id, written));
                }
                Effect::Log(line) => self.with.journal.note(&line),
            }
        }
    }

    fn say(&self, caller: Caller, message: ToProgram) {
        if let Some(program) = self.callers.get(&caller) {
            // Its end is on the way to this loop.
            drop(program.answers.send(message));
        }
    }

    fn shell_left(&mut self, shell: u64) {
        match self.with.shells.left(shell) {
            Some(Departure::Console) => self.ending = true,
            Some(Departure::Stillborn) => {
                self.with.journal.note("the desktop program ended as soon as it was started");
                self.nobody_can_be_asked();
            }
            // Somebody still waits for the person's answer.
            Some(Departure::Desktop) if self.request.is_some() => self.show(Window::Approve),
            Some(Departure::Desktop) | None => {}
        }
    }

    /// Answers the program that asks at once, where no window and no console can show its request.
    fn nobody_can_be_asked(&mut self) {
        if self.with.shells.has_console() || self.with.shells.has_desktop() {
            return;
        }
        if let Some(request) = self.request.clone() {
            let effects = self.app.unshown(&request.id, self.clock.now());
            self.perform(effects);
        }
    }

    /// Leaves nothing behind: no code on the clipboard, no window, no socket.
    fn end(mut self) {
        self.lock(self.clock.now());
        self.with.shells.tell(&ToShell::Quit);
        self.with.clipboard.clear_and_wait();
        self.with.programs.close();
        self.with.journal.note("countersign-agent ended");
    }
}

/// Makes the channel that everything reports to.
pub(crate) fn happenings() -> (Events, Receiver<Event>) {
    std::sync::mpsc::channel()
}
