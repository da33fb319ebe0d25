//! The file of the settings: JSON with a version. Members that this version does not know are kept as they are.

use crate::view::Settings;
use serde_json::{Map, Value};

/// The version this program writes, and the newest it reads.
pub const VERSION: u32 = 1;
/// The largest file that is read, in bytes.
pub const SIZE_LIMIT: usize = 64 << 10;

/// Seconds for which a code may stay on the clipboard.
const CLIPBOARD_SECONDS: std::ops::RangeInclusive<u32> = 5..=300;
/// Minutes without use after which Countersign can lock.
const IDLE_MINUTES: std::ops::RangeInclusive<u32> = 1..=24 * 60;
/// Minutes for which the windows' program can stay.
const LEAVES_AFTER_MINUTES: std::ops::RangeInclusive<u32> = 1..=24 * 60;
/// The farthest a clock can be set right, in seconds.
const CLOCK_OFFSET: i32 = 24 * 60 * 60;
/// The longest name of keys or of a language, in bytes.
const NAME_LIMIT: usize = 64;

/// Why a file holds no settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// A newer Countersign wrote it.
    #[error("the settings were written by a newer version of Countersign")]
    Newer,
    /// It cannot be read.
    #[error("the settings cannot be read")]
    Damaged,
}

/// A setting that has no meaning, by its name in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} cannot be that")]
pub struct OutOfRange(pub &'static str);

/// The settings, and what else stands in their file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingsFile {
    settings: Settings,
    /// The file as it was read, with what this version does not know.
    rest: Map<String, Value>,
}

impl SettingsFile {
    /// Reads a file. What it does not say is as it is by default.
    ///
    /// # Errors
    /// [`SettingsError`]; the file is to be set aside then, never overwritten.
    pub fn from_json(bytes: &[u8]) -> Result<Self, SettingsError> {
        if bytes.len() > SIZE_LIMIT {
            return Err(SettingsError::Damaged);
        }
        let rest: Map<String, Value> = serde_json::from_slice(bytes).map_err(|_| SettingsError::Damaged)?;
        match rest.get("version").and_then(Value::as_u64) {
            Some(version) if version == u64::from(VERSION) => {}
            Some(version) if version > u64::from(VERSION) => return Err(SettingsError::Newer),
            _ => return Err(SettingsError::Damaged),
        }
        let settings: Settings =
            serde_json::from_value(Value::Object(rest.clone())).map_err(|_| SettingsError::Damaged)?;
        check(&settings).map_err(|_| SettingsError::Damaged)?;
        Ok(Self { settings, rest })
    }

    /// Writes the file, with line breaks, for people who look.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "text, numbers and lists are JSON")]
    pub fn to_json(&self) -> Vec<u8> {
        let mut whole = Value::Object(self.rest.clone());
        lay_over(&mut whole, serde_json::to_value(&self.settings).expect("text, numbers and lists are JSON"));
        lay_over(&mut whole, serde_json::json!({ "version": VERSION }));
        let mut json = serde_json::to_vec_pretty(&whole).expect("text, numbers and lists are JSON");
        json.push(b'\n');
        json
    }

    /// What is set.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Sets everything anew.
    ///
    /// # Errors
    /// [`OutOfRange`]; nothing is changed then.
    pub fn set(&mut self, settings: Settings) -> Result<(), OutOfRange> {
        check(&settings)?;
        self.settings = settings;
        Ok(())
    }
}

/// Says whether `next` protects less than `before` does in anything.
#[must_use]
pub fn loosens(before: &Settings, next: &Settings) -> bool {
    let idle = |settings: &Settings| settings.lock.idle_minutes.unwrap_or(u32::MAX);
    idle(next) > idle(before)
        || before.lock.on_screen_lock && !next.lock.on_screen_lock
        || before.lock.on_suspend && !next.lock.on_suspend
        || next.clipboard.seconds > before.clipboard.seconds
        || before.clipboard.unlisted && !next.clipboard.unlisted
        || !before.tray.codes && next.tray.codes
        || before.hide_codes && !next.hide_codes
        || before.clock_offset != next.clock_offset
}

