//! What the codes say: links as issuers make them, with secrets that are a test's.

use data_encoding::{BASE32_NOPAD, BASE64};

use super::chance::Chance;

const PEOPLE: [&str; 24] = [
    "octo",
    "fordi",
    "kentaro",
    "mika",
    "release.manager",
    "dev-ops",
    "acme-bot",
    "j_smith",
    "alice@example.com",
    "bob@example.org",
    "tester",
    "publisher",
    "zoe.k",
    "ci-runner",
    "maria.garcia@example.net",
    "npm-team",
    "x",
    "a.very.long.account.name@mail.example.com",
    "sam",
    "root",
    "ops@example.com",
    "team+packages@example.org",
    "eva",
    "nightly",
];

/// Issuers and how many characters their secrets have.
const ISSUERS: [(&str, usize); 22] = [
    ("npm", 32),
    ("GitHub", 16),
    ("Amazon Web Services", 64),
    ("Google", 32),
    ("npm", 32),
    ("GitLab.com", 32),
    ("npm", 52),
    ("Discord", 16),
    ("PyPI", 32),
    ("Cloudflare", 26),
    ("Microsoft", 16),
    ("crates.io", 32),
    ("Dropbox", 26),
    ("Bitwarden", 32),
    ("Verdaccio", 26),
    ("DigitalOcean", 32),
    ("Proton", 32),
    ("Slack", 16),
    ("Facebook", 32),
    ("JFrog", 26),
    ("Coinbase", 16),
    ("Atlassian", 52),
];

/// Labels that are not ASCII.
const LABELS: [&str; 8] = [
    "Zoë",
    "München:Jürgen",
    "東京:開発者",
    "Почта:Иван",
    "café:rené",
    "Ελλάδα:Άννα",
    "Ação:joão",
    "🔑 vault:me",
];

const WORDS: [&str; 28] = [
    "the",
    "package",
    "was",
    "published",
    "with",
    "a",
    "token",
    "from",
    "every",
    "machine",
    "that",
    "builds",
    "nothing",
    "but",
    "tests",
    "and",
    "pictures",
    "of",
    "codes",
    "in",
    "terminals",
    "on",
    "pages",
    "or",
    "paper",
    "seen",
    "by",
    "cameras",
];

/// Returns a link for an authenticator, as some issuer makes it.
pub(crate) fn otpauth(chance: &mut Chance) -> String {
    let (issuer, length) = *chance.pick(&ISSUERS);
    let secret = secret(chance, length);
    let person = *chance.pick_of_half(&PEOPLE);
    if chance.once_in(12) {
        return of_another_kind(chance, issuer, person, &secret);
    }
    link(issuer, person, &secret)
}

/// Returns the link that npm's registry makes.
pub(crate) fn npm(chance: &mut Chance) -> String {
    let length = *chance.pick(&[32, 32, 32, 16, 52]);
    let secret = secret(chance, length);
    let person = *chance.pick_of_half(&PEOPLE);
    link("npm", person, &secret)
}

fn link(issuer: &str, person: &str, secret: &str) -> String {
    let (issuer, person) = (escaped(issuer), escaped(person));
    format!("otpauth://totp/{issuer}:{person}?secret={secret}&issuer={issuer}")
}

fn of_another_kind(chance: &mut Chance, issuer: &str, person: &str, secret: &str) -> String {
    let (name, at) = (escaped(issuer), escaped(person));
    let label = *chance.pick_of_half(&LABELS);
    match chance.whole(0..=5) {
        0 => format!(
            "otpauth://totp/{name}:{at}?secret={secret}&issuer={name}&algorithm=SHA256&digits=8&period=30"
        ),
        1 => format!(
            "otpauth://totp/{name}:{at}?secret={secret}&issuer={name}&algorithm=SHA512&digits=6&period=60"
        ),
        2 => format!("otpauth://hotp/{name}:{at}?secret={secret}&issuer={name}&counter=7"),
        3 => format!("otpauth://totp/{at}?secret={}", secret.to_lowercase()),
        4 => format!("otpauth://totp/{}?secret={secret}&issuer={name}", escaped(label)),
        // Some issuers escape nothing.
        _ => format!("otpauth://totp/{label}?secret={secret}&issuer={issuer}"),
    }
}

