#![allow(clippy::unwrap_used, reason = "a test may fail")]

use super::*;
use npm_cli::NpmCli;

fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}

fn read(line: &str) -> Command {
    NpmCli.command(&words(line))
}

fn prompt(output: &str) -> Prompt {
    let mut screen = Screen::new();
    // Terminals hand output over in pieces that end anywhere.
    for piece in output.as_bytes().chunks(7) {
        screen.feed(piece);
    }
    NpmCli.question(&screen).map_or(Prompt::None, |question| question.asks)
}

/// What npm 6 to 12 write to a terminal, byte by byte.
const CLASSIC: &str =
    "\u{1b}[1G\u{1b}[0JThis operation requires a one-time password.\r\nEnter OTP: \u{1b}[12G";

#[test]
fn npms_prompt_is_known_after_a_spinner_and_on_a_dumb_terminal() {
    assert_eq!(prompt(CLASSIC), Prompt::OneTimePassword);
    assert_eq!(
        prompt(&format!("npm notice Publishing\r\n⠙\u{1b}[1G\u{1b}[0K{CLASSIC}")),
        Prompt::OneTimePassword
    );
    assert_eq!(
        prompt("This operation requires a one-time password.\r\nEnter OTP: "),
        Prompt::OneTimePassword
    );
}

#[test]
fn a_prompt_that_comes_again_shows_what_was_not_understood() {
    let again = format!(
        "{CLASSIC}abc\r\n\u{1b}[1G\u{1b}[0JThis operation requires a one-time password.\r\nEnter OTP: (abc) \u{1b}[18G"
    );
    assert_eq!(prompt(&again), Prompt::OneTimePassword);
}

#[test]
fn an_answer_that_was_begun_is_the_persons() {
    assert_eq!(prompt(&format!("{CLASSIC}1")), Prompt::None);
    assert_eq!(prompt(&format!("{CLASSIC}123456\r\n")), Prompt::None);
}

#[test]
fn a_code_that_was_mailed_is_never_answered() {
    let notice = "npm notice Please check your email for a one-time password (OTP)\r\n";
    assert_eq!(prompt(&format!("{notice}{CLASSIC}")), Prompt::Email);
    let wrapped = "npm notice Please check your e-mail\r\nnpm notice for a one-time password (OTP)\r\n";
    assert_eq!(prompt(&format!("{wrapped}{CLASSIC}")), Prompt::Email);
    let app = "npm notice Provide a one-time password from your authenticator app.\r\n";
    assert_eq!(prompt(&format!("{app}{CLASSIC}")), Prompt::OneTimePassword);
    let earlier = format!("{notice}{CLASSIC}12345678\r\n+ one@1.0.0\r\n{app}{CLASSIC}");
    assert_eq!(prompt(&earlier), Prompt::OneTimePassword, "that was another question");
}

#[test]
fn enrolling_asks_for_a_code_too() {
    assert_eq!(
        prompt(" Or enter code: JBSWY3DPEHPK3PXP\r\nAnd an OTP code from your authenticator: "),
        Prompt::EnrolConfirmation
    );
}

#[test]
fn older_npms_ask_in_one_line() {
    assert_eq!(prompt("Enter one-time password: "), Prompt::OneTimePassword);
    assert_eq!(prompt("Enter one-time password from your authenticator app: "), Prompt::OneTimePassword);
}

#[test]
fn other_questions_are_left_alone() {
    for output in [
        "Authenticate your account at:\r\nhttp://localhost:4873/auth/cli/1\r\n\u{1b}[1G\u{1b}[0JPress ENTER to open in the browser... \u{1b}[38G",
        "npm password: ",
        "Enter OTP: ",
        "This operation requires a one-time password.\r\n\r\nEnter OTP: ",
        "This operation requires a one-time password.\r\nEnter OTP: \r\n",
        "echo 'Enter OTP:'",
        "",
    ] {
        assert_eq!(prompt(output), Prompt::None, "{output:?}");
    }
}

#[test]
fn a_refused_code_is_seen_in_every_npms_words() {
    for (output, refused) in [
        ("\u{1b}[31mnpm\u{1b}[39m \u{1b}[31merror\u{1b}[39m \u{1b}[94mcode\u{1b}[39m EOTP\r\n", true),
        ("npm ERR! code EOTP\r\nnpm ERR! This operation requires a one-time password.\r\n", true),
        ("{\r\n  \"error\": {\r\n    \"code\": \"EOTP\",\r\n", true),
        ("npm error code E403\r\n", false),
        ("my script says npm error code EOTP", false),
    ] {
        let mut screen = Screen::new();
        screen.feed(output.as_bytes());
        assert_eq!(NpmCli.refused(&screen), refused, "{output:?}");
    }
}

#[test]
fn commands_are_known_in_all_their_spellings() {
    for (line, name) in [
        ("publish", "publish"),
        ("--loglevel silly --tag next publish", "publish"),
        ("-w packages/a pub", "publish"),
        ("--json unpublish demo@1.0.0", "unpublish"),
        ("author add mona demo", "owner"),
        ("dist-tags add demo@1.0.0 latest", "dist-tag"),
        ("distTag add demo@1.0.0 latest", "dist-tag"),
        ("add-user", "adduser"),
        ("run-script release", "run"),
        ("--registry=http://localhost:4873 publish", "publish"),
        ("--@demo:registry http://localhost:4873 publish", "publish"),
    ] {
        assert_eq!(read(line).name, Some(name), "{line}");
    }
    for line in ["", "--version", "un-known", "st"] {
        assert_eq!(read(line).name, None, "{line}");
    }
}

