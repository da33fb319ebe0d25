//! Files of a format that nobody named.
#![no_main]

use countersign_core::transfer;

libfuzzer_sys::fuzz_target!(|file: &[u8]| drop(transfer::dry_run(file, None, None, 1_700_000_000)));
