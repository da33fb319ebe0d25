//! Accounts come and go as files, chosen in the desktop's own dialogs.

use std::fs;
use std::path::{Path, PathBuf};

use countersign_core::secret::SecretText;
use countersign_core::transfer::{self, Contents};

use crate::support::browser::Browser;
use crate::support::desk::{PASSPHRASE, link};
use crate::support::eventually;
use crate::support::screen::{bring_forward, hand, until_visible};
use crate::support::windows::{Windows, add};
use crate::window::scanning::{drag, page};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/transfer").join(name)
}

fn opened(file: &Path) -> Contents {
    let password = SecretText::new(PASSPHRASE.to_owned());
    transfer::read(&fs::read(file).unwrap(), None, Some(&password)).expect("it opens")
}

/// Chooses from the menu.
fn choose(browser: &Browser, item: &str) {
    browser.click(&browser.find("button", "Menu"));
    browser.click(&browser.find("button", item));
}

/// Answers a file dialog as a person does who knows the path.
fn answer(windows: &Windows, title: &str, path: &Path) {
    until_visible(&windows.home, title);
    eventually("the dialog to be answered", || {
        if !bring_forward(&windows.home, title) {
            return Some(());
        }
        // A slash opens the line for paths; what is typed after it goes there.
        windows.screen.press(&windows.home, "ctrl+a");
        windows.screen.type_text(&windows.home, path.to_str().unwrap());
        windows.screen.press(&windows.home, "Return");
        std::thread::sleep(std::time::Duration::from_secs(1));
        None
    });
}

/// A page of another program, from whose link a file can be dragged.
#[test]
fn a_file_that_is_dropped_on_the_import_dialog_is_read_like_a_chosen_one() {
    let windows = Windows::open();
    let (home, browser) = (&windows.home, &windows.browser);
    let file = home.write("dropped.txt", link("npm", "dropped", "TESTSECRETTESTSECRETTESTSECRET22"));
    let body = format!(
        "<body style=\"margin: 0\"><a style=\"font-size: 90px\" href=\"file://{}\">links</a>",
        file.display()
    );
    let _page = page(home, "Elsewhere", &body, (560, 20));
    let ours = ["search", "--onlyvisible", "--name", "^Countersign$", "windowmove", "--sync", "20", "40"];
    assert!(hand(home, &ours));
    browser.click(&browser.find("button", "Import from another app"));
    drag(home, (640, 160), (200, 300));
    browser.find("button", "Import 1 account");
    assert_eq!(browser.text(&browser.select(".sources .file")[0]), "dropped.txt otpauth links: 1 account");
    assert!(file.exists(), "what was dropped is still there");
}

fn rows(browser: &Browser) -> usize {
    browser.select("button.row").len()
}

#[test]
fn an_encrypted_file_is_shown_imported_and_taken_back_as_one() {
    let windows = Windows::open();
    let browser = &windows.browser;
    let file = fixture("aegis/locked.json");
    let accounts = opened(&file).entries.iter().filter(|entry| entry.is_ok()).count();

    browser.click(&browser.find("button", "Import from another app"));
    browser.click(&browser.find("button", "Choose files"));
    answer(&windows, "Import from files", &file);
    for password in ["not the passphrase", PASSPHRASE] {
        let box_ =
            eventually("the password's box", || browser.select("input[type=password]").into_iter().next());
        browser.type_into(&box_, password);
        browser.click(&browser.find("button", "Open"));
    }
    let import = browser.find("button", &format!("Import {accounts} accounts"));
    browser.picture(&windows.home.path().join("import.png"));
    assert_eq!(windows.keyring.count(&windows.home), 0, "nothing is kept before it is wanted");

    browser.click(&import);
    eventually("the accounts", || (rows(browser) == accounts).then_some(()));
    assert_eq!(windows.keyring.count(&windows.home), accounts);

    browser.click(&browser.find("button", "Undo"));
    eventually("nothing but what can be restored", || (rows(browser) == 0).then_some(()));
}

