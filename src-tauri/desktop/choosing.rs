//! Files and folders that the person chose in the system's own dialogs. The page hears what they are called and works with
//! numbers: it can name no path, and what is in the files never passes through it.

use countersign_core::transfer::sqlite_log;
use countersign_core::view::Failure;
use countersign_link::passing::Passing;
use countersign_link::private::Brought;
use countersign_scan::{Budget, text_of_file};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tauri::WebviewWindow;
use tokio::sync::oneshot::{self, Sender};
use zeroize::Zeroizing;

/// The largest file that is looked at, in bytes: the agent takes none that is larger.
const LARGEST: u64 = 16 << 20;

/// What a dialog asks for.
pub(crate) enum Wanted {
    /// Files that are there.
    Files,
    /// A folder.
    Folder,
    /// A place for a new file, with a name to begin with.
    Place(String),
}

/// Everything that was chosen, by number.
#[derive(Default)]
pub(crate) struct Chosen(Mutex<Vec<(String, Brought)>>);

/// Something chosen, as the page hears of it.
#[derive(serde::Serialize)]
pub(crate) struct ChosenView {
    number: usize,
    name: String,
}

impl Wanted {
    fn title(&self) -> &'static str {
        match self {
            Self::Files => "Import from files",
            Self::Folder => "Choose a folder",
            Self::Place(_) => "Export to",
        }
    }
}

impl Chosen {
    /// Remembers files. What codes in pictures say is put together, because exports are shown in several of them.
    pub(crate) async fn take_files(&self, paths: Vec<PathBuf>) -> Result<Vec<ChosenView>, Failure> {
        let looked = tauri::async_runtime::spawn_blocking(move || looked_at(paths)).await;
        let broken =
            |_| failure("unreadable", "A picture broke down half-way. Nothing was kept.", "Leave it out.");
        Ok(self.take(looked.map_err(broken)?))
    }

    /// Remembers folders, and places of files to come.
    pub(crate) fn take_places(&self, paths: Vec<PathBuf>) -> Vec<ChosenView> {
        self.take(paths.into_iter().map(|path| (path.display().to_string(), Brought::Path(path))).collect())
    }

    /// Returns a file and what it is called.
    ///
    /// # Errors
    /// A failure where no file has this number.
    pub(crate) fn file(&self, number: usize) -> Result<(String, Brought), Failure> {
        let gone = || failure("not-chosen", "That was not chosen. Nothing was done.", "Choose it again.");
        self.all().get(number).cloned().ok_or_else(gone)
    }

    /// Returns the path of a place.
    ///
    /// # Errors
    /// A failure where no place has this number, or its path is no text.
    pub(crate) fn place(&self, number: usize) -> Result<String, Failure> {
        let strange = || {
            let message = "The name of this place is not written in Unicode. Nothing was done.";
            failure("bad-place", message, "Choose another one.")
        };
        match self.file(number)?.1 {
            Brought::Path(path) => path.into_os_string().into_string().map_err(|_| strange()),
            Brought::Text(_) => Err(strange()),
        }
    }

    fn take(&self, chosen: Vec<(String, Brought)>) -> Vec<ChosenView> {
        let mut all = self.all();
        let first = all.len();
        all.extend(chosen);
        let new = all.iter().enumerate().skip(first);
        new.map(|(number, (name, _))| ChosenView { number, name: name.clone() }).collect()
    }

