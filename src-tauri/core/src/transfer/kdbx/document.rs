//! The XML inside: groups, entries, and fields some of which are locked once more.

use super::super::TransferError;
use super::super::groups::tags;
use super::super::xml::{Document, Element, Step};
use super::container::Stream;
use crate::otp::entry::label;
use crate::secret::SecretText;
use data_encoding::BASE64;
use zeroize::Zeroizing;

/// The most entries, with and without one-time passwords.
const ITEMS: usize = 100_000;

/// An entry.
#[derive(Default)]
pub(in crate::transfer) struct Item {
    /// The path of its group below the database's own, if it is in one, and its tags.
    pub(super) groups: Vec<String>,
    /// Whether it is in the bin.
    pub(super) deleted: bool,
    fields: Vec<(String, SecretText)>,
}

impl Item {
    /// Returns a field that is not empty.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let (_, text) = self.fields.iter().find(|(field, _)| field == name)?;
        Some(text.expose()).filter(|text| !text.is_empty())
    }
}

/// Returns the entries as they are now; earlier states of theirs are passed over.
pub(in crate::transfer) fn items(xml: &str, stream: Stream) -> Result<Vec<Item>, TransferError> {
    let mut document = Document::new(xml, "Protected");
    let mut reading = Reading {
        stream,
        items: Vec::new(),
        groups: Vec::new(),
        field: Field::default(),
        bin: String::new(),
    };
    while reading.items.len() <= ITEMS {
        match document.step()? {
            Step::Opened => reading.opened(&document.open),
            Step::Closed(element) => reading.closed(element, &document.open)?,
            Step::Done => return Ok(reading.items),
        }
    }
    Err(TransferError::TooLarge)
}

#[derive(Default)]
struct Field {
    key: String,
    value: String,
}

struct Reading {
    stream: Stream,
    items: Vec<Item>,
    /// The groups that are open.
    groups: Vec<Group>,
    field: Field,
    /// The id of the bin's group.
    bin: String,
}

#[derive(Default)]
struct Group {
    id: String,
    name: String,
}

impl Reading {
    fn opened(&mut self, open: &[Element]) {
        match open.last().map(|element| element.name.as_str()) {
            Some("Group") => self.groups.push(Group::default()),
            Some("Entry") if !is_past(open) => {
                let path = self.groups.get(1..).unwrap_or_default();
                let names: Vec<&str> = path.iter().map(|group| group.name.as_str()).collect();
                let deleted = !self.bin.is_empty() && path.iter().any(|group| group.id == self.bin);
                self.items.push(Item { groups: tags([names.join("/")]), deleted, fields: Vec::new() });
            }
            _ => {}
        }
    }

    fn closed(&mut self, element: Element, open: &[Element]) -> Result<(), TransferError> {
        let Element { name, attribute, mut text } = element;
        // What is locked is locked by one stream in the order of the document, past states too.
        if attribute.is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            let mut bytes = Zeroizing::new(text.as_bytes().to_vec());
            bytes.retain(|byte| !byte.is_ascii_whitespace());
            let mut bytes = Zeroizing::new(BASE64.decode(&bytes).map_err(|_| TransferError::Unsupported)?);
            self.stream.apply(&mut bytes);
            text = Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned());
        }
        let parent = open.last().map(|element| element.name.as_str());
        match (parent, name.as_str()) {
            (_, "Group") => drop(self.groups.pop()),
            (Some("Group"), "Name") => {
                if let Some(group) = self.groups.last_mut() {
                    group.name = label(&text).0;
                }
            }
            (Some("Group"), "UUID") => {
                if let Some(group) = self.groups.last_mut() {
                    group.id.clone_from(&text);
                }
            }
            (Some("Meta"), "RecycleBinUUID") => text.trim().clone_into(&mut self.bin),
            (Some("String"), "Key") => self.field.key.clone_from(&text),
            (Some("String"), "Value") => self.field.value = std::mem::take(&mut *text),
            (Some("Entry"), "String") => {
                let Field { key, value } = std::mem::take(&mut self.field);
                let value = SecretText::new(value);
                if let Some(item) = self.items.last_mut().filter(|_| !is_past(open)) {
                    item.fields.push((key, value));
                }
            }
            (Some("Entry"), "Tags") => {
                if let Some(item) = self.items.last_mut().filter(|_| !is_past(open)) {
                    item.groups.extend(tags(text.split([';', ','])));
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn is_past(open: &[Element]) -> bool {
    open.iter().any(|element| element.name == "History")
}
