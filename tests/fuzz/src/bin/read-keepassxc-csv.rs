//! Files of the format keepassxc-csv.
#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| countersign_fuzz::read("keepassxc-csv", file));
