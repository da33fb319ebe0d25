//! Files that come and go: whole or not at all, for their owner alone, ten backups.

use super::*;
use countersign_core::app::{Planned, Waiter};
use countersign_core::otp::link;
use std::fs;

const TO: ReplyTo = ReplyTo { shell: 1, number: 1 };
const WORDS: &str = "four random words here";

fn home() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn account(id: &str) -> (Id, Found) {
    let link = "otpauth://totp/npm:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    (Id(id.to_owned()), link::parse(link).expect("a link").into())
}

fn backup(folder: &Path) -> Backup {
    let plan = Planned::Begin(folder.display().to_string(), SecretText::new(WORDS.to_owned()));
    Backup { plan, accounts: vec![account("a1")], digest: "d".to_owned(), to: Some(TO) }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<_> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_backup_is_written_opened_and_kept_among_ten() {
    let home = home();
    for day in 1..=12 {
        fs::write(home.path().join(format!("countersign-2020-01-{day:02}.zip")), "old").expect("a backup");
    }
    fs::write(home.path().join("notes.txt"), "mine").expect("another file");
    let plan = back_up(&backup(home.path()), home.path()).expect("it is written");
    assert_eq!(plan.folder, home.path().display().to_string());
    let names = names(home.path());
    assert_eq!(names.len(), KEPT + 1);
    assert!(
        names.contains(&"notes.txt".to_owned()) && names.contains(&"countersign-2020-01-12.zip".to_owned())
    );
    let checked = check(home.path(), &SecretText::new(WORDS.to_owned())).expect("it opens");
    assert!(matches!(checked, Reply::Checked { accounts: 1, .. }));
    assert_eq!(check(home.path(), &SecretText::new("other".into())).expect_err("no").code, "wrong-password");
}

#[test]
fn a_damaged_newest_backup_does_not_pass_for_a_good_one() {
    let home = home();
    fs::write(home.path().join("countersign-2020-01-01.zip"), "PK damaged").expect("a backup");
    let failure = check(home.path(), &SecretText::new(WORDS.to_owned())).expect_err("it is damaged");
    assert_eq!(failure.code, "backup-damaged");
}

#[test]
fn a_folder_that_is_gone_is_not_made_anew() {
    let home = home();
    let folder = home.path().join("disk");
    let Err(failure) = back_up(&backup(&folder), home.path()) else { panic!("there is no such folder") };
    assert_eq!(failure.code, "unwritable");
    assert!(!folder.exists());
    assert_eq!(check(&folder, &SecretText::new(WORDS.to_owned())).expect_err("none").code, "no-backup");
}

fn order(out: &Path, replace: bool) -> Export {
    Export::new("otpauth", vec![account("a1")], None, out.display().to_string(), replace, Waiter::Shell(TO))
}

#[test]
fn an_export_replaces_nothing_unasked() {
    let home = home();
    let out = home.path().join("accounts.txt");
    assert_eq!(export(&order(&out, false), home.path()).expect("it is written"), (1, 0));
    fs::write(&out, "mine").expect("a file");
    assert_eq!(export(&order(&out, false), home.path()).expect_err("it is there").code, "file-exists");
    assert_eq!(fs::read(&out).expect("the file"), b"mine");
    export(&order(&out, true), home.path()).expect("it may be replaced");
    assert!(fs::read_to_string(&out).expect("the file").starts_with("otpauth://totp/npm:ada"));
    assert_eq!(names(home.path()), ["accounts.txt"], "no temporary file stays");
}

#[cfg(unix)]
#[test]
fn an_export_is_its_owners_alone_even_where_anyone_could_read_what_it_replaces() {
    use std::os::unix::fs::PermissionsExt;
    let home = home();
    let out = home.path().join("accounts.txt");
    fs::write(&out, "old").expect("a file");
    fs::set_permissions(&out, fs::Permissions::from_mode(0o644)).expect("anyone may read it");
    export(&order(&out, true), home.path()).expect("it is written");
    assert_eq!(fs::metadata(&out).expect("the file").permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_path_that_is_not_whole_is_refused() {
    let home = home();
    let failure =
        export(&order(Path::new("accounts.txt"), false), home.path()).expect_err("where would that be");
    assert_eq!(failure.code, "bad-request");
}

#[test]
fn a_picture_is_kept_leaves_with_its_account_and_goes_with_it() {
    let home = home();
    let icons = home.path().join("icons");
    let icon = Icon::new(b"\x89PNG\r\n\x1a\n".to_vec()).expect("a picture");
    let (id, found) = account("0f-a1");
    keep_icon(&icons, &id, &icon).expect("it is kept");
    let mut accounts = [(id.clone(), found)];
    picture(&mut accounts, &icons);
    assert_eq!(accounts[0].1.icon.as_ref(), Some(&icon));
    drop_icon(&icons, &id);
    assert_eq!(names(&icons), Vec::<String>::new());
}

#[test]
fn an_id_is_no_way_out_of_the_folder_of_pictures() {
    for id in ["", "../index.json", "/etc/passwd", "a/b", "a\\b"] {
        assert_eq!(icon_path(Path::new("/icons"), &Id(id.to_owned())), None);
    }
}

#[test]
fn a_file_that_is_not_there_or_too_long_says_so() {
    let home = home();
    let read = |path: &Path| read("a.json", &Brought::Path(path.to_owned()), None);
    assert_eq!(read(&home.path().join("none")).err().expect("no file").code, "unreadable");
    let long = home.path().join("long");
    fs::File::create(&long).and_then(|file| file.set_len(LARGEST + 1)).expect("a long file");
    assert!(matches!(read(&long), Ok(Err(TransferError::TooLarge))));
    let text = Brought::Text(countersign_link::passing::Passing::new("otpauth://totp/a?secret=MFRGG".into()));
    assert!(super::read("a.png", &text, None).is_ok_and(|contents| contents.is_ok()));
}

#[test]
fn a_database_is_read_with_the_log_beside_it() {
    let home = home();
    let (database, log) = (home.path().join("phone.db"), home.path().join("phone.db-wal"));
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sqlite");
    let count = || match read("phone.db", &Brought::Path(database.clone()), None) {
        Ok(Ok(contents)) => contents.entries.len(),
        _ => 0,
    };
    fs::copy(fixtures.join("phone.db"), &database).expect("the database");
    assert_eq!(count(), 1);
    fs::copy(fixtures.join("phone.db-wal"), &log).expect("the log");
    assert_eq!(count(), 3);
    fs::write(&log, b"no log").expect("another one");
    assert_eq!(count(), 1);
}

#[test]
fn work_that_breaks_down_is_answered() {
    let answer: Result<(), Failure> = guarded(|| panic!("a parser broke down"));
    assert_eq!(answer.expect_err("it broke down").code, "failed");
}
