//! The enrolment, step by step. Whatever fails, what was kept stays kept, and the person is told how things stand.

use super::Enroll;
use crate::agent;
use crate::npm::client::{self, Npm};
use crate::outcome::{self, Exit, Trouble};
use crate::run::Run;
use crate::run::enrolment::Enrolment;
use crate::terminal::Terminal;
use countersign_core::npm::profile::{Mode, Profile};
use countersign_core::view::{Answer, StoreCondition};
use countersign_link::public::{FromAgent, ToAgent};
use countersign_link::socket::Connection;
use std::ffi::OsString;
use std::io;
use std::process::{ExitCode, ExitStatus};
use std::sync::Arc;
use std::time::Duration;

/// How long the agent may take to keep the recovery codes: a keychain may be slow.
const KEEPING: Duration = Duration::from_secs(30);

impl Enroll {
    pub(super) fn enrol(&self) -> Result<ExitCode, Trouble> {
        // Everything that can be known is asked before npm changes anything.
        let npm = Npm { registry: self.registry.clone(), ..Npm::default() };
        no_obstacle_here()?;
        outcome::person("asking npm how you stand with the registry");
        let registry = self.no_obstacle_there(&npm)?;
        let enrolment = Arc::new(Enrolment::at(&registry));
        let status = self.run(&["profile", "enable-2fa", &self.mode], &enrolment)?;
        if !status.success() || !enrolment.is_kept() {
            return Err(unfinished(enrolment.is_kept()));
        }
        let codes = keep_recovery_codes(&enrolment);
        self.verify(&npm, &registry)?;
        farewell(codes);
        Ok(Exit::Done.into())
    }

    /// Finds out whether the registry would enrol, and returns it.
    fn no_obstacle_there(&self, npm: &Npm) -> Result<String, Trouble> {
        let registry = match &self.registry {
            Some(registry) => registry.clone(),
            None => npm.setting("registry")?,
        };
        if !self.anyway && same(&registry, &client::makers_registry()?) {
            return Err(no_new_enrolments());
        }
        match profile(npm)?.mode {
            Mode::Disabled => Ok(registry),
            mode => Err(already(&registry, mode, &self.mode)),
        }
    }

    /// Has npm write the person's name back as it is, for which it asks a code: a second one, made from what is kept.
    fn verify(&self, npm: &Npm, registry: &str) -> Result<(), Trouble> {
        let now = profile(npm)?;
        if now.mode.to_string() != self.mode {
            return Err(not_on(registry, now.mode));
        }
        outcome::person("a second code shows that the account works: npm writes your name back as it is");
        let verifying = Arc::new(Enrolment::verified_at(registry));
        let status =
            self.run(&["profile", "set", "fullname", &now.full_name.unwrap_or_default()], &verifying)?;
        if verifying.code_was_taken(status) { Ok(()) } else { Err(unverified()) }
    }

    fn run(&self, words: &[&str], enrolment: &Arc<Enrolment>) -> Result<ExitStatus, Trouble> {
        let terminal = Terminal::of_person().ok_or_else(no_terminal)?;
        let mut command = vec![OsString::from(client::program())];
        command.extend(words.iter().map(OsString::from));
        command.extend(self.registry.iter().map(|registry| format!("--registry={registry}").into()));
        let ran = Run::of(command).watched(terminal, Some(Arc::clone(enrolment)));
        ran.map_err(|error: io::Error| Trouble::io("Running npm", &error))
    }
}

/// Finds out whether the account could be kept.
fn no_obstacle_here() -> Result<(), Trouble> {
    Terminal::of_person().ok_or_else(no_terminal)?;
    let FromAgent::Status(status) = agent::order(&ToAgent::Status)? else { return Err(agent::strange()) };
    if status.condition == StoreCondition::Open {
        return Ok(());
    }
    Err(Trouble::new(
        Exit::Unavailable,
        "not-open",
        "The app could not keep the account now: it is locked, or has no store. Nothing was changed.",
        "Open it (`countersign open`), and try again.",
    ))
}

fn profile(npm: &Npm) -> Result<Profile, Trouble> {
    match npm.json(&["profile", "get"])? {
        Ok(printed) => Ok(Profile::read(&printed)),
        Err(answered) => Err(Trouble::new(
            Exit::Failed,
            "no-profile",
            format!("The registry does not say who you are: {}. Nothing was changed.", answered.why()),
            "Log in with `npm login`, and try again.",
        )),
    }
}

