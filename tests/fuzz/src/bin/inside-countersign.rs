//! What stands behind the cipher of countersign.
#![no_main]

libfuzzer_sys::fuzz_target!(|plain: &[u8]| countersign_core::transfer::inside::of_countersign(plain));
