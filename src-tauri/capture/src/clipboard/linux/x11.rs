//! Selections of the X server (ICCCM section 2), large ones in pieces.

use super::{MOST, Offer};
use crate::clipboard::ClipboardError;
use std::thread;
use std::time::{Duration, Instant};
use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    AtomEnum, ConnectionExt, CreateWindowAux, EventMask, GetPropertyReply, Property, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::{CURRENT_TIME, NONE};
use zeroize::Zeroizing;

x11rb::atom_manager! {
    Atoms: AtomsCookie { CLIPBOARD, TARGETS, INCR, COUNTERSIGN_PASTE, }
}

/// How often it is looked whether something came.
const LOOK: Duration = Duration::from_millis(1);
/// Forms that are looked at; programs offer a dozen.
const MOST_FORMS: usize = 200;

struct Selection {
    server: RustConnection,
    window: u32,
    atoms: Atoms,
    forms: Vec<String>,
}

pub(super) fn offer(until: Instant) -> Result<Box<dyn Offer>, ClipboardError> {
    let (server, screen) = RustConnection::connect(None).map_err(failure)?;
    let atoms = Atoms::new(&server).map_err(failure)?.reply().map_err(failure)?;
    let owner = server.get_selection_owner(atoms.CLIPBOARD).map_err(failure)?.reply().map_err(failure)?.owner;
    if owner == NONE {
        return Err(ClipboardError::Empty);
    }
    let root = server.setup().roots.get(screen).map(|screen| screen.root).unwrap_or_default();
    let window = server.generate_id().map_err(failure)?;
    let told = CreateWindowAux::new().event_mask(EventMask::PROPERTY_CHANGE);
    let made = server.create_window(0, window, root, 0, 0, 1, 1, 0, WindowClass::INPUT_ONLY, 0, &told);
    made.map_err(failure)?;
    let mut selection = Selection { server, window, atoms, forms: Vec::new() };
    let targets = selection.convert(selection.atoms.TARGETS, until)?;
    for target in targets.as_chunks::<4>().0.iter().take(MOST_FORMS) {
        let name = selection.server.get_atom_name(u32::from_ne_bytes(*target)).map_err(failure)?.reply();
        // A number that is no atom is passed over.
        selection.forms.extend(name.map(|name| String::from_utf8_lossy(&name.name).into_owned()));
    }
    Ok(Box::new(selection))
}

impl Offer for Selection {
    fn forms(&self) -> &[String] {
        &self.forms
    }

    fn take(&self, form: &str, until: Instant) -> Result<Zeroizing<Vec<u8>>, ClipboardError> {
        let atom = self.server.intern_atom(false, form.as_bytes()).map_err(failure)?.reply();
        self.convert(atom.map_err(failure)?.atom, until)
    }
}

impl Selection {
    /// Has the owner put the selection into a property of our window, in one form.
    fn convert(&self, target: u32, until: Instant) -> Result<Zeroizing<Vec<u8>>, ClipboardError> {
        let Atoms { CLIPBOARD, COUNTERSIGN_PASTE: property, INCR, .. } = self.atoms;
        let asked = self.server.convert_selection(self.window, CLIPBOARD, target, property, CURRENT_TIME);
        asked.map_err(failure)?;
        self.server.flush().map_err(failure)?;
        let given = self.wait(until, |event| match event {
            Event::SelectionNotify(notice) if notice.target == target => Some(notice.property != NONE),
            _ => None,
        })?;
        if !given {
            return Err(ClipboardError::Silent);
        }
        let first = self.property()?;
        if first.type_ != INCR {
            return Ok(Zeroizing::new(first.value));
        }
        let mut whole = Zeroizing::new(Vec::new());
        loop {
            self.wait(until, |event| match event {
                Event::PropertyNotify(notice) => {
                    (notice.atom == property && notice.state == Property::NEW_VALUE).then_some(())
                }
                _ => None,
            })?;
            let piece = Zeroizing::new(self.property()?.value);
            if piece.is_empty() {
                return Ok(whole);
            }
            if whole.len() + piece.len() > MOST {
                return Err(ClipboardError::Silent);
            }
            whole.extend_from_slice(&piece);
        }
    }

    /// Takes the property away, which asks for the next piece.
    fn property(&self) -> Result<GetPropertyReply, ClipboardError> {
        let most = u32::try_from(MOST / 4).unwrap_or(u32::MAX);
        let name = self.atoms.COUNTERSIGN_PASTE;
        let property = self.server.get_property(true, self.window, name, AtomEnum::ANY, 0, most);
        property.map_err(failure)?.reply().map_err(failure)
    }

    fn wait<T>(&self, until: Instant, wanted: impl Fn(&Event) -> Option<T>) -> Result<T, ClipboardError> {
        while Instant::now() < until {
            match self.server.poll_for_event().map_err(failure)? {
                Some(event) => {
                    if let Some(found) = wanted(&event) {
                        return Ok(found);
                    }
                }
                None => thread::sleep(LOOK),
            }
        }
        Err(ClipboardError::Silent)
    }
}

fn failure(error: impl std::fmt::Display) -> ClipboardError {
    ClipboardError::Unreachable(error.to_string())
}