/// Keeps the codes that npm printed; says how many.
fn keep_recovery_codes(enrolment: &Enrolment) -> Option<u32> {
    let codes = enrolment.recovery_codes();
    let kept = match enrolment.conversation() {
        Some(conversation) if !codes.is_empty() => bring(conversation, codes),
        _ => Err("npm printed none that this program knows as such".to_owned()),
    };
    match kept {
        Ok(count) => {
            outcome::person(&format!("kept {count} recovery codes beside the account"));
            Some(count)
        }
        Err(why) => {
            outcome::person(&format!("the recovery codes were NOT kept: {why}"));
            outcome::person(
                "copy them from above now, and bring them in with `countersign npm recovery NAME --add -`",
            );
            None
        }
    }
}

fn bring(
    mut conversation: Connection,
    codes: Vec<countersign_link::passing::Passing>,
) -> Result<u32, String> {
    let nonce = agent::nonce().map_err(|trouble| agent::in_words(&trouble.failure))?;
    let message = ToAgent::Recovery { nonce, account: None, codes };
    conversation.say(&message).map_err(|error| error.to_string())?;
    loop {
        match conversation.hear(KEEPING).map_err(|error| error.to_string())? {
            FromAgent::Answer(Answer::Added { count, .. }) => return Ok(count),
            FromAgent::Answer(
                Answer::Failed { reason } | Answer::Denied { reason, .. } | Answer::Busy { reason },
            )
            | FromAgent::Failed(reason) => return Err(agent::in_words(&reason)),
            FromAgent::Answer(Answer::Locked) => return Err("the app is locked".into()),
            _ => {}
        }
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim_end_matches('/') == other.trim_end_matches('/')
}

fn farewell(codes: Option<u32>) {
    outcome::person("enrolled: the registry took a second code of the account that is kept");
    if codes.is_some() {
        outcome::person("print the recovery codes: `countersign npm recovery --sheet FILE`");
    }
    outcome::person("the secret stands in this terminal's history: close the window, or `clear` it");
}

fn no_terminal() -> Trouble {
    Trouble::new(
        Exit::Failed,
        "no-terminal",
        "Enrolling asks you for your password, so it needs a terminal. Nothing was changed.",
        "Run it in a terminal, without redirecting its input or output.",
    )
}

fn no_new_enrolments() -> Trouble {
    Trouble::new(
        Exit::Failed,
        "no-new-enrolments",
        "This is npm's own registry, and npmjs.com takes no new authenticators since October 2025: it wants security keys, \
         which are set up on its website. An authenticator that it knows goes on working. Nothing was changed.",
        "Bring the one you have in: `countersign import FILE` reads the backups of other authenticators, and `countersign \
         add --qr FILE` a picture of its QR code. With --anyway npm tries all the same.",
    )
}

fn already(registry: &str, mode: Mode, wanted: &str) -> Trouble {
    Trouble::new(
        Exit::Failed,
        "already-on",
        format!("Two-factor authentication is on at {registry} already ({mode}). Nothing was changed."),
        format!(
            "Bring the authenticator you have in with `countersign import FILE` or `countersign add`. To change when it is \
             asked for: `countersign run -- npm profile enable-2fa {wanted}`."
        ),
    )
}

fn not_on(registry: &str, mode: Mode) -> Trouble {
    Trouble::new(
        Exit::Failed,
        "not-on",
        format!(
            "npm was content, but {registry} says that two-factor authentication is {mode}. The account is kept."
        ),
        "`countersign npm status` shows how it stands; to begin anew, enroll again.",
    )
}

fn unfinished(kept: bool) -> Trouble {
    let message = if kept {
        "npm did not finish. The account is kept and marked as unconfirmed; no code of it was lost."
    } else {
        "npm did not finish, and nothing was kept."
    };
    let hint = "Enroll again: npm begins anew, with another secret. An unconfirmed account can be deleted in the app then. \
                `countersign npm doctor` explains npm's last error.";
    Trouble::new(Exit::Failed, "unfinished", message, hint)
}

fn unverified() -> Trouble {
    Trouble::new(
        Exit::Failed,
        "unverified",
        "The enrolment is finished and everything is kept, but no second code was taken.",
        "Log in once more (`countersign run -- npm login --auth-type=legacy`) before you rely on it; mind this computer's clock.",
    )
}
