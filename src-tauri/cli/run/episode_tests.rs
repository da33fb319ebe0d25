#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use super::super::prompt::Mode;
use super::{Act, Episodes};
use countersign_core::npm;
use countersign_core::view::{Answer, Failure};
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

const PROMPT: &str = "\x1b[1G\x1b[0JThis operation requires a one-time password.\r\nEnter OTP: \x1b[12G";

/// Puts what is to be done into words.
fn said(acts: Vec<Act>) -> Vec<String> {
    let words = |act| match act {
        Act::Ask(..) => "ask".to_owned(),
        Act::Tell(text) => format!("tell: {text}"),
        Act::Type { code, account, .. } => format!("type {} of {account}", *code),
        Act::Withdraw(id) => format!("withdraw {}", id.unwrap_or_default()),
        Act::Accepted(id) => format!("accepted {id}"),
        Act::Refused(id) => format!("refused {id}"),
    };
    acts.into_iter().map(words).collect()
}

fn pending(id: &str) -> Answer {
    Answer::Pending { id: id.into(), words: ["amber".into(), "otter".into()], expires_in_ms: 90_000 }
}

fn code(id: &str) -> Answer {
    Answer::Code { id: id.into(), code: "661168".into(), valid_until: 0, account: "npm, mona".into() }
}

/// A run at its first prompt, whose request `r1` waits for the person.
fn asking() -> Episodes {
    let mut run = Episodes::of(vec![npm::CLIENTS[0]]);
    run.output(PROMPT.as_bytes());
    assert_eq!(said(run.quiet(Mode::Keys)), ["ask"]);
    run.answer(pending("r1"));
    run
}

/// A run in which the code of `r1` was typed.
fn typed() -> Episodes {
    let mut run = asking();
    run.answer(code("r1"));
    run.typed_code();
    run.output(b"661168\r\n");
    run
}

#[test]
fn a_prompt_is_asked_for_once() {
    let mut run = asking();
    assert!(run.quiet(Mode::Keys).is_empty());
    assert!(run.asking());
}

#[test]
fn the_words_alone_are_no_prompt() {
    let mut run = Episodes::of(vec![npm::CLIENTS[0]]);
    run.output(PROMPT.as_bytes());
    assert!(run.quiet(Mode::Lines).is_empty());
    assert!(run.undecided(Mode::Lines), "the line editor may be about to start");
    assert_eq!(said(run.quiet(Mode::Keys)), ["ask"]);
}

#[test]
fn the_person_sees_two_words_and_then_the_code_is_typed() {
    let mut run = Episodes::of(vec![npm::CLIENTS[0]]);
    run.output(PROMPT.as_bytes());
    run.quiet(Mode::Keys);
    let told = said(run.answer(pending("r1")));
    assert_eq!(told, ["tell: approve \"amber otter\" in the app, or type the code yourself"]);
    assert_eq!(said(run.answer(code("r1"))), ["type 661168 of npm, mona"]);
}

#[test]
fn a_clean_end_says_that_the_code_was_taken() {
    assert_eq!(said(typed().ended(ExitStatus::from_raw(0))), ["accepted r1"]);
}

#[test]
fn the_next_prompt_says_so_too_and_is_a_new_request() {
    let mut run = typed();
    run.output(b"+ kit@1.0.0\r\n");
    run.output(PROMPT.as_bytes());
    assert_eq!(said(run.quiet(Mode::Keys)), ["accepted r1", "ask"]);
}

#[test]
fn a_refused_code_is_reported_and_not_typed_again() {
    let mut run = typed();
    run.output(b"npm error code EOTP\r\nnpm error This operation requires a one-time password from your authenticator.\r\n");
    assert_eq!(said(run.quiet(Mode::Lines)), ["refused r1"]);
    assert!(run.quiet(Mode::Keys).is_empty());
    assert!(run.ended(ExitStatus::from_raw(256)).is_empty());
}

#[test]
fn another_failure_says_nothing_of_the_code() {
    assert!(typed().ended(ExitStatus::from_raw(256)).is_empty());
}

#[test]
fn whoever_types_withdraws_the_request() {
    let mut run = asking();
    assert_eq!(said(run.keys(b"1"))[1..], ["withdraw r1"]);
    assert!(said(run.answer(code("r1"))).is_empty(), "what comes late is not typed");
    run.output(b"1");
    assert!(run.quiet(Mode::Keys).is_empty());
}

#[test]
fn a_prompt_after_a_prompt_that_the_person_answered_is_asked_for() {
    let mut run = asking();
    run.keys(b"1");
    run.keys(b"23456\r");
    run.output(b"123456\r\n+ kit@1.0.0\r\n");
    run.output(PROMPT.as_bytes());
    assert_eq!(said(run.quiet(Mode::Keys)), ["ask"]);
    assert!(said(run.answer(code("r1"))).is_empty(), "the first request is over");
    assert_eq!(said(run.answer(code("r2"))), ["type 661168 of npm, mona"]);
}

