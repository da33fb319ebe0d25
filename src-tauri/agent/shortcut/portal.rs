//! Keys that a Wayland desktop holds. A process of its own asks for them: a portal looks at whoever asks, and nobody can look at
//! the agent. That process keeps no secret, says in lines what it hears, and ends with the agent.

#[path = "holder.rs"]
mod holder;

use crate::event::{Event, Events};
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

pub(crate) use holder::holds_instead;

/// The keys, and the process that asked for them.
pub(crate) struct Keys {
    events: Events,
    holder: Option<Child>,
    trouble: Trouble,
}

/// Why the keys are not held, as far as that is known.
type Trouble = Arc<Mutex<Option<String>>>;

impl Keys {
    pub(super) fn new(events: Events) -> Self {
        Self { events, holder: None, trouble: Trouble::default() }
    }

    pub(super) fn hold(&mut self, keys: Option<&str>) -> Result<(), String> {
        self.let_go();
        // What the holder that went still says is said of other keys.
        self.trouble = Trouble::default();
        let Some(keys) = keys else { return Ok(()) };
        let trigger = trigger(keys).ok_or_else(|| format!("{keys} has no name that desktops know"))?;
        let mut holder = begin(&trigger).map_err(|error| error.to_string())?;
        let said = holder.stdout.take();
        self.holder = Some(holder);
        let (events, trouble) = (self.events.clone(), Arc::clone(&self.trouble));
        thread::spawn(move || listen(said, &events, &trouble));
        Ok(())
    }

    pub(super) fn trouble(&self) -> Option<String> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn let_go(&mut self) {
        if let Some(mut holder) = self.holder.take() {
            // One that is gone already cannot be ended; the desktop takes the keys back either way.
            drop(holder.kill());
            drop(holder.wait());
        }
    }
}

fn begin(trigger: &str) -> std::io::Result<Child> {
    Command::new(std::env::current_exe()?)
        .args([holder::FLAG, trigger])
        // It ends when this end of the pipe is closed, also where the agent was killed.
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
}

fn listen(said: Option<ChildStdout>, events: &Events, trouble: &Trouble) {
    let say = |why: Option<String>| *trouble.lock().unwrap_or_else(PoisonError::into_inner) = why;
    for line in said.into_iter().flat_map(|said| BufReader::new(said).lines()).map_while(Result::ok) {
        match line.split_once(' ').unwrap_or((&line, "")) {
            (holder::PRESSED, _) => drop(events.send(Event::Palette)),
            (holder::REFUSED, why) => return say(Some(why.to_owned())),
            _ => {}
        }
    }
    say(Some("the desktop’s portal ended".to_owned()));
}

/// Names keys as desktops do: `Control+Alt+KeyO` is `CTRL+ALT+o`.
///
/// Source: the shortcuts specification of freedesktop.org, and the names of XKB.
fn trigger(keys: &str) -> Option<String> {
    let parts: Option<Vec<_>> = keys.split('+').map(part).collect();
    parts.map(|parts| parts.join("+"))
}

fn part(code: &str) -> Option<String> {
    let name = match code {
        "Control" => "CTRL",
        "Alt" => "ALT",
        "Shift" => "SHIFT",
        "Super" => "LOGO",
        "Space" => "space",
        "Enter" => "Return",
        _ => return plain(code),
    };
    Some(name.to_owned())
}

/// Letters, digits and the keys with an F.
fn plain(code: &str) -> Option<String> {
    let one = |rest: &str| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if let Some(rest) = code.strip_prefix("Key").or_else(|| code.strip_prefix("Digit")) {
        return one(rest).then(|| rest.to_ascii_lowercase());
    }
    let number = code.strip_prefix('F')?.parse::<u8>().ok()?;
    (1..=24).contains(&number).then(|| format!("F{number}"))
}

#[cfg(test)]
mod tests {
    use super::trigger;

    #[test]
    fn keys_have_the_names_that_desktops_know() {
        for (keys, expected) in [
            ("Control+Alt+KeyO", "CTRL+ALT+o"),
            ("Super+Digit1", "LOGO+1"),
            ("Control+Shift+F12", "CTRL+SHIFT+F12"),
            ("Control+Space", "CTRL+space"),
        ] {
            assert_eq!(trigger(keys).as_deref(), Some(expected));
        }
        for nameless in ["Control+IntlRo", "Control+F0", "", "Control+Key"] {
            assert_eq!(trigger(nameless), None, "{nameless}");
        }
    }
}
