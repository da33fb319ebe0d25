//! The commands, the permissions, the windows' capabilities and the page agree with each other.
#![allow(clippy::unwrap_used, reason = "a test that cannot read the sources has failed")]

use std::collections::BTreeSet;

const COMMANDS: &str = concat!(
    include_str!("commands.rs"),
    include_str!("commands/npm.rs"),
    include_str!("commands/palette.rs"),
    include_str!("commands/setting.rs")
);
const CONFIG: &str = include_str!("../../tauri.conf.json");
const MAIN: &str = include_str!("../permissions/main.toml");
const APPROVE: &str = include_str!("../permissions/approve.toml");
const PALETTE: &str = include_str!("../permissions/palette.toml");
const BACKEND: &str = include_str!("../../ui/src/backend.ts");

type Names = BTreeSet<String>;

#[test]
fn every_command_has_a_permission_and_every_permission_a_command() {
    let permitted = [MAIN, APPROVE, PALETTE].into_iter().flat_map(permitted);
    assert_eq!(commands(), permitted.collect());
}

#[test]
fn the_page_calls_every_command_and_no_other() {
    assert_eq!(commands(), called(BACKEND));
}

#[test]
fn the_main_window_is_granted_nothing_that_answers_a_request() {
    assert_eq!(granted("main"), identifiers(MAIN));
    assert_eq!(granted("approve"), identifiers(APPROVE));
    assert!(permitted(MAIN).is_disjoint(&permitted(APPROVE)));
    assert!(permitted(APPROVE).contains("decide"));
}

#[test]
fn the_palette_copies_and_is_granted_nothing_else() {
    assert_eq!(granted("palette"), identifiers(PALETTE));
    assert!(
        permitted(PALETTE).is_disjoint(&permitted(APPROVE))
            && permitted(PALETTE).is_disjoint(&permitted(MAIN))
    );
    assert!(permitted(PALETTE).iter().all(|command| command.starts_with("palette")));
}

#[test]
fn the_objects_of_the_page_are_cut_as_the_windows_are() {
    let (accounts, approvals) = BACKEND.split_once("export const approvals").unwrap();
    assert_eq!(called(accounts), permitted(MAIN));
    let (approvals, palette) = approvals.split_once("export const palette").unwrap();
    assert_eq!(called(approvals), permitted(APPROVE));
    assert_eq!(called(palette), permitted(PALETTE));
}

fn commands() -> Names {
    between(COMMANDS, "async fn ", "(")
}

fn called(page: &str) -> Names {
    between(page, "ask('", "'")
}

fn permitted(permissions: &str) -> Names {
    let lists = permissions.lines().filter_map(|line| line.strip_prefix("commands.allow = "));
    lists.flat_map(|list| serde_json::from_str::<Vec<String>>(list).unwrap()).collect()
}

fn identifiers(permissions: &str) -> Names {
    between(permissions, "identifier = \"", "\"")
}

/// The permissions of our own that a window's capability lists.
fn granted(window: &str) -> Names {
    let config: serde_json::Value = serde_json::from_str(CONFIG).unwrap();
    let capabilities = config["app"]["security"]["capabilities"].as_array().unwrap();
    let ours = capabilities.iter().filter(|capability| capability["windows"] == serde_json::json!([window]));
    let permissions = ours.flat_map(|capability| capability["permissions"].as_array().unwrap());
    permissions
        .map(|name| name.as_str().unwrap().to_owned())
        .filter(|name| !name.starts_with("core:"))
        .collect()
}

fn between(text: &str, before: &str, after: &str) -> Names {
    text.split(before).skip(1).map(|rest| rest.split(after).next().unwrap().to_owned()).collect()
}
