//! Accounts come from other programs and leave for them: previewed, approved, whole.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Output, Stdio};

use serde_json::Value;

use crate::support::desk::{PASSPHRASE, link};
use crate::support::{Desk, Home, Keyring, Programs, Terminal};

const SECRET: &str = "TESTSECRETTESTSECRETTESTSECRET22";
const OTHER: &str = "OTHERSECRETOTHERSECRETOTHERSEC22";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/transfer").join(name)
}

/// An agent with a keychain.
fn desk(home: &mut Home) -> (Keyring, Desk) {
    let keyring = Keyring::unlocked(home);
    (keyring, Desk::open(home))
}

/// Starts the companion with these arguments, and nobody at its terminal.
fn begin(home: &Home, args: &[&str]) -> Child {
    let mut command = Programs::built().countersign(home, "");
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A file with the passphrase of the tests.
fn password_file(home: &Home) -> String {
    home.write("password", format!("{PASSPHRASE}\n")).display().to_string()
}

/// Returns what a file holds, entry by entry.
fn preview(home: &Home, file: &Path, password: &str) -> Value {
    let file = file.display().to_string();
    let output =
        begin(home, &["import", "--dry-run", "--json", "--at", "59", "--password-file", password, &file]);
    let output = output.wait_with_output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", told(&output)))
}

/// Accounts that an app added last, before its database was copied, were missing without a word.
#[test]
fn a_database_comes_with_the_log_that_its_app_left_beside_it() {
    let home = Home::new();
    let [database, log] = ["phone.db", "phone.db-wal"].map(|name| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sqlite").join(name);
        home.write(&format!("work/{name}"), fs::read(file).unwrap()).display().to_string()
    });
    for files in [vec![&database], vec![&database, &log]] {
        let mut args = vec!["import", "--dry-run", "--json", "--at", "59"];
        args.extend(files.iter().map(|file| file.as_str()));
        let output = begin(&home, &args).wait_with_output().unwrap();
        assert!(output.status.success(), "{}", told(&output));
        let seen: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(seen["entries"].as_array().map(Vec::len), Some(3), "{seen}");
    }
}

#[test]
fn an_encrypted_vault_is_imported_after_a_yes_and_adds_nothing_the_second_time() {
    let mut home = Home::new();
    let (_keyring, mut desk) = desk(&mut home);
    let (vault, password) = (fixture("aegis/locked.json").display().to_string(), password_file(&home));
    for expected in ["added", "were there already"] {
        let importing = begin(&home, &["import", "--password-file", &password, &vault]);
        desk.is_asked("locked.json").approve();
        let output = importing.wait_with_output().unwrap();
        assert!(output.status.success() && told(&output).contains(expected), "{}", told(&output));
    }
}

/// For each of them GNOME's keychain writes its whole file twice, and waits for the disk.
#[test]
fn hundreds_of_accounts_are_stored_and_each_is_there_once() {
    const MANY: usize = 200;
    let mut home = Home::new();
    let (keyring, mut desk) = desk(&mut home);
    let secret = |number| data_encoding::BASE32_NOPAD.encode(format!("TESTSECRET{number:010}").as_bytes());
    let links: Vec<String> =
        (0..MANY).map(|number| link("many", &format!("n{number}"), &secret(number))).collect();
    let list = home.write("links.txt", links.join("\n")).display().to_string();
    let importing = begin(&home, &["import", &list]);
    desk.is_asked(&format!("Import {MANY} accounts")).approve();
    let output = importing.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", told(&output));
    assert_eq!(keyring.count(&home), MANY);
}

#[test]
fn a_no_imports_nothing() {
    let mut home = Home::new();
    let (_keyring, mut desk) = desk(&mut home);
    let list = home.write("links.txt", link("npm", "mona", SECRET)).display().to_string();
    let importing = begin(&home, &["import", &list]);
    desk.is_asked("Import 1 account").deny();
    assert_eq!(importing.wait_with_output().unwrap().status.code(), Some(3));
    let listing = begin(&home, &["list", "--json"]);
    desk.is_asked("names").approve();
    let listed = listing.wait_with_output().unwrap();
    assert!(!String::from_utf8_lossy(&listed.stdout).contains("mona"));
}

#[test]
fn a_password_is_typed_where_someone_is_at_the_terminal() {
    let mut home = Home::new();
    home.set("COLUMNS", "200");
    let mut command = Programs::built().countersign(&home, "import --dry-run");
    command.arg(fixture("aegis/locked.json"));
    let mut terminal = Terminal::start_sized(command, (200, 40));
    terminal
        .wait_for("Password of")
        .enter("a wrong one")
        .wait_for("Password of")
        .enter(PASSPHRASE)
        .wait_for("new: npm, ada");
    terminal.wait();
}

