#![allow(clippy::unwrap_used, reason = "a test may fail")]

use super::*;
use crate::ports::PAYLOAD_LIMIT;
use crate::vault::line::LineError;
use proptest::prelude::*;

fn texts(lines: &[&str]) -> Vec<SecretText> {
    lines.iter().map(|line| SecretText::new((*line).to_owned())).collect()
}

fn id(number: usize) -> Id {
    Id(format!("00000000-0000-4000-8000-{number:012}"))
}

fn sheets(codes: Vec<SecretText>) -> Vec<Sheet> {
    let mut number = 0;
    Sheet::of(codes, &id(0), 1_763_769_600, || {
        number += 1;
        id(number)
    })
}

#[test]
fn codes_of_any_shape_are_taken() {
    let lines = [
        "0123456789abcdef",
        "  fedcba9876543210\t",
        "",
        "- test-code-0001",
        "\u{2022} 1234 5678",
        &"a1".repeat(32),
        "A\"B\\C\"D",
    ];
    let codes = taken(&texts(&lines)).unwrap();
    let exposed: Vec<&str> = codes.iter().map(SecretText::expose).collect();
    assert_eq!(exposed[..2], ["0123456789abcdef", "fedcba9876543210"]);
    assert_eq!(exposed[2..4], ["test-code-0001", "1234 5678"]);
    assert_eq!(exposed.len(), 6);
}

#[test]
fn what_is_no_code_is_named_by_its_line_and_never_repeated() {
    for (lines, error) in [
        (vec![], CodesError::None),
        (vec!["", "  "], CodesError::None),
        (vec!["0123456789abcdef", "1."], CodesError::Unfit(2)),
        (vec!["schlüssel-nummer-eins"], CodesError::Unfit(1)),
        (vec!["0123456789abcdef", "0123456789abcdef"], CodesError::Twice(2)),
    ] {
        assert_eq!(taken(&texts(&lines)), Err(error), "{lines:?}");
        assert!(!error.to_string().contains("0123456789abcdef"));
    }
    let long = "x".repeat(CODE_LIMIT + 1);
    assert_eq!(taken(&texts(&[&long])), Err(CodesError::Unfit(1)));
    let many: Vec<SecretText> =
        (0..=CODES_LIMIT).map(|it| SecretText::new(format!("code-{it:04}"))).collect();
    assert_eq!(taken(&many), Err(CodesError::Many));
}

/// What is in people's keychains must be read for ever: this line never changes.
#[test]
fn a_sheet_of_the_first_version_is_read() {
    let sheet = sheets(texts(&["0123456789abcdef", "test-code-0001"])).remove(0);
    let line = payload::encode(&sheet);
    assert_eq!(
        line.expose(),
        concat!(
            "R1.eyJpZCI6IjAwMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwMDAwMSIsImFjY291bnQiOiIwMDAwMDAwMC0wMDAwLTQwMDAtODAwMC0w",
            "MDAwMDAwMDAwMDAiLCJjcmVhdGVkIjoxNzYzNzY5NjAwLCJjb2RlcyI6WyIwMTIzNDU2Nzg5YWJjZGVmIiwidGVzdC1jb2RlLTAwMDEiXX0",
            ".594OrxkAAidIbL2V",
        )
    );
    assert_eq!(payload::decode(&sheet.id, line.expose()), Ok(sheet));
}

#[test]
fn a_line_of_another_kind_or_item_is_no_sheet() {
    let sheet = sheets(texts(&["0123456789abcdef"])).remove(0);
    let line = payload::encode(&sheet);
    assert_eq!(payload::decode(&id(9), line.expose()), Err(LineError::WrongId));
    for (text, error) in [
        ("", LineError::NotOurs),
        ("A1.e30.AAAA", LineError::NotOurs),
        ("R2.e30.AAAA", LineError::Newer),
        (&line.expose()[..line.expose().len() - 1], LineError::Damaged),
    ] {
        assert_eq!(payload::decode(&sheet.id, text), Err(error), "{text}");
    }
}

#[test]
fn codes_are_not_printed_for_debugging() {
    let sheet = sheets(texts(&["0123456789abcdef"])).remove(0);
    assert!(!format!("{sheet:?}").contains("0123456789abcdef"));
}

proptest! {
    #[test]
    fn codes_come_back_in_their_order_and_every_line_fits(
        lines in proptest::collection::vec("[!-~][ -~]{5,126}[!-~]", 1..CODES_LIMIT)
    ) {
        let lines: Vec<SecretText> = lines.into_iter().map(SecretText::new).collect();
        if let Ok(codes) = taken(&lines) {
            let sheets = sheets(codes.clone());
            let mut read = Vec::new();
            for sheet in &sheets {
                let line = payload::encode(sheet);
                prop_assert!(line.expose().len() <= PAYLOAD_LIMIT, "{} bytes", line.expose().len());
                prop_assert!(line.expose().bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b)));
                read.extend_from_slice(payload::decode(&sheet.id, line.expose()).unwrap().codes());
            }
            prop_assert!(read == codes);
        }
    }

    #[test]
    fn whatever_is_stored_is_read_or_refused(text in "R1\\.[A-Za-z0-9_-]{0,80}\\.[A-Za-z0-9_-]{0,16}|\\PC{0,60}") {
        prop_assert!(payload::decode(&id(1), &text).is_err());
    }
}