    fn all(&self) -> MutexGuard<'_, Vec<(String, Brought)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks the person. Nothing is chosen where they go back.
pub(crate) async fn ask(window: &WebviewWindow, wanted: Wanted) -> Vec<PathBuf> {
    let (sender, chosen) = oneshot::channel();
    let parent = window.clone();
    let asked = window.run_on_main_thread(move || open(&parent, &wanted, sender));
    if let Err(error) = asked {
        eprintln!("countersign-desktop: nobody could be asked for a file: {error}");
    }
    chosen.await.unwrap_or_default()
}

#[cfg(target_os = "linux")]
fn open(parent: &WebviewWindow, wanted: &Wanted, chosen: Sender<Vec<PathBuf>>) {
    use gtk::prelude::{FileChooserExt, NativeDialogExt};
    use gtk::{FileChooserAction, FileChooserNative, ResponseType};

    let action = match wanted {
        Wanted::Files => FileChooserAction::Open,
        Wanted::Folder => FileChooserAction::SelectFolder,
        Wanted::Place(_) => FileChooserAction::Save,
    };
    let above = parent.gtk_window().ok();
    let dialog = FileChooserNative::new(Some(wanted.title()), above.as_ref(), action, None, None);
    dialog.set_modal(true);
    dialog.set_select_multiple(matches!(wanted, Wanted::Files));
    dialog.set_do_overwrite_confirmation(true);
    if let Wanted::Place(name) = wanted {
        dialog.set_current_name(name);
    }
    // Nothing but its own answer keeps the dialog.
    let kept = std::cell::Cell::new(Some((dialog.clone(), chosen)));
    dialog.connect_response(move |_, response| {
        let Some((dialog, chosen)) = kept.take() else { return };
        let paths = if response == ResponseType::Accept { dialog.filenames() } else { Vec::new() };
        drop(chosen.send(paths)); // the page may be gone meanwhile
    });
    dialog.show();
}

#[cfg(not(target_os = "linux"))]
fn open(parent: &WebviewWindow, wanted: &Wanted, chosen: Sender<Vec<PathBuf>>) {
    use tauri::async_runtime::spawn;

    let dialog = rfd::AsyncFileDialog::new().set_title(wanted.title()).set_parent(parent);
    let one = |file: Option<rfd::FileHandle>| file.into_iter().map(|file| file.path().to_owned()).collect();
    // The dialog opens here, where the windows live; it is waited for elsewhere.
    match wanted {
        Wanted::Files => {
            let files = dialog.pick_files();
            spawn(async move {
                let files = files.await.unwrap_or_default();
                drop(chosen.send(files.iter().map(|file| file.path().to_owned()).collect()));
            });
        }
        Wanted::Folder => {
            let folder = dialog.pick_folder();
            spawn(async move { drop(chosen.send(one(folder.await))) });
        }
        Wanted::Place(name) => {
            let place = dialog.set_file_name(name).save_file();
            spawn(async move { drop(chosen.send(one(place.await))) });
        }
    }
}

/// Looks for codes in pictures, which the agent does not decode; other files it reads itself.
fn looked_at(paths: Vec<PathBuf>) -> Vec<(String, Brought)> {
    let mut chosen = Vec::new();
    let mut pictures: Vec<(String, Zeroizing<String>)> = Vec::new();
    let all = paths.clone();
    for path in paths.into_iter().filter(|path| !sqlite_log::is_beside(path, &all)) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match text_in(&path) {
            Some(text) if text.starts_with('<') => {
                chosen.push((name, Brought::Text(Passing::new(text.to_string()))));
            }
            Some(text) => pictures.push((name, text)),
            None => chosen.push((name, Brought::Path(path))),
        }
    }
    let name = match pictures.as_slice() {
        [] => return chosen,
        [(name, _)] => name.clone(),
        several => format!("{} pictures", several.len()),
    };
    // Never grows, because growing would leave copies of secrets behind.
    let mut text = String::with_capacity(pictures.iter().map(|(_, text)| text.len() + 1).sum());
    for (_, one) in &pictures {
        text.push_str(one);
        text.push('\n');
    }
    chosen.push((name, Brought::Text(Passing::new(text))));
    chosen
}

fn text_in(path: &Path) -> Option<Zeroizing<String>> {
    let small = std::fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() <= LARGEST);
    let content = Zeroizing::new(if small { std::fs::read(path).ok()? } else { return None });
    text_of_file(&content, &Budget::default())
}

fn failure(code: &str, message: &str, hint: &str) -> Failure {
    Failure { code: code.to_owned(), message: message.to_owned(), hint: hint.to_owned() }
}
