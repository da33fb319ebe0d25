//! Carries bytes between the person's terminal and the command's.

use super::answering::QUIET;
use super::claims::Claims;
use super::episode::Episodes;
use super::nested::Shims;
use super::prompt::Mode;
use super::signals::{Heard, Signals};
use super::talk::Talk;
use super::veil::Veil;
use crate::pty::{Guest, Keys};
use crate::starting;
use crate::terminal::Terminal;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::Signal;
use rustix::termios::SpecialCodeIndex;
use std::io;
use std::os::fd::BorrowedFd;
use std::process::ExitStatus;
use std::sync::Arc;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// Output is carried in pieces of at most this size, in bytes.
const PIECE: usize = 64 * 1024;

/// How much is read before it is shown, in bytes: about what a terminal hands out at once. The more is gathered, the longer the
/// command and the person's terminal wait for each other.
const SIP: usize = 4 * 1024;

/// How long the output of an ended command must be quiet while others hold its terminal.
const REMAINS: Duration = Duration::from_millis(100);

/// How much such output is awaited, in bytes: more than a system keeps for a terminal.
const REMAINS_LIMIT: usize = 1024 * 1024;

/// How often a terminal that everybody closed is looked at again while the command lives.
const REOPENED: Duration = Duration::from_millis(100);

/// How often a run in the background looks whether it is in the foreground.
const BACKGROUND: Duration = Duration::from_millis(200);

/// One run.
pub(super) struct Relay {
    pub(super) terminal: Terminal,
    pub(super) guest: Guest,
    signals: Signals,
    pub(super) claims: Arc<Claims>,
    /// What stands in front of the clients that the command starts.
    shims: Option<Shims>,
    pub(super) talk: Talk,
    pub(super) episodes: Episodes,
    /// Hides the code that was typed last.
    pub(super) veil: Option<Veil>,
    /// Output on its way to the screen.
    pub(super) output: Zeroizing<Vec<u8>>,
    shown: usize,
    /// Keys on their way to the command. They may be a password.
    pub(super) keys: Zeroizing<Vec<u8>>,
    /// The shell has us in the background; when to look again. Not every shell tells a running job when that changes.
    background: Option<Instant>,
    /// Whether our line stands right above the cursor's.
    pub(super) line_stands: bool,
    /// When the output will have been quiet for long enough.
    pub(super) quiet_at: Option<Instant>,
    /// When it is looked at although it is not quiet.
    pub(super) restless_at: Option<Instant>,
    ended: Option<Ended>,
    /// Nobody holds the command's terminal; when to look again.
    closed: Option<Instant>,
}

/// The command ended.
#[derive(Clone, Copy)]
struct Ended {
    status: ExitStatus,
    /// When nothing more is awaited.
    until: Instant,
    /// Output that may still come, in bytes.
    left: usize,
}

/// Whom we wait for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Signals,
    Agent,
    Keys,
    Guest,
    Screen,
}

impl Relay {
    /// Puts a run together. The command runs already.
    pub(super) fn new(
        terminal: Terminal,
        guest: Guest,
        signals: Signals,
        claims: Arc<Claims>,
        shims: Option<Shims>,
    ) -> Self {
        Self {
            terminal,
            guest,
            signals,
            episodes: Episodes::of(claims.asking()),
            claims,
            shims,
            talk: Talk::Silent,
            veil: None,
            output: Zeroizing::new(Vec::with_capacity(2 * PIECE)),
            shown: 0,
            keys: Zeroizing::default(),
            background: None,
            line_stands: false,
            quiet_at: None,
            restless_at: None,
            ended: None,
            closed: None,
        }
    }

    /// Carries bytes until the command ended and all it wrote is shown. The terminal is given back then.
    pub(super) fn carry(mut self) -> io::Result<ExitStatus> {
        self.resume()?;
        loop {
            if !self.show()? {
                return self.hang_up();
            }
            self.type_keys();
            if let Some(status) = self.finished() {
                let acts = self.episodes.ended(status);
                self.perform(acts);
                if let Some(enrolment) = &self.claims.enrolment {
                    enrolment.part_with(self.talk.end());
                }
                return Ok(status);
            }
            let ready = self.wait()?;
            if ready.contains(&Side::Signals) {
                self.hear()?;
            }
            if ready.contains(&Side::Agent) {
                self.listen();
            }
            if ready.contains(&Side::Keys) && !self.read_keys()? {
                return self.hang_up();
            }
            if ready.contains(&Side::Guest) || due(self.closed) {
                self.take_output(SIP)?;
            }
            if due(self.background) {
                self.resume()?;
            }
            if due(self.quiet_at) {
                (self.quiet_at, self.restless_at) = (None, None);
                // What a client asks in a terminal of its own inside this one is answered there.
                let elsewhere = self.shims.as_ref().is_some_and(Shims::attended);
                let acts = if elsewhere { Vec::new() } else { self.episodes.quiet(self.mode()) };
                self.perform(acts);
                // The words stand already; the line editor may be about to start.
                self.quiet_at = self.episodes.undecided(self.mode()).then(|| Instant::now() + QUIET);
            }
        }
    }

