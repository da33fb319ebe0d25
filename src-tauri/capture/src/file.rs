//! Files and pipes that somebody names, read whole and within bounds.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use zeroize::Zeroizing;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// Why a file was not read, for the person. Goes on after the file's name and a colon.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// Nothing is there.
    #[error("there is no such file")]
    Absent,
    /// A folder is there.
    #[error("it is a folder; take the files in it")]
    Folder,
    /// More than 64 MiB.
    #[error("it is larger than 64 MiB")]
    TooLarge,
    /// This user may not read it.
    #[error("you may not read it")]
    Forbidden,
    /// Anything else the system says.
    #[error("{0}")]
    Io(#[source] io::Error),
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Absent,
            io::ErrorKind::IsADirectory => Self::Folder,
            io::ErrorKind::PermissionDenied => Self::Forbidden,
            _ => Self::Io(error),
        }
    }
}

/// Reads a file whole.
///
/// # Errors
/// Any [`FileError`].
pub fn file(path: &Path) -> Result<Zeroizing<Vec<u8>>, FileError> {
    // Windows refuses to open a folder in other words.
    if path.is_dir() {
        return Err(FileError::Folder);
    }
    pipe(File::open(path)?)
}

/// Reads a pipe to its end.
///
/// # Errors
/// Any [`FileError`] but the absent one.
pub fn pipe(pipe: impl Read) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let mut content = Zeroizing::new(Vec::new());
    let length = pipe.take(LARGEST + 1).read_to_end(&mut content)?;
    if u64::try_from(length).is_ok_and(|length| length <= LARGEST) {
        Ok(content)
    } else {
        Err(FileError::TooLarge)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may end where it stands")]
    use super::*;

    #[test]
    fn each_failure_has_words_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(file(folder.path()), Err(FileError::Folder)));
        assert!(matches!(file(&folder.path().join("none")), Err(FileError::Absent)));
        assert!(matches!(pipe(io::repeat(7)), Err(FileError::TooLarge)));
        std::fs::write(folder.path().join("one"), "content").unwrap();
        assert_eq!(*file(&folder.path().join("one")).unwrap(), b"content");
    }
}