#[test]
fn without_an_answer_the_prompt_is_the_persons() {
    let reason = Failure { code: "denied".into(), message: "You said no.".into(), hint: String::new() };
    let answers = [
        Answer::Denied { id: "r1".into(), reason: reason.clone() },
        Answer::Expired { id: "r1".into() },
        Answer::Busy { reason: reason.clone() },
        Answer::Locked,
        Answer::Failed { reason },
    ];
    for answer in answers {
        let mut run = asking();
        let told = said(run.answer(answer));
        assert!(told[0].starts_with("tell: type the code yourself: "), "{told:?}");
        assert!(run.quiet(Mode::Keys).is_empty());
    }
    assert!(said(asking().cut_off("the agent went away"))[0].contains("went away"));
}

#[test]
fn a_code_that_the_prompt_may_not_have_is_withdrawn() {
    let mut run = asking();
    run.answer(code("r1"));
    let acts = said(run.kept_code("another program (sh, 1) shares this terminal"));
    assert_eq!(acts[1], "withdraw r1");
    assert!(acts[0].contains("another program"));
}

#[test]
fn a_prompt_that_went_away_needs_no_code() {
    let mut run = asking();
    run.output(b"\r\nnpm error canceled\r\n");
    assert_eq!(said(run.quiet(Mode::Lines)), ["withdraw r1"]);
}

/// A script drew the first prompt, and the client's own follows at once.
#[test]
fn a_prompt_after_one_that_was_left_is_another_once_something_else_was_written() {
    let mut run = asking();
    run.kept_code("another program (sh, 1) shares this terminal");
    run.output(PROMPT.as_bytes());
    assert!(run.quiet(Mode::Keys).is_empty(), "the same, drawn again");
    run.output(b"\r\nnpm notice Publishing\r\n");
    run.output(PROMPT.as_bytes());
    assert_eq!(said(run.quiet(Mode::Keys)), ["ask"]);
}

#[test]
fn an_ended_command_needs_no_code() {
    assert_eq!(said(asking().ended(ExitStatus::from_raw(2))), ["withdraw r1"]);
}

#[test]
fn a_mailed_code_is_the_persons() {
    let mut run = Episodes::of(vec![npm::CLIENTS[0]]);
    run.output(b"npm notice Please check your email for a one-time password (OTP)\r\n");
    run.output(PROMPT.as_bytes());
    assert_eq!(said(run.quiet(Mode::Keys)), ["tell: this code was sent to you by e-mail; type it here"]);
}

#[test]
fn much_output_is_forgotten_and_the_prompt_after_it_is_found() {
    let mut run = Episodes::of(vec![npm::CLIENTS[0]]);
    for _ in 0..100 {
        run.output(&[b'x'; 5000]);
    }
    run.output(b"\r\n");
    run.output(PROMPT.as_bytes());
    assert!(run.tail.len() <= 2 * super::TAIL);
    assert_eq!(run.line(), b"Enter OTP: \x1b[12G");
    assert_eq!(said(run.quiet(Mode::Keys)), ["ask"]);
}

/// The recordings of the real clients, in pieces of every size, with a look after every piece: one prompt, one code.
#[test]
fn every_recorded_client_is_asked_for_once_and_typed_to_once() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/prompts");
    let typed_here: &[u8] = b"\n---- typed ----\n";
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    for file in files.filter(|path| path.extension().is_some_and(|it| it == "bytes")) {
        let bytes = std::fs::read(&file).unwrap();
        let middle = bytes.windows(typed_here.len()).position(|window| window == typed_here).unwrap();
        let (before, after) = (&bytes[..middle], &bytes[middle + typed_here.len()..]);
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        // These hand their terminal to npm.
        let around = name.starts_with("changesets") || name.starts_with("pnpm-10");
        let client = name.rsplit_once('-').unwrap().0.trim_end_matches("-lite");
        let client = npm::client(if around { "npm" } else { client }).unwrap();
        let in_lines = ["bun", "gem", "mix"].iter().any(|it| name.starts_with(it));
        let mode = if in_lines { Mode::Lines } else { Mode::Keys };
        for size in [1, 2, 5, 17, 64, 256, usize::MAX] {
            let mut run = Episodes::of(vec![client]);
            let mut done = Vec::new();
            for piece in before.chunks(size) {
                run.output(piece);
                done.extend(said(run.quiet(mode)));
            }
            // Half a line of a list may look like no prompt for a moment.
            done.retain(|act| act != "withdraw ");
            assert_eq!(done.last().map(String::as_str), Some("ask"), "{name} in pieces of {size}");
            run.answer(pending("r1"));
            let enter = !name.starts_with("np-");
            let typed = run.answer(code("r1"));
            assert!(matches!(&typed[..], [Act::Type { enter: with, .. }] if *with == enter), "{name}");
            run.typed_code();
            for piece in after.chunks(size) {
                run.output(piece);
                assert_eq!(said(run.quiet(mode)), Vec::<String>::new(), "{name} in pieces of {size}");
            }
            assert_eq!(said(run.ended(ExitStatus::from_raw(0))), ["accepted r1"], "{name}");
        }
    }
}
