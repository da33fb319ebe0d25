#![allow(clippy::unwrap_used)]
use super::*;
use crate::otp::USUAL_PERIOD;
use crate::otp::entry::EntryError;
use proptest::prelude::*;

const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

fn read(rest: &str) -> Entry {
    parse(&format!("otpauth://totp/npm:ada?secret={SECRET}{rest}")).unwrap()
}

#[test]
fn the_link_that_npm_prints_is_read() {
    let entry = parse(&format!("otpauth://totp/npm:ada?secret={SECRET}&issuer=npm")).unwrap();
    assert_eq!((entry.issuer(), entry.name()), ("npm", "ada"));
    assert_eq!(*entry.parameters(), Parameters::default());
    assert_eq!(entry.secret(), &base32::decode(SECRET).unwrap());
    assert!(entry.warnings().is_empty());
}

#[test]
fn a_link_is_read_however_services_write_it() {
    let expected = parse(&format!("otpauth://totp/npm:ada?secret={SECRET}&issuer=npm")).unwrap();
    for link in [
        format!("OTPAUTH://TOTP/npm:ada?SECRET={SECRET}&Issuer=npm"),
        format!("  otpauth://totp/npm:ada?secret={SECRET}&issuer=npm\r\n"),
        format!("otpauth://totp/npm%3Aada?secret={}&issuer=npm", SECRET.to_lowercase()),
        format!("otpauth://totp/npm%3A%20ada?secret={SECRET}%3D%3D%3D&issuer=npm"),
        format!("otpauth://totp/npm:ada?secret={}&issuer=npm", "JBSW%20Y3DP+EHPK-3PXP".repeat(2)),
        format!("otpauth://totp/ada?secret={SECRET}&issuer=npm"),
        format!("otpauth://totp/npm:ada?secret={SECRET}"),
        format!("otpauth://totp/npm:ada?secret={SECRET}&issuer="),
        format!("otpauth://totp/npm:ada?secret={SECRET}&image=x&color=red&color=blue&&=&issuer=npm"),
        format!("otpauth://totp/npm:ada?secret={SECRET}&algorithm=HmacSHA1&digits=6&period=30&issuer=npm"),
        format!("otpauth://totp/npm:ada?secret={SECRET}&%61lgorithm=sha-1&digits=06&counter=9&issuer=npm"),
    ] {
        assert_eq!(parse(&link), Ok(expected.clone()), "{link}");
    }
}

#[test]
fn every_number_and_hash_is_read() {
    let entry = read("&algorithm=SHA512&digits=8&period=60");
    assert_eq!(entry.parameters(), &Parameters::new(CodeKind::Totp, Algorithm::Sha512, 8, 60, 0).unwrap());
    let link = format!("otpauth://hotp/ada?secret={SECRET}&counter=18446744073709551615&period=0");
    let hotp = Parameters::new(CodeKind::Hotp, Algorithm::Sha1, 6, 30, u64::MAX).unwrap();
    assert_eq!(parse(&link).unwrap().parameters(), &hotp);
}

#[test]
fn steam_is_known_by_its_type_and_by_its_encoder() {
    let steam = Parameters::new(CodeKind::Steam, Algorithm::Sha1, 5, 30, 0).unwrap();
    for link in [
        format!("otpauth://steam/Steam:ada?secret={SECRET}&issuer=Steam"),
        format!("otpauth://totp/Steam:ada?secret={SECRET}&digits=5&issuer=Steam&encoder=steam"),
        // Five digits and that issuer mean nothing else.
        format!("otpauth://totp/Steam:ada?secret={SECRET}&digits=5&issuer=Steam"),
    ] {
        let entry = parse(&link).unwrap();
        assert_eq!((entry.issuer(), entry.parameters()), ("Steam", &steam), "{link}");
    }
}

