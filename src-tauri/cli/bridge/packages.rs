//! The packages that a folder holds: what an approval for its run can cover.

use countersign_core::npm::manifest;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// How deep packages lie in their folder.
const DEPTH: usize = 6;

/// How many entries of folders are looked at.
const ENTRIES: usize = 50_000;

/// How many packages are named.
const PACKAGES: usize = 500;

/// Lists the names in the manifests of a folder, without those of what is installed there.
pub(super) fn below(folder: &Path) -> Vec<String> {
    let (mut found, mut left) = (BTreeSet::new(), ENTRIES);
    look(folder, DEPTH, &mut left, &mut found);
    found.into_iter().take(PACKAGES).collect()
}

fn look(folder: &Path, depth: usize, left: &mut usize, found: &mut BTreeSet<String>) {
    let text = fs::read_to_string(folder.join("package.json")).unwrap_or_default();
    found.extend(manifest::read(&text).name);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if *left == 0 || depth == 0 {
            return;
        }
        *left -= 1;
        let name = entry.file_name();
        let hidden = name.as_encoded_bytes().starts_with(b".") || name == "node_modules";
        // A link could lead anywhere, and in circles.
        if !hidden && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            look(&entry.path(), depth - 1, left, found);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn packages_are_found_and_what_is_installed_is_not() {
        let folder = tempfile::tempdir().unwrap();
        for (place, name) in [
            ("", "root"),
            ("packages/kit", "@demo/kit"),
            ("packages/kit/node_modules/evil", "evil"),
            (".cache/x", "hidden"),
        ] {
            let place = folder.path().join(place);
            fs::create_dir_all(&place).unwrap();
            fs::write(place.join("package.json"), format!("{{\"name\":\"{name}\"}}")).unwrap();
        }
        assert_eq!(below(folder.path()), ["@demo/kit", "root"]);
    }
}
