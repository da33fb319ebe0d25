//! `otpauth` links: what is read is written so that it is read again.
#![no_main]

use countersign_core::otp::link;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(entry) = link::parse(text) {
        let again = link::parse(link::write(&entry).expose()).expect("what was written is read");
        assert!(again.secret() == entry.secret() && again.parameters() == entry.parameters());
    }
});
