//! What stands in the log beside a database.
#![no_main]

use countersign_core::transfer::sqlite_log;

const DATABASE: &[u8] = include_bytes!("../../../fixtures/sqlite/phone.db");

libfuzzer_sys::fuzz_target!(|log: &[u8]| {
    if let Some(whole) = sqlite_log::applied(DATABASE, log) {
        countersign_fuzz::read("microsoft-authenticator", &whole);
    }
});
