//! Files that come and go: imports, exports, backups. Work on a thread of its own, one after the other, because keys of passwords
//! take a second and a gigabyte.

use crate::event::{Event, Events};
use crate::files;
use countersign_core::app::{Backup, Content, Export, ReplyTo, check_backup};
use countersign_core::ports::Id;
use countersign_core::secret::SecretText;
use countersign_core::transfer::{self, Contents, Found, Icon, TransferError, sqlite_log};
use countersign_core::vault::backup::{EXTENSION, KEPT, NAME, Plan, is_backup};
use countersign_core::view::Failure;
use countersign_link::private::{Brought, Reply};
use jiff::Timestamp;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Sender};
use std::thread;
use zeroize::Zeroizing;

/// The largest file that is read, in bytes; what is larger than can be imported is refused for that.
const LARGEST: u64 = 16 << 20;

/// One piece of work.
pub(crate) enum Work {
    /// Reads a file.
    Read { to: ReplyTo, name: String, file: Brought, password: Option<SecretText> },
    /// Writes a file.
    Export(Box<Export>),
    /// Writes a backup.
    BackUp(Box<Backup>),
    /// Opens the newest backup of a folder.
    Check { to: ReplyTo, folder: PathBuf, passphrase: SecretText },
}

/// The thread.
pub(crate) struct Transfers(Sender<Work>);

impl Transfers {
    /// Starts the thread. `icons` is the folder of pictures.
    pub(crate) fn start(icons: PathBuf, events: Events) -> Self {
        let (sender, works) = mpsc::channel();
        thread::spawn(move || {
            for work in works {
                if events.send(perform(work, &icons)).is_err() {
                    return;
                }
            }
        });
        Self(sender)
    }

    /// Hands work in. What came of it arrives as an event.
    pub(crate) fn begin(&self, work: Work) {
        // The thread ends with the agent only.
        drop(self.0.send(work));
    }
}

fn perform(work: Work, icons: &Path) -> Event {
    match work {
        Work::Read { to, name, file, password } => {
            let contents = guarded(|| read(&name, &file, password.as_ref()));
            Event::Read { to, name, contents }
        }
        Work::Export(export) => {
            let result = guarded(|| self::export(&export, icons));
            Event::Exported { waiter: export.waiter, result }
        }
        Work::BackUp(backup) => {
            let result = guarded(|| back_up(&backup, icons));
            Event::BackedUp { to: backup.to, digest: backup.digest, result }
        }
        Work::Check { to, folder, passphrase } => {
            Event::Answered(to, guarded(|| check(&folder, &passphrase)))
        }
    }
}

/// A panic in a parser must not leave its caller without an answer.
fn guarded<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    let broken = || failed("failed", "That broke down half-way. Nothing was changed", "Report it, please.");
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(broken()))
}

/// Reads a file; that it is not one of the formats is for the facade to tell.
fn read(
    name: &str,
    file: &Brought,
    password: Option<&SecretText>,
) -> Result<Result<Contents, TransferError>, Failure> {
    let unreadable = |error: &dyn std::fmt::Display| {
        failed("unreadable", format!("{name} could not be read: {error}"), "Nothing was kept.")
    };
    let path = match file {
        Brought::Text(text) => return Ok(transfer::read(text.expose().as_bytes(), None, password)),
        Brought::Path(path) => path,
    };
    match content(path) {
        Ok(Some(content)) => Ok(transfer::read(&content, None, password)),
        Ok(None) => Err(unreadable(&"it is not there")),
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => Ok(Err(TransferError::TooLarge)),
        Err(error) => Err(unreadable(&error)),
    }
}

/// Reads a file, and a database with its log.
fn content(path: &Path) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    let Some(content) = files::read(path, LARGEST)?.map(Zeroizing::new) else { return Ok(None) };
    if sqlite_log::may_have_one(&content)
        && let Some(log) = files::read(&sqlite_log::of(path), LARGEST)?.map(Zeroizing::new)
        && let Some(whole) = sqlite_log::applied(&content, &log)
    {
        return Ok(Some(whole));
    }
    Ok(Some(content))
}

