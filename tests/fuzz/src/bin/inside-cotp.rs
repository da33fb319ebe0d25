//! What stands behind the cipher of cotp.
#![no_main]

libfuzzer_sys::fuzz_target!(|plain: &[u8]| countersign_core::transfer::inside::of_cotp(plain));
