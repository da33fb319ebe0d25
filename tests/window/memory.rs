//! What the page's process never gets.

use super::page::click;
use crate::support::desk::{self, link};
use crate::support::windows::Windows;
use crate::support::{memory, spelled};

const CANARY: &str = "CANARYOFATESTCANARYOFATEST234567";
/// What is shown of the same account, and therefore must be found by the same search.
const NAME: &str = "mona-whose-name-is-shown";

/// U5: an account comes in and makes codes, and its secret was in no process with a browser engine in it.
#[test]
fn no_secret_is_in_the_memory_of_the_page_or_of_its_window() {
    let Windows { browser, home, .. } = &Windows::open();
    let adding = desk::add(home, &link("npm", NAME, CANARY));
    browser.look_at("Approval request");
    click(browser, "Approve", false);
    assert!(adding.wait_with_output().unwrap().status.success());
    browser.look_at("Countersign");
    browser.find("button", &format!("Copy code for npm, {NAME}"));

    let utf_16: Vec<u8> = CANARY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let spellings = [spelled(CANARY), vec![utf_16]].concat();
    let spellings: Vec<&[u8]> = spellings.iter().map(Vec::as_slice).collect();
    for program in ["WebKitWebProcess", "WebKitNetworkProcess", "countersign-desktop"] {
        let processes = memory::processes(home, program);
        assert!(!processes.is_empty(), "{program} runs");
        for process in processes {
            // One that ended meanwhile holds nothing.
            let holds = |needles: &[&[u8]]| match memory::holds(process, needles) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
                found => found.unwrap(),
            };
            assert!(!holds(&spellings), "{program} holds a secret");
        }
    }
    let page = memory::processes(home, "WebKitWebProcess");
    let shown = page.iter().any(|page| memory::holds(*page, &[NAME.as_bytes()]).unwrap());
    assert!(shown, "what is shown is found, so the search works");
}
