#![allow(clippy::unwrap_used)]
use super::*;
use crate::otp::entry::LABEL_LIMIT;
use crate::ports::PAYLOAD_LIMIT;
use crate::secret::Secret;
use crate::vault::line::check;
use data_encoding::BASE64URL_NOPAD;
use proptest::prelude::*;

const ID: &str = "6f9b2f64-52d1-4c1e-9d55-0c2a3c1f7a10";

fn id() -> Id {
    Id(ID.to_owned())
}

fn npm_account() -> Account {
    let secret = base32::decode("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").unwrap();
    let entry = Entry::new("npm", "ada", Parameters::default(), secret).unwrap();
    Account::new(id(), &entry, 1_763_769_600, false)
}

/// Makes a payload of any object, with a check that holds.
fn sealed(json: &str) -> String {
    let line = format!("A1.{}", BASE64URL_NOPAD.encode(json.as_bytes()));
    let check = check(&line);
    format!("{line}.{check}")
}

fn object(payload: &str) -> String {
    let body = payload.strip_prefix("A1.").unwrap().split('.').next().unwrap();
    String::from_utf8(BASE64URL_NOPAD.decode(body.as_bytes()).unwrap()).unwrap()
}

/// What is in people's keychains must be read for ever: this line never changes.
#[test]
fn a_payload_of_the_first_version_is_read() {
    let line = concat!(
        "A1.eyJpZCI6IjZmOWIyZjY0LTUyZDEtNGMxZS05ZDU1LTBjMmEzYzFmN2ExMCIsImlzc3VlciI6Im5wbSIsIm5hbWU",
        "iOiJhZGEiLCJzZWNyZXQiOiJKQlNXWTNEUEVIUEszUFhQSkJTV1kzRFBFSFBLM1BYUCIsImtpbmQiOiJ0b3RwIiwiY",
        "Wxnb3JpdGhtIjoiU0hBMSIsImRpZ2l0cyI6NiwicGVyaW9kIjozMCwiY3JlYXRlZCI6MTc2Mzc2OTYwMH0.wCFajlW",
        "zTxPu4Htr",
    );
    assert_eq!(decode(&id(), line), Ok(npm_account()));
    assert_eq!(encode(&npm_account()).expose(), line);
}