    /// Waits until somebody is ready or something is due.
    fn wait(&self) -> io::Result<Vec<Side>> {
        let sides = self.sides();
        let mut ends: Vec<_> =
            sides.iter().map(|(_, end, flags)| PollFd::from_borrowed_fd(*end, *flags)).collect();
        let next = [self.quiet_at, self.ended.map(|ended| ended.until), self.closed, self.background];
        let left = next.into_iter().flatten().min().map(|at| at.saturating_duration_since(Instant::now()));
        let left = left.and_then(|left| Timespec::try_from(left).ok());
        match poll(&mut ends, left.as_ref()) {
            Ok(_) => {}
            Err(Errno::INTR) => return Ok(Vec::new()),
            Err(error) => return Err(error.into()),
        }
        let ready = sides.iter().zip(&ends).filter(|(_, end)| !end.revents().is_empty());
        Ok(ready.map(|((side, ..), _)| *side).collect())
    }

    /// Those we wait for. Whoever is asked nothing is left out: his end would be reported again and again.
    fn sides(&self) -> Vec<(Side, BorrowedFd<'_>, PollFlags)> {
        let mut sides = vec![(Side::Signals, self.signals.waiting(), PollFlags::IN)];
        sides.extend(self.talk.waiting().map(|agent| (Side::Agent, agent, PollFlags::IN)));
        if self.background.is_none() && self.keys.is_empty() && self.ended.is_none() {
            sides.push((Side::Keys, self.terminal.keys(), PollFlags::IN));
        }
        let mut guest = PollFlags::empty();
        guest.set(PollFlags::IN, self.output.is_empty() && self.closed.is_none());
        guest.set(PollFlags::OUT, !self.keys.is_empty());
        if !guest.is_empty() {
            sides.push((Side::Guest, self.guest.end(), guest));
        }
        if !self.output.is_empty() {
            sides.push((Side::Screen, self.terminal.screen(), PollFlags::OUT));
        }
        sides
    }

    /// Takes note of signals.
    fn hear(&mut self) -> io::Result<()> {
        for heard in self.signals.arrived() {
            match heard {
                Heard::Child if self.ended.is_none() => {
                    let until = Instant::now() + REMAINS;
                    let status = self.guest.ended()?;
                    self.ended = status.map(|status| Ended { status, until, left: REMAINS_LIMIT });
                }
                Heard::Child => {}
                Heard::Resized => self.resize()?,
                Heard::Continued => self.resume()?,
                Heard::HungUp => self.guest.signal_foreground(Signal::HUP),
                Heard::PassOn(signal) => self.guest.signal(signal),
            }
        }
        Ok(())
    }

    /// Returns how the command ended once nothing of it is on its way any more.
    fn finished(&self) -> Option<ExitStatus> {
        let ended = self.ended.filter(|_| self.output.is_empty())?;
        let over = self.closed.is_some() || ended.until <= Instant::now() || ended.left == 0;
        over.then_some(ended.status)
    }

    /// Shows what can be shown now. False when the terminal is gone.
    fn show(&mut self) -> io::Result<bool> {
        while self.shown < self.output.len() {
            match self.terminal.show(&self.output[self.shown..]) {
                Ok(count) => self.shown += count,
                Err(Errno::AGAIN) => return Ok(true),
                Err(Errno::INTR) => {}
                Err(Errno::IO) => return Ok(false),
                Err(error) => return Err(error.into()),
            }
        }
        self.output.clear();
        self.shown = 0;
        Ok(true)
    }

    /// Takes what the command has written until now.
    pub(super) fn read_guest(&mut self) -> io::Result<()> {
        self.take_output(PIECE)
    }

