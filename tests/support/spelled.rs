//! How a secret can stand in a file or in memory.

use data_encoding::{BASE32, BASE64URL_NOPAD};

/// Returns every spelling of a secret in base32: as it is typed, as codes are made of it, and as payloads hold it.
pub(crate) fn spelled(secret: &str) -> Vec<Vec<u8>> {
    let bytes = BASE32.decode(secret.as_bytes()).expect("it is base32");
    let mut spelled = vec![secret.as_bytes().to_vec(), secret.to_lowercase().into_bytes(), bytes];
    // A payload is base64, in which a text looks otherwise at each of three places.
    spelled.extend((0..3).map(|before| {
        let text = [&b"xx"[..before], secret.as_bytes()].concat();
        let whole = BASE64URL_NOPAD.encode(&text[..text.len() / 3 * 3]);
        // The first letters are of what stands before it, too.
        whole.as_bytes()[before.div_ceil(3) * 4..].to_vec()
    }));
    spelled
}
