//! Accounts come and go as files, chosen in the desktop's own dialogs.

use std::fs;
use std::path::{Path, PathBuf};

use countersign_core::secret::SecretText;
use countersign_core::transfer::{self, Contents};

use crate::support::browser::Browser;
use crate::support::desk::{PASSPHRASE, link};
use crate::support::eventually;
use crate::support::screen::{bring_forward, until_visible};
use crate::support::windows::Windows;

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
    browser.click(&browser.find("button", "Add"));
    browser.type_into(
        &browser.find("textbox", "Link or text"),
        &link("npm", "mona", "TESTSECRETTESTSECRETTESTSECRET22"),
    );
    browser.click(&browser.find("button", "Read"));
    browser.click(&browser.find("button", "Keep 1 account"));
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
