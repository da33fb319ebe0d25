//! Files that are never half written: the index, the sealed file, and the copies of both.

use jiff::Timestamp;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Dated copies that are kept of one file.
const COPIES: usize = 10;

/// Replaces a file: whoever reads it, after whatever fault, finds the old content or the new.
///
/// The content that is replaced stays beside it as `NAME.bak`, and the first one of each day as a dated copy.
///
/// # Errors
/// That of the system; the old file is as it was then.
pub(crate) fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    if let Some(old) = read(path, u64::MAX)? {
        if old == content {
            return Ok(());
        }
        copy_of_the_day(path, &old)?;
        put(&previous(path), &old)?;
    }
    put(path, content)
}

/// Writes a file, whole or not at all, that its owner alone may read. Keeps nothing of one that it replaces.
///
/// # Errors
/// That of the system; [`io::ErrorKind::AlreadyExists`] where a file is there that is not to be replaced.
pub(crate) fn create(path: &Path, content: &[u8], replace: bool) -> io::Result<()> {
    // Asked for beforehand, too, because not every file system can rename without replacing.
    if !replace && fs::symlink_metadata(path).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    temporary.write_all(content)?;
    temporary.as_file().sync_all()?;
    let persisted = if replace { temporary.persist(path) } else { temporary.persist_noclobber(path) };
    persisted.map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Reads a file of at most `limit` bytes; none if there is none.
///
/// # Errors
/// That of the system; a longer file is [`io::ErrorKind::FileTooLarge`].
pub(crate) fn read(path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other?,
    };
    let mut content = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut content)?;
    if u64::try_from(content.len()).is_ok_and(|length| length <= limit) {
        Ok(Some(content))
    } else {
        Err(io::ErrorKind::FileTooLarge.into())
    }
}

/// Moves an unreadable file out of the way without changing it, and says where it is now.
///
/// # Errors
/// That of the system; the file is where it was then.
pub(crate) fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let moment = Timestamp::now().strftime("%Y%m%dT%H%M%S%3f");
    let aside = beside(path, &format!(".unreadable-{moment}"));
    fs::rename(path, &aside)?;
    Ok(aside)
}

/// Removes a file and its copies, the file itself last.
///
/// # Errors
/// That of the system; what is left is whole.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = path.parent().unwrap_or(Path::new("."));
    let copies = match fs::read_dir(folder.join("copies")) {
        Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.path())).collect(),
        Err(_) => Vec::new(),
    };
    let copies = copies.into_iter().filter(|copy: &PathBuf| is_copy_of(copy, &name));
    for gone in copies.chain([previous(path), path.to_owned()]) {
        match fs::remove_file(gone) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    sync_folder(folder)
}

/// Returns where the content stands that was replaced last.
pub(crate) fn previous(path: &Path) -> PathBuf {
    beside(path, ".bak")
}

fn put(path: &Path, content: &[u8]) -> io::Result<()> {
    create(path, content, true)
}

/// Makes a rename last through a power cut.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows writes a rename through by itself and opens no folders.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "on Unix it can fail")]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn copy_of_the_day(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new(".")).join("copies");
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let today = folder.join(format!("{name}.{}", Timestamp::now().strftime("%Y-%m-%d")));
    if today.exists() {
        return Ok(());
    }
    fs::create_dir_all(&folder)?;
    put(&today, content)?;
    let mut copies: Vec<PathBuf> = fs::read_dir(&folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|copy| is_copy_of(copy, &name))
        .collect();
    // The date sorts them by age.
    copies.sort();
    let surplus = copies.len().saturating_sub(COPIES);
    copies.iter().take(surplus).try_for_each(fs::remove_file)
}

