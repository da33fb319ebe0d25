//! What stands behind the cipher of the sealed file.
#![no_main]

libfuzzer_sys::fuzz_target!(|content: &[u8]| countersign_core::vault::sealed::inside(content));
