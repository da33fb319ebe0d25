//! Files of the format lastpass-authenticator.
#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| countersign_fuzz::read("lastpass-authenticator", file));