#[test]
fn kinds_that_need_a_pin_are_read_with_it_and_without() {
    let motp = "otpauth://motp/npm:ada?secret=e3152afee62599c8&issuer=npm";
    for link in [motp, "motp://npm:ada?secret=e3152afee62599c8", "MOTP://npm:ada?secret=e315-2afe-e625-99c8"]
    {
        let entry = parse(link).unwrap();
        assert_eq!((entry.issuer(), entry.name(), entry.pin()), ("npm", "ada", None), "{link}");
        assert_eq!(entry.parameters(), &Parameters::usual(CodeKind::Motp), "{link}");
        assert_eq!(entry.secret().expose(), b"e3152afee62599c8", "{link}");
    }
    let yandex = parse(&format!("otpauth://yaotp/ada?secret={SECRET}&pin_length=4&track_id=x&pin=1234"));
    let yandex = yandex.unwrap();
    assert_eq!(yandex.parameters(), &Parameters::usual(CodeKind::Yandex));
    assert_eq!(yandex.pin().map(SecretText::expose), Some("1234"));
    assert_eq!(parse(&format!("{motp}&pin=")).unwrap().pin(), None, "an empty PIN is none");
}

/// Only a link decides how codes are made; a name never does.
#[test]
fn an_issuer_called_steam_changes_nothing() {
    assert_eq!(read("&issuer=Steam").parameters(), &Parameters::default());
}

#[test]
fn hostile_links_are_refused_by_kind() {
    use LinkError as E;
    let long = format!("otpauth://totp/{}?secret={SECRET}", "x".repeat(1 << 20));
    let parameter = |rest: &str| format!("otpauth://totp/npm:ada?secret={SECRET}{rest}");
    for (link, expected) in [
        (String::new(), E::NotOtpauth),
        ("otpauth".into(), E::NotOtpauth),
        ("otpauth:totp/ada".into(), E::NotOtpauth),
        ("otpauth:/é".into(), E::NotOtpauth),
        ("https://example.com/?secret=A".into(), E::NotOtpauth),
        ("otpauth-migration://offline?data=CjEKCkhlbGxv".into(), E::Migration),
        ("otpauth://".into(), E::Kind),
        (format!("otpauth://?secret={SECRET}"), E::Kind),
        (format!("otpauth://totp:80/ada?secret={SECRET}"), E::Kind),
        (format!("otpauth://sotp/ada?secret={SECRET}"), E::Kind),
        ("otpauth://motp/ada?secret=e315-%21".into(), E::Secret(Base32Error::Plain)),
        ("motp://ada?secret=".into(), E::Secret(Base32Error::Empty)),
        ("otpauth://yaotp/ada?secret=JBSWY3DPEHPK3PXP".into(), E::Entry(EntryError::ShortSecret)),
        (
            format!("otpauth://yaotp/ada?secret={SECRET}&pin={}", "1".repeat(33)),
            E::Entry(EntryError::LongPin),
        ),
        ("otpauth://totp".into(), E::NoSecret),
        ("otpauth://totp/npm:ada".into(), E::NoSecret),
        ("otpauth://totp/npm:ada?issuer=npm".into(), E::NoSecret),
        ("otpauth://totp/npm:ada?secret=".into(), E::Secret(Base32Error::Empty)),
        ("otpauth://totp/npm:ada?secret=%20%3D".into(), E::Secret(Base32Error::Empty)),
        ("otpauth://totp/npm:ada?secret=0189".into(), E::Secret(Base32Error::Alphabet)),
        (format!("otpauth://totp/npm:ada?secret={SECRET}A"), E::Secret(Base32Error::Length)),
        (format!("otpauth://totp/a?secret={}", "A".repeat(208)), E::Secret(Base32Error::TooLong)),
        ("otpauth://totp/npm:ada?secret=%ff%fe".into(), E::Unreadable("secret")),
        (parameter(&format!("&secret={SECRET}")), E::Duplicate("secret")),
        (parameter("&SECRET=AAAAAAAA"), E::Duplicate("secret")),
        (parameter("&issuer=npm&issuer=npm"), E::Duplicate("issuer")),
        (parameter("&digits=6&d%69gits=6"), E::Duplicate("digits")),
        (parameter("&digits=0"), E::Parameters(ParametersError::Digits)),
        (parameter("&digits=3"), E::Parameters(ParametersError::Digits)),
        (parameter("&digits=11"), E::Parameters(ParametersError::Digits)),
        (parameter("&digits=255"), E::Parameters(ParametersError::Digits)),
        (parameter("&digits=256"), E::Parameters(ParametersError::Digits)),
        (parameter("&digits="), E::Parameters(ParametersError::Digits)),
        (parameter("&digits=%2B6"), E::Parameters(ParametersError::Digits)),
        (parameter("&digits=-6"), E::Parameters(ParametersError::Digits)),
        (parameter("&digits=%D9%A6"), E::Parameters(ParametersError::Digits)),
        (parameter("&period=0"), E::Parameters(ParametersError::Period)),
        (parameter("&period=3601"), E::Parameters(ParametersError::Period)),
        (parameter("&period=18446744073709551615"), E::Parameters(ParametersError::Period)),
        (parameter("&period=30.5"), E::Parameters(ParametersError::Period)),
        (parameter("&counter=18446744073709551616"), E::Unreadable("counter")),
        (parameter("&counter=-1"), E::Unreadable("counter")),
        (parameter("&algorithm=MD5"), E::Parameters(ParametersError::Md5)),
        (parameter("&algorithm=SHA3-256"), E::Algorithm),
        (parameter("&algorithm="), E::Algorithm),
        (parameter("&algorithm=%ff"), E::Unreadable("algorithm")),
        (parameter("&encoder=steam&digits=6"), E::Parameters(ParametersError::Digits)),
        (parameter("&encoder=steam&algorithm=SHA256"), E::Parameters(ParametersError::Algorithm)),
        (long, E::TooLong),
    ] {
        let shown: String = link.chars().take(120).collect();
        assert_eq!(parse(&link), Err(expected), "{shown}");
    }
}

