//! The terminal that the console is shown in.

#[cfg(unix)]
#[path = "terminal/unix.rs"]
mod system;
#[cfg(windows)]
#[path = "terminal/windows.rs"]
mod system;

use super::{Act, Console};
use crate::event::{Event, Events, FromShell};
use countersign_core::secret::SecretText;
use countersign_link::private::{Call, FromAgent};
use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

/// Says whether there is a terminal to show the console in.
pub(crate) fn is_there() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

enum Input {
    Heard(Box<FromAgent>),
    Typed(SecretText),
    Ended,
}

/// The console before its first word.
pub(crate) struct Terminal {
    modes: system::Modes,
    sender: Sender<Input>,
    inputs: Receiver<Input>,
}

impl Terminal {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// That of the system where standard input is no terminal.
    pub(crate) fn open() -> io::Result<Self> {
        let modes = system::Modes::take()?;
        let (sender, inputs) = mpsc::channel();
        Ok(Self { modes, sender, inputs })
    }

    /// Returns where the agent speaks to the console.
    pub(crate) fn replies(&self) -> Sender<FromAgent> {
        let (replies, heard) = mpsc::channel();
        let sender = self.sender.clone();
        thread::spawn(move || {
            heard.iter().all(|message| sender.send(Input::Heard(Box::new(message))).is_ok())
        });
        replies
    }

    /// Starts to read and to show, as this shell.
    pub(crate) fn run(self, shell: u64, events: Events) {
        let sender = self.sender.clone();
        thread::spawn(move || {
            system::read_lines(|line| sender.send(Input::Typed(line)).is_ok());
            drop(sender.send(Input::Ended));
        });
        thread::spawn(move || {
            self.converse(shell, &events);
            drop(events.send(Event::Shell(shell, FromShell::Left)));
        });
    }

    fn converse(&self, shell: u64, events: &Events) {
        let (mut console, greeting) = Console::start();
        let mut number = 0;
        let mut perform = |acts: Vec<Act>| {
            for act in acts {
                match act {
                    Act::Print(text) => print(&text),
                    Act::Hide(hide) => self.modes.hide(hide),
                    Act::Discard => self.modes.discard(),
                    Act::Call(what) => {
                        number += 1;
                        drop(events.send(Event::Shell(shell, FromShell::Called(Call { number, what }))));
                    }
                }
            }
        };
        perform(greeting);
        for input in &self.inputs {
            match input {
                Input::Ended => break,
                Input::Heard(message) if *message == FromAgent::Quit => break,
                Input::Heard(message) => perform(console.heard(*message)),
                Input::Typed(line) => perform(console.typed(line)),
            }
        }
        self.modes.hide(false);
    }
}

fn print(text: &str) {
    let mut output = io::stdout().lock();
    // A terminal that is gone ends the console at its next read.
    drop(writeln!(output, "{text}").and_then(|()| output.flush()));
}
