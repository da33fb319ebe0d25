#![allow(clippy::unwrap_used)]
use super::*;
use proptest::prelude::*;

#[test]
fn a_secret_is_read_however_people_write_it() {
    for text in [
        "JBSWY3DPEHPK3PXP",
        "jbswy3dpehpk3pxp",
        " JBSW Y3DP\tEHPK\n3PXP ",
        "jbsw-y3dp-ehpk-3pxp",
        "JBSW\u{a0}Y3DP\u{2009}EHPK 3PXP",
        "JBSWY3DPEHPK3PXP======",
        "JBSWY3DPEHPK3PXP = = \n",
    ] {
        assert_eq!(decode(text).unwrap().expose(), b"Hello!\xde\xad\xbe\xef", "{text:?}");
    }
}

#[test]
fn the_examples_of_rfc_4648_section_10_hold() {
    for (bytes, text) in [
        ("f", "MY======"),
        ("fo", "MZXQ===="),
        ("foo", "MZXW6==="),
        ("foob", "MZXW6YQ="),
        ("fooba", "MZXW6YTB"),
    ] {
        assert_eq!(decode(text).unwrap().expose(), bytes.as_bytes());
        assert_eq!(encode(&Secret::new(bytes.into())).expose(), text.trim_end_matches('='));
    }
}

/// 26 random characters are 130 bits: no encoder writes the last two, and services draw them all the same.
#[test]
fn surplus_bits_are_let_go() {
    assert_eq!(decode("ABCDEFGHIJKLMNOPQRSTUVWXYZ").unwrap().expose().len(), 16);
}

#[test]
fn what_is_no_secret_is_refused_by_kind() {
    for (text, expected) in [
        ("", Base32Error::Empty),
        (" - = ", Base32Error::Empty),
        ("A", Base32Error::Length),
        ("ABC", Base32Error::Length),
        ("JBSWY3", Base32Error::Length),
        ("JBSW1DPEHPK3PXP0", Base32Error::Alphabet),
        ("JBSW=Y3DPEHPK3PX", Base32Error::Alphabet),
        ("ÄBSWY3DPEHPK3PXP", Base32Error::Alphabet),
        ("秘密", Base32Error::Alphabet),
        ("JBSWY3DPEHPK3PX!", Base32Error::Alphabet),
    ] {
        assert_eq!(decode(text), Err(expected), "{text:?}");
    }
    let longest = encode(&Secret::new(vec![7; SECRET_LIMIT]));
    assert!(decode(longest.expose()).is_ok());
    assert_eq!(decode(encode(&Secret::new(vec![7; SECRET_LIMIT + 1])).expose()), Err(Base32Error::TooLong));
    assert_eq!(decode(&"A".repeat(1 << 20)), Err(Base32Error::TooLong));
}

proptest! {
    #[test]
    fn what_is_written_is_read(bytes in prop::collection::vec(any::<u8>(), 1..=SECRET_LIMIT)) {
        let secret = Secret::new(bytes);
        prop_assert_eq!(decode(encode(&secret).expose()), Ok(secret));
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        prop_assert!(decode(&text).is_ok_and(|secret| !secret.expose().is_empty()) || decode(&text).is_err());
    }
}
