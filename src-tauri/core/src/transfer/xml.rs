//! XML of foreign files: elements with one attribute, and texts put together of their pieces.

use super::TransferError;
use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};
use zeroize::Zeroizing;

/// The deepest nesting; groups of `KeePass` stand in one another.
const DEPTH: usize = 200;

/// An element that is open.
pub(super) struct Element {
    pub(super) name: String,
    /// The value of the attribute that was asked for.
    pub(super) attribute: Option<String>,
    /// What stood directly in it up to now.
    pub(super) text: Zeroizing<String>,
}

/// A document, element by element.
pub(super) struct Document<'a> {
    reader: Reader<&'a [u8]>,
    attribute: &'static str,
    /// The open elements, the outermost first.
    pub(super) open: Vec<Element>,
}

/// What was met.
pub(super) enum Step {
    /// An element began; it is the last of the open ones.
    Opened,
    /// This one ended, and the last of the open ones is where it stood.
    Closed(Element),
    /// The end.
    Done,
}

impl<'a> Document<'a> {
    /// Reads a text; of attributes, the one of this name.
    pub(super) fn new(text: &'a str, attribute: &'static str) -> Self {
        let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
        reader.config_mut().expand_empty_elements = true;
        Self { reader, attribute, open: Vec::new() }
    }

    /// Goes on to where an element begins or ends.
    pub(super) fn step(&mut self) -> Result<Step, TransferError> {
        const DAMAGED: TransferError = TransferError::Unsupported;
        loop {
            let event = self.reader.read_event().map_err(|_| DAMAGED)?;
            match event {
                Event::Start(_) if self.open.len() == DEPTH => return Err(DAMAGED),
                Event::Start(start) => {
                    let attribute = start.try_get_attribute(self.attribute).map_err(|_| DAMAGED)?;
                    self.open.push(Element {
                        name: start.local_name().as_ref().to_owned(),
                        attribute: attribute.and_then(|a| {
                            Some(a.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
                        }),
                        text: Zeroizing::default(),
                    });
                    return Ok(Step::Opened);
                }
                Event::End(_) => return self.open.pop().map(Step::Closed).ok_or(DAMAGED),
                Event::Text(text) => self.add(&text.xml10_content()),
                Event::CData(text) => self.add(&text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let character = match &*reference {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => reference.resolve_char_ref().ok().flatten(),
                    };
                    self.add(character.ok_or(DAMAGED)?.encode_utf8(&mut [0; 4]));
                }
                Event::Eof if self.open.is_empty() => return Ok(Step::Done),
                Event::Eof => return Err(DAMAGED),
                // An entity that a document makes up itself is never followed.
                Event::DocType(_) | Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::Empty(_) => {}
            }
        }
    }

    fn add(&mut self, text: &str) {
        if let Some(element) = self.open.last_mut() {
            element.text.push_str(text);
        }
    }
}
