#![allow(clippy::unwrap_used)]
use super::*;

fn code(parameters: &Parameters, secret: &Secret, step: u64) -> Zeroizing<String> {
    super::code(parameters, secret, None, step).unwrap()
}

fn pin(text: &str) -> SecretText {
    SecretText::new(text.to_owned())
}

fn parameters(kind: CodeKind, algorithm: Algorithm, digits: u8, period: u32) -> Parameters {
    Parameters::new(kind, algorithm, digits, period, 0).unwrap()
}

/// The keys of RFC 6238's reference implementation: the ten digits over and over, as long as the hash's output.
fn reference_key(length: usize) -> Secret {
    Secret::new(b"1234567890".iter().copied().cycle().take(length).collect())
}

#[test]
fn counter_codes_are_those_of_rfc_4226_appendix_d() {
    let hotp = parameters(CodeKind::Hotp, Algorithm::Sha1, 6, 30);
    let expected =
        ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
    for (counter, expected) in (0..).zip(expected) {
        assert_eq!(*code(&hotp, &reference_key(20), counter), expected, "counter {counter}");
    }
}

#[test]
fn time_codes_are_those_of_rfc_6238_appendix_b() {
    let vectors = [
        (59, ["94287082", "46119246", "90693936"]),
        (1_111_111_109, ["07081804", "68084774", "25091201"]),
        (1_111_111_111, ["14050471", "67062674", "99943326"]),
        (1_234_567_890, ["89005924", "91819424", "93441116"]),
        (2_000_000_000, ["69279037", "90698825", "38618901"]),
        (20_000_000_000, ["65353130", "77737706", "47863826"]),
    ];
    let hashes = [(Algorithm::Sha1, 20), (Algorithm::Sha256, 32), (Algorithm::Sha512, 64)];
    for (seconds, codes) in vectors {
        for ((algorithm, key), expected) in hashes.into_iter().zip(codes) {
            let totp = parameters(CodeKind::Totp, algorithm, 8, 30);
            let made = code(&totp, &reference_key(key), step(&totp, seconds));
            assert_eq!(*made, expected, "{algorithm} at {seconds}");
        }
    }
}

/// The numbers before shortening are the column "Decimal" of RFC 4226 appendix D, spelled in Steam's alphabet.
#[test]
fn steam_spells_the_same_numbers_in_letters() {
    let steam = parameters(CodeKind::Steam, Algorithm::Sha1, 5, 30);
    for (counter, expected) in (0..).zip(["GG5F5", "PV9M4", "B26KJ", "5H85C"]) {
        assert_eq!(*code(&steam, &reference_key(20), counter), expected, "step {counter}");
    }
}

/// Services hand out 80 bits; the engine's strict builder refuses them.
#[test]
fn short_secrets_other_lengths_and_other_steps_make_codes() {
    let secret = base32::decode("JBSWY3DPEHPK3PXP").unwrap();
    for (period, digits, expected) in [
        (15, 6, "589914"),
        (30, 7, "2324550"),
        (60, 8, "19508648"),
        (60, 9, "819508648"),
        (60, 10, "1819508648"),
        (60, 4, "8648"),
    ] {
        let totp = parameters(CodeKind::Totp, Algorithm::Sha1, digits, period);
        assert_eq!(
            *code(&totp, &secret, step(&totp, 1_700_000_000)),
            expected,
            "{period} s, {digits} digits"
        );
    }
}

/// Made by the programs `md5sum` of the texts that the description puts together.
#[test]
fn motp_is_the_beginning_of_a_digest() {
    let motp = Parameters::usual(CodeKind::Motp);
    let made = |secret: &str, pin_text: &str, at| {
        let secret = pinned::motp_secret(secret).unwrap();
        super::code(&motp, &secret, Some(&pin(pin_text)), step(&motp, at)).unwrap().to_string()
    };
    assert_eq!(made("e3152afee62599c8", "1234", 165_892_298), "e7d8b6");
    assert_eq!(made("e31 52af-ee62599c8", "1234", 165_892_299), "e7d8b6");
    assert_ne!(made("E3152AFEE62599C8", "1234", 165_892_298), "e7d8b6", "its text counts, and so its case");
}

