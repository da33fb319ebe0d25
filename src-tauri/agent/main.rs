//! The agent: keeps the secrets, makes the codes, decides nothing by itself.
// Elsewhere the files that speak with the system itself say so.
#![cfg_attr(target_os = "linux", forbid(unsafe_code))]

mod autostart;
mod clipboard;
mod console;
mod event;
mod files;
mod hardening;
mod instance;
mod journal;
mod keychain;
#[cfg(not(target_os = "linux"))]
mod main_thread;
mod notice;
mod programs;
mod requester;
mod resident;
mod sealed;
mod session;
mod shells;
mod shortcut;
mod storage;
mod transfers;
mod tray;
mod words;

use anyhow::{Context, bail};
use clap::Parser;
use clipboard::Clipboard;
use console::Terminal;
use countersign_core::app::App;
use countersign_core::decisions::{self, Decisions};
use countersign_core::settings::{self, SettingsFile};
use countersign_core::vault::index::{Index, IndexError, SIZE_LIMIT};
use countersign_core::vault::sealed::Cost;
use countersign_core::view::Window;
use countersign_link::directory;
use countersign_link::paths::Paths;
use event::Events;
use instance::Instance;
use journal::Journal;
use keychain::Keychain;
use notice::Notice;
use programs::Programs;
use resident::{Equipment, Resident};
use sealed::SealedFile;
use shells::Shells;
use shortcut::Shortcut;
use std::process::ExitCode;
use std::sync::mpsc::Receiver;
use storage::Storage;
use transfers::Transfers;
use tray::Tray;

/// Keeps the secrets of your accounts and makes their codes. Lives in the tray; asks you before a code leaves.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Open the main window too
    #[arg(long, conflicts_with = "background")]
    open: bool,
    /// Show requests in this terminal and take your answers here
    #[arg(long)]
    console: bool,
    /// Open no window (the default)
    #[arg(long)]
    background: bool,
}

