//! The sealed file as a store, and what becomes of it when files go wrong.

use super::*;
use std::fs;

const PASSPHRASE: &str = "correct horse";

struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("sealed.vault")
    }

    /// A store over the file, as a new start of the agent would have it.
    fn store(&self) -> SealedFile {
        let mut next = 0_u8;
        let random = move |bytes: &mut [u8]| {
            next = next.wrapping_add(1);
            bytes.fill(next);
        };
        let cost = Cost::new(8, 1, 1).expect("the cheapest there is");
        SealedFile::at(&self.path(), cost, Box::new(random), Journal::open(&self.folder.path().join("log")))
    }

    fn with_accounts(count: usize) -> Self {
        let home = Self::new();
        let mut store = home.store();
        store.create(&text(PASSPHRASE)).expect("it is made");
        for number in 0..count {
            store.write(&id(number), &payload(number)).expect("it is kept");
        }
        home
    }

    fn opened(&self) -> Result<SealedFile, StoreError> {
        let mut store = self.store();
        store.unlock(Some(&text(PASSPHRASE)))?;
        Ok(store)
    }

    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("the folder");
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
    }
}

fn text(text: &str) -> SecretText {
    SecretText::new(text.to_owned())
}

fn id(number: usize) -> Id {
    Id(format!("00000000-0000-4000-8000-{number:012}"))
}

fn payload(number: usize) -> SecretText {
    text(&format!("A1.payload.{number}"))
}

#[test]
fn what_was_kept_is_there_after_a_restart_and_not_in_the_clear() {
    let home = Home::with_accounts(2);
    let mut store = home.opened().expect("it opens");
    assert_eq!(store.list().expect("open"), [id(0), id(1)]);
    assert_eq!(store.read(&id(1)).expect("open"), payload(1));
    let bytes = fs::read(home.path()).expect("the file");
    assert!(!bytes.windows(7).any(|window| window == b"payload"));
}

#[test]
fn a_locked_file_gives_and_takes_nothing() {
    let home = Home::with_accounts(1);
    let mut store = home.opened().expect("it opens");
    store.lock();
    assert_eq!(store.probe(), Err(StoreError::Locked));
    assert_eq!(store.list(), Err(StoreError::Locked));
    assert_eq!(store.read(&id(0)), Err(StoreError::Locked));
    assert_eq!(store.write(&id(9), &payload(9)), Err(StoreError::Locked));
    assert_eq!(store.delete(&id(0)), Err(StoreError::Locked));
}

#[test]
fn making_a_file_where_one_is_opens_that_one() {
    let home = Home::with_accounts(1);
    let before = fs::read(home.path()).expect("the file");
    let mut store = home.store();
    assert_eq!(store.create(&text("another one")), Err(StoreError::WrongPassphrase));
    assert_eq!(fs::read(home.path()).expect("the file"), before);
    store.create(&text(PASSPHRASE)).expect("it opens");
    assert_eq!(store.list().expect("open"), [id(0)]);
}

#[test]
fn making_a_file_where_only_the_version_before_is_left_does_not_bury_it() {
    let home = Home::with_accounts(1);
    fs::remove_file(home.path()).expect("it is lost");
    assert!(
        matches!(home.store().create(&text(PASSPHRASE)), Err(StoreError::Unavailable(why)) if why.contains(".bak"))
    );
    assert!(!home.path().exists());
}

#[test]
fn a_file_cut_short_anywhere_is_never_half_read_and_is_kept() {
    let home = Home::with_accounts(3);
    let whole = fs::read(home.path()).expect("the file");
    fs::remove_file(files::previous(&home.path())).expect("no version before");
    for length in (0..whole.len()).step_by(whole.len() / 64) {
        let cut = whole.get(..length).expect("shorter");
        fs::write(home.path(), cut).expect("it is cut");
        assert!(matches!(home.opened().err(), Some(StoreError::Damaged(_))), "cut to {length} bytes");
        assert_eq!(fs::read(home.path()).expect("the file"), cut);
    }
}

#[test]
fn a_damaged_file_gives_way_to_the_version_before_and_is_kept_aside() {
    let home = Home::with_accounts(3);
    let mut damaged = fs::read(home.path()).expect("the file");
    *damaged.last_mut().expect("it has bytes") ^= 1;
    fs::write(home.path(), &damaged).expect("a bit turns");
    let mut store = home.opened().expect("the version before opens");
    assert_eq!(store.list().expect("open"), [id(0), id(1)], "the version before the last account");
    let aside = home.files().into_iter().find(|name| name.contains("unreadable")).expect("it is kept");
    assert_eq!(fs::read(home.folder.path().join(aside)).expect("the file"), damaged);
    assert_eq!(home.opened().expect("it is whole again").list().expect("open").len(), 2);
}

#[test]
fn a_wrong_passphrase_sets_nothing_aside() {
    let home = Home::with_accounts(1);
    let before = home.files().len();
    assert_eq!(home.store().unlock(Some(&text("wrong"))), Err(StoreError::WrongPassphrase));
    assert_eq!(home.files().len(), before);
}

#[test]
fn what_could_not_be_written_does_not_count_as_kept() {
    let home = Home::with_accounts(1);
    let mut store = home.opened().expect("it opens");
    // A folder in the place of the copy fails for root too, whom a read-only folder would not stop.
    fs::remove_file(files::previous(&home.path())).expect("no version before");
    fs::create_dir(files::previous(&home.path())).expect("a folder in the way");
    assert!(matches!(store.write(&id(9), &payload(9)), Err(StoreError::Failed(_))));
    assert!(matches!(store.delete(&id(0)), Err(StoreError::Failed(_))));
    assert_eq!(store.list().expect("open"), [id(0)], "memory is not ahead of the disk");
    assert_eq!(home.opened().expect("the old file opens").list().expect("open"), [id(0)]);
}

#[test]
fn deleting_what_is_absent_is_no_error() {
    let home = Home::with_accounts(1);
    let mut store = home.opened().expect("it opens");
    store.delete(&id(7)).expect("nothing to do");
    store.delete(&id(0)).expect("it goes");
    assert_eq!(home.opened().expect("it opens").list().expect("open"), []);
}
