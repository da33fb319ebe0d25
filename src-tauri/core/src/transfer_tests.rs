#![allow(clippy::unwrap_used)]
use super::*;
use proptest::prelude::*;
use serde_json::{Value, json};

const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const OTHER: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn printed(file: &str) -> Value {
    let preview = dry_run(file.as_bytes(), None, None, 59).map_err(TransferError::code).ok().unwrap();
    serde_json::to_value(preview).unwrap()
}

/// The secret of RFC 6238 appendix B, whose code at second 59 is printed there.
#[test]
fn a_list_of_links_is_printed_as_promised() {
    let file = format!(
        "# from my old phone\n\notpauth://totp/npm:ada?secret={OTHER}&digits=8&issuer=npm\n\
         otpauth://hotp/bank:ada?secret={OTHER}&counter=3\n"
    );
    assert_eq!(
        printed(&file),
        json!({
            "version": 1, "format": "otpauth",
            "entries": [
                { "status": "new", "issuer": "npm", "account": "ada", "type": "totp", "algorithm": "SHA1",
                  "digits": 8, "period": 30, "counter": null, "code": "94287082", "groups": [] },
                { "status": "new", "issuer": "bank", "account": "ada", "type": "hotp", "algorithm": "SHA1",
                  "digits": 6, "period": 30, "counter": 3, "code": "969429", "groups": [] },
            ],
            "refused": [],
        })
    );
}

#[test]
fn the_members_stand_in_the_promised_order() {
    let preview = dry_run(format!("otpauth://totp/ada?secret={OTHER}").as_bytes(), None, None, 59).ok();
    let text = serde_json::to_string(&preview.unwrap()).unwrap();
    let names =
        ["version", "format", "entries", "status", "issuer", "account", "type", "algorithm", "digits"];
    let names = names.into_iter().chain(["period", "counter", "code", "groups", "refused"]);
    let places: Vec<usize> = names.map(|name| text.find(&format!("\"{name}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{text}");
}

#[test]
fn one_bad_line_never_spoils_the_others() {
    let file = format!(
        "\u{feff}otpauth://totp/a?secret={SECRET}\r\n// a remark\r\nnonsense canary\r\n\
         otpauth://totp/b?secret={SECRET}&period=0\r\n  OTPAUTH://TOTP/c?secret={OTHER}  \r\n\
         otpauth-migration://offline?data=canary"
    );
    let printed = printed(&file);
    let accounts: Vec<&Value> =
        printed["entries"].as_array().unwrap().iter().map(|e| &e["account"]).collect();
    assert_eq!(accounts, ["a", "c"]);
    let places: Vec<&Value> = printed["refused"].as_array().unwrap().iter().map(|r| &r["where"]).collect();
    assert_eq!(places, ["line 3", "line 4", "line 6"]);
    assert!(!printed.to_string().contains("canary"));
}

#[test]
fn bytes_that_are_no_text_are_one_refused_line() {
    let mut file = b"\xff\xfe\0\n".to_vec();
    file.extend(format!("otpauth://totp/a?secret={SECRET}").bytes());
    let contents = read(&file, None, None).ok().unwrap();
    assert_eq!(contents.entries.iter().map(Result::is_ok).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn what_stands_in_the_file_already_is_said() {
    let link = |rest: &str| format!("otpauth://totp/{rest}\n");
    let file = [
        link(&format!("npm:ada?secret={SECRET}")),
        link(&format!("npm:ada?secret={}", SECRET.to_lowercase())),
        link(&format!("other:name?secret={SECRET}")),
        link(&format!("npm:ada?secret={SECRET}&digits=8")),
        link(&format!("NPM:Ada?secret={OTHER}")),
        link(&format!("npm:bob?secret={SECRET}&period=60")),
        format!("otpauth://hotp/bank:ada?secret={OTHER}&counter=1\n"),
        format!("otpauth://hotp/bank:ada?secret={OTHER}&counter=2\n"),
    ]
    .concat();
    let printed = printed(&file);
    let standing: Vec<&Value> = printed["entries"].as_array().unwrap().iter().map(|e| &e["status"]).collect();
    assert_eq!(
        standing,
        ["new", "duplicate", "duplicate", "conflict", "conflict", "new", "new", "duplicate"]
    );
}

#[test]
fn a_file_as_a_whole_is_refused_by_kind() {
    let code = |file: &[u8], from| read(file, from, None).err().map(TransferError::code);
    let many = format!("otpauth://totp/a?secret={SECRET}\n").repeat(ENTRY_LIMIT + 1);
    assert_eq!(code(b"", None), Some("unsupported-file"));
    assert_eq!(code(b"{\"uri\": \"otpauth://totp/a\"}", None), Some("unsupported-file"));
    assert_eq!(code(b"\x89PNG\r\n\x1a\n", None), Some("unsupported-file"));
    assert_eq!(code(b"otpauth://totp/a", Some("canary")), Some("unknown-format"));
    assert_eq!(code(&vec![b'#'; SIZE_LIMIT + 1], None), Some("too-large"));
    assert_eq!(code(many.as_bytes(), None), Some("too-large"));
}

/// `bw list items > items.json` in PowerShell.
#[test]
fn what_powershell_kept_in_utf_16_is_read() {
    let link = format!("otpauth://totp/Registry%20%C3%9C:ada?secret={SECRET}&issuer=Registry Ü\r\n");
    let wide = |mark: &[u8; 2], unit: fn(u16) -> [u8; 2]| {
        let units = link.encode_utf16().flat_map(unit);
        mark.iter().copied().chain(units).collect::<Vec<u8>>()
    };
    for file in [wide(b"\xff\xfe", u16::to_le_bytes), wide(b"\xfe\xff", u16::to_be_bytes)] {
        let contents = read(&file, None, None).ok().unwrap();
        assert_eq!(contents.format.name(), "otpauth");
        assert_eq!(contents.entries[0].as_ref().unwrap().entry.issuer(), "Registry Ü");
        assert!(read(&file[..file.len() - 1], None, None).is_err(), "half a character is at the end");
    }
}

/// No line is a link, and the person said that it is a list of links: then every line is refused by its number.
#[test]
fn a_format_that_is_named_is_not_guessed() {
    let contents = read(b"hello\nworld", Some("otpauth"), None).ok().unwrap();
    assert_eq!(contents.entries.len(), 2);
}

#[test]
fn the_list_of_formats_is_sorted_and_says_everything_once() {
    let names: Vec<&str> = FORMATS.iter().map(|format| format.name()).collect();
    assert!(names.is_sorted_by(|one, next| one < next), "{names:?}");
    assert!(FORMATS.iter().all(|format| !format.title().is_empty()));
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for format in FORMATS {
            let read = read(&bytes, Some(format.name()), None);
            prop_assert!(read.is_err() || read.is_ok_and(|contents| contents.entries.len() <= bytes.len()));
        }
    }
}