fn main() -> ExitCode {
    #[cfg(target_os = "linux")]
    if let Some(code) = shortcut::holds_instead() {
        return code;
    }
    hardening::harden();
    let arguments = Arguments::parse();
    #[cfg(not(target_os = "linux"))]
    main_thread::lend(move || i32::from(!succeeds(&arguments)));
    #[cfg(target_os = "linux")]
    if succeeds(&arguments) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Does it all, and says what went wrong.
fn succeeds(arguments: &Arguments) -> bool {
    run(arguments).inspect_err(|error| eprintln!("countersign-agent: {error:#}")).is_ok()
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let paths = Paths::from_environment()?;
    if arguments.console && !console::is_there() {
        bail!("--console needs a terminal to show requests in; start it in a terminal of its own");
    }
    make_folder(&paths)?;
    let Some(_instance) = Instance::claim(&paths)? else {
        if arguments.console {
            bail!("an agent runs already; end it first, then start this one");
        }
        return instance::greet_the_first(&paths, arguments.open);
    };
    let journal = Journal::open(&paths.log);
    let index = load_index(&paths, &journal)?;
    let (events, happenings) = resident::happenings();
    let with = equip(&paths, &journal, &events)?;
    let random = Box::new(fill_with_random);
    let (settings, aside) = load_settings(&paths, &journal)?;
    let app = App::new(index, random).with_settings(settings, aside.as_deref());
    let app = app.with_decisions(load_decisions(&paths, &journal));
    work(app, with, arguments, events, &happenings)
}

fn work(
    app: App,
    mut with: Equipment,
    arguments: &Arguments,
    events: Events,
    happenings: &Receiver<event::Event>,
) -> anyhow::Result<()> {
    let events_of_session = events.clone();
    if arguments.console {
        let terminal = Terminal::open().context("the terminal cannot be used")?;
        let shell = with.shells.admit_console(terminal.replies());
        terminal.run(shell, events);
    }
    session::listen(&events_of_session);
    #[cfg(not(target_os = "linux"))]
    main_thread::report_to(&events_of_session);
    let mut resident = Resident::new(app, with);
    if arguments.open {
        resident.show(Window::Main);
    }
    resident.run(happenings);
    #[cfg(not(target_os = "linux"))]
    tray::take_away();
    // A thread may wait for a prompt of the system for ever; it ends with the process.
    std::process::exit(0)
}

fn make_folder(paths: &Paths) -> anyhow::Result<()> {
    if !paths.data.is_dir() {
        directory::make(&paths.data)?;
    }
    Ok(())
}

fn equip(paths: &Paths, journal: &Journal, events: &Events) -> anyhow::Result<Equipment> {
    let sealed = SealedFile::at(&paths.sealed, Cost::USUAL, Box::new(fill_with_random), journal.clone());
    Ok(Equipment {
        programs: Programs::listen(paths, events.clone())?,
        storage: Storage::start(Box::new(Keychain::default()), sealed, events.clone()),
        shells: Shells::new(events.clone()),
        tray: Tray::start(events.clone()),
        shortcut: Shortcut::new(events.clone()),
        notice: Notice::start(events.clone()),
        clipboard: Clipboard::start(events.clone()),
        transfers: Transfers::start(paths.icons.clone(), events.clone()),
        paths: paths.clone(),
        journal: journal.clone(),
    })
}

/// Reads the index; an unreadable one is set aside, and the version before it takes its place.
fn load_index(paths: &Paths, journal: &Journal) -> anyhow::Result<Option<Index>> {
    let limit = u64::try_from(SIZE_LIMIT).unwrap_or(u64::MAX);
    let path = &paths.index;
    let content = files::read(path, limit).with_context(|| format!("{} cannot be read", path.display()))?;
    let Some(content) = content else { return Ok(None) };
    match Index::from_json(&content) {
        Ok(index) => Ok(Some(index)),
        Err(error @ IndexError::Newer) => {
            Err(error).context("install that version again; nothing was changed")
        }
        Err(error @ IndexError::Damaged) => {
            let aside = files::set_aside(path).context("the unreadable index could not be set aside")?;
            journal.note(&format!("{error}; it is kept as {}", aside.display()));
            let before = files::read(&files::previous(path), limit).ok().flatten();
            Ok(before.and_then(|before| Index::from_json(&before).ok()))
        }
    }
}

/// Reads the settings. A file that cannot be used is set aside; where it is now is returned for the person.
fn load_settings(paths: &Paths, journal: &Journal) -> anyhow::Result<(SettingsFile, Option<String>)> {
    let limit = u64::try_from(settings::SIZE_LIMIT).unwrap_or(u64::MAX);
    let path = &paths.settings;
    let error = match files::read(path, limit) {
        Ok(None) => return Ok((SettingsFile::default(), None)),
        Ok(Some(content)) => match SettingsFile::from_json(&content) {
            Ok(file) => return Ok((file, None)),
            Err(error) => error.to_string(),
        },
        Err(error) => error.to_string(),
    };
    let aside = files::set_aside(path).context("the unreadable settings could not be set aside")?;
    journal.note(&format!("{error}; the file is kept as {}", aside.display()));
    Ok((SettingsFile::default(), Some(aside.display().to_string())))
}

/// Reads the decisions. A file that cannot be used is set aside: nothing depends on it.
fn load_decisions(paths: &Paths, journal: &Journal) -> Decisions {
    let limit = u64::try_from(decisions::SIZE_LIMIT).unwrap_or(u64::MAX);
    let read =
        files::read(&paths.decisions, limit).map(|content| content.map(|it| Decisions::from_json(&it)));
    match read {
        Ok(None) => Decisions::default(),
        Ok(Some(Ok(decisions))) => decisions,
        Ok(Some(Err(_))) | Err(_) => {
            let aside = files::set_aside(&paths.decisions);
            let aside = aside.map_or_else(|error| error.to_string(), |path| path.display().to_string());
            journal.note(&format!("the log of decisions cannot be read: {aside}"));
            Decisions::default()
        }
    }
}

/// Fills a slice with random bytes of the operating system.
fn fill_with_random(bytes: &mut [u8]) {
    // Keys and nonces cannot be made without it, and going on with predictable ones would be worse than ending.
    getrandom::fill(bytes).expect("the operating system has random bytes");
}