#[test]
fn members_of_a_later_version_are_passed_over() {
    let json = object(encode(&npm_account()).expose()).replacen('{', r#"{"colour":["red",{"deep":1}],"#, 1);
    assert_eq!(decode(&id(), &sealed(&json)), Ok(npm_account()));
}

#[test]
fn a_later_form_is_told_from_damage_and_from_what_others_wrote() {
    for (payload, expected) in [
        ("", PayloadError::NotOurs),
        ("hunter2", PayloadError::NotOurs),
        ("A.e30.AAAA", PayloadError::NotOurs),
        ("A1", PayloadError::NotOurs),
        ("A+1.e30.AAAA", PayloadError::NotOurs),
        ("B1.e30.AAAA", PayloadError::NotOurs),
        ("A2.e30.AAAA", PayloadError::Newer),
        ("A99999999999999999999.e30", PayloadError::Newer),
        ("A0.e30.AAAA", PayloadError::NotOurs),
        ("A1.", PayloadError::Damaged),
        ("A1.e30", PayloadError::Damaged),
        ("A1.e30.AAAAAAAAAAAAAAAA", PayloadError::Damaged),
        ("A01.e30.AAAAAAAAAAAAAAAA", PayloadError::Damaged),
    ] {
        assert_eq!(decode(&id(), payload), Err(expected), "{payload}");
    }
}

#[test]
fn an_item_copied_under_another_id_is_noticed() {
    let other = Id("00000000-0000-4000-8000-000000000000".to_owned());
    assert_eq!(decode(&other, encode(&npm_account()).expose()), Err(PayloadError::WrongId));
}

/// It would not fit the payload that is written next.
#[test]
fn an_id_longer_than_ours_is_not_read() {
    let long = "x".repeat(ID_LIMIT + 1);
    let json = object(encode(&npm_account()).expose()).replacen(ID, &long, 1);
    assert_eq!(decode(&Id(long), &sealed(&json)), Err(PayloadError::Damaged));
}

#[test]
fn every_truncation_and_every_changed_byte_is_noticed() {
    let whole = encode(&npm_account()).expose().to_owned();
    for end in 0..whole.len() {
        assert!(decode(&id(), &whole[..end]).is_err(), "cut at {end}");
    }
    for at in 0..whole.len() {
        for put in ["A", "2", "x", "-", ".", "\n", ""] {
            let mut changed = whole.clone();
            changed.replace_range(at..=at, put);
            assert!(changed == whole || decode(&id(), &changed).is_err(), "{put:?} at {at}");
        }
    }
    assert_eq!(decode(&id(), &format!("{whole}\n")), Err(PayloadError::Damaged));
}

/// The check holds here, so that the values themselves are what is refused.
#[test]
fn values_out_of_bounds_are_damage_even_where_the_check_holds() {
    let json = object(encode(&npm_account()).expose());
    assert!(decode(&id(), &sealed(&json)).is_ok());
    for (from, to) in [
        (r#""digits":6"#, r#""digits":0"#),
        (r#""digits":6"#, r#""digits":11"#),
        (r#""period":30"#, r#""period":0"#),
        (r#""period":30"#, r#""period":-30"#),
        (r#""secret":"J"#, r#""secret":"1"#),
        (r#""kind":"totp""#, r#""kind":"steam""#),
        (r#""kind":"totp""#, r#""kind":"canary""#),
        (r#""algorithm":"SHA1""#, r#""algorithm":"MD5""#),
        (r#""created""#, r#""id":"x","created""#),
        (r#""created""#, r#""other""#),
    ] {
        let changed = json.replacen(from, to, 1);
        assert_ne!(changed, json, "{from}");
        assert_eq!(decode(&id(), &sealed(&changed)), Err(PayloadError::Damaged), "{to}");
    }
    assert_eq!(decode(&id(), &sealed(&json.repeat(20))), Err(PayloadError::Damaged));
}

#[test]
fn the_hash_is_the_sha_256_of_the_line() {
    let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(hash(&SecretText::new("abc".to_owned())), expected);
}

#[test]
fn what_is_printed_for_developers_keeps_the_secret() {
    let printed = format!("{:?} {:?}", npm_account(), encode(&npm_account()));
    assert!(printed.contains("ada") && !printed.contains("JBSW") && !printed.contains("A1."));
}

fn any_account() -> impl Strategy<Value = Account> {
    let name = prop_oneof![
        any::<String>(),
        "\\PC{0,40}",
        prop::sample::select(vec!["\"", "\\", "🔑", "é", "x", "\u{7f}", "\u{2028}", "\u{200f}"])
            .prop_map(|character| character.repeat(LABEL_LIMIT)),
    ];
    let hash = prop::sample::select(vec![Algorithm::Sha1, Algorithm::Sha512]);
    let parameters = (any::<bool>(), hash, 6..=8_u8, 5..=300_u32, any::<u64>());
    let secret = prop_oneof![Just(base32::SECRET_LIMIT), 1..=base32::SECRET_LIMIT]
        .prop_flat_map(|length| prop::collection::vec(any::<u8>(), length));
    let texts = (prop::option::of("[0-9\"]{1,16}"), name.clone());
    (name.clone(), name, parameters, secret, any::<u64>(), any::<bool>(), texts).prop_map(
        |(issuer, name, (timed, hash, digits, period, counter), secret, created, unconfirmed, texts)| {
            let (pin, note) = texts;
            let kind = if timed { CodeKind::Totp } else { CodeKind::Hotp };
            let parameters = match secret.len() {
                100.. if pin.is_some() => Parameters::usual(CodeKind::Motp),
                _ => Parameters::new(kind, hash, digits, period, counter).unwrap(),
            };
            let entry = Entry::new(&issuer, &name, parameters, Secret::new(secret)).unwrap();
            let entry = entry.with_pin(pin.map(SecretText::new).as_ref()).unwrap().with_note(&note);
            Account::new(id(), &entry, created, unconfirmed)
        },
    )
}

proptest! {
    /// Why: see the module.
    #[test]
    fn a_payload_is_one_line_that_every_keychain_takes(account in any_account()) {
        let payload = encode(&account);
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        prop_assert!(payload.expose().chars().all(plain));
        prop_assert!(payload.expose().len() <= PAYLOAD_LIMIT, "{} bytes", payload.expose().len());
        prop_assert_eq!(decode(&id(), payload.expose()), Ok(account));
    }

    #[test]
    fn no_text_panics(text in any::<String>(), json in any::<String>()) {
        prop_assert!(decode(&id(), &text).is_err());
        let marked = format!("A1.{text}");
        prop_assert!(decode(&id(), &marked).is_err());
        prop_assert!(decode(&id(), &sealed(&json)).is_err());
    }
}

#[test]
fn the_largest_account_leaves_room_for_later_members() {
    let steepest = Parameters::new(CodeKind::Hotp, Algorithm::Sha512, 8, 300, u64::MAX).unwrap();
    let secret = Secret::new(vec![0xff; base32::SECRET_LIMIT]);
    let names = "\"".repeat(LABEL_LIMIT);
    let entry = Entry::new(&names, &names, steepest, secret).unwrap().with_note(&"\"".repeat(1_000));
    let payload = encode(&Account::new(id(), &entry, u64::MAX, true));
    assert!(payload.expose().len() <= PAYLOAD_LIMIT - 30, "{} bytes", payload.expose().len());
}
