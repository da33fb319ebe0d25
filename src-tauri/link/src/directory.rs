//! Folders that only their owner may enter.
//!
//! A socket's own mode does not protect it everywhere, so its folder must. Both sides check it before they speak.

use std::io;
use std::path::{Path, PathBuf};

/// Why a folder cannot be trusted.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// It does not exist.
    #[error("{} does not exist", .0.display())]
    Absent(PathBuf),
    /// It is a link or a file.
    #[error("{} is not a folder of its own (a link or a file stands there); move it away and start again", .0.display())]
    NotAFolder(PathBuf),
    /// Somebody else owns it.
    #[error("{} belongs to another user; nothing is put there", .0.display())]
    Foreign(PathBuf),
    /// Others may enter it.
    #[error("{} can be entered by other users (mode {mode:o}); run: chmod 700 {}", .path.display(), .path.display())]
    Open {
        /// The folder.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// It could not be looked at or made.
    #[error("{} cannot be used: {error}", .path.display())]
    Io {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

/// Checks that a folder is real, the user's own, and closed to everyone else.
///
/// # Errors
/// Any [`DirectoryError`].
pub fn check(path: &Path) -> Result<(), DirectoryError> {
    // Not `metadata`: a link in somebody else's hands could be turned elsewhere at any time.
    let found = std::fs::symlink_metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => DirectoryError::Absent(path.to_owned()),
        _ => DirectoryError::Io { path: path.to_owned(), error },
    })?;
    if !found.is_dir() {
        return Err(DirectoryError::NotAFolder(path.to_owned()));
    }
    #[cfg(unix)]
    check_owner(path, &found)?;
    // On Windows the user's profile is closed to others by its access list, and the pipe has one of its own.
    Ok(())
}

#[cfg(unix)]
fn check_owner(path: &Path, found: &std::fs::Metadata) -> Result<(), DirectoryError> {
    use std::os::unix::fs::MetadataExt;
    if found.uid() != rustix::process::geteuid().as_raw() {
        return Err(DirectoryError::Foreign(path.to_owned()));
    }
    match found.mode() & 0o777 {
        mode if mode.trailing_zeros() >= 6 => Ok(()),
        mode => Err(DirectoryError::Open { path: path.to_owned(), mode }),
    }
}

/// Makes a folder of mode 0700 (and its parents) unless it is there, then checks it. What is there is never changed.
///
/// # Errors
/// As [`check`].
pub fn make(path: &Path) -> Result<(), DirectoryError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    if std::fs::symlink_metadata(path).is_err() {
        builder.create(path).map_err(|error| DirectoryError::Io { path: path.to_owned(), error })?;
    }
    check(path)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn home() -> tempfile::TempDir {
        tempfile::tempdir().expect("a temporary folder")
    }

    fn with_mode(path: &Path, mode: u32) {
        std::fs::create_dir(path).expect("a new folder");
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("its mode");
    }

    #[test]
    fn a_new_folder_is_closed_to_others() {
        let home = home();
        let folder = home.path().join("a/run");
        make(&folder).expect("it is made");
        assert_eq!(std::fs::metadata(&folder).expect("it is there").permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn a_folder_others_may_enter_is_refused_and_left_as_it_was() {
        let home = home();
        let folder = home.path().join("run");
        for mode in [0o777, 0o750, 0o701] {
            with_mode(&folder, mode);
            assert!(matches!(make(&folder), Err(DirectoryError::Open { mode: found, .. }) if found == mode));
            std::fs::remove_dir(&folder).expect("it is still there");
        }
    }

    #[test]
    fn a_link_is_refused_even_if_it_leads_to_a_good_folder() {
        let home = home();
        with_mode(&home.path().join("good"), 0o700);
        symlink(home.path().join("good"), home.path().join("run")).expect("a link");
        assert!(matches!(make(&home.path().join("run")), Err(DirectoryError::NotAFolder(_))));
    }

    #[test]
    fn a_dangling_link_and_a_file_are_refused() {
        let home = home();
        symlink("/nowhere/at/all", home.path().join("link")).expect("a link");
        std::fs::write(home.path().join("file"), "").expect("a file");
        assert!(matches!(make(&home.path().join("link")), Err(DirectoryError::NotAFolder(_))));
        assert!(matches!(make(&home.path().join("file")), Err(DirectoryError::NotAFolder(_))));
    }

    #[test]
    fn a_folder_of_another_user_is_refused() {
        let theirs =
            if rustix::process::geteuid().is_root() { home() } else { return refuse_the_root_folder() };
        rustix::fs::chown(theirs.path(), Some(rustix::fs::Uid::from_raw(65_534)), None)
            .expect("root may give away");
        assert!(matches!(check(theirs.path()), Err(DirectoryError::Foreign(_))));
    }

    fn refuse_the_root_folder() {
        assert!(matches!(check(Path::new("/")), Err(DirectoryError::Foreign(_))));
    }
}
