//! Files of the format authenticator-plus.
#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| countersign_fuzz::read("authenticator-plus", file));
