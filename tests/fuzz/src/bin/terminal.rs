//! What a command writes to its terminal, in pieces of any size: what is read there, how a run goes on, and what is hidden.
#![no_main]

// What the companion has for itself.
#[path = "../../../../src-tauri/cli/run/episode.rs"]
#[allow(dead_code)]
mod episode;
#[path = "../../../../src-tauri/cli/run/prompt.rs"]
mod prompt;
#[path = "../../../../src-tauri/cli/run/veil.rs"]
mod veil;

/// How the companion puts a refusal.
mod agent {
    pub(crate) fn in_words(failure: &countersign_core::view::Failure) -> String {
        failure.message.clone()
    }
}

use countersign_core::npm::screen::Screen;
use countersign_core::npm::{self, browser};
use countersign_core::view::Answer;
use episode::{Act, Episodes};
use prompt::Mode;
use zeroize::Zeroizing;

const CODE: &[u8] = b"661168";
/// The piece that a code may be cut in two by may show less than half of it.
const SHOWN: usize = CODE.len() / 2 - 1;

// The first four bytes say by turns how long pieces are, and what happens after each.
libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let Some((turns, output)) = input.split_first_chunk::<4>() else { return };
    let pieces = pieces(output, turns);
    read(output, &pieces);
    hide(output, &pieces);
    go_on(&pieces, turns);
});

fn pieces<'a>(mut output: &'a [u8], turns: &[u8; 4]) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    for length in turns.iter().cycle() {
        if output.is_empty() {
            break;
        }
        let (piece, rest) = output.split_at(usize::from(*length).max(1).min(output.len()));
        pieces.push(piece);
        output = rest;
    }
    pieces
}

/// The screen is bounded, and the same however the output is cut.
fn read(output: &[u8], pieces: &[&[u8]]) {
    let (mut whole, mut cut) = (Screen::new(), Screen::new());
    whole.feed(output);
    pieces.iter().for_each(|piece| cut.feed(piece));
    let lines: Vec<String> = whole.lines().collect();
    assert!(lines == cut.lines().collect::<Vec<_>>() && whole.cursor_at_end() == cut.cursor_at_end());
    assert!(lines.len() <= 64 && lines.iter().all(|line| line.chars().count() <= 1_024));
    for client in npm::CLIENTS {
        assert_eq!(client.question(&whole), client.question(&cut));
        assert_eq!(client.refused(&whole), client.refused(&cut));
        let _ = client.announced(&whole);
    }
    if let Some(page) = browser::page(&whole) {
        assert!(browser::fit(&page).is_some(), "a page that is found can be shown");
    }
}

/// What is shown is what was written, but for the code.
fn hide(output: &[u8], pieces: &[&[u8]]) {
    let mut veil = veil::Veil::over(Zeroizing::new(CODE.to_vec()));
    let mut shown = Vec::new();
    for piece in pieces {
        let mut piece = piece.to_vec();
        let on = veil.draw(&mut piece);
        shown.extend(piece);
        if !on {
            break;
        }
    }
    assert!(shown.iter().zip(output).all(|(shown, written)| shown == written || *shown == b'*'));
    // Digits of an escape sequence are no code.
    if !shown.contains(&0x1b) {
        let written = output[..shown.len()].windows(CODE.len());
        for (_, shown) in written.zip(shown.windows(CODE.len())).filter(|(written, _)| *written == CODE) {
            let open = shown.iter().filter(|byte| **byte != b'*').count();
            assert!(open <= SHOWN, "a code is shown: {:?}", String::from_utf8_lossy(shown));
        }
    }
}

/// So many turns of a run; each reads the latest output anew.
const TURNS: usize = 24;

/// A run goes on, whatever comes in which order; a code is typed only where one was asked for.
fn go_on(pieces: &[&[u8]], turns: &[u8; 4]) {
    let mut run = Episodes::of(npm::CLIENTS.to_vec());
    let (mut asked, mut typed) = (0, 0);
    for (piece, turn) in pieces.iter().zip(turns.iter().cycle()).take(TURNS) {
        run.output(piece);
        let id = format!("r{asked}");
        let acts = match turn % 8 {
            0 => run.quiet(Mode::Lines),
            1..=3 => run.quiet(Mode::Keys),
            4 => run.quiet(Mode::Other),
            5 => run.keys(piece),
            6 => run.answer(Answer::Expired { id }),
            _ => {
                let (code, account) = ("661168".to_owned(), "npm, mona".to_owned());
                run.answer(Answer::Code { id, code, valid_until: 0, account })
            }
        };
        for act in acts {
            match act {
                Act::Ask(..) => asked += 1,
                Act::Type { .. } => {
                    typed += 1;
                    run.typed_code();
                }
                Act::Withdraw(_) | Act::Tell(_) | Act::Accepted(_) | Act::Refused(_) => {}
            }
        }
        assert!(typed <= asked, "a code that nobody asked for");
        assert!(run.line().len() <= 16 * 1024);
    }
}
