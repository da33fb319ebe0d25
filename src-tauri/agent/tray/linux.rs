//! The tray as a `StatusNotifierItem` on the session bus.

use super::{ENTRIES, Menu, report, waiting};
use crate::event::{Events, FromTray};
use ksni::blocking::{Handle, TrayMethods};
use ksni::menu::{MenuItem, StandardItem};
use ksni::{Icon, OfflineReason, Status, ToolTip};
use std::cell::Cell;
use std::sync::mpsc::Receiver;

static MARK: &[u8] = include_bytes!("../../../icons/icon.png");

/// The sizes that tray hosts ask for, in pixels.
const SIZES: [u32; 2] = [22, 44];

pub(super) fn keep(menus: &Receiver<Menu>, events: &Events) {
    let mut item: Option<Handle<Item>> = None;
    // A desktop may start its tray host later than this; without a bus there will never be one.
    let mut bus = true;
    for menu in menus {
        if !menu.shown {
            if let Some(item) = item.take() {
                item.shutdown().wait();
            }
            report(events, FromTray::Shown(false));
            continue;
        }
        if item.is_none() && bus {
            item = begin(events);
            bus = item.is_some();
        }
        if let Some(item) = &item {
            item.update(|item| item.menu = menu);
        }
    }
    // Without this the item would go on with the bus alone when the handle goes, and panic where that is gone too.
    if let Some(item) = item {
        item.shutdown().wait();
    }
}

/// Puts the item into the tray.
fn begin(events: &Events) -> Option<Handle<Item>> {
    // Assumed at first; the item says so when it finds no host, and again when one comes or goes.
    report(events, FromTray::Shown(true));
    let item = Item {
        menu: Menu::default(),
        mark: SIZES.iter().filter_map(|size| mark(*size)).collect(),
        waits: Cell::new(false),
        events: events.clone(),
    };
    let Ok(handle) = item.assume_sni_available(true).spawn() else {
        report(events, FromTray::Shown(false));
        return None;
    };
    // The item asked for a host before it listened for one; a host that came in between heard nothing of it.
    if handle.update(|item| item.waits.get()) == Some(true) && announce().is_ok() {
        report(events, FromTray::Shown(true));
    }
    Some(handle)
}

/// Tells the tray host of the item, by the name that the protocol gives a process's first.
fn announce() -> zbus::Result<()> {
    const HOST: &str = "org.kde.StatusNotifierWatcher";
    let name = format!("org.kde.StatusNotifierItem-{}-1", std::process::id());
    let bus = zbus::blocking::Connection::session()?;
    bus.call_method(Some(HOST), "/StatusNotifierWatcher", Some(HOST), "RegisterStatusNotifierItem", &name)?;
    Ok(())
}

/// Draws the mark in one size. The picture is our own, part of the program: no foreign one is ever decoded here.
fn mark(size: u32) -> Option<Icon> {
    // By its own decoder: what picks one by itself has all of them with it.
    let decoder = image::codecs::png::PngDecoder::new(std::io::Cursor::new(MARK)).ok()?;
    let picture = image::DynamicImage::from_decoder(decoder).ok()?;
    let mut data = picture.thumbnail_exact(size, size).into_rgba8().into_vec();
    for pixel in data.chunks_exact_mut(4) {
        pixel.rotate_right(1); // RGBA to ARGB
    }
    let (width, height) = (i32::try_from(size).ok()?, i32::try_from(size).ok()?);
    Some(Icon { width, height, data })
}

/// Draws a dot.
fn dot(size: u32) -> Icon {
    let middle = size / 2;
    let inside = |x: u32, y: u32| x.abs_diff(middle).pow(2) + y.abs_diff(middle).pow(2) <= middle.pow(2);
    let all = (0..size).flat_map(|y| (0..size).map(move |x| (x, y)));
    let data = all.flat_map(|(x, y)| if inside(x, y) { [0xff, 0xe0, 0x8a, 0x1e] } else { [0; 4] }).collect();
    let pixels = i32::try_from(size).unwrap_or_default();
    Icon { width: pixels, height: pixels, data }
}

struct Item {
    menu: Menu,
    mark: Vec<Icon>,
    /// Whether it knows of no host.
    waits: Cell<bool>,
    events: Events,
}

