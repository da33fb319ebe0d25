#![allow(clippy::unwrap_used, reason = "a test may fail")]

use super::*;
use crate::npm::credential::Credential;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn named(text: &str) -> Option<String> {
    diagnose(&Case::read(text, Around::default())).map(|found| found.name)
}

/// The words of npm 6, 8 and 10, pnpm 10 to 12, Yarn 1 and 4, and bun, recorded when each was refused for real.
#[test]
fn every_recorded_failure_is_named_rightly() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/failures");
    let (mut count, mut wrong) = (0, Vec::new());
    for failure in fs::read_dir(folder).unwrap() {
        let failure = failure.unwrap().path();
        for recording in fs::read_dir(&failure).unwrap() {
            let recording = recording.unwrap().path();
            let text = fs::read_to_string(&recording).unwrap();
            let name = failure.file_name().unwrap().to_str().unwrap();
            let found = named(&text).unwrap_or_default();
            if found != name {
                wrong.push(format!("{} is named {found:?}:\n{text}", recording.display()));
            }
            count += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 100, "{count} recordings");
}

#[test]
fn npms_log_of_a_run_is_read_too() {
    let log = "0 verbose cli /usr/bin/node /usr/bin/npm\n8 verbose title npm publish\n9 verbose argv \"publish\" \"--tag\" \"next\"\n\
        40 http fetch PUT 401 http://localhost:4873/demo 24ms\n41 verbose stack HttpErrorAuthOTP: This operation requires a one-time password.\n\
        50 error code EOTP\n51 error This operation requires a one-time password from your authenticator.\n";
    let found = diagnose(&Case::read(log, Around::default())).unwrap();
    assert_eq!(found.name, "code-wanted");
    assert_eq!(found.command, "countersign run -- npm publish --tag next");
}

#[test]
fn json_and_colours_are_read() {
    assert_eq!(
        named("{\n  \"error\": {\n    \"code\": \"EOTP\",\n    \"summary\": \"x\"\n  }\n}").as_deref(),
        Some("code-wanted")
    );
    let browser =
        r#"{"error":{"code":"EOTP","authUrl":"http://localhost/auth","doneUrl":"http://localhost/done"}}"#;
    assert_eq!(named(&format!("{{\n  \"code\": \"EOTP\",\n{browser}")).as_deref(), Some("browser-wanted"));
    let coloured = "\u{1b}[1mnpm\u{1b}[22m \u{1b}[31merror\u{1b}[39m \u{1b}[94mcode\u{1b}[39m E404\r\n";
    assert_eq!(named(coloured).as_deref(), Some("not-found-to-you"));
}

#[test]
fn a_clock_that_differs_explains_a_refused_code_and_nothing_else() {
    let with = |skew_s: i32, text: &str| {
        diagnose(&Case::read(text, Around { skew_s: Some(skew_s), ..Around::default() })).unwrap()
    };
    let found = with(-40, "npm error code EOTP");
    assert_eq!(found.name, "clock-differs");
    assert!(found.message.contains("40 s behind"), "{}", found.message);
    assert_eq!(with(14, "npm error code EOTP").name, "code-wanted");
    assert_eq!(with(400, "npm error code E404").name, "not-found-to-you");
}

#[test]
fn what_npm_logs_in_with_tells_why_it_is_refused() {
    let with = |credential: &Credential| {
        let around = Around { credential: Some(credential.clone()), ..Around::default() };
        diagnose(&Case::read("npm error code E401", around)).unwrap()
    };
    assert_eq!(with(&Credential::Classic).name, "classic-token");
    assert_eq!(with(&Credential::Npm).name, "login-expired");
    let unset = with(&Credential::Unset("CI_TOKEN".into()));
    assert_eq!((unset.name.as_str(), unset.command.as_str()), ("token-variable-unset", " export CI_TOKEN=…"));
}

#[test]
fn the_command_goes_to_the_registry_that_failed() {
    let found = diagnose(&Case::read(
        "npm error code E404\nnpm error 404 Not Found - PUT http://localhost:4873/demo - Not found",
        Around::default(),
    ));
    assert_eq!(found.unwrap().command, "npm whoami --registry=http://localhost:4873/");
    let hostile = "npm error code E404\nnpm error 404 Not Found - PUT http://x;rm$IFS-rf/~ - no";
    let command = diagnose(&Case::read(hostile, Around::default())).unwrap().command;
    assert!(!command.contains(';') && !command.contains('$'), "{command}");
}

#[test]
fn a_log_that_names_a_code_or_a_token_is_not_repeated() {
    let log = "9 verbose argv \"publish\" \"--otp\" \"123456\"\n50 error code EOTP\n";
    assert_eq!(
        diagnose(&Case::read(log, Around::default())).unwrap().command,
        "countersign run -- npm publish"
    );
}

#[test]
fn nothing_is_made_up() {
    for text in ["", "+ demo@1.0.0", "all is well", "npm error code ERESOLVE", "npm notice 📦 demo@1.0.0"] {
        assert_eq!(named(text), None, "{text}");
    }
}

#[test]
fn names_are_single_and_every_diagnosis_says_what_to_do() {
    let names: BTreeSet<&str> = DIAGNOSES.iter().map(|diagnosis| diagnosis.name).collect();
    assert_eq!(names.len(), DIAGNOSES.len());
    let case = Case::read("", Around::default());
    for diagnosis in DIAGNOSES {
        assert!(!(diagnosis.message)(&case).is_empty() && !diagnosis.hint.is_empty(), "{}", diagnosis.name);
        assert!(!(diagnosis.command)(&case).is_empty(), "{}", diagnosis.name);
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC*|(npm error |code |E4|[ -~]|\u{1b}\\[|\n|http://|\"|\\$\\{){0,80}") {
        let found = diagnose(&Case::read(&text, Around::default()));
        if let Some(found) = found {
            let dangerous = found.command.contains(['\n', '\u{1b}', '`', '$', ';']);
            prop_assert!(!dangerous);
        }
    }
}
