//! Files of the format bitwarden.
#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| countersign_fuzz::read("bitwarden", file));
