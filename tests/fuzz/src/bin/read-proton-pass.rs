//! Files of the format proton-pass.
#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| countersign_fuzz::read("proton-pass", file));
