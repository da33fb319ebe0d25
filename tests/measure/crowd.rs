//! Homes with many accounts, for whatever is measured with many.

use std::process::Stdio;

use crate::support::desk::link;
use crate::support::{Desk, Home, Programs};

/// The secret of an account, by its number: none is another's.
pub(super) fn secret(number: usize) -> String {
    data_encoding::BASE32_NOPAD.encode(format!("TESTSECRET{number:010}").as_bytes())
}

/// The name of an account, by its number.
pub(super) fn name(number: usize) -> String {
    format!("person-{number}")
}

/// The link of an account, by its number.
pub(super) fn link_of(number: usize) -> String {
    link(&format!("Service{}", number % 97), &name(number), &secret(number))
}

/// As many as one file may bring.
const AT_ONCE: usize = 5_000;

/// Brings in accounts with these numbers, as a person would who comes from another program.
pub(super) fn bring(home: &Home, desk: &mut Desk, numbers: std::ops::Range<usize>) {
    bring_links(home, desk, &numbers.map(link_of).collect::<Vec<_>>());
}

/// Brings in these accounts.
pub(super) fn bring_links(home: &Home, desk: &mut Desk, links: &[String]) {
    for links in links.chunks(AT_ONCE) {
        let list = home.write("links.txt", links.join("\n"));
        let mut importing = Programs::built().countersign(home, "import");
        importing.arg(list).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let importing = importing.spawn().expect("the companion starts");
        desk.is_asked("Import").approve();
        let done = importing.wait_with_output().expect("it ends");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        desk.console().wait_for("settled");
    }
}
