//! Groups, tags and folders, within bounds: a file may name a long one once and put every entry into it.

use super::login::start;
use crate::otp::entry::label;
use std::collections::HashMap;

/// The most groups of one entry; what is beyond is let go.
const LIMIT: usize = 16;

/// The longest name of a group, in characters: the index has many of them.
const LENGTH: usize = 64;

/// Groups by the ids that entries name them with.
#[derive(Default)]
pub(super) struct Groups(HashMap<String, String>);

impl Groups {
    /// Takes ids and names.
    pub(super) fn new(named: impl Iterator<Item = (String, String)>) -> Self {
        Self(named.map(|(id, name)| (id, label(start(&name)).0)).collect())
    }

    /// Returns the names of these; ids that mean nothing are passed over.
    pub(super) fn of<Id: AsRef<str>>(&self, ids: impl IntoIterator<Item = Id>) -> Vec<String> {
        tags(ids.into_iter().filter_map(|id| self.0.get(id.as_ref())))
    }
}

/// Returns names as they are kept: each once, none empty, each as long as other names may be.
pub(crate) fn tags<Name: AsRef<str>>(names: impl IntoIterator<Item = Name>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for name in names {
        let (mut name, _) = label(start(name.as_ref()));
        if let Some((end, _)) = name.char_indices().nth(LENGTH) {
            name.truncate(end);
        }
        if tags.len() < LIMIT && !name.is_empty() && !tags.contains(&name) {
            tags.push(name);
        }
    }
    tags
}

#[cfg(test)]
#[path = "groups_tests.rs"]
mod tests;
