#![allow(clippy::unwrap_used)]
use super::*;
use crate::transfer::{TransferError, dry_run};
use serde_json::json;

#[test]
fn each_name_is_kept_once() {
    let groups = Groups::new(
        [("1", " Work "), ("2", "Private"), ("3", "")].map(|(id, name)| (id.into(), name.into())).into_iter(),
    );
    assert_eq!(groups.of(["2", "canary", "1", "3", "1"]), ["Private", "Work"]);
}

#[test]
fn a_file_cannot_make_more_of_its_groups_than_it_holds() {
    let long = "x".repeat(1 << 20);
    assert_eq!(tags([&long]).first().map(String::len), Some(LENGTH));
    assert_eq!(tags((0..1_000).map(|number| number.to_string())).len(), LIMIT);
}

/// A name of a megabyte that thousands of entries were in took as many megabytes.
#[test]
fn a_long_group_of_many_entries_stays_small() {
    let row = json!({ "type": "totp", "info": { "secret": "JBSWY3DPEHPK3PXP" }, "groups": vec!["g"; 1_000] });
    let vault = json!({ "version": 1, "header": { "slots": null, "params": null }, "db": {
        "version": 3, "entries": vec![row; 50], "groups": [{ "uuid": "g", "name": "x".repeat(1 << 20) }],
    } });
    let preview =
        dry_run(vault.to_string().as_bytes(), None, None, 59).map_err(TransferError::code).ok().unwrap();
    let length: usize = preview.entries.iter().flat_map(|entry| &entry.groups).map(String::len).sum();
    assert_eq!(length, 50 * LENGTH);
}