#[test]
fn what_is_exported_in_the_window_opens_with_its_password_alone() {
    let windows = Windows::open();
    let browser = &windows.browser;
    add(browser, "Add", &link("npm", "mona", "TESTSECRETTESTSECRETTESTSECRET22"));
    eventually("the account", || (rows(browser) == 1).then_some(()));

    choose(browser, "Export…");
    eventually("the formats", || browser.select("dialog select").into_iter().next());
    browser.run("const s = document.querySelector('dialog select'); s.value = 'aegis'; s.dispatchEvent(new Event('change', { bubbles: true }))", &[]);
    let boxes = eventually("two boxes", || {
        Some(browser.select("dialog input[type=password]")).filter(|it| it.len() == 2)
    });
    for one in &boxes {
        browser.type_into(one, PASSPHRASE);
    }
    browser.click(&browser.select("form.export button.primary")[0]);
    let out = windows.home.work().join("mine.json");
    answer(&windows, "Export to", &out);
    eventually("the file", || out.exists().then_some(()));
    let contents = opened(&out);
    assert_eq!((contents.format.name(), contents.entries.len()), ("aegis", 1));
    assert!(!String::from_utf8_lossy(&fs::read(&out).unwrap()).contains("mona"));
}

#[test]
fn backups_begin_in_a_folder_and_the_newest_opens_by_its_passphrase_alone() {
    let windows = Windows::open();
    let browser = &windows.browser;
    add(browser, "Add", &link("npm", "mona", "TESTSECRETTESTSECRETTESTSECRET22"));
    eventually("the account", || (rows(browser) == 1).then_some(()));
    let folder = windows.home.work().join("backups");
    fs::create_dir(&folder).unwrap();

    choose(browser, "Backups…");
    browser.click(&browser.find("button", "Choose a folder"));
    answer(&windows, "Choose a folder", &folder);
    for one in &browser.select("dialog input[type=password]") {
        browser.type_into(one, PASSPHRASE);
    }
    browser.click(&browser.find("button", "Begin backups"));
    let check = browser.find("button", "Check the newest");
    let backup = eventually("the first backup", || fs::read_dir(&folder).unwrap().next());
    let backup = backup.unwrap().path();
    assert!(!String::from_utf8_lossy(&fs::read(&backup).unwrap()).contains("mona"));
    assert_eq!(opened(&backup).entries.len(), 1);

    for (passphrase, said) in [("not the passphrase", ".failure"), (PASSPHRASE, "dialog [role=status]")] {
        browser.type_into(&browser.select("dialog input[type=password]")[0], passphrase);
        browser.click(&check);
        eventually("an answer", || {
            browser.select(said).iter().any(|it| !browser.text(it).is_empty()).then_some(())
        });
    }
    let said = browser.text(&browser.select("dialog [role=status]")[0]);
    let name = backup.file_name().unwrap().to_string_lossy().into_owned();
    assert_eq!(said, format!("{name} opens, with 1 account in it."));
    browser.picture(&windows.home.path().join("backups.png"));
}

/// A keychain takes minutes for so many. Once what was said of a stopped import and what was stored were not seen to be the same.
#[test]
fn an_import_of_thousands_shows_how_far_it_is_and_tells_what_is_stored_when_it_is_stopped() {
    const MANY: usize = 10_000;
    let windows = Windows::open();
    let browser = &windows.browser;
    let secret =
        |number: usize| data_encoding::BASE32_NOPAD.encode(format!("TESTSECRET{number:010}").as_bytes());
    let links: Vec<String> =
        (0..MANY).map(|number| link("many", &format!("n{number}"), &secret(number))).collect();
    let file = windows.home.write("many.txt", links.join("\n"));
    browser.click(&browser.find("button", "Import from another app"));
    browser.click(&browser.find("button", "Choose files"));
    answer(&windows, "Import from files", &file);
    browser.click(&browser.find("button", &format!("Import {MANY} accounts")));
    eventually("some to be stored", || {
        let done = browser.run("return document.querySelector('dialog progress')?.value ?? 0", &[]);
        (done.as_f64()? >= 20.0).then_some(())
    });
    browser.picture(&windows.home.path().join("importing.png"));
    browser.click(&browser.find("button", "Stop"));
    let told = format!(" of {MANY} accounts were stored, the others were not. You stopped it.");
    let stored = eventually("what was stored", || {
        let notices = browser.select(".notice");
        let said = notices.iter().map(|notice| browser.text(notice)).find(|said| said.contains(&told))?;
        said.split_once(&told)?.0.trim().parse::<usize>().ok()
    });
    assert_eq!(windows.keyring.count(&windows.home), stored);
    eventually("their rows", || (rows(browser) > 0).then_some(()));
    browser.click(&browser.find("button", "Undo"));
    eventually("nothing but what can be restored", || (rows(browser) == 0).then_some(()));
}