fn is_copy_of(copy: &Path, name: &str) -> bool {
    let copy = copy.file_name().unwrap_or_default().to_string_lossy();
    copy.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_new_file_is_its_owners_alone_and_never_in_place_of_another() {
        use std::os::unix::fs::PermissionsExt;
        let home = home();
        let path = home.path().join("sheet.txt");
        create(&path, b"one", false).expect("there is none yet");
        assert_eq!(fs::metadata(&path).expect("it is there").permissions().mode() & 0o777, 0o600);
        assert_eq!(
            create(&path, b"two", false).map_err(|error| error.kind()),
            Err(io::ErrorKind::AlreadyExists)
        );
        let link = home.path().join("link.txt");
        std::os::unix::fs::symlink(home.path().join("elsewhere"), &link).expect("a link");
        assert!(create(&link, b"three", false).is_err());
        assert_eq!(fs::read(&path).expect("it is there"), b"one");
    }

    fn home() -> tempfile::TempDir {
        tempfile::tempdir().expect("a temporary folder")
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn the_content_before_stays_beside_and_in_the_days_copy() {
        let home = home();
        let path = home.path().join("index.json");
        for content in ["one", "two", "three"] {
            replace(&path, content.as_bytes()).expect("it is written");
        }
        assert_eq!(fs::read(&path).expect("the file"), b"three");
        assert_eq!(fs::read(previous(&path)).expect("the one before"), b"two");
        assert_eq!(names(home.path()), ["copies", "index.json", "index.json.bak"], "no temporary file stays");
        let copies = home.path().join("copies");
        let [copy] = names(&copies).try_into().expect("one copy a day");
        assert_eq!(fs::read(copies.join(copy)).expect("the copy"), b"one");
    }

    #[test]
    fn ten_copies_are_kept_and_other_files_are_not_counted() {
        let home = home();
        let copies = home.path().join("copies");
        fs::create_dir(&copies).expect("the folder");
        for day in 1..=12 {
            fs::write(copies.join(format!("index.json.2020-01-{day:02}")), "old").expect("a copy");
        }
        fs::write(copies.join("sealed.vault.2020-01-01"), "other").expect("a copy of another file");
        let path = home.path().join("index.json");
        replace(&path, b"one").expect("it is written");
        replace(&path, b"two").expect("it is written");
        let left = names(&copies);
        assert_eq!(left.len(), COPIES + 1);
        assert!(left.contains(&"sealed.vault.2020-01-01".to_owned()));
        assert!(!left.contains(&"index.json.2020-01-03".to_owned()), "the oldest go first");
    }

    #[test]
    fn a_file_that_cannot_be_written_leaves_the_old_one() {
        let home = home();
        let path = home.path().join("index.json");
        replace(&path, b"old").expect("it is written");
        // A folder in the place of the copy fails for root too, whom a read-only folder would not stop.
        fs::create_dir(previous(&path)).expect("a folder in the way");
        replace(&path, b"new").expect_err("it cannot be written");
        assert_eq!(fs::read(&path).expect("the file"), b"old");
    }

    /// What is written in place is torn where the disk is full or the power is cut.
    #[test]
    fn a_file_is_never_written_in_its_place() {
        let home = home();
        let (path, same) = (home.path().join("index.json"), home.path().join("the same file"));
        replace(&path, b"old").expect("it is written");
        fs::hard_link(&path, &same).expect("a second name of it");
        replace(&path, b"new").expect("it is written");
        assert_eq!(fs::read(&same).expect("the file before"), b"old");
        assert_eq!(fs::read(&path).expect("the file"), b"new");
    }

    #[test]
    fn an_unreadable_file_is_kept_to_the_byte() {
        let home = home();
        let path = home.path().join("index.json");
        fs::write(&path, b"\x00garbage").expect("a file");
        let aside = set_aside(&path).expect("it is moved");
        assert!(!path.exists());
        assert_eq!(fs::read(aside).expect("it is there"), b"\x00garbage");
    }

    #[test]
    fn a_file_that_is_too_long_is_not_read() {
        let home = home();
        let path = home.path().join("index.json");
        fs::write(&path, b"12345").expect("a file");
        assert_eq!(read(&path, 5).expect("it fits"), Some(b"12345".to_vec()));
        assert_eq!(read(&path, 4).expect_err("it is too long").kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(read(&home.path().join("none"), 4).expect("no error"), None);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_written_is_the_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let home = home();
        let path = home.path().join("index.json");
        replace(&path, b"one").expect("it is written");
        assert_eq!(fs::metadata(&path).expect("the file").permissions().mode() & 0o777, 0o600);
    }
}
