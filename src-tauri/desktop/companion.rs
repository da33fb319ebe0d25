//! The companion, run for the page: it asks npm, and npm asks the registries. Neither this process nor the agent does.

use countersign_core::view::Failure;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::ffi::OsString;
use std::io::Write;
use std::process::Stdio;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::Command;
use tokio::sync::oneshot;

/// The largest answer, in bytes: the files of the largest package.
const LIMIT: u64 = 16 << 20;

/// How long a shell may take to say where it looks for programs.
const SHELL: Duration = Duration::from_secs(4);

/// What is being done, by the name of the job; whatever is sent ends it.
#[derive(Default)]
pub(crate) struct Companion {
    jobs: Mutex<HashMap<String, oneshot::Sender<()>>>,
    /// Where the person's shell looks for programs, once it was asked.
    path: tokio::sync::OnceCell<Option<OsString>>,
}

/// An answer as the page takes it, in the form of the agent's.
#[derive(Serialize)]
pub(crate) struct Told<T> {
    /// What was asked for.
    pub(crate) value: T,
}

/// How the companion ended.
enum Ended {
    Answered(Vec<u8>),
    Cancelled,
}

impl Companion {
    /// Has something done; a job of the same name that is under way is ended first.
    pub(crate) async fn ask<T: DeserializeOwned>(
        &self,
        job: &str,
        arguments: &[&str],
        input: &str,
        on_words: impl Fn(String),
    ) -> Result<Told<T>, Failure> {
        let told = read(&self.run(job, arguments, input, None, &on_words).await?);
        // Programs that a desktop starts often do not see what a shell's configuration adds.
        let told = match told {
            Err(Failure { ref code, .. }) if code == "no-npm" => {
                let path = self.path.get_or_init(shells_path).await.clone();
                if path.is_none() {
                    told
                } else {
                    read(&self.run(job, arguments, input, path, &on_words).await?)
                }
            }
            told => told,
        };
        told.map(|value| Told { value })
    }

    /// Ends a job.
    pub(crate) fn cancel(&self, job: &str) {
        let sender = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).remove(job);
        // One that has just ended needs no word.
        let _ = sender.map(|sender| sender.send(()));
    }

    async fn run(
        &self,
        job: &str,
        arguments: &[&str],
        input: &str,
        path: Option<OsString>,
        on_words: &impl Fn(String),
    ) -> Result<Vec<u8>, Failure> {
        let (sender, cancelled) = oneshot::channel();
        let before = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).insert(job.to_owned(), sender);
        let _ = before.map(|before| before.send(()));
        let ended =
            start(arguments, input, path, cancelled, on_words).await.map_err(|error| failed(&error))?;
        match ended {
            Ended::Answered(answer) => Ok(answer),
            Ended::Cancelled => Err(Failure {
                code: "cancelled".into(),
                message: "It was cancelled.".into(),
                hint: String::new(),
            }),
        }
    }
}

async fn start(
    arguments: &[&str],
    input: &str,
    path: Option<OsString>,
    cancelled: oneshot::Receiver<()>,
    on_words: impl Fn(String),
) -> std::io::Result<Ended> {
    let program =
        std::env::current_exe()?.with_file_name(format!("countersign{}", std::env::consts::EXE_SUFFIX));
    // A file, not a pipe: nothing has to be written while something is read.
    let mut given = tempfile::tempfile()?;
    given.write_all(input.as_bytes())?;
    std::io::Seek::rewind(&mut given)?;
    let mut command = Command::new(program);
    command.args(arguments).arg("--json").stdin(given).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.kill_on_drop(true);
    #[cfg(windows)]
    {
        /// `CREATE_NO_WINDOW`: a console that nobody sees; npm needs one.
        const CREATE_NO_WINDOW: u32 = 0x0800_0000;
        command.creation_flags(CREATE_NO_WINDOW);
    }
    if let Some(home) = std::env::home_dir() {
        command.current_dir(home); // no project's configuration counts here
    }
    if let Some(path) = path {
        command.env("PATH", path);
    }
    let mut child = command.spawn()?;
    let mut answer = Vec::new();
    let output = child.stdout.take();
    let said = child.stderr.take();
    let hear = async {
        let Some(said) = said else { return };
        let mut lines = BufReader::new(said.take(LIMIT)).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            if let Some(words) = words(&line) {
                on_words(words);
            }
        }
    };
    let read = async {
        let output = async {
            match output {
                Some(output) => output.take(LIMIT).read_to_end(&mut answer).await.map(drop),
                None => Ok(()),
            }
        };
        tokio::join!(output, hear).0?;
        child.wait().await
    };
    tokio::select! {
        ended = read => ended.map(|_| Ended::Answered(answer)),
        _ = cancelled => Ok(Ended::Cancelled),
    }
}

/// Finds the two words that the approval window shows, too: `approve "amber otter" in the app`.
fn words(line: &str) -> Option<String> {
    let words = line.split_once("approve \"")?.1.split_once('"')?.0;
    words.chars().all(|c| c.is_ascii_lowercase() || c == ' ').then(|| words.to_owned())
}

/// Reads the one object that the companion prints: what was asked for, or why not.
fn read<T: DeserializeOwned>(answer: &[u8]) -> Result<T, Failure> {
    #[derive(serde::Deserialize)]
    struct Refused {
        error: Failure,
    }
    if let Ok(refused) = serde_json::from_slice::<Refused>(answer) {
        return Err(refused.error);
    }
    serde_json::from_slice(answer).map_err(|_| failed(&"it answered something else"))
}

/// Asks the person's shell where it looks for programs. nvm, fnm and their like are known to a shell alone.
async fn shells_path() -> Option<OsString> {
    if cfg!(windows) {
        return None;
    }
    let shell = std::env::var_os("SHELL")?;
    let mut asked = Command::new(shell);
    asked.args(["-ilc", "printf '\\001%s\\001' \"$PATH\""]).stdin(Stdio::null()).stderr(Stdio::null());
    asked.kill_on_drop(true);
    let answered = tokio::time::timeout(SHELL, asked.output()).await.ok()?.ok()?;
    let text = String::from_utf8(answered.stdout).ok()?;
    text.split('\u{1}').nth(1).filter(|path| !path.is_empty()).map(OsString::from)
}

fn failed(why: &dyn std::fmt::Display) -> Failure {
    Failure {
        code: "companion-failed".into(),
        message: format!("The companion could not be asked: {why}."),
        hint: "Install `countersign` beside this program, or ask in a terminal: `countersign npm status`."
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use countersign_core::view::DiagnosisView;

    #[test]
    fn the_words_to_compare_are_found_and_nothing_else() {
        assert_eq!(words("countersign: approve \"amber otter\" in the app").as_deref(), Some("amber otter"));
        assert_eq!(words("countersign: approve \"<b>x</b>\" in the app"), None);
        assert_eq!(words("npm notice"), None);
    }

    #[test]
    fn an_answer_is_what_was_asked_for_or_why_not() {
        let found: DiagnosisView =
            read(br#"{"version":1,"name":"code-wanted","message":"m","hint":"h","command":"c"}"#)
                .expect("an answer");
        assert_eq!(found.name, "code-wanted");
        let failure =
            read::<DiagnosisView>(br#"{"version":1,"error":{"code":"no-npm","message":"m","hint":"h"}}"#);
        assert_eq!(failure.expect_err("a refusal").code, "no-npm");
        assert_eq!(read::<DiagnosisView>(b"").expect_err("nothing").code, "companion-failed");
    }
}
