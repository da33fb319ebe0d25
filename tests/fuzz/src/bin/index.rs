//! The files that are no secrets: the index, the settings, the last decisions. What was written is read again.
#![no_main]

use countersign_core::decisions::Decisions;
use countersign_core::settings::SettingsFile;
use countersign_core::vault::index::Index;

libfuzzer_sys::fuzz_target!(|file: &[u8]| {
    if let Ok(index) = Index::from_json(file) {
        assert!(Index::from_json(&index.to_json()) == Ok(index));
    }
    if let Ok(decisions) = Decisions::from_json(file) {
        assert!(Decisions::from_json(&decisions.to_json()) == Ok(decisions));
    }
    if let Ok(settings) = SettingsFile::from_json(file) {
        let again = SettingsFile::from_json(&settings.to_json()).expect("what was written is read");
        assert!(again.settings() == settings.settings());
    }
});
