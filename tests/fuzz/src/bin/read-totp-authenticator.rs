//! Files of the format totp-authenticator.
#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| countersign_fuzz::read("totp-authenticator", file));
