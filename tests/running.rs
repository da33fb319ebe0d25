//! `countersign run` is as if the command ran alone: output, status, signals, size, keys.

use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;

use rustix::process::Signal;

use crate::support::maintainer::run;
use crate::support::{Home, Npm, Programs, Terminal};

/// Starts a shell that has the companion on its path, and whose prompt says how the last command ended.
fn shell(home: &Home) -> Terminal {
    let companion = Programs::built().countersign(home, "");
    home.provide("countersign", std::path::Path::new(companion.get_program()));
    let mut bash = home.command("bash");
    bash.args(["--norc", "--noprofile", "-i"]).env("PS1", "[$?]> ");
    let mut terminal = Terminal::start(bash);
    terminal.wait_for("[0]> ");
    terminal
}

/// npm deletes the logs that are there when it is told to write none.
#[test]
fn a_run_leaves_npms_own_logs_alone() {
    let home = Home::new();
    Npm::Twelve.install(&home);
    home.write(
        ".npmrc",
        "registry=http://127.0.0.1:9/\n//127.0.0.1:9/:_authToken=npm_test\nfetch-retries=0\n",
    );
    home.package("demo", "1.0.0");
    let log = home.write(".npm/_logs/2020-01-01T00_00_00_000Z-debug-0.log", "0 verbose an older run");
    let mut terminal = run(&home, "npm publish");
    assert_eq!(terminal.exit_code(), 1, "{}", terminal.screen());
    assert!(log.exists());
}

/// P4: exit statuses and signals of the command are the companion's, and the terminal is as it was.
#[test]
fn it_ends_as_its_command_ends_and_leaves_the_terminal_as_it_was() {
    let home = Home::new();
    let mut terminal = shell(&home);
    let endings = [
        ("exit 0", 0),
        ("exit 1", 1),
        ("exit 7", 7),
        ("kill -INT $$", 130),
        ("kill -TERM $$", 143),
        ("kill -KILL $$", 137),
    ];
    for (ending, status) in endings {
        terminal.enter("before=$(stty -g)").wait_for("[0]> ");
        terminal.enter(&format!("countersign run -- sh -c '{ending}'")).wait_for(&format!("[{status}]> "));
        terminal
            .enter(r#"[ "$before" = "$(stty -g)" ] && echo the s'ame'"#)
            .wait_for("the same")
            .wait_for("[0]> ");
    }
}

/// P4: a shell shows the same status for an end by a signal and for one with its number; others can tell.
#[test]
fn what_a_signal_ended_is_ended_by_that_signal() {
    let home = Home::new();
    for (name, number) in [("INT", 2), ("TERM", 15), ("KILL", 9)] {
        home.write("work/end.sh", format!("kill -{name} $$"));
        assert_eq!(run(&home, "sh end.sh").wait().signal(), Some(number), "{name}");
    }
}

/// P4: the companion itself is ended.
#[test]
fn a_companion_that_is_ended_restores_the_terminal_and_ends_its_command() {
    let home = Home::new();
    let mut terminal = shell(&home);
    terminal.enter("before=$(stty -g)");
    terminal.enter(
        "(sleep 1; pkill -TERM -P $$ -x countersign) & countersign run -- sleep 98765; echo status $?",
    );
    terminal.wait_for("status 143");
    terminal.enter(r#"[ "$before" = "$(stty -g)" ] && echo the s'ame'"#).wait_for("the same");
    terminal.enter("pgrep -f '^sleep 9876[5]' >/dev/null || echo n'one left'").wait_for("none left");
}

/// P5: size, keys and job control reach the command.
#[test]
fn size_and_keys_reach_the_command() {
    let home = Home::new();
    let mut terminal = run(&home, "bash --norc --noprofile");
    terminal.enter("stty size").wait_for("50 100");
    terminal.resize((90, 30));
    terminal.enter("sleep 0.2; stty size").wait_for("30 90");
    terminal
        .enter("sh -c 'echo rea\"\"dy; exec cat'")
        .wait_for("ready")
        .enter("typed")
        .wait_for("typed\ntyped");
    // An interrupt discards what was typed ahead of it.
    terminal.press_ctrl('c').wait_for("bash-");
    terminal.enter("echo still he're'").wait_for("still here");
    terminal.enter("exit 3");
    assert_eq!(terminal.exit_code(), 3);
}

/// P5: Ctrl+Z stops the command and gives the shell back; `fg` goes on.
#[test]
fn a_stopped_command_goes_on_in_the_foreground() {
    let home = Home::new();
    let mut terminal = shell(&home);
    terminal.enter("countersign run -- sh -c 'echo rea\"\"dy; read line; echo got $line'").wait_for("ready");
    terminal.press_ctrl('z').wait_for("Stopped");
    terminal.enter("echo in the sh'ell'").wait_for("in the shell");
    terminal.enter("fg").wait_for("countersign run");
    terminal.enter("something").wait_for("got something");
}

/// A program that was just being started to look something up kept the run from stopping, and the shell waited for ever.
#[test]
fn a_stop_while_something_is_looked_up_stops_the_whole_run() {
    let home = Home::new();
    let mut terminal = shell(&home);
    for time in 0..40 {
        let line = format!("countersign run -- sh -c 'echo rea\"\"dy {time}; read line; echo got $line'");
        terminal.enter(&line).wait_for(&format!("ready {time}"));
        terminal.press_ctrl('z').wait_for("Stopped");
        terminal.enter("fg").wait_for("countersign run");
        terminal.enter("something").wait_for("got something").wait_for("[0]>");
    }
}

/// P5: where npm would not ask, nothing stands in between.
#[test]
fn without_a_terminal_every_byte_passes_unchanged() {
    let home = Home::new();
    let bytes: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    let mut command = Programs::built().countersign(&home, "run -- cat");
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let sent = bytes.clone();
    let writer = std::thread::spawn(move || input.write_all(&sent).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    assert!(output.stdout == bytes, "what came out is what went in");
}

/// P5: half a terminal is none: npm would not ask either.
#[test]
fn output_into_a_file_is_byte_for_byte_the_commands_own() {
    let home = Home::new();
    let mut terminal = shell(&home);
    terminal.enter("countersign run -- sh -c 'printf \"a\\nb\\r\\n\\033[1mc\"; test -t 1 || echo no terminal' > out.txt; echo sta'tus' $?");
    terminal.wait_for("status 0");
    assert_eq!(std::fs::read(home.work().join("out.txt")).unwrap(), b"a\nb\r\n\x1b[1mcno terminal\n");
}

#[test]
fn a_command_that_is_not_there_is_named() {
    let home = Home::new();
    let mut terminal = run(&home, "no-such-command-anywhere");
    terminal.wait_for("no-such-command-anywhere");
    assert_eq!(terminal.exit_code(), 127);
}

#[test]
fn a_hangup_ends_the_command_too() {
    let home = Home::new();
    let mut terminal = run(&home, "sh -c 'echo ready; exec sleep 1000'");
    terminal.wait_for("ready");
    terminal.signal(Signal::HUP);
    assert_ne!(terminal.wait().code(), Some(0));
}
