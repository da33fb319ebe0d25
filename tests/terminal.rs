//! A program in a terminal, and someone who types.

use crate::support::{Home, Terminal};

#[test]
fn a_shell_answers_who_types() {
    let home = Home::new();
    let mut terminal = Terminal::start_sized(home.command("sh"), (60, 20));
    terminal.enter("stty size; echo ready").wait_for("20 60").wait_for("ready");
    assert!(!terminal.is_raw());
    terminal.resize((90, 30));
    terminal.enter("stty size").wait_for("30 90");
    // The word is not in the line itself, which the terminal shows before the shell has read it.
    terminal.enter("stty raw; echo no''w").wait_for("now");
    assert!(terminal.is_raw());
    terminal.type_text("exit 7\n");
    assert_eq!(terminal.exit_code(), 7);
}

#[test]
fn what_a_test_starts_ends_with_it() {
    let home = Home::new();
    let folder = home.path().to_owned();
    let mut terminal = Terminal::start(home.command("sh"));
    terminal.enter("sleep 1000 & echo started $!").wait_for("started ");
    let shell = terminal.id();
    drop(terminal);
    drop(home);
    assert!(!folder.exists());
    assert!(!std::path::Path::new(&format!("/proc/{shell}")).exists());
}
