//! Files of the format authy.
#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| countersign_fuzz::read("authy", file));