    /// Takes what the command wrote, until it is so many bytes or nothing more is there.
    fn take_output(&mut self, enough: usize) -> io::Result<()> {
        self.closed = None;
        let start = self.output.len();
        self.output.reserve(PIECE);
        while self.output.len() - start < enough {
            match self.guest.read(&mut self.output) {
                Ok(0) => {
                    self.closed = Some(Instant::now() + REOPENED);
                    break;
                }
                Ok(_) | Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => break,
                Err(error) => return Err(error.into()),
            }
        }
        self.take_note(start);
        Ok(())
    }

    /// Takes note of new output.
    fn take_note(&mut self, start: usize) {
        let count = self.output.len() - start;
        if count == 0 {
            return;
        }
        self.watch(start);
        if let Some(ended) = &mut self.ended {
            ended.left = ended.left.saturating_sub(count);
            ended.until = Instant::now() + REMAINS;
        }
        self.line_stands = false;
    }

    /// Types what can be typed now.
    pub(super) fn type_keys(&mut self) {
        if !self.keys.is_empty()
            && let Ok(count) = self.guest.type_in(&self.keys)
        {
            self.keys.drain(..count);
        }
    }

    /// Takes what the person typed. False when the terminal is gone.
    fn read_keys(&mut self) -> io::Result<bool> {
        let mut buffer = Zeroizing::new([0; 4096]);
        let typed = match self.terminal.read(&mut *buffer) {
            Ok(0) => return Ok(false),
            Ok(count) => &buffer[..count],
            Err(Errno::AGAIN | Errno::INTR) => return Ok(true),
            Err(error) => return Err(error.into()),
        };
        let suspend = self.suspend_key();
        let mut pieces = typed.split(|key| Some(*key) == suspend);
        self.pass_on(pieces.next().unwrap_or_default());
        for piece in pieces {
            self.suspend()?;
            self.pass_on(piece);
        }
        Ok(true)
    }

    /// Passes keys on to the command; a request that waits is withdrawn by them.
    fn pass_on(&mut self, keys: &[u8]) {
        if keys.is_empty() {
            return;
        }
        let acts = self.episodes.keys(keys);
        self.perform(acts);
        self.keys.extend_from_slice(keys);
        self.type_keys();
    }

    /// The key that stops the run: the command's own, or the person's at a prompt, where a line editor would stop itself
    /// without a shell that could continue it.
    fn suspend_key(&self) -> Option<u8> {
        let keys = self.guest.keys().ok()?;
        let own = self.terminal.found().special_codes[SpecialCodeIndex::VSUSP];
        keys.suspend.or_else(|| (own != 0 && self.episodes.at_prompt(mode(keys))).then_some(own))
    }

    /// Stops the command and ourselves, as the shell's job, until the shell continues us.
    fn suspend(&mut self) -> io::Result<()> {
        self.guest.signal_foreground(Signal::STOP);
        self.terminal.give_back();
        let starting = starting::none();
        // Without job control this stops nothing, and the run goes on.
        let stopped = rustix::process::kill_current_process_group(Signal::TSTP);
        drop(starting);
        self.resume()?;
        self.guest.signal_foreground(Signal::CONT);
        Ok(stopped?)
    }

    /// Goes on, in the foreground or in the background.
    fn resume(&mut self) -> io::Result<()> {
        if self.terminal.is_ours() {
            self.background = None;
            self.terminal.make_raw()?;
        } else {
            self.background = Some(Instant::now() + BACKGROUND);
        }
        self.resize()
    }

    fn resize(&mut self) -> io::Result<()> {
        // The row above the cursor's may be another one now.
        self.line_stands = false;
        self.guest.resize(self.terminal.size()?)
    }

    /// What the command's terminal does with keys.
    pub(super) fn mode(&self) -> Mode {
        self.guest.keys().map_or(Mode::Other, mode)
    }

    /// The person's terminal is gone: the command's goes the same way.
    fn hang_up(self) -> io::Result<ExitStatus> {
        let Self { terminal, guest, .. } = self;
        drop(terminal);
        guest.signal_foreground(Signal::HUP);
        guest.hang_up()
    }
}

fn mode(keys: Keys) -> Mode {
    match (keys.raw, keys.lines) {
        (true, _) => Mode::Keys,
        (false, true) => Mode::Lines,
        (false, false) => Mode::Other,
    }
}

fn due(at: Option<Instant>) -> bool {
    at.is_some_and(|at| at <= Instant::now())
}
