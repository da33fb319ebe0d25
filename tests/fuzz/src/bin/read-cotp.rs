//! Files of the format cotp.
#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| countersign_fuzz::read("cotp", file));
