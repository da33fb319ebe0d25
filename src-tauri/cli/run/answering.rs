//! Does what a prompt needs: asks the agent, tells the person, types the code.

use super::episode::Act;
use super::line::{self, Canvas};
use super::relay::Relay;
use super::veil::Veil;
use countersign_core::view::Answer;
use countersign_link::public::ToAgent;
use std::collections::VecDeque;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// How long the output must be quiet before a prompt is believed to wait.
pub(super) const QUIET: Duration = Duration::from_millis(120);

/// How often output that never is quiet is looked at: some clients draw a spinner around their prompt.
const RESTLESS: Duration = Duration::from_millis(700);

impl Relay {
    /// Watches what the command wrote, from a place in the output on.
    pub(super) fn watch(&mut self, start: usize) {
        let new = &mut self.output[start..];
        self.episodes.output(new);
        if let Some(enrolment) = &self.claims.enrolment {
            enrolment.watch(new);
        }
        if let Some(veil) = &mut self.veil
            && !veil.draw(new)
        {
            self.veil = None;
        }
        let now = Instant::now();
        let restless = *self.restless_at.get_or_insert(now + RESTLESS);
        self.quiet_at = Some(restless.min(now + QUIET));
    }

    /// Hears what the agent said.
    pub(super) fn listen(&mut self) {
        for said in self.talk.arrived() {
            if let (Ok(Answer::Added { .. }), Some(enrolment)) = (&said, &self.claims.enrolment) {
                enrolment.keep();
            }
            let acts = match said {
                Ok(answer) => self.episodes.answer(answer),
                Err(why) => self.episodes.cut_off(&why),
            };
            self.perform(acts);
        }
    }

    /// Does what is to be done, and what follows from it.
    pub(super) fn perform(&mut self, acts: Vec<Act>) {
        let mut acts = VecDeque::from(acts);
        while let Some(act) = acts.pop_front() {
            match act {
                Act::Ask(client, about) if about.page.is_some() => self.talk.ask(&self.claims, client, about),
                Act::Ask(client, about) => match self.may_have_code() {
                    Ok(()) => self.talk.ask(&self.claims, client, about),
                    Err(why) => acts.extend(self.episodes.kept_code(&why)),
                },
                Act::Tell(message) => self.tell(&message),
                Act::Type { code, account, enter } => acts.extend(self.type_code(&code, &account, enter)),
                Act::Withdraw(id) => self.talk.withdraw(id),
                Act::Accepted(id) => self.talk.tell(&ToAgent::Accepted { id }),
                Act::Refused(id) => self.talk.tell(&ToAgent::Refused { id }),
            }
        }
    }

    /// Tells the person something in the line above the prompt; without a prompt there is no such line.
    fn tell(&mut self, message: &str) {
        let (canvas, prompt) = (self.canvas(), self.episodes.line());
        if cfg!(windows) {
            if self.episodes.prompt_stands() {
                self.output.extend(line::beside(message));
            }
        } else if self.line_stands {
            self.output.extend(line::replace(message, prompt, canvas));
        } else if self.episodes.prompt_stands() {
            self.output.extend(line::insert(message, prompt, canvas));
            self.line_stands = true;
        }
    }

    fn canvas(&self) -> Canvas {
        let columns = self.terminal.columns();
        let plain = std::env::var_os("TERM").is_none_or(|name| name == "dumb");
        Canvas { columns: if columns == 0 { 80 } else { columns }, plain }
    }

    /// Types a code into the prompt, if it is still the prompt that the person approved.
    fn type_code(&mut self, code: &str, account: &str, enter: bool) -> Vec<Act> {
        if let Err(why) = self.may_have_code() {
            return self.episodes.kept_code(&why);
        }
        self.tell(&format!("typed a code of {account}"));
        self.keys.reserve_exact(code.len() + 1);
        self.keys.extend_from_slice(code.as_bytes());
        if enter {
            self.keys.push(b'\r');
        }
        self.veil = Some(Veil::over(Zeroizing::new(code.as_bytes().to_vec())));
        self.type_keys();
        self.episodes.typed_code();
        if let Some(enrolment) = &self.claims.enrolment {
            enrolment.note_code();
        }
        Vec::new()
    }

    /// Checks, before asking and again before typing, whether the prompt may have a code.
    fn may_have_code(&mut self) -> Result<(), String> {
        // Something may have been written since the last look.
        self.read_guest().map_err(|_| "the command's terminal is gone")?;
        let mode = self.mode();
        if !self.episodes.at_prompt(mode) {
            return Err("the prompt is gone".into());
        }
        if self.is_typing() {
            return Err("you are typing".into());
        }
        self.company().map_or(Ok(()), Err)
    }
}