#[test]
fn yandex_spells_eight_bytes_in_letters() {
    let yandex = Parameters::usual(CodeKind::Yandex);
    let made = |secret: &str, pin_text: &str, at| {
        let secret = base32::decode(secret).unwrap();
        super::code(&yandex, &secret, Some(&pin(pin_text)), step(&yandex, at)).unwrap().to_string()
    };
    // The longer secret has a check sum behind it, and makes the same codes.
    let (long, short) = ("6SB2IKNM6OBZPAVBVTOHDKS4FAAAAAAADFUTQMBTRY", "6SB2IKNM6OBZPAVBVTOHDKS4FA");
    assert_eq!(made(long, "5239", 1_641_559_648), "umozdicq");
    assert_eq!(made(short, "5239", 1_641_559_648), "umozdicq");
    assert_ne!(made(short, "5238", 1_641_559_648), "umozdicq");
}

#[test]
fn without_a_pin_these_make_no_codes() {
    for kind in [CodeKind::Motp, CodeKind::Yandex] {
        assert_eq!(super::code(&Parameters::usual(kind), &reference_key(20), None, 1), None, "{kind:?}");
    }
}

#[test]
fn no_step_and_no_moment_is_too_far() {
    let kinds = [CodeKind::Totp, CodeKind::Hotp, CodeKind::Steam, CodeKind::Motp, CodeKind::Yandex];
    for (kind, digits) in kinds.into_iter().flat_map(|kind| [4, 5, 8, 9, 10].map(|digits| (kind, digits))) {
        let usual = Parameters::usual(kind);
        let Ok(last) = Parameters::new(kind, usual.algorithm(), digits, 300, u64::MAX) else { continue };
        for at in [0, 1, u64::MAX - 1, u64::MAX] {
            let made = super::code(&last, &reference_key(1), Some(&pin("1234")), at).unwrap();
            assert_eq!(made.len(), usize::from(digits));
            assert!(step(&last, at) <= at.max(last.counter()));
            assert!(step_start(&last, at) >= at);
        }
    }
}

#[test]
fn a_step_starts_where_the_one_before_ended() {
    let totp = parameters(CodeKind::Totp, Algorithm::Sha1, 6, 30);
    assert_eq!((step(&totp, 59), step(&totp, 60)), (1, 2));
    assert_eq!(step_start(&totp, 2), 60);
}

#[test]
fn a_counter_is_the_step_of_hotp_alone() {
    let hotp = Parameters::new(CodeKind::Hotp, Algorithm::Sha1, 6, 30, 7).unwrap();
    assert_eq!(step(&hotp, 1_700_000_000), 7);
    assert_eq!(hotp.with_counter(8).counter(), 8);
    assert_eq!(Parameters::default().with_counter(8).counter(), 0);
}

#[test]
fn parameters_out_of_bounds_do_not_exist() {
    let try_out = |kind, algorithm, digits, period| Parameters::new(kind, algorithm, digits, period, 0).err();
    for digits in [0, 1, 3, 11, 255] {
        let error = try_out(CodeKind::Totp, Algorithm::Sha1, digits, 30);
        assert_eq!(error, Some(ParametersError::Digits), "{digits} digits");
    }
    for period in [0, 3_601, u32::MAX] {
        let error = try_out(CodeKind::Totp, Algorithm::Sha1, 6, period);
        assert_eq!(error, Some(ParametersError::Period), "{period} s");
    }
    assert_eq!(try_out(CodeKind::Steam, Algorithm::Sha1, 6, 30), Some(ParametersError::Digits));
    assert_eq!(try_out(CodeKind::Steam, Algorithm::Sha256, 5, 30), Some(ParametersError::Algorithm));
    for kind in [CodeKind::Totp, CodeKind::Hotp, CodeKind::Steam, CodeKind::Yandex] {
        let digits = Parameters::usual(kind).digits();
        assert_eq!(try_out(kind, Algorithm::Md5, digits, 30), Some(ParametersError::Md5), "{kind:?}");
    }
    assert_eq!(try_out(CodeKind::Motp, Algorithm::Sha1, 6, 10), Some(ParametersError::Algorithm));
    assert_eq!(try_out(CodeKind::Yandex, Algorithm::Sha1, 8, 30), Some(ParametersError::Algorithm));
}

#[test]
fn a_hash_is_known_by_any_of_its_names() {
    for (name, expected) in [
        ("SHA1", Some(Algorithm::Sha1)),
        ("sha-1", Some(Algorithm::Sha1)),
        ("HmacSHA1", Some(Algorithm::Sha1)),
        ("HMAC-SHA-256", Some(Algorithm::Sha256)),
        ("sha_512", Some(Algorithm::Sha512)),
        ("SHA3-256", None),
        ("MD5", Some(Algorithm::Md5)),
        ("", None),
        ("SHA1SHA1SHA1SHA1SHA1", None),
    ] {
        assert_eq!(Algorithm::named(name), expected, "{name}");
    }
}