fn export(export: &Export, icons: &Path) -> Result<(u32, u32), Failure> {
    let mut pictured = export.clone();
    picture(&mut pictured.accounts, icons);
    let Content { bytes, count, left_out } = pictured.content(&mut crate::fill_with_random)?;
    let path = Path::new(&export.out);
    if !path.is_absolute() {
        return Err(failed("bad-request", "The file's path is not a whole one. Nothing was written", ""));
    }
    files::create(path, &bytes, export.replace).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => failed(
            "file-exists",
            format!("{} is there already, and was left as it is", path.display()),
            "Choose another name, or say that it may be replaced.",
        ),
        _ => unwritable(path, &error),
    })?;
    Ok((count, left_out))
}

fn back_up(backup: &Backup, icons: &Path) -> Result<Plan, Failure> {
    let mut pictured = backup.clone();
    picture(&mut pictured.accounts, icons);
    let (plan, archive) = pictured.archive(&mut crate::fill_with_random)?;
    let folder = Path::new(&plan.folder);
    let day = Timestamp::now().strftime("%Y-%m-%d");
    let path = folder.join(format!("{NAME}{day}{EXTENSION}"));
    files::create(&path, &archive, true).map_err(|error| unwritable(&path, &error))?;
    let written = files::read(&path, u64::MAX).map_err(|error| unwritable(&path, &error))?;
    if written.as_ref() != Some(&archive) {
        let message = format!("{} did not keep what was written", path.display());
        return Err(failed("unwritable", message, "Choose a folder on another disk."));
    }
    backup.prove(&archive)?;
    // What is left over is no harm.
    drop(remove_old(folder));
    Ok(plan)
}

/// Removes all backups but the newest ones.
fn remove_old(folder: &Path) -> io::Result<()> {
    let mut backups = backups(folder)?;
    let surplus = backups.len().saturating_sub(KEPT);
    backups.drain(..surplus).try_for_each(std::fs::remove_file)
}

/// Lists the backups in a folder, the oldest first.
fn backups(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let files = std::fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path()));
    let named = |path: &PathBuf| path.file_name().and_then(|name| name.to_str()).is_some_and(is_backup);
    let mut backups: Vec<_> = files.filter(named).collect();
    // The date sorts them by age.
    backups.sort();
    Ok(backups)
}

fn check(folder: &Path, passphrase: &SecretText) -> Result<Reply, Failure> {
    let none = || {
        let message = format!("There is no backup in {}", folder.display());
        failed("no-backup", message, "Look whether the disk is there, then write one.")
    };
    let newest = backups(folder).ok().and_then(|mut backups| backups.pop()).ok_or_else(none)?;
    let archive = files::read(&newest, LARGEST).ok().flatten().ok_or_else(none)?;
    let accounts = check_backup(&archive, passphrase)?;
    let file = newest.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Reply::Checked { file, accounts })
}

/// Keeps the picture of an account. A picture that cannot be kept is no reason to stop.
pub(crate) fn keep_icon(icons: &Path, id: &Id, icon: &Icon) -> io::Result<()> {
    let Some(path) = icon_path(icons, id) else { return Ok(()) };
    std::fs::create_dir_all(icons)?;
    files::create(&path, &icon.bytes, true)
}

/// Removes the picture of an account, if it has one.
pub(crate) fn drop_icon(icons: &Path, id: &Id) {
    if let Some(path) = icon_path(icons, id) {
        drop(std::fs::remove_file(path));
    }
}

/// Gives accounts their pictures.
fn picture(accounts: &mut [(Id, Found)], icons: &Path) {
    for (id, found) in accounts {
        let content = icon_path(icons, id).and_then(|path| files::read(&path, LARGEST).ok()?);
        found.icon = content.and_then(Icon::new);
    }
}

/// An id from a store that others write to is no path until it is seen to be one name.
fn icon_path(icons: &Path, id: &Id) -> Option<PathBuf> {
    let sound = !id.0.is_empty() && id.0.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    sound.then(|| icons.join(&id.0))
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let message = format!("{} could not be written: {error}. Nothing was changed", path.display());
    failed("unwritable", message, "Choose another place.")
}

fn failed(code: &str, message: impl Into<String>, hint: &str) -> Failure {
    Failure { code: code.to_owned(), message: message.into() + ".", hint: hint.to_owned() }
}

#[cfg(test)]
#[path = "transfers_tests.rs"]
mod tests;
