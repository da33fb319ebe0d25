#![allow(clippy::unwrap_used)]
use super::*;
use proptest::prelude::*;

/// Cheap enough for a test that makes many.
const CHEAP: u8 = 4;

fn counting() -> impl FnMut(&mut [u8]) {
    let mut next = 0_u8;
    move |bytes: &mut [u8]| {
        for byte in bytes {
            next = next.wrapping_mul(5).wrapping_add(7);
            *byte = next;
        }
    }
}

fn passphrase(text: &str) -> SecretText {
    SecretText::new(text.to_owned())
}

#[test]
fn what_a_passphrase_sealed_opens_by_it_alone() {
    let file = seal_at_cost(b"content", &passphrase("one"), CHEAP, &mut counting()).unwrap();
    assert!(is_age(&file));
    assert_eq!(*open_by_passphrase(&file, Some(&passphrase("one"))).unwrap(), b"content");
    for other in [None, Some(passphrase("One"))] {
        assert_eq!(open_by_passphrase(&file, other.as_ref()), Err(TransferError::WrongPassword));
    }
    let identity = Identity::draw(&mut counting());
    assert_eq!(open_by_identity(&file, &identity), Err(TransferError::Restricted));
}

#[test]
fn what_was_sealed_for_one_opens_for_them_alone() {
    let mut random = counting();
    let (ours, other) = (Identity::draw(&mut random), Identity::draw(&mut random));
    let recipient = Recipient::read(&ours.recipient().write()).unwrap();
    let file = seal_to(b"content", recipient, &mut random);
    let ours = Identity::read(&format!("# created: today\n{}\n", ours.write().expose())).unwrap();
    assert_eq!(*open_by_identity(&file, &ours).unwrap(), b"content");
    assert_eq!(open_by_identity(&file, &other), Err(TransferError::Restricted));
    assert_eq!(open_by_passphrase(&file, Some(&passphrase("one"))), Err(TransferError::Restricted));
}

/// Around the ends of chunks, of which the last is marked and none is empty.
#[test]
fn contents_of_every_length_come_back() {
    let mut random = counting();
    let identity = Identity::draw(&mut random);
    for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5] {
        let content = vec![7; length];
        let file = seal_to(&content, identity.recipient(), &mut random);
        assert_eq!(*open_by_identity(&file, &identity).unwrap(), content, "{length} bytes");
        for end in [file.len() - 1, file.len() - TAG, file.len().saturating_sub(CHUNK + TAG)] {
            assert!(open_by_identity(&file[..end], &identity).is_err(), "{length} bytes cut at {end}");
        }
    }
}

#[test]
fn a_file_in_armour_is_read() {
    let file = seal_at_cost(b"content", &passphrase("one"), CHEAP, &mut counting()).unwrap();
    let symbols = BASE64.encode(&file);
    let lines: Vec<&str> =
        symbols.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let armoured = format!("{}\r\n{}\r\n{}\r\n", ARMOR.0, lines.join("\r\n"), ARMOR.1);
    assert!(is_age(armoured.as_bytes()));
    assert_eq!(*open_by_passphrase(armoured.as_bytes(), Some(&passphrase("one"))).unwrap(), b"content");
}

#[test]
fn a_cost_beyond_all_bounds_is_refused_before_it_is_paid() {
    let file = seal_at_cost(b"content", &passphrase("one"), CHEAP, &mut counting()).unwrap();
    let head = String::from_utf8_lossy(&file).into_owned();
    for cost in ["0", "21", "63", "255"] {
        let changed = head.replacen(" 4\n", &format!(" {cost}\n"), 1);
        let opened = open_by_passphrase(changed.as_bytes(), Some(&passphrase("one")));
        assert_eq!(opened, Err(TransferError::TooCostly), "{cost}");
    }
    let many = format!("{VERSION}\n{}--- AAAA\n", "-> x\n\n".repeat(RECIPIENTS + 1));
    assert_eq!(open_by_passphrase(many.as_bytes(), None), Err(TransferError::TooCostly));
}

/// The example key of the format's own documents.
#[test]
fn keys_are_spelled_as_age_spells_them() {
    let file = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
    let identity = Identity::read(file).unwrap();
    assert_eq!(identity.0.to_bytes(), [0x42; 32]);
    assert_eq!(identity.write().expose(), file);
    let recipient = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    assert_eq!(identity.recipient().write(), recipient);
    assert!(Recipient::read("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwk").is_none());
    assert!(Identity::read(recipient).is_none() && Recipient::read(file).is_none());
}

proptest! {
    #[test]
    fn no_changed_file_panics_or_opens(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut random = counting();
        let identity = Identity::draw(&mut random);
        let whole = seal_to(b"content", identity.recipient(), &mut random);
        let mut file = whole.clone();
        for (place, byte) in changes {
            *place.get_mut(&mut file) = byte;
        }
        if let Some(cut) = cut {
            file.truncate(cut.index(file.len()));
        }
        prop_assert!(file == whole || open_by_identity(&file, &identity).is_err());
    }
}