impl Item {
    fn report(&self, what: FromTray) {
        report(&self.events, what);
    }
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        "dev.countersign".into()
    }

    fn title(&self) -> String {
        "Countersign".into()
    }

    fn icon_pixmap(&self) -> Vec<Icon> {
        self.mark.clone()
    }

    fn status(&self) -> Status {
        if self.menu.request.is_some() { Status::NeedsAttention } else { Status::Active }
    }

    /// A dot on the mark while versions wait to be published.
    fn overlay_icon_pixmap(&self) -> Vec<Icon> {
        if self.menu.staged == 0 { Vec::new() } else { SIZES.iter().map(|size| dot(*size / 2)).collect() }
    }

    fn attention_icon_pixmap(&self) -> Vec<Icon> {
        self.mark.clone()
    }

    fn tool_tip(&self) -> ToolTip {
        let description = self
            .menu
            .request
            .clone()
            .or_else(|| waiting(self.menu.words, self.menu.staged))
            .unwrap_or_default();
        ToolTip { title: "Countersign".into(), description: escaped(&description), ..ToolTip::default() }
    }

    fn activate(&mut self, _: i32, _: i32) {
        self.report(if self.menu.request.is_some() { FromTray::ShowRequest } else { FromTray::Open });
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        let words = self.menu.words;
        let mut items = Vec::new();
        if let Some(request) = &self.menu.request {
            items.push(entry(&format!("{}{request}", words.request), true, || FromTray::ShowRequest));
            items.push(MenuItem::Separator);
        }
        if let Some(waiting) = waiting(words, self.menu.staged) {
            items.push(entry(&waiting, true, || FromTray::Open));
            items.push(MenuItem::Separator);
        }
        let mut recent = false;
        for line in self.menu.shown_lines() {
            if recent && !line.recent {
                items.push(MenuItem::Separator);
            }
            recent = line.recent;
            let id = line.id.clone();
            items.push(entry(&line.label(words), true, move || FromTray::Copy(id.clone())));
        }
        if self.menu.accounts.len() > ENTRIES {
            items.push(entry(words.more, true, || FromTray::Open));
        }
        if !self.menu.accounts.is_empty() {
            items.push(MenuItem::Separator);
        }
        items.push(entry(words.open, true, || FromTray::Open));
        if self.menu.open {
            items.push(entry(words.scan, true, || FromTray::ScanScreen));
        }
        items.push(entry(words.lock, self.menu.open, || FromTray::Lock));
        items.push(entry(words.quit, true, || FromTray::Quit));
        items
    }

    fn watcher_online(&self) {
        self.waits.set(false);
        self.report(FromTray::Shown(true));
    }

    fn watcher_offline(&self, _: OfflineReason) -> bool {
        self.waits.set(true);
        self.report(FromTray::Shown(false));
        true
    }
}

fn entry(label: &str, enabled: bool, choose: impl Fn() -> FromTray + Send + 'static) -> MenuItem<Item> {
    StandardItem {
        // A single underscore would mark an access key.
        label: label.replace('_', "__"),
        enabled,
        activate: Box::new(move |item: &mut Item| item.report(choose())),
        ..StandardItem::default()
    }
    .into()
}

/// Tool tips may hold markup, which a package's name must not bring in.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::super::Line;
    use super::*;
    use countersign_core::view::{CodeKind, PaletteRow};
    use ksni::Tray;

    #[test]
    fn a_menu_that_would_leave_the_screen_says_that_there_is_more() {
        let (events, _happenings) = std::sync::mpsc::channel();
        let row = |number: usize| PaletteRow {
            id: number.to_string(),
            issuer: String::new(),
            account: format!("account {number}"),
            kind: CodeKind::Totp,
            recent: false,
        };
        let accounts = (0..=ENTRIES).map(|number| Line::of(&row(number))).collect();
        let menu = Menu { accounts, ..Menu::default() };
        let labels: Vec<_> = Item { menu, mark: Vec::new(), waits: Cell::new(false), events }
            .menu()
            .into_iter()
            .filter_map(|line| if let MenuItem::Standard(line) = line { Some(line.label) } else { None })
            .collect();
        assert_eq!(labels[ENTRIES - 1..=ENTRIES], ["account 29", "More accounts…"]);
    }
}
