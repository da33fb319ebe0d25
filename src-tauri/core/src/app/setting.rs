//! What a person set up, and what follows from it: the file, the clock that codes are made by, locking when nobody is there.

use super::App;
use super::effect::{Effect, ReplyTo};
use super::failures;
use crate::otp;
use crate::settings::{self, SettingsFile};
use crate::time::Now;
use crate::view::{CodeKind, Failure, Settings, SettingsView};

/// What is set, and since when nobody has used Countersign.
#[derive(Debug, Default)]
pub(super) struct Setup {
    file: SettingsFile,
    /// Why what was set before is not, if so.
    failure: Option<Failure>,
    /// When the person last did something, in steady milliseconds.
    used: u64,
}

impl App {
    /// Starts with what was set before; `aside` is where a file is that could not be read.
    #[must_use]
    pub fn with_settings(mut self, file: SettingsFile, aside: Option<&str>) -> Self {
        self.setup = Setup { file, failure: aside.map(failures::settings_set_aside), used: 0 };
        self
    }

    /// What is set, and what went wrong with it.
    #[must_use]
    pub fn settings_view(&self) -> SettingsView {
        let settings = self.settings().clone();
        SettingsView { settings, failures: self.setup.failure.iter().cloned().collect() }
    }

    /// What is set.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        self.setup.file.settings()
    }

    /// Sets everything anew, as the person chose in the window. What protects less takes an open store: nobody who comes
    /// upon a locked Countersign can prepare it for later.
    ///
    /// # Errors
    /// A [`Failure`] where that is not possible; nothing is changed then.
    pub fn change_settings(&mut self, to: ReplyTo, next: Settings) -> Result<Vec<Effect>, Failure> {
        if next == *self.settings() {
            return Ok(vec![Effect::Reply(to, Ok(()))]);
        }
        if settings::loosens(self.settings(), &next) {
            self.open()?;
        }
        let mut file = self.setup.file.clone();
        file.set(next).map_err(|error| failures::no_such_setting(&error))?;
        Ok(vec![Effect::SaveSettings(to, Box::new(file))])
    }

    /// Takes notice that the file was written, or why it was not; what is set changes with the file.
    pub fn settings_saved(
        &mut self,
        to: ReplyTo,
        file: SettingsFile,
        written: Result<(), String>,
        now: Now,
    ) -> Vec<Effect> {
        if let Err(reason) = written {
            return vec![Effect::Reply(to, Err(failures::settings_not_saved(&reason)))];
        }
        self.setup.file = file;
        self.setup.failure = None;
        self.setup.used = now.steady_ms;
        vec![
            Effect::Settings(Box::new(self.settings().clone())),
            Effect::Reply(to, Ok(())),
            Effect::Log("settings were changed".to_owned()),
        ]
    }

    /// The person did something.
    pub fn used(&mut self, now: Now) {
        self.setup.used = now.steady_ms;
    }

    /// Locks where nobody has used Countersign for as long as was set.
    pub(super) fn tick_idle(&mut self, now: Now) -> Vec<Effect> {
        if self.idle_deadline().is_none_or(|due| due > now.steady_ms) {
            return Vec::new();
        }
        let mut effects = vec![Effect::Log("nobody was there".to_owned())];
        effects.extend(self.lock(now));
        effects
    }

    /// When it locks by itself: never while it is not open, nor while an approved run goes on.
    pub(super) fn idle_deadline(&self) -> Option<u64> {
        let minutes = self.settings().lock.idle_minutes?;
        let busy = self.open().is_err() || self.runs.grants().next().is_some();
        (!busy).then(|| self.setup.used.saturating_add(u64::from(minutes) * 60_000))
    }

    /// The moment by the clock that codes are made by.
    pub(super) fn set_right(&self, now: Now) -> Now {
        let offset_ms = i64::from(self.settings().clock_offset) * 1_000;
        Now { wall_ms: now.wall_ms.saturating_add_signed(offset_ms), ..now }
    }

    /// Returns when a code ends by the system's clock, in seconds since 1970; 0 for a counter's code, which ends by its use.
    pub(super) fn valid_until(&self, parameters: &otp::Parameters, step: u64) -> u64 {
        match parameters.kind() {
            CodeKind::Hotp => 0,
            _ => otp::step_start(parameters, step.saturating_add(1))
                .saturating_add_signed(-i64::from(self.settings().clock_offset)),
        }
    }
}
