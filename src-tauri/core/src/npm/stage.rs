//! Versions that wait to be published: `npm stage list --json` (npm 11.15 and newer).

use crate::view::{StagedView, claim};
use serde_json::Value;

/// The most that are shown.
const LIMIT: usize = 500;

/// Reads the list of one registry; what is no staged version is passed over.
#[must_use]
pub fn read(printed: &Value, registry: &str) -> Vec<StagedView> {
    let items = printed.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|item| one(item, registry)).take(LIMIT).collect()
}

fn one(item: &Value, registry: &str) -> Option<StagedView> {
    let text = |key: &str| item.get(key).and_then(Value::as_str).unwrap_or_default();
    let id = text("id");
    is_id(id).then(|| StagedView {
        id: id.to_owned(),
        registry: claim::line(registry, claim::LINE),
        package: claim::line(text("packageName"), claim::NAME),
        version: claim::line(text("version"), claim::NAME),
        tag: claim::line(text("tag"), claim::NAME),
        created: claim::line(text("createdAt").get(..10).unwrap_or_default(), 10),
        by: claim::line(text("actor"), claim::NAME),
        shasum: claim::line(text("shasum"), 40),
    })
}

/// Returns whether a text is the identity of a staged version: a UUID, which fits a command line as it is.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    groups == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn staged_versions_are_read_and_others_passed_over() {
        let printed = json!([
            {"id": "8c6f1d3e-0000-4000-8000-000000000001", "packageName": "@demo/kit", "version": "1.1.0", "tag": "next",
             "createdAt": "2026-11-20T10:00:00.000Z", "actor": "mona", "shasum": "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3"},
            {"id": "--registry=http://evil.test", "packageName": "x"},
            7,
        ]);
        let staged = read(&printed, "https://registry.example/");
        assert_eq!(staged.len(), 1);
        assert_eq!((staged[0].package.as_str(), staged[0].version.as_str()), ("@demo/kit", "1.1.0"));
        assert_eq!((staged[0].created.as_str(), staged[0].by.as_str()), ("2026-11-20", "mona"));
        assert!(read(&json!({"error": "no"}), "").is_empty());
    }
}
