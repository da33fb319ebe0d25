//! What follows from the settings and from the session: the tray, the shortcut, locking.

use super::Resident;
use crate::autostart;
use crate::event::FromTray;
use crate::files;
use crate::session::FromSession;
use crate::tray::{Line, Menu};
use crate::words::Words;
use countersign_core::app::For;
use countersign_core::time::Now;
use countersign_core::view::{Failure, SettingsView, StoreCondition, Window};
use countersign_link::private::{FromAgent as ToShell, Reply};
use std::path::Path;

impl Resident {
    /// What is set, and what of it could not be had.
    pub(super) fn settings_view(&self) -> SettingsView {
        let mut view = self.app.settings_view();
        view.failures.extend(self.with.shortcut.failure());
        view.failures.extend(self.autostart.1.clone());
        view
    }

    /// Has everything outside of the facade follow the settings.
    pub(super) fn follow_settings(&mut self) {
        let keys = self.app.settings().shortcut.clone();
        self.with.shortcut.hold(keys.as_deref());
        self.refresh_tray();
    }

    /// Has the session start the agent, or no longer.
    pub(super) fn start_with_the_session(&mut self, wanted: bool) {
        if self.autostart.0 == wanted {
            return;
        }
        let failure = autostart::set(wanted).err().map(|error| Failure {
            code: "no-autostart".into(),
            message: format!("Starting with the session could not be changed ({error})."),
            hint: "Set it in your desktop's own settings: have it run `countersign-agent --background`."
                .into(),
        });
        self.autostart = (wanted, failure);
    }

    /// Writes the last decisions where the person wants them, who was asked before a file that is there is replaced.
    pub(super) fn export_decisions(&self, out: &Path) -> Result<Reply, Failure> {
        files::create(out, &self.app.decisions_file(), true).map(|()| Reply::Done).map_err(|error| Failure {
            code: "not-written".into(),
            message: format!("{} was not written: {error}. Nothing was changed.", out.display()),
            hint: "Choose another place, and try again.".into(),
        })
    }

    /// Shows in the tray what there is now.
    pub(super) fn refresh_tray(&mut self) {
        let now = self.clock.now();
        let settings = self.app.settings().tray;
        let palette = self.app.palette();
        let mut menu = Menu {
            words: self.words(),
            shown: settings.shown,
            request: self.request.as_ref().map(|request| request.sentence.clone()),
            accounts: palette.accounts.iter().map(Line::of).collect(),
            open: palette.condition == StoreCondition::Open,
            staged: self.staged,
        };
        self.tray_until = None;
        if settings.shown && settings.codes {
            let ids: Vec<String> = menu.shown_lines().map(|line| line.id.clone()).collect();
            let codes = self.app.codes(&ids, now);
            let ends = codes.iter().map(|code| code.valid_until.saturating_mul(1_000)).min();
            self.tray_until = ends.map(|end| now.steady_ms + end.saturating_sub(now.wall_ms).max(1_000));
            menu.add_codes(&codes);
        }
        self.with.tray.show(menu);
    }

    /// The language of what the agent itself says.
    pub(super) fn words(&self) -> &'static Words {
        Words::of(self.app.settings().language.as_deref())
    }

    /// Does what the person chose in the tray.
    pub(super) fn tray(&mut self, what: FromTray, now: Now) {
        if !matches!(what, FromTray::Shown(_)) {
            self.app.used(now);
        }
        match what {
            FromTray::Shown(shown) => {
                self.tray_is_shown = Some(shown);
                self.with.shells.tell(&ToShell::Changed);
            }
            FromTray::Open => self.show(Window::Main),
            FromTray::ShowRequest => self.show(Window::Approve),
            FromTray::Copy(id) => match self.app.copy(For::Tray, &id, false, now) {
                Ok(effects) => {
                    self.perform(effects);
                    self.refresh_tray();
                }
                Err(failure) => self.with.journal.note(&failure.message),
            },
            FromTray::ScanScreen => {
                if let Err(error) = self.with.shells.scan_screen() {
                    self.with.journal.note(&format!("the window could not be shown: {error}"));
                }
            }
            FromTray::Lock => self.lock(now),
            FromTray::Quit => self.ending = true,
        }
    }

    /// Locks where the person is away, if that was set. What holds a suspension up is dropped once the store has locked, too.
    pub(super) fn session(&mut self, what: FromSession, now: Now) {
        let lock = self.app.settings().lock;
        let (locks, why, held) = match what {
            FromSession::ScreenLocked => (lock.on_screen_lock, "the screen was locked", None),
            FromSession::Suspends(held) => (lock.on_suspend, "the computer is being suspended", Some(held)),
        };
        if locks {
            self.with.journal.note(why);
            self.lock(now);
            self.held = held.filter(|_| self.locking.is_some());
        }
    }

    pub(super) fn lock(&mut self, now: Now) {
        self.with.clipboard.clear();
        let effects = self.app.lock(now);
        self.perform(effects);
    }
}
