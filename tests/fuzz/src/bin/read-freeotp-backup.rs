//! Files of the format freeotp-backup.
#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| countersign_fuzz::read("freeotp-backup", file));
