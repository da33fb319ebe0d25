//! Files of the format google-authenticator.
#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| countersign_fuzz::read("google-authenticator", file));
