//! Programs as Windows finds them: what is typed as `npm` is the batch file `npm.cmd`.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// The endings that Windows knows where `PATHEXT` says nothing.
#[cfg(windows)]
const ENDINGS: &str = ".COM;.EXE;.BAT;.CMD";

/// Returns the file that a name stands for; the name itself where there is none.
#[cfg(windows)]
pub(crate) fn resolved(name: &OsStr) -> PathBuf {
    let endings = std::env::var("PATHEXT").unwrap_or_else(|_| ENDINGS.to_owned());
    found(name, &std::env::var_os("PATH").unwrap_or_default(), &endings).unwrap_or_else(|| name.into())
}

/// Finds a program. Unlike Windows it does not look into the folder it is in, which may be a stranger's package.
fn found(name: &OsStr, path: &OsStr, endings: &str) -> Option<PathBuf> {
    let endings: Vec<&str> = endings.split(';').filter(|ending| !ending.is_empty()).collect();
    let complete = Path::new(name).extension().is_some_and(|own| {
        endings.iter().any(|ending| ending.strip_prefix('.').is_some_and(|it| own.eq_ignore_ascii_case(it)))
    });
    let candidates = |file: &Path| -> Vec<PathBuf> {
        if complete {
            return vec![file.to_owned()];
        }
        let with = |ending: &&str| {
            let mut file = OsString::from(file);
            file.push(ending);
            file.into()
        };
        endings.iter().map(with).collect()
    };
    let first = |file: PathBuf| candidates(&file).into_iter().find(|file| file.is_file());
    if Path::new(name).components().count() > 1 {
        return first(name.into());
    }
    std::env::split_paths(path)
        .filter(|folder| folder.is_absolute())
        .find_map(|folder| first(folder.join(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_for_the_first_file_with_an_ending_that_is_known() {
        let folders = [tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder")];
        let file = |folder: usize, name: &str| folders[folder].path().join(name);
        for file in [file(0, "npm"), file(1, "npm.CMD"), file(1, "npm.EXE"), file(0, "node.EXE")] {
            std::fs::write(file, "").expect("a file");
        }
        let path = std::env::join_paths(folders.iter().map(tempfile::TempDir::path)).expect("a path");
        let found = |name: &str| found(OsStr::new(name), &path, ".EXE;.CMD");
        assert_eq!(found("npm"), Some(file(1, "npm.EXE")));
        assert_eq!(found("npm.CMD"), Some(file(1, "npm.CMD")));
        assert_eq!(found("node"), Some(file(0, "node.EXE")));
        assert_eq!(found("pnpm"), None);
        assert_eq!(found(&file(1, "npm").to_string_lossy()), Some(file(1, "npm.EXE")));
    }
}
