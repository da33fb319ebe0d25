//! Files of the format microsoft-authenticator.
#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| countersign_fuzz::read("microsoft-authenticator", file));