fn check(settings: &Settings) -> Result<(), OutOfRange> {
    let fits = |good: bool, name| if good { Ok(()) } else { Err(OutOfRange(name)) };
    let short = |name: &Option<String>| {
        name.as_ref().is_none_or(|name| (1..=NAME_LIMIT).contains(&name.len()) && name.is_ascii())
    };
    fits(CLIPBOARD_SECONDS.contains(&settings.clipboard.seconds), "clipboard.seconds")?;
    fits(settings.lock.idle_minutes.is_none_or(|idle| IDLE_MINUTES.contains(&idle)), "lock.idle_minutes")?;
    fits(LEAVES_AFTER_MINUTES.contains(&settings.leaves_after_minutes), "leaves_after_minutes")?;
    fits((-CLOCK_OFFSET..=CLOCK_OFFSET).contains(&settings.clock_offset), "clock_offset")?;
    fits(short(&settings.shortcut), "shortcut")?;
    fits(short(&settings.language), "language")
}

/// Puts the members of one value over those of another, at every depth; what is only below stays.
fn lay_over(below: &mut Value, above: Value) {
    match (below, above) {
        (Value::Object(below), Value::Object(above)) => {
            for (name, value) in above {
                lay_over(below.entry(name).or_insert(Value::Null), value);
            }
        }
        (below, above) => *below = above,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::Theme;

    fn read(json: &str) -> Result<SettingsFile, SettingsError> {
        SettingsFile::from_json(json.as_bytes())
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut file = SettingsFile::default();
        let settings = Settings { theme: Theme::Dark, shortcut: None, ..Settings::default() };
        file.set(settings.clone()).expect("it is in range");
        let again = SettingsFile::from_json(&file.to_json()).expect("it is ours");
        assert_eq!(again.settings(), &settings);
    }

    #[test]
    fn what_a_file_does_not_say_is_as_by_default() {
        let file = read(r#"{"version":1,"lock":{"on_suspend":false}}"#).expect("it is ours");
        let lock = file.settings().lock;
        assert!(lock.on_screen_lock && !lock.on_suspend);
        assert_eq!(file.settings().clipboard, Settings::default().clipboard);
    }

    #[test]
    fn what_is_not_known_is_kept() {
        let mut file = read(r#"{"version":1,"later":[1],"lock":{"on_wink":true}}"#).expect("it is ours");
        file.set(Settings { theme: Theme::Light, ..Settings::default() }).expect("it is in range");
        let json: Value = serde_json::from_slice(&file.to_json()).expect("it is JSON");
        assert_eq!((&json["later"][0], &json["lock"]["on_wink"]), (&1.into(), &true.into()));
        assert_eq!(json["theme"], "light");
    }

    #[test]
    fn what_is_no_settings_is_told_from_what_is_newer() {
        for damaged in [
            "",
            "[]",
            "{}",
            r#"{"version":0}"#,
            r#"{"version":1,"theme":"loud"}"#,
            r#"{"version":1,"clipboard":{"seconds":0}}"#,
            r#"{"version":1,"shortcut":""}"#,
        ] {
            assert_eq!(read(damaged), Err(SettingsError::Damaged), "{damaged}");
        }
        assert_eq!(read(r#"{"version":2,"theme":[]}"#), Err(SettingsError::Newer));
    }

    #[test]
    fn protecting_less_is_noticed_and_protecting_more_is_not() {
        let usual = Settings::default();
        let with = |change: fn(&mut Settings)| {
            let mut settings = usual.clone();
            change(&mut settings);
            settings
        };
        for looser in [
            with(|settings| settings.lock.on_suspend = false),
            with(|settings| settings.lock.on_screen_lock = false),
            with(|settings| settings.clipboard.seconds = 60),
            with(|settings| settings.clipboard.unlisted = false),
            with(|settings| settings.tray.codes = true),
            with(|settings| settings.clock_offset = 30),
        ] {
            assert!(loosens(&usual, &looser), "{looser:?}");
        }
        let stricter = with(|settings| settings.lock.idle_minutes = Some(5));
        assert!(!loosens(&usual, &stricter) && loosens(&stricter, &usual));
        let hidden = with(|settings| settings.hide_codes = true);
        assert!(!loosens(&usual, &hidden) && loosens(&hidden, &usual));
        assert!(!loosens(&usual, &with(|settings| settings.theme = Theme::Dark)));
    }
}
