//! Picture files: what can be decoded is searched.
#![no_main]

use countersign_scan::Picture;

libfuzzer_sys::fuzz_target!(|file: &[u8]| {
    if let Ok(picture) = Picture::decode(file) {
        countersign_fuzz::scanning::look(&picture);
    }
});
