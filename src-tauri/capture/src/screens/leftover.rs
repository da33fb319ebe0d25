//! A picture of the screen in a file that others made for us: read, and gone.
//!
//! The picture may show a secret. So a note says which file it is before anything else happens to it; the note stays until
//! the file is deleted, and who finds one later deletes the file. It names the very file and not only a path, because
//! the same path may hold somebody else's picture by then.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Where the notes are, in the folder that was given.
const FOLDER: &str = "pictures-to-delete";
/// The largest file that is read, in bytes: larger than a picture of 64 million pixels that does not compress.
const LARGEST: u64 = 256 << 20;

/// A file that is to be read and not to stay.
pub(super) struct Leftover {
    path: PathBuf,
    file: File,
    /// None where a note could not be written. The file is read and deleted all the same.
    note: Option<PathBuf>,
}

impl Leftover {
    /// Opens a file and notes that it is to go.
    ///
    /// # Errors
    /// That of opening it; it must be a file and no link to one.
    pub(super) fn of(notes: &Path, path: &Path) -> io::Result<Self> {
        if !fs::symlink_metadata(path)?.is_file() {
            return Err(io::Error::other("it is no file"));
        }
        let file = File::open(path)?;
        let note = write_note(&notes.join(FOLDER), &identity(&file.metadata()?), path).ok();
        Ok(Self { path: path.to_owned(), file, note })
    }

    /// Deletes the file and returns what was in it. If it cannot be deleted, its note stays for the next start.
    ///
    /// # Errors
    /// That of reading.
    pub(super) fn take(self) -> io::Result<Vec<u8>> {
        let gone = fs::remove_file(&self.path).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => Ok(()), // another start of ours was quicker
            _ => Err(error),
        });
        if let (Ok(()), Some(note)) = (gone, &self.note) {
            // Without its file the note does no harm.
            drop(fs::remove_file(note));
        }
        let mut bytes = Vec::new();
        let length = self.file.take(LARGEST + 1).read_to_end(&mut bytes)?;
        if u64::try_from(length).is_ok_and(|length| length <= LARGEST) {
            Ok(bytes)
        } else {
            Err(io::ErrorKind::FileTooLarge.into())
        }
    }
}

/// Deletes every noted file that is still the one that was noted.
pub(super) fn clean(notes: &Path) {
    for entry in fs::read_dir(notes.join(FOLDER)).into_iter().flatten().flatten() {
        let note = entry.path();
        let Ok(text) = fs::read(&note) else { continue };
        let mut parts = text.splitn(2, |byte| *byte == b'\n');
        let (Some(who), Some(file)) = (parts.next(), parts.next()) else {
            drop(fs::remove_file(&note)); // cut while it was written: the file was not yet touched
            continue;
        };
        let file = PathBuf::from(std::ffi::OsString::from_vec(file.to_vec()));
        let still = fs::symlink_metadata(&file).is_ok_and(|found| identity(&found).as_bytes() == who);
        if !still || fs::remove_file(&file).is_ok() {
            drop(fs::remove_file(&note));
        }
    }
}

fn write_note(folder: &Path, identity: &str, file: &Path) -> io::Result<PathBuf> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let note = folder.join(identity.replace(' ', "-"));
    let mut open = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&note)?;
    open.write_all(&[identity.as_bytes(), b"\n", file.as_os_str().as_bytes()].concat())?;
    open.sync_all()?;
    Ok(note)
}

/// What tells a file from another one that takes its path later.
fn identity(file: &Metadata) -> String {
    format!("{} {} {} {}", file.dev(), file.ino(), file.size(), file.mtime_nsec())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may end where it stands")]
    use super::*;

    struct Place(tempfile::TempDir);

    impl Place {
        fn new() -> Self {
            Self(tempfile::tempdir().unwrap())
        }

        fn notes(&self) -> &Path {
            self.0.path()
        }

        fn picture(&self) -> PathBuf {
            let picture = self.0.path().join("Screenshot of ä.png");
            fs::write(&picture, "a picture of a screen").unwrap();
            picture
        }

        fn count(&self) -> usize {
            fs::read_dir(self.0.path().join(FOLDER)).map_or(0, Iterator::count)
        }
    }

    #[test]
    fn what_is_read_is_gone_and_so_is_its_note() {
        let place = Place::new();
        let picture = place.picture();
        let leftover = Leftover::of(place.notes(), &picture).unwrap();
        assert_eq!(place.count(), 1, "the note comes first");
        assert_eq!(leftover.take().unwrap(), b"a picture of a screen");
        assert!(!picture.exists());
        assert_eq!(place.count(), 0);
    }

    #[test]
    fn what_a_killed_program_left_goes_at_the_next_start() {
        let place = Place::new();
        let picture = place.picture();
        drop(Leftover::of(place.notes(), &picture).unwrap());
        clean(place.notes());
        assert!(!picture.exists());
        assert_eq!(place.count(), 0);
        clean(place.notes());
    }

    #[test]
    fn somebody_elses_picture_at_the_same_path_stays() {
        let place = Place::new();
        let picture = place.picture();
        drop(Leftover::of(place.notes(), &picture).unwrap());
        fs::remove_file(&picture).unwrap();
        fs::write(&picture, "somebody else's").unwrap();
        clean(place.notes());
        assert!(picture.exists());
        assert_eq!(place.count(), 0);
    }

    #[test]
    fn a_note_that_was_cut_deletes_nothing() {
        let place = Place::new();
        let picture = place.picture();
        fs::create_dir(place.notes().join(FOLDER)).unwrap();
        fs::write(place.notes().join(FOLDER).join("cut"), "1 2 3 4").unwrap();
        clean(place.notes());
        assert!(picture.exists());
        assert_eq!(place.count(), 0);
    }

    #[test]
    fn a_file_that_cannot_be_deleted_is_read_and_keeps_its_note() {
        let place = Place::new();
        let picture = place.picture();
        let leftover = Leftover::of(place.notes(), &picture).unwrap();
        // A folder in its place cannot be deleted as a file, whoever runs this.
        fs::remove_file(&picture).unwrap();
        fs::create_dir(&picture).unwrap();
        assert_eq!(leftover.take().unwrap(), b"a picture of a screen");
        assert_eq!(place.count(), 1);
    }

    #[test]
    fn a_link_and_a_folder_are_no_picture() {
        let place = Place::new();
        let link = place.0.path().join("link.png");
        std::os::unix::fs::symlink(place.picture(), &link).unwrap();
        assert!(Leftover::of(place.notes(), &link).is_err());
        assert!(Leftover::of(place.notes(), place.notes()).is_err());
    }
}
