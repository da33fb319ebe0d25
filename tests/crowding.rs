//! Many programs at once, patient ones and hostile ones: nobody gets a code, the window is answered, memory does not grow.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use countersign_core::view::AccountState;
use countersign_link::passing::Passing;
use countersign_link::private::ToAgent;

use crate::support::desk::link;
use crate::support::inside::Inside;
use crate::support::{Home, Keyring, eventually};

/// Programs that ask at the same time, and what they ask altogether. The threat model quotes these.
const CLIENTS: usize = 100;
const REQUESTS: usize = 10_000;
/// Of so many, one sends a frame of a mebibyte, and one asks and never listens.
const HOSTILE: usize = 50;

/// By how much the agent may have grown after the first hundred requests, in KiB.
const GROWTH_KIB: usize = 10 * 1024;

const SECRET: &str = "TESTSECRETTESTSECRETTESTSECRET22";
const HELLO: &str = "{\"type\":\"hello\",\"protocol\":1,\"program\":\"a test\"}\n";

/// One of a crowd.
#[derive(Clone, Copy)]
enum Program {
    Usual,
    Endless,
    Deaf,
}

/// What came of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Heard {
    /// Closed without a byte: too many talk already.
    Nothing,
    /// It waits for the person; it was withdrawn then.
    Shown,
    /// Another one waits, or too many were withdrawn.
    Refused,
    /// Hung up on in the middle.
    HungUp,
}

fn socket(home: &Home) -> std::path::PathBuf {
    home.countersign().join("run/agent.socket")
}

/// Asks for a code, as a program of its own would.
fn asks(home: &Home, program: Program, number: usize) -> Heard {
    let Ok(mut stream) = UnixStream::connect(socket(home)) else { return Heard::Nothing };
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    // The agent may close before everything is sent.
    if stream.write_all(HELLO.as_bytes()).is_err() {
        return Heard::Nothing;
    }
    let mut lines = BufReader::new(stream.try_clone().unwrap());
    let mut greeting = String::new();
    if !matches!(lines.read_line(&mut greeting), Ok(1..)) {
        return Heard::Nothing;
    }
    let ask = format!(
        "{{\"type\":\"ask\",\"nonce\":\"a-nonce-of-a-crowd-{number:010}\",\"ask\":{{\"want\":\"code\",\"account\":\"npm\"}}}}\n"
    );
    match program {
        Program::Endless => {
            drop(stream.write_all(&vec![b'a'; 1024 * 1024]));
            let mut rest = Vec::new();
            drop(lines.read_to_end(&mut rest));
            let rest = String::from_utf8_lossy(&rest);
            assert!(rest.is_empty() || rest.contains("bad-message"), "{rest}");
            Heard::HungUp
        }
        Program::Deaf => {
            for _ in 0..200 {
                if stream.write_all(b"{\"type\":\"status\"}\n").is_err() {
                    break;
                }
            }
            Heard::HungUp
        }
        Program::Usual => {
            if stream.write_all(ask.as_bytes()).is_err() {
                return Heard::HungUp;
            }
            let mut answer = String::new();
            match lines.read_line(&mut answer) {
                Ok(1..) if answer.contains("pending") => Heard::Shown,
                Ok(1..) => {
                    assert!(answer.contains("busy") || answer.contains("failed"), "{answer}");
                    Heard::Refused
                }
                _ => Heard::HungUp,
            }
        }
    }
}

/// Asks until it is heard: who is one too many is turned away, and comes again.
fn insists(home: &Home, program: Program, number: usize, heard: &mut BTreeMap<Heard, usize>) {
    loop {
        let what = asks(home, program, number);
        *heard.entry(what).or_default() += 1;
        if what != Heard::Nothing {
            return;
        }
        thread::sleep(Duration::from_millis(2));
    }
}

/// What a process has in memory, in KiB.
fn memory(process: u32) -> usize {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("Linux says it");
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn ten_thousand_requests_of_a_hundred_programs_bring_no_code_and_the_window_is_answered_meanwhile() {
    let mut home = Home::new();
    let _keyring = Keyring::unlocked(&mut home);
    let mut inside = Inside::start(&home);
    inside.settled();
    let drafts = inside.drafts(vec![Passing::new(link("npm", "mona", SECRET))]);
    inside.ask(ToAgent::Keep { drafts }).unwrap();

    let mut heard: BTreeMap<Heard, usize> = BTreeMap::new();
    for number in 0..CLIENTS {
        insists(&home, Program::Usual, number, &mut heard);
    }
    let before = memory(inside.id());
    let over = AtomicBool::new(false);
    let looks = thread::scope(|threads| {
        let crowd: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let home = &home;
                threads.spawn(move || {
                    let mut heard: BTreeMap<Heard, usize> = BTreeMap::new();
                    for number in (CLIENTS..REQUESTS).filter(|number| number % CLIENTS == client) {
                        let program = match number / CLIENTS % HOSTILE {
                            1 => Program::Endless,
                            2 => Program::Deaf,
                            _ => Program::Usual,
                        };
                        insists(home, program, number, &mut heard);
                    }
                    heard
                })
            })
            .collect();
        let window = threads.spawn(|| {
            let mut looks = 0;
            while !over.load(Ordering::Relaxed) {
                let rows = inside.rows();
                assert_eq!((rows.len(), &rows[0].state), (1, &AccountState::Ready));
                looks += 1;
                thread::sleep(Duration::from_millis(20));
            }
            looks
        });
        let ends: Vec<_> = crowd.into_iter().map(thread::ScopedJoinHandle::join).collect();
        over.store(true, Ordering::Relaxed);
        for end in ends {
            for (what, count) in end.unwrap() {
                *heard.entry(what).or_default() += count;
            }
        }
        window.join().unwrap()
    });
    let turned_away = heard.remove(&Heard::Nothing).unwrap_or(0);
    assert_eq!(heard.values().sum::<usize>(), REQUESTS, "each came to an end: {heard:?}");
    assert!(looks > 10, "the window was answered {looks} times");
    let grown = memory(inside.id()).saturating_sub(before);
    assert!(grown < GROWTH_KIB, "the agent has grown by {grown} KiB");

    // What was shown is in the log, each with its end.
    let log = eventually("the log to be complete", || {
        let log = fs::read_to_string(home.countersign().join("agent.log")).ok()?;
        let shown = log.lines().filter(|line| line.contains(" of connection ")).count();
        let ended =
            log.lines().filter(|line| line.contains(": withdrawn") || line.contains("cancelled")).count();
        (shown == ended && shown == heard.get(&Heard::Shown).copied().unwrap_or(0)).then_some(log)
    });
    assert!(!log.contains("a code was given"));
    eprintln!("{heard:?}; turned away {turned_away} times; {looks} looks of the window; {grown} KiB more");
}