#[test]
fn what_leaves_as_our_own_export_comes_back_whole_somewhere_else() {
    let mut home = Home::new();
    let (_keyring, mut desk) = desk(&mut home);
    desk.add(&home, &link("npm", "mona", SECRET));
    let links =
        home.write("more.txt", "otpauth://hotp/Bank:grace?secret=OTHERSECRETOTHERSECRETOTHERSEC22&counter=7");
    let importing = begin(&home, &["import", &links.display().to_string()]);
    desk.is_asked("Import").approve();
    assert!(importing.wait_with_output().unwrap().status.success());
    let (out, password) = (home.work().join("mine.age"), password_file(&home));
    let args = ["export", "--to", "countersign", "--password-file", &password, "--out", "mine.age"];
    let exporting = begin(&home, &args);
    desk.is_asked("Export all accounts as Countersign").approve();
    let output = exporting.wait_with_output().unwrap();
    assert!(told(&output).contains("2 accounts written to mine.age"), "{}", told(&output));
    assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);
    let preview = preview(&home, &out, &password);
    let entries = preview["entries"].as_array().unwrap();
    assert_eq!((preview["format"].as_str(), entries.len()), (Some("countersign"), 2));
    assert_eq!(entries[1]["counter"], 7);
    assert_eq!(
        fs::read(&out).unwrap().windows(SECRET.len()).filter(|it| *it == SECRET.as_bytes()).count(),
        0
    );

    let again = begin(&home, &args).wait_with_output().unwrap();
    assert_eq!(again.status.code(), Some(1), "nothing is replaced unasked");
    assert!(told(&again).contains("is there already"), "{}", told(&again));
}

#[test]
fn an_export_that_nothing_locks_asks_twice_and_one_no_is_enough() {
    let mut home = Home::new();
    let (_keyring, mut desk) = desk(&mut home);
    desk.add(&home, &link("npm", "mona", SECRET));
    let out = home.work().join("links.txt");
    for (second, status) in [("d", 3), ("a", 0)] {
        let exporting = begin(&home, &["export", "--to", "otpauth", "--out", "links.txt"]);
        desk.is_asked("will not be locked").approve();
        desk.is_asked("Once more");
        assert!(!out.exists(), "one yes writes nothing");
        desk.answer(second);
        let output = exporting.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(status), "{}", told(&output));
    }
    let written = fs::read_to_string(&out).unwrap();
    assert!(written.starts_with("otpauth://totp/npm:mona?") && written.contains(SECRET));
}

#[test]
fn the_codes_of_a_preview_are_those_of_another_program() {
    let home = Home::new();
    // An odd period, every algorithm, six to eight digits; a counter.
    let kinds = [
        ("totp=SHA1", "SHA1", 6, 30, "--totp"),
        ("totp=SHA256", "SHA256", 8, 60, "--totp=sha256"),
        ("totp=SHA512", "SHA512", 7, 17, "--totp=sha512"),
        ("hotp", "SHA1", 6, 30, "--hotp"),
    ];
    let link = |(kind, algorithm, digits, period, _): &(&str, &str, u8, u32, &str)| {
        let kind = kind.split('=').next().unwrap();
        format!(
            "otpauth://{kind}/{algorithm}:ada?secret={SECRET}&issuer={algorithm}&algorithm={algorithm}&digits={digits}&\
             period={period}&counter=7"
        )
    };
    let list = home.write("links.txt", kinds.each_ref().map(link).join("\n"));
    for at in [0_u64, 59, 1_234_567_890, 20_000_000_000] {
        let moment = at.to_string();
        let output =
            begin(&home, &["import", "--dry-run", "--json", "--at", &moment, list.to_str().unwrap()]);
        let preview: Value = serde_json::from_slice(&output.wait_with_output().unwrap().stdout).unwrap();
        for ((_, _, digits, period, how), entry) in kinds.iter().zip(preview["entries"].as_array().unwrap()) {
            let mut oathtool = home.command("oathtool");
            oathtool.args([how, "-b", "-d", &digits.to_string(), SECRET]);
            match *how {
                "--hotp" => oathtool.args(["-c", "7"]),
                _ => oathtool.args(["-s", &period.to_string(), "-N", &format!("@{at}")]),
            };
            let code = String::from_utf8(oathtool.output().unwrap().stdout).unwrap();
            assert_eq!(entry["code"], code.trim(), "{how} at {at}");
        }
    }
}

#[test]
fn a_password_store_is_read_by_gpg() {
    let home = Home::new();
    let gnupg = home.path().join("gnupg");
    fs::create_dir(&gnupg).unwrap();
    fs::set_permissions(&gnupg, fs::Permissions::from_mode(0o700)).unwrap();
    let command = |program: &str, args: &[&str]| {
        let mut command = home.command(program);
        command.env("GNUPGHOME", &gnupg).env("PASSWORD_STORE_DIR", home.path().join("store")).args(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    };
    let done = |program: &str, args: &[&str], input: &str| {
        use std::io::Write;
        let mut child = command(program, args).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{program}: {}", told(&output));
    };
    let key = [
        "--batch",
        "--passphrase",
        "",
        "--quick-generate-key",
        "test@example.org",
        "default",
        "default",
        "never",
    ];
    done("gpg", &key, "");
    done("pass", &["init", "test@example.org"], "");
    done(
        "pass",
        &["insert", "--multiline", "work/npm/mona"],
        &format!("a password\n{}\n", link("npm", "mona", SECRET)),
    );
    done("pass", &["insert", "--multiline", "github.com/bob"], &format!("a password\ntotp: {OTHER}\n"));
    done("pass", &["insert", "--multiline", "no-code"], "a password\n");
    let mut import = Programs::built().countersign(&home, "import --dry-run --json --at 59");
    let output = import.env("GNUPGHOME", &gnupg).arg(home.path().join("store")).output().unwrap();
    let preview: Value = serde_json::from_slice(&output.stdout).unwrap();
    let names: Vec<_> =
        preview["entries"].as_array().unwrap().iter().map(|it| it["account"].as_str().unwrap()).collect();
    assert_eq!(names, ["bob", "mona"], "{}", told(&output));
    assert_eq!(preview["format"], "gopass");
    drop(command("gpgconf", &["--kill", "all"]).output());
}
