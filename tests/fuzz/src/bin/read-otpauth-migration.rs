//! Files of the format otpauth-migration.
#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| countersign_fuzz::read("otpauth-migration", file));
