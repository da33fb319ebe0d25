//! The log file. What is written there is free of codes, secrets and payloads; its callers see to that.

use jiff::Timestamp;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// The size at which a new file is begun, in bytes. One old file is kept.
const FULL: u64 = 1024 * 1024;

/// The log, shared by the threads.
#[derive(Clone)]
pub(crate) struct Journal(Arc<Mutex<Option<File>>>);

impl Journal {
    /// Opens the log. Where that fails the agent goes on without one.
    pub(crate) fn open(path: &Path) -> Self {
        if fs::metadata(path).is_ok_and(|found| found.len() > FULL) {
            // An old log that cannot be moved goes on growing, which harms nobody.
            drop(fs::rename(path, path.with_extension("log.old")));
        }
        Self(Arc::new(Mutex::new(OpenOptions::new().create(true).append(true).open(path).ok())))
    }

    /// Writes one line.
    pub(crate) fn note(&self, line: &str) {
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = file.as_mut() {
            let line = line.replace(|character: char| character.is_control(), " ");
            // A full disk must not stop the agent from giving codes.
            drop(writeln!(file, "{:.0} {line}", Timestamp::now()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_one_line() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let path = home.path().join("agent.log");
        Journal::open(&path).note("one\ntwo\u{1b}[2J");
        let text = fs::read_to_string(&path).expect("the log");
        assert_eq!(text.lines().count(), 1);
        assert!(text.ends_with("Z one two [2J\n"), "{text}");
    }
}