/// Returns a secret of so many base32 characters: those of `TEST` and then any.
fn secret(chance: &mut Chance, length: usize) -> String {
    let mut bytes = b"TEST".to_vec();
    bytes.resize_with(length * 5 / 8, || chance.byte());
    BASE32_NOPAD.encode(&bytes)
}

/// Returns a link with which phones move accounts, for so many of them.
pub(crate) fn migration(chance: &mut Chance, accounts: u32) -> String {
    let mut message = Vec::new();
    for _ in 0..accounts {
        let (issuer, length) = *chance.pick(&ISSUERS);
        let secret = BASE32_NOPAD.decode(secret(chance, length / 8 * 8).as_bytes()).expect("it is base32");
        let person = format!("{issuer}:{}", chance.pick_of_half(&PEOPLE));
        let mut account = Vec::new();
        for (number, bytes) in [(1, secret.as_slice()), (2, person.as_bytes()), (3, issuer.as_bytes())] {
            field(&mut account, number, bytes);
        }
        // SHA1, six digits, by time.
        account.extend([0x20, 1, 0x28, 1, 0x30, 2]);
        field(&mut message, 1, &account);
    }
    // Version 1, the first part of one, a batch number.
    message.extend([0x10, 1, 0x18, 1, 0x20, 0, 0x28, chance.byte() & 0x7f]);
    format!("otpauth-migration://offline?data={}", escaped(&BASE64.encode(&message)))
}

/// Appends a field of bytes as protocol buffers write it.
fn field(message: &mut Vec<u8>, number: u8, bytes: &[u8]) {
    message.push(number << 3 | 2);
    let mut length = bytes.len();
    while length > 0x7f {
        message.push(length.to_le_bytes()[0] | 0x80);
        length >>= 7;
    }
    message.push(length.to_le_bytes()[0]);
    message.extend(bytes);
}

/// Returns something that is not for an authenticator.
pub(crate) fn other(chance: &mut Chance) -> String {
    let token: String = (0..4).map(|_| format!("{:04x}", chance.whole(0..=0xffff))).collect();
    match chance.whole(0..=6) {
        0 => format!("https://www.npmjs.com/login/cli/{token}"),
        1 => format!("https://registry.example.com/-/v1/login/{token}?next=/"),
        2 => format!("WIFI:T:WPA;S:guest-{};P:{token};;", chance.whole(1..=99)),
        3 => text(chance, 12),
        4 => format!(
            "BEGIN:VCARD\nVERSION:3.0\nN:Test;{}\nEMAIL:{token}@example.com\nEND:VCARD",
            chance.pick(&PEOPLE)
        ),
        5 => format!("HTTPS://EXAMPLE.COM/{}", token.to_uppercase()),
        _ => digits(chance, 24),
    }
}

/// Returns any payload, mostly for authenticators.
pub(crate) fn any(chance: &mut Chance) -> String {
    match chance.whole(0..=9) {
        0..=2 => npm(chance),
        3..=6 => otpauth(chance),
        7 => migration(chance, 1),
        _ => other(chance),
    }
}

/// Returns so many words.
pub(crate) fn text(chance: &mut Chance, words: u32) -> String {
    (0..words).map(|_| *chance.pick(&WORDS)).collect::<Vec<_>>().join(" ")
}

/// Returns so many digits.
pub(crate) fn digits(chance: &mut Chance, count: u32) -> String {
    (0..count).map(|_| char::from_digit(chance.whole(0..=9), 10).unwrap_or('0')).collect()
}

/// Escapes as the query of a link wants it.
fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'@' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
