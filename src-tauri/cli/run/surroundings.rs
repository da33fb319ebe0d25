//! What stands around a command: the client's own configuration, the state of the git tree. Looked up beside the run.

use crate::starting;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How long a request waits for what is still being looked up.
const PATIENCE: Duration = Duration::from_secs(3);

/// How much of a text that others wrote is read, in bytes.
const LIMIT: u64 = 1 << 20;

/// What was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// The client's configuration, as it prints it.
    pub(super) config: Option<String>,
    /// The git branch and whether the tree is dirty, in words.
    pub(super) git: Option<String>,
    /// What the registry says of the package, as the client prints it.
    pub(super) published: Option<String>,
}

/// What is being looked up.
#[derive(Clone, Default)]
pub(super) struct Surroundings(Arc<(Mutex<Progress>, Condvar)>);

#[derive(Default)]
struct Progress {
    seen: Seen,
    busy: usize,
    config_asked: bool,
}

impl Surroundings {
    /// Starts to look around in a folder.
    pub(super) fn look(&self, folder: &Path) {
        let folder = folder.to_owned();
        self.beside(move |seen| seen.git = git(&folder));
    }

    /// Starts to ask the registry, by the command line that prints what it says.
    pub(super) fn ask(&self, query: Vec<String>) {
        // A package that is not there is an answer, too.
        self.beside(move |seen| seen.published = answered(&query, None).map(|(_, text)| text));
    }

    /// Starts to look for a client's configuration, unless that was done; `queries` are command lines that print the client's configuration: the first that
    /// does counts.
    pub(super) fn look_for_config(&self, folder: &Path, queries: Vec<Vec<String>>) {
        let folder = folder.to_owned();
        let asked = std::mem::replace(&mut self.progress().config_asked, true);
        if !asked && !queries.is_empty() {
            self.beside(move |seen| seen.config = queries.iter().find_map(|query| printed(query, &folder)));
        }
    }

    fn progress(&self) -> std::sync::MutexGuard<'_, Progress> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns what was seen, after waiting a little for what is still missing.
    pub(super) fn seen(&self) -> Seen {
        let (progress, change) = &*self.0;
        let progress = progress.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = change.wait_timeout_while(progress, PATIENCE, |progress| progress.busy > 0);
        waited.unwrap_or_else(PoisonError::into_inner).0.seen.clone()
    }

    fn beside(&self, look: impl FnOnce(&mut Seen) + Send + 'static) {
        let shared = Arc::clone(&self.0);
        self.progress().busy += 1;
        thread::spawn(move || {
            let (progress, change) = &*shared;
            let mut found = Seen::default();
            look(&mut found);
            let mut progress = progress.lock().unwrap_or_else(PoisonError::into_inner);
            progress.busy -= 1;
            progress.seen.config = found.config.or(progress.seen.config.take());
            progress.seen.git = found.git.or(progress.seen.git.take());
            progress.seen.published = found.published.or(progress.seen.published.take());
            change.notify_all();
        });
    }
}

/// Returns the configuration that a client prints, if it prints one.
fn printed(query: &[String], folder: &Path) -> Option<String> {
    // What is not set is printed as that, and everything else is an object or an address.
    output(query, Some(folder)).filter(|text| text.starts_with('{') || text.starts_with("http"))
}

/// Returns what a program prints, if it succeeds.
fn output(line: &[String], folder: Option<&Path>) -> Option<String> {
    answered(line, folder).and_then(|(succeeded, text)| succeeded.then_some(text))
}

/// Returns what a program prints, and whether it succeeds.
fn answered(line: &[String], folder: Option<&Path>) -> Option<(bool, String)> {
    let (program, arguments) = line.split_first()?;
    #[cfg(windows)]
    let program = super::program::resolved(std::ffi::OsStr::new(program));
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    if let Some(folder) = folder {
        command.current_dir(folder);
    }
    let mut child = starting::start(&mut command).ok()?;
    let text = read_bounded(child.stdout.take()?);
    child.wait().ok().map(|status| status.success()).zip(text)
}

/// Reads a text that others wrote; none if it is too long or no text.
pub(super) fn read_bounded(source: impl Read) -> Option<String> {
    let mut text = String::new();
    let length = source.take(LIMIT + 1).read_to_string(&mut text).ok()?;
    (u64::try_from(length).ok()? <= LIMIT).then_some(text)
}

fn git(folder: &Path) -> Option<String> {
    // Nothing is written, and no program of the repository's choosing is started.
    let line =
        ["git", "--no-optional-locks", "-c", "core.fsmonitor=false", "status", "--porcelain", "--branch"];
    in_words(&output(&line.map(str::to_owned), Some(folder))?)
}

/// Puts `git status --porcelain --branch` into words.
fn in_words(status: &str) -> Option<String> {
    let mut lines = status.lines();
    let head = lines.next()?.strip_prefix("## ")?;
    let branch = head.strip_prefix("No commits yet on ").unwrap_or(head);
    let branch = branch.split("...").next().unwrap_or(branch);
    let branch = if branch == "HEAD (no branch)" { "no branch" } else { branch };
    let state = match lines.count() {
        0 => "clean".to_owned(),
        1 => "1 file changed".to_owned(),
        count => format!("{count} files changed"),
    };
    Some(format!("{branch}, {state}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_put_into_words() {
        let said = |status: &str| in_words(status).unwrap_or_default();
        assert_eq!(said("## main...origin/main [ahead 1]\n"), "main, clean");
        assert_eq!(said("## main\n M a\n?? b\n"), "main, 2 files changed");
        assert_eq!(said("## No commits yet on trunk\nA  a\n"), "trunk, 1 file changed");
        assert_eq!(said("## HEAD (no branch)\n"), "no branch, clean");
        assert_eq!(in_words(""), None);
    }

    #[test]
    fn what_cannot_be_looked_up_is_unknown() {
        let around = Surroundings::default();
        around.look(Path::new("/"));
        around.look_for_config(Path::new("/"), vec![vec!["/nonesuch/program".into()]]);
        assert_eq!(around.seen().config, None);
    }
}
