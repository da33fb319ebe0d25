//! The icon in the menu bar of macOS and in the notification area of Windows, both on the main thread.

use super::{ENTRIES, Menu, report, waiting};
use crate::event::{Events, FromTray};
use crate::main_thread;
use countersign_core::view::claim;
use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use tray_icon::menu::{Menu as SystemsMenu, MenuEvent, MenuItem, PredefinedMenuItem};
use tray_icon::{Icon, MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};

static MARK: &[u8] = include_bytes!("../../../icons/icon.png");

/// The side of the mark, in pixels: twice what a menu bar is high, as fine screens want it.
const SIDE: u32 = 44;

/// The longest tool tip, in characters: Windows has room for 127 units of UTF-16.
const TIP: usize = 60;

/// Begins the name of the menu item that copies an account's code.
const COPY: &str = "copy:";

/// Whether a request waits: a click on the icon leads to it.
static REQUEST: AtomicBool = AtomicBool::new(false);

thread_local! {
    static SHOWN: RefCell<Option<Shown>> = const { RefCell::new(None) };
}

struct Shown {
    icon: TrayIcon,
    /// The menu before: Windows must not lose one that is open.
    before: Option<SystemsMenu>,
    menu: SystemsMenu,
}

pub(super) fn keep(menus: &Receiver<Menu>, events: &Events) {
    hear(events);
    for menu in menus {
        let to = events.clone();
        if !main_thread::post(move || show(&menu, &to)) {
            report(events, FromTray::Shown(false));
        }
    }
}

/// Takes the icon away: Windows would show that of an ended program until the mouse comes over it.
pub(crate) fn take_away() {
    main_thread::ask(|| drop(SHOWN.take()));
}

/// Hears what is chosen.
fn hear(events: &Events) {
    let to = events.clone();
    MenuEvent::set_event_handler(Some(move |event: MenuEvent| {
        if let Some(choice) = choice(event.id().as_ref()) {
            report(&to, choice);
        }
    }));
    if cfg!(windows) {
        let to = events.clone();
        TrayIconEvent::set_event_handler(Some(move |event| {
            if let TrayIconEvent::Click {
                button: MouseButton::Left,
                button_state: MouseButtonState::Up,
                ..
            } = event
            {
                let request = REQUEST.load(Ordering::Relaxed);
                report(&to, if request { FromTray::ShowRequest } else { FromTray::Open });
            }
        }));
    }
}

/// Reads the name of a menu item.
fn choice(name: &str) -> Option<FromTray> {
    Some(match name {
        "request" => FromTray::ShowRequest,
        "open" | "more" | "staged" => FromTray::Open,
        "scan" => FromTray::ScanScreen,
        "lock" => FromTray::Lock,
        "quit" => FromTray::Quit,
        _ => FromTray::Copy(name.strip_prefix(COPY)?.to_owned()),
    })
}

fn show(menu: &Menu, events: &Events) {
    SHOWN.with_borrow_mut(|shown| {
        REQUEST.store(menu.request.is_some(), Ordering::Relaxed);
        if !menu.shown {
            *shown = None;
            report(events, FromTray::Shown(false));
            return;
        }
        let Ok(items) = items(menu) else { return };
        match shown {
            Some(shown) => {
                shown.icon.set_menu(Some(Box::new(items.clone())));
                shown.before = Some(std::mem::replace(&mut shown.menu, items));
            }
            None => *shown = begin(items, events),
        }
        if let Some(shown) = shown {
            // An icon that Windows has not taken yet takes none; the next menu brings it again.
            drop(shown.icon.set_tooltip(Some(tip(menu))));
        }
    });
}

/// Puts the icon where it belongs.
fn begin(menu: SystemsMenu, events: &Events) -> Option<Shown> {
    let builder = TrayIconBuilder::new().with_id("dev.countersign").with_menu(Box::new(menu.clone()));
    // A click opens the menu on a Mac, and the window on Windows, where the other button is for menus.
    let builder = builder.with_menu_on_left_click(cfg!(target_os = "macos"));
    let icon = mark().and_then(|mark| builder.with_icon(mark).build().ok());
    report(events, FromTray::Shown(icon.is_some()));
    Some(Shown { icon: icon?, before: None, menu })
}

/// Draws the mark. The picture is our own, part of the program: no foreign one is ever decoded here.
fn mark() -> Option<Icon> {
    let decoder = image::codecs::png::PngDecoder::new(std::io::Cursor::new(MARK)).ok()?;
    let picture = image::DynamicImage::from_decoder(decoder).ok()?;
    Icon::from_rgba(picture.thumbnail_exact(SIDE, SIDE).into_rgba8().into_vec(), SIDE, SIDE).ok()
}

fn tip(menu: &Menu) -> String {
    let what = menu.request.clone().or_else(|| waiting(menu.words, menu.staged));
    what.map_or_else(|| "Countersign".to_owned(), |what| format!("Countersign: {}", claim::line(&what, TIP)))
}

fn items(menu: &Menu) -> tray_icon::menu::Result<SystemsMenu> {
    let (items, words) = (SystemsMenu::new(), menu.words);
    let line = || items.append(&PredefinedMenuItem::separator());
    let item = |name: &str, label: &str, enabled| {
        // A single ampersand would mark an access key.
        items.append(&MenuItem::with_id(name, label.replace('&', "&&"), enabled, None))
    };
    if let Some(request) = &menu.request {
        item("request", &format!("{}{request}", words.request), true)?;
        line()?;
    }
    if let Some(waiting) = waiting(words, menu.staged) {
        item("staged", &waiting, true)?;
        line()?;
    }
    let mut recent = false;
    for account in menu.shown_lines() {
        if recent && !account.recent {
            line()?;
        }
        recent = account.recent;
        item(&format!("{COPY}{}", account.id), &account.label(words), true)?;
    }
    if menu.accounts.len() > ENTRIES {
        item("more", words.more, true)?;
    }
    if !menu.accounts.is_empty() {
        line()?;
    }
    item("open", words.open, true)?;
    if menu.open {
        item("scan", words.scan, true)?;
    }
    item("lock", words.lock, menu.open)?;
    item("quit", words.quit, true)?;
    Ok(items)
}
