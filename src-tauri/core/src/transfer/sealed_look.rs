//! Tells whether a file looks like nothing but the output of a cipher, which no mark tells from others.

/// Bytes that are looked at.
const LOOK: usize = 1_024;
/// The fewest bytes that tell anything.
const FEWEST: usize = 64;
/// Beginnings of files that are packed and not locked.
const PACKED: &[&[u8]] = &[
    b"PK",
    b"\x1f\x8b",
    b"BZh",
    b"7z\xbc\xaf",
    b"\xfd7zXZ",
    b"Rar!",
    b"\x28\xb5\x2f\xfd",
    b"\x89PNG",
    b"\xff\xd8",
    b"GIF8",
    b"RIFF",
    b"%PDF",
    b"\x7fELF",
    b"OggS",
    b"ID3",
    b"\xff\xfb",
    b"MZ",
    b"SQLite",
];

/// Says whether a file looks locked: of random bytes about so many differ, and few are zeros.
pub(super) fn looks_sealed(file: &[u8]) -> bool {
    let head = file.get(..file.len().min(LOOK)).unwrap_or_default();
    if head.len() < FEWEST
        || PACKED.iter().any(|start| file.starts_with(start))
        || std::str::from_utf8(head).is_ok()
    {
        return false;
    }
    let mut met = [false; 256];
    for byte in head {
        if let Some(met) = met.get_mut(usize::from(*byte)) {
            *met = true;
        }
    }
    let different = met.iter().filter(|met| **met).count();
    let zeros = head.split(|byte| *byte == 0).count() - 1;
    // Random bytes repeat themselves: of n, some 256 * (1 - (255/256)^n) differ. Nine tenths of that are asked for.
    let expected =
        256.0 * (1.0 - (255.0_f64 / 256.0).powf(f64::from(u32::try_from(head.len()).unwrap_or(1))));
    f64::from(u32::try_from(different).unwrap_or_default()) > expected * 0.9 && zeros < head.len() / 32
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    #[test]
    fn what_a_cipher_wrote_is_told_from_what_others_wrote() {
        let random: Vec<u8> = (0_u32..40).flat_map(|n| Sha256::digest(n.to_le_bytes())).collect();
        assert!(looks_sealed(&random) && looks_sealed(&random[..FEWEST]));
        assert!(!looks_sealed(&random[..FEWEST - 1]));
        assert!(!looks_sealed(&[b"\x89PNG\r\n\x1a\n", random.as_slice()].concat()));
        assert!(!looks_sealed(&"a text of many letters ".repeat(100).into_bytes()));
        assert!(!looks_sealed(&[random.as_slice(), &[0; 100]].concat()[1_200..]));
        assert!(!looks_sealed(&(0..=255).cycle().map(|byte: u8| byte / 8).take(1_024).collect::<Vec<u8>>()));
    }
}