#[test]
fn names_are_taken_from_the_label_and_the_issuer() {
    for (label, issuer, expected) in [
        ("", "", ("", "")),
        ("ada", "", ("", "ada")),
        ("npm:ada", "", ("npm", "ada")),
        ("NPM:ada", "npm", ("npm", "ada")),
        ("x:y:z", "", ("x", "y:z")),
        ("x:y:z", "x%3Ay", ("x:y", "z")),
        (":ada:1", "", ("", "ada:1")),
        ("ada%2Bnpm@example.com", "npm", ("npm", "ada+npm@example.com")),
        ("ada+npm@example.com", "npm", ("npm", "ada+npm@example.com")),
        ("a%2Fb/c", "", ("", "a/b/c")),
        ("Big%20Corp:ada", "Big+Corp", ("Big Corp", "ada")),
        ("%E6%97%A5%E6%9C%AC:%F0%9F%94%91", "", ("日本", "🔑")),
        ("npm%0A:ada%00", "", ("npm", "ada")),
    ] {
        let link = format!("otpauth://totp/{label}?secret={SECRET}&issuer={issuer}");
        let entry = parse(&link).unwrap();
        assert_eq!((entry.issuer(), entry.name()), expected, "{link}");
        assert!(entry.warnings().is_empty(), "{link}");
    }
}

#[test]
fn what_is_odd_is_read_with_a_remark() {
    for (link, word) in [
        (format!("otpauth://totp/npm:ada?secret={SECRET}&issuer=Other"), "two different issuers"),
        (format!("otpauth://totp/npm:%ff?secret={SECRET}"), "could not be read"),
        (format!("otpauth://totp/ada?secret={SECRET}&issuer=%ff"), "could not be read"),
        (format!("otpauth://totp/{}?secret={SECRET}", "x".repeat(3_000)), "was cut"),
        (format!("otpauth://hotp/ada?secret={SECRET}"), "no counter"),
        ("otpauth://totp/ada?secret=JBSWY3DPEHPK3PXP".into(), "128 bits"),
    ] {
        let entry = parse(&link).unwrap();
        assert_eq!(entry.warnings().len(), 1, "{word}");
        assert!(entry.warnings().iter().all(|warning| warning.contains(word)), "{word}");
    }
}

#[test]
fn no_error_repeats_the_link() {
    for rest in ["&digits=canary", "&algorithm=canary", "&period=canary", "&counter=canary", "1canary"] {
        let link = format!("otpauth://totp/canary:canary?secret={SECRET}{rest}");
        let error = parse(&link).unwrap_err();
        assert!(!error.to_string().contains("canary") && !format!("{error:?}").contains("canary"));
    }
}

