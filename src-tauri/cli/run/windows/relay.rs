//! Carries bytes between the person's console and the command's.

use super::answering::QUIET;
use super::claims::Claims;
use super::episode::Episodes;
use super::prompt::Mode;
use super::talk::Talk;
use super::veil::Veil;
use crate::pty::{FromGuest, Guest};
use crate::terminal::{FromPerson, Terminal};
use std::collections::VecDeque;
use std::io;
use std::process::{Command, ExitStatus};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// How long the last output of an ended command is awaited.
const REMAINS: Duration = Duration::from_secs(2);

/// What a run waits for.
enum Happening {
    Guest(FromGuest),
    Person(FromPerson),
    Agent,
}

/// One run.
pub(super) struct Relay {
    pub(super) terminal: Terminal,
    pub(super) guest: Guest,
    pub(super) claims: Arc<Claims>,
    pub(super) talk: Talk,
    pub(super) episodes: Episodes,
    /// Hides the code that was typed last.
    pub(super) veil: Option<Veil>,
    /// Output on its way to the screen.
    pub(super) output: Zeroizing<Vec<u8>>,
    /// Keys on their way to the command. They may be a password.
    pub(super) keys: Zeroizing<Vec<u8>>,
    /// Never: a pseudo console knows its lines by their place, and would draw over one that it does not know of.
    pub(super) line_stands: bool,
    happenings: Receiver<Happening>,
    /// What happened while output was taken.
    waiting: VecDeque<Happening>,
    /// When the output will have been quiet for long enough.
    pub(super) quiet_at: Option<Instant>,
    /// When it is looked at although it is not quiet.
    pub(super) restless_at: Option<Instant>,
    /// How the command ended, and when nothing more of it is awaited.
    ended: Option<(ExitStatus, Instant)>,
    closed: bool,
}

impl Relay {
    /// Starts a command, between the person and it.
    pub(super) fn start(terminal: Terminal, command: &Command, claims: Arc<Claims>) -> io::Result<Self> {
        let (tell, happenings) = channel();
        // Who is told of something after the end has nobody to tell it to.
        let (of_guest, of_person, of_agent) = (tell.clone(), tell.clone(), tell);
        terminal.listen(move |what| drop(of_person.send(Happening::Person(what))));
        let size = terminal.size();
        let guest = Guest::start(command, size, move |what| drop(of_guest.send(Happening::Guest(what))))?;
        claims.look_around();
        Ok(Self {
            terminal,
            guest,
            episodes: Episodes::of(claims.asking()),
            claims,
            talk: Talk::silent(Arc::new(move || drop(of_agent.send(Happening::Agent)))),
            veil: None,
            output: Zeroizing::default(),
            keys: Zeroizing::default(),
            line_stands: false,
            happenings,
            waiting: VecDeque::new(),
            quiet_at: None,
            restless_at: None,
            ended: None,
            closed: false,
        })
    }

    /// Carries bytes until the command ended and all it wrote is shown. The console is given back then.
    pub(super) fn carry(mut self) -> io::Result<ExitStatus> {
        loop {
            self.terminal.show(&self.output)?;
            self.output.clear();
            if let Some((status, until)) = self.ended
                && (self.closed || until <= Instant::now())
            {
                let acts = self.episodes.ended(status);
                self.perform(acts);
                let conversation = self.talk.end();
                if let Some(enrolment) = &self.claims.enrolment {
                    enrolment.part_with(conversation);
                }
                return Ok(status);
            }
            match self.next() {
                Some(Happening::Guest(FromGuest::NotStarted(error))) => return Err(error),
                Some(happening) => self.take(happening),
                None => {}
            }
            if self.quiet_at.is_some_and(|at| at <= Instant::now()) {
                (self.quiet_at, self.restless_at) = (None, None);
                let mode = self.mode();
                let acts = self.episodes.quiet(mode);
                self.perform(acts);
                // The words stand already; the line editor may be about to start.
                let mode = self.mode();
                self.quiet_at = self.episodes.undecided(mode).then(|| Instant::now() + QUIET);
            }
        }
    }

    /// Waits until something happens or is due.
    fn next(&mut self) -> Option<Happening> {
        if let Some(before) = self.waiting.pop_front() {
            return Some(before);
        }
        let due = [self.quiet_at, self.ended.map(|(_, until)| until)].into_iter().flatten().min();
        let Some(due) = due else { return self.happenings.recv().ok() };
        self.happenings.recv_timeout(due.saturating_duration_since(Instant::now())).ok()
    }

    fn take(&mut self, happening: Happening) {
        match happening {
            Happening::Guest(FromGuest::Output(output)) => self.take_output(&output),
            Happening::Guest(FromGuest::Closed | FromGuest::NotStarted(_)) => self.closed = true,
            Happening::Guest(FromGuest::Ended(status)) => {
                self.ended = Some((status, Instant::now() + REMAINS));
                self.guest.close();
            }
            Happening::Person(FromPerson::Keys(keys)) => {
                let acts = self.episodes.keys(&keys);
                self.perform(acts);
                self.keys.extend_from_slice(&keys);
                self.type_keys();
            }
            Happening::Person(FromPerson::Resized) => self.guest.resize(self.terminal.size()),
            Happening::Agent => self.listen(),
        }
    }

    /// Takes what the command has written until now.
    #[expect(clippy::unnecessary_wraps, reason = "on Unix it is read here")]
    pub(super) fn read_guest(&mut self) -> io::Result<()> {
        while let Ok(happening) = self.happenings.try_recv() {
            match happening {
                Happening::Guest(FromGuest::Output(output)) => self.take_output(&output),
                other => self.waiting.push_back(other),
            }
        }
        Ok(())
    }

    /// Takes note of new output.
    fn take_output(&mut self, new: &[u8]) {
        let start = self.output.len();
        self.output.extend_from_slice(new);
        self.watch(start);
    }

    /// Types what is to be typed.
    pub(super) fn type_keys(&mut self) {
        // A command that reads no more has ended, or will.
        drop(self.guest.type_in(&self.keys));
        self.keys.clear();
    }

    /// Whether the person typed something that the command has not got.
    pub(super) fn is_typing(&self) -> bool {
        let typed = |it: &Happening| matches!(it, Happening::Person(FromPerson::Keys(_)));
        !self.keys.is_empty() || self.waiting.iter().any(typed)
    }

    /// Why the command's console may not have a code; none if it may.
    pub(super) fn company(&mut self) -> Option<String> {
        match self.guest.look() {
            Some(sight) => sight.company,
            None => Some("the command's console does not answer".to_owned()),
        }
    }

    /// What the command's console does with keys.
    pub(super) fn mode(&mut self) -> Mode {
        // Nothing depends on it where no prompt stands, and it is another process that must be asked.
        if !self.episodes.prompt_stands() {
            return Mode::Other;
        }
        match self.guest.look() {
            Some(sight) if sight.raw => Mode::Keys,
            Some(sight) if sight.lines => Mode::Lines,
            _ => Mode::Other,
        }
    }
}
