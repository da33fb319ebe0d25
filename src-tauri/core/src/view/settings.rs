//! What a person set up, as it is shown and as it is kept. The defaults are what Countersign does before anything is set.

use super::Failure;
use serde::{Deserialize, Serialize};

view! {
    /// What is set, and what of it could not be had.
    pub struct SettingsView {
        /// What is set.
        pub settings: Settings,
        /// What went wrong: a file that could not be read, keys that another program holds.
        pub failures: Vec<Failure>,
    }

    /// Everything a person can set. What is not set up for this system has no effect there.
    #[serde(default)]
    pub struct Settings {
        /// How the windows look.
        pub theme: Theme,
        /// The language of the windows, as BCP 47 names it; none for the system's.
        pub language: Option<String>,
        /// How close rows stand.
        pub density: Density,
        /// What rows are sorted by.
        pub sort: Sort,
        /// Whether rows stand below the names of their groups.
        pub grouped: bool,
        /// Whether a code is hidden until its row is hovered over or has the focus.
        pub hide_codes: bool,
        /// When Countersign locks by itself.
        pub lock: AutoLock,
        /// What happens to a code that was copied.
        pub clipboard: ClipboardCare,
        /// What the tray shows.
        pub tray: TrayMenu,
        /// The keys that open the palette from anywhere, such as `Control+Alt+KeyO`; none for no keys.
        pub shortcut: Option<String>,
        /// Whether Countersign starts with the session, without a window.
        pub autostart: bool,
        /// Minutes for which the windows' program stays after the last window was closed.
        pub leaves_after_minutes: u32,
        /// Seconds that are added to the system's clock when codes are made.
        pub clock_offset: i32,
    }

    /// How the windows look.
    #[derive(Copy, Default)]
    #[serde(rename_all = "kebab-case")]
    pub enum Theme {
        /// As the system says.
        #[default]
        System,
        /// Dark on light.
        Light,
        /// Light on dark.
        Dark,
        /// The strongest contrast.
        HighContrast,
    }

    /// How close rows stand.
    #[derive(Copy, Default)]
    #[serde(rename_all = "kebab-case")]
    pub enum Density {
        /// Far enough for a finger.
        #[default]
        Comfortable,
        /// As many as fit.
        Compact,
    }

    /// What rows are sorted by.
    #[derive(Copy, Default)]
    #[serde(rename_all = "kebab-case")]
    pub enum Sort {
        /// The order that the person made.
        #[default]
        Manual,
        /// Issuer and account.
        Name,
        /// What is used often and was used lately first.
        Use,
    }

    /// When Countersign locks by itself.
    #[derive(Copy)]
    #[serde(default)]
    pub struct AutoLock {
        /// Minutes without use; none for never.
        pub idle_minutes: Option<u32>,
        /// When the screen is locked.
        pub on_screen_lock: bool,
        /// When the computer is suspended.
        pub on_suspend: bool,
    }

    /// What happens to a code that was copied.
    #[derive(Copy)]
    #[serde(default)]
    pub struct ClipboardCare {
        /// Seconds after which it is taken from the clipboard.
        pub seconds: u32,
        /// Whether histories are asked to leave it out.
        pub unlisted: bool,
    }

    /// What the tray shows.
    #[derive(Copy)]
    #[serde(default)]
    pub struct TrayMenu {
        /// Whether there is an icon in the tray at all.
        pub shown: bool,
        /// Whether codes stand in its menu, which every program of the session may read.
        pub codes: bool,
        /// Whether the person knows that nothing here shows it, and need not be told again.
        pub absence_known: bool,
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            language: None,
            density: Density::default(),
            sort: Sort::default(),
            grouped: false,
            hide_codes: false,
            lock: AutoLock::default(),
            clipboard: ClipboardCare::default(),
            tray: TrayMenu::default(),
            shortcut: Some("Control+Alt+KeyO".to_owned()),
            autostart: false,
            leaves_after_minutes: 10,
            clock_offset: 0,
        }
    }
}

impl Default for AutoLock {
    fn default() -> Self {
        // The screen's own lock already follows when nobody is there.
        Self { idle_minutes: None, on_screen_lock: true, on_suspend: true }
    }
}

impl Default for ClipboardCare {
    fn default() -> Self {
        Self { seconds: 20, unlisted: true }
    }
}

impl Default for TrayMenu {
    fn default() -> Self {
        Self { shown: true, codes: false, absence_known: false }
    }
}