#[test]
fn a_link_is_written_as_other_programs_expect_it() {
    let entry = read("&issuer=npm");
    let expected =
        format!("otpauth://totp/npm:ada?secret={SECRET}&issuer=npm&algorithm=SHA1&digits=6&period=30");
    assert_eq!(write(&entry).expose(), expected);
}

#[test]
fn the_longest_names_and_the_longest_secret_fit_a_link() {
    let hotp = Parameters::new(CodeKind::Hotp, Algorithm::Sha512, 8, 30, u64::MAX).unwrap();
    let secret = Secret::new(vec![0xff; base32::SECRET_LIMIT]);
    let entry = Entry::new(&"🔑".repeat(200), &"%".repeat(800), hotp, secret.clone()).unwrap();
    let entry = Entry::new(entry.issuer(), entry.name(), hotp, secret).unwrap();
    let link = write(&entry);
    assert!(link.expose().len() <= LINK_LIMIT);
    assert_eq!(parse(link.expose()), Ok(entry));
}

fn any_parameters() -> impl Strategy<Value = Parameters> {
    let algorithm = prop::sample::select(vec![Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512]);
    let plain = (any::<bool>(), algorithm, 6..=8_u8, 5..=300_u32, any::<u64>());
    let plain = plain.prop_map(|(timed, algorithm, digits, period, counter)| {
        // A link of a counter has no period, so the usual one is what comes back.
        let (kind, period) = if timed { (CodeKind::Totp, period) } else { (CodeKind::Hotp, USUAL_PERIOD) };
        Parameters::new(kind, algorithm, digits, period, counter).unwrap()
    });
    let steam = (5..=300_u32)
        .prop_map(|period| Parameters::new(CodeKind::Steam, Algorithm::Sha1, 5, period, 0).unwrap());
    let pinned = prop::sample::select(vec![CodeKind::Motp, CodeKind::Yandex]).prop_map(Parameters::usual);
    prop_oneof![3 => plain, 1 => steam, 1 => pinned]
}

fn any_entry() -> impl Strategy<Value = Entry> {
    let secret = prop::collection::vec(any::<u8>(), 16..=base32::SECRET_LIMIT);
    let name = "[ -~]{0,40}|\\PC{0,40}";
    let pin = prop::option::of("[0-9a-zü&=]{1,16}");
    (name, name, any_parameters(), secret, pin).prop_map(|(issuer, name, parameters, secret, pin)| {
        let secret = match parameters.kind() {
            CodeKind::Motp => Secret::new(secret.iter().map(|byte| b'a' + byte % 26).collect()),
            // Five digits and that name together are another kind.
            CodeKind::Totp if issuer.eq_ignore_ascii_case("steam") => Secret::new(vec![1; 20]),
            _ => Secret::new(secret),
        };
        let entry = Entry::new(&issuer, &name, parameters, secret).unwrap();
        entry.with_pin(pin.map(SecretText::new).as_ref()).unwrap()
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read(entry in any_entry()) {
        prop_assert_eq!(parse(write(&entry).expose()), Ok(entry));
    }

    #[test]
    fn no_text_panics(text in any::<String>(), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        // Reaching the end is what is asked; whether such a text is a link is no matter.
        let _ = parse(&text).is_ok();
        let _ = parse(&format!("otpauth://totp/{text}?secret={SECRET}&issuer={text}&{text}={text}")).is_ok();
        let _ = parse(&format!("otpauth://hotp/?{}", String::from_utf8_lossy(&bytes))).is_ok();
    }

    #[test]
    fn what_is_read_makes_codes(
        rest in "(&(secret|issuer|algorithm|digits|period|counter|encoder)=[A-Za-z0-9%+-]{0,12}){0,4}",
        at in any::<u64>(),
    ) {
        if let Ok(entry) = parse(&format!("otpauth://totp/npm:ada?secret={SECRET}{rest}")) {
            let parameters = entry.parameters();
            let code = entry.code(crate::otp::step(parameters, at)).unwrap();
            prop_assert_eq!(code.len(), usize::from(parameters.digits()));
        }
    }
}