#[test]
fn commands_that_ask_are_told_from_those_that_never_do() {
    for (line, asks) in [
        ("publish", Asks::Once),
        ("publish --workspaces", Asks::Several),
        ("-w a -w b publish", Asks::Several),
        ("stage approve 8c6f", Asks::Once),
        ("token revoke a1 b2", Asks::Several),
        ("run release", Asks::Nested),
        ("version major", Asks::Nested),
        ("view demo", Asks::Never),
        ("something-new", Asks::Nested),
        ("", Asks::Never),
    ] {
        assert_eq!(NpmCli.asks(&read(line)), asks, "{line}");
    }
}

#[test]
fn the_client_is_known_by_its_program() {
    for program in ["npm", "/usr/bin/npm", "C:\\Program Files\\nodejs\\npm.cmd", "/opt/npm/bin/npm-cli.js"] {
        assert_eq!(started_by(&[program.to_owned()]).map(Client::name), Some("npm"));
    }
    for program in ["npx", "make", "npm-check"] {
        assert!(started_by(&[program.to_owned()]).is_none());
    }
    assert!(started_by(&[]).is_none());
    assert_eq!(client("npm").unwrap().environment(), [("npm_config_auth_type", "legacy")]);
}

const MANIFEST: &str = r#"{"name":"@demo/kit","version":"1.0.0"}"#;
const CONFIG: &str =
    r#"{"registry":"https://main.example/","@demo:registry":"https://demo.example/","otp":null}"#;

fn target(line: &str, manifest: &str, config: &str) -> Target {
    NpmCli.target(&read(line), &Sources { config: Some(config), manifest: Some(manifest) })
}

#[test]
fn a_publish_addresses_the_package_in_its_folder() {
    let target = target("publish", MANIFEST, CONFIG);
    assert_eq!(target.package.as_deref(), Some("@demo/kit"));
    assert_eq!(target.version.as_deref(), Some("1.0.0"));
    assert_eq!(target.registry.as_deref(), Some("https://demo.example/"), "the scope's own registry");
    assert_eq!(NpmCli.folder(&read("publish ./packages/kit")).as_deref(), Some("./packages/kit"));
    assert_eq!(NpmCli.folder(&read("-C packages/kit publish")).as_deref(), Some("packages/kit"));
    assert_eq!(NpmCli.folder(&read("publish demo-1.0.0.tgz")), None);
}

#[test]
fn the_registry_is_picked_as_npm_picks_it() {
    let plain = r#"{"name":"demo","version":"2.0.0","publishConfig":{"registry":"https://own.example"}}"#;
    for (line, manifest, registry) in [
        ("publish", plain, "https://own.example"),
        ("publish --registry https://flag.example", plain, "https://flag.example"),
        ("deprecate demo@1 old", plain, "https://main.example/"),
        ("owner add mona @demo/kit", "{}", "https://demo.example/"),
        ("publish --registry https://flag.example", MANIFEST, "https://demo.example/"),
        ("publish --@demo:registry=https://flag.example", MANIFEST, "https://flag.example"),
        ("team ls --scope=demo", "{}", "https://demo.example/"),
        ("login", "{}", "https://main.example/"),
    ] {
        assert_eq!(target(line, manifest, CONFIG).registry.as_deref(), Some(registry), "{line}");
    }
    assert_eq!(target("publish", "{}", "not json").registry, None);
}

#[test]
fn a_sentence_says_what_is_done_to_which_package() {
    for (line, sentence) in [
        ("publish --tag next", "npm publish @demo/kit@1.0.0"),
        ("pub ./packages/kit", "npm publish @demo/kit@1.0.0"),
        ("deprecate other@1 old", "npm deprecate other@1 old"),
        ("dist-tag add other@1.2.3 latest", "npm dist-tag add other@1.2.3 latest"),
        ("unpublish", "npm unpublish @demo/kit@1.0.0"),
        ("stage approve 8c6f", "npm stage approve 8c6f"),
        ("token create", "npm token create"),
    ] {
        let command = read(line);
        let target = target(line, MANIFEST, CONFIG);
        let said = NpmCli.sentence(&command, target.package.as_deref(), target.version.as_deref());
        assert_eq!(said, sentence, "{line}");
    }
}

#[test]
fn a_staged_version_is_named_where_it_is_known() {
    let command = read("stage approve 8c6f1d3e-0000-4000-8000-000000000001");
    assert_eq!(
        NpmCli.sentence(&command, Some("@demo/kit"), Some("1.1.0")),
        "npm stage approve @demo/kit@1.1.0"
    );
}

#[test]
fn a_command_around_npm_is_named_with_it() {
    let claim = |line: &str| PromptClaim {
        client: "npm".into(),
        command: words(line),
        package: Some("demo".into()),
        version: Some("1.0.0".into()),
        registry: None,
        folder: "/home/mona/demo".into(),
        account: None,
        several: false,
        lifecycle: None,
        git: None,
        findings: Vec::new(),
        page: None,
        bridged: None,
    };
    assert_eq!(sentence(&claim("/usr/bin/npm publish --otp=123456")), "npm publish demo@1.0.0");
    assert_eq!(sentence(&claim("make release")), "make release: npm asks about demo@1.0.0");
    assert_eq!(sentence(&claim("")), "npm asks about demo@1.0.0");
}

#[test]
fn secrets_on_a_command_line_are_not_shown() {
    for (line, shown) in [
        ("npm publish --otp=123456 --tag next", "npm publish --otp=… --tag next"),
        ("npm publish --otp 123456", "npm publish --otp …"),
        (
            "npm publish --//registry.example/:_authToken=abc",
            "npm publish --//registry.example/:_authToken=…",
        ),
        ("npm token create", "npm token create"),
    ] {
        assert_eq!(without_secrets(&words(line)), shown);
    }
}
