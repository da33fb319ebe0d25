//! Files of the format bitwarden-csv.
#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| countersign_fuzz::read("bitwarden-csv", file));
