//! The sealed file. Its check is put right, so that what it guards is reached, too.
#![no_main]

use countersign_core::secret::SecretText;
use countersign_core::vault::sealed::Sealed;
use sha2::{Digest, Sha256};

/// What the check is of, and where it stands.
const CHECKED: usize = 112;
const CHECK: usize = 16;

libfuzzer_sys::fuzz_target!(|file: &[u8]| {
    let mut file = file.to_vec();
    open(&file);
    if let Some((checked, rest)) = file.split_at_mut_checked(CHECKED)
        && let Some(check) = rest.get_mut(..CHECK)
    {
        check.copy_from_slice(&Sha256::digest(checked)[..CHECK]);
        open(&file);
    }
});

fn open(file: &[u8]) {
    if let Ok(sealed) = Sealed::open(file, &SecretText::new("test".to_owned())) {
        let again = sealed.to_bytes(&mut |bytes| bytes.fill(7));
        assert!(Sealed::open(&again, &SecretText::new("test".to_owned())) == Ok(sealed));
    }
}
