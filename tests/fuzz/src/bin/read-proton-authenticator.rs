//! Files of the format proton-authenticator.
#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| countersign_fuzz::read("proton-authenticator", file));
