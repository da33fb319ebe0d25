//! The golden list: everything that can be said on the public socket, to the letter.
//!
//! A new message does not compile before it stands here, where it is seen that it carries no secret towards a program and not
//! more than one code, and that nothing towards the agent approves.

use super::*;
use countersign_core::view::{NameView, PromptClaim, StoreCondition, StoreKind};

fn ids() -> String {
    "i".into()
}

fn why() -> Failure {
    Failure { code: "c".into(), message: "m".into(), hint: "h".into() }
}

/// Makes one value of every variant; the `match` is there to fail when a variant is missing.
fn answers() -> Vec<Answer> {
    use Answer::{
        Added, Busy, Code, Copied, Denied, Expired, Exported, Failed, Locked, Names, Pending, Recovery, Soon,
        Written,
    };
    match Locked {
        Pending { .. }
        | Soon { .. }
        | Code { .. }
        | Names { .. }
        | Added { .. }
        | Recovery { .. }
        | Written { .. }
        | Copied { .. }
        | Exported { .. }
        | Denied { .. }
        | Expired { .. }
        | Busy { .. }
        | Locked
        | Failed { .. } => {}
    }
    let name = NameView { issuer: "npm".into(), account: "a".into(), registry: None };
    vec![
        Pending { id: ids(), words: ["one".into(), "two".into()], expires_in_ms: 1 },
        Soon { id: ids(), in_ms: 1 },
        Code { id: ids(), code: "123456".into(), valid_until: 1, account: "a".into() },
        Names { id: ids(), names: vec![name] },
        Added { id: ids(), count: 1 },
        Recovery { id: ids(), code: "test-code-0001".into(), left: 9, account: "a".into() },
        Written { id: ids(), count: 10 },
        Copied { id: ids(), account: "a".into() },
        Exported { id: ids(), count: 1, left_out: 0 },
        Denied { id: ids(), reason: why() },
        Expired { id: ids() },
        Busy { reason: why() },
        Locked,
        Failed { reason: why() },
    ]
}

fn from_agent() -> Vec<FromAgent> {
    use FromAgent::{Answer, Done, Failed, Hello, Status};
    match Done {
        Hello { .. } | Answer(_) | Status(_) | Done | Failed(_) => {}
    }
    let condition = StoreCondition::Open;
    let status =
        StatusView { agent: "0".into(), condition, store: Some(StoreKind::Keychain), pending: false };
    let mut all = vec![Hello { protocol: PROTOCOL, agent: "0".into() }, Status(status), Done, Failed(why())];
    all.extend(answers().into_iter().map(Answer));
    all
}

fn to_agent() -> Vec<ToAgent> {
    use ToAgent::{
        Accepted, Add, Ask, Cancel, Enrol, Export, Hello, Import, Lock, Open, Palette, Recovery, Refused,
        Status, Toggle,
    };
    match Open {
        Hello { .. }
        | Ask { .. }
        | Add { .. }
        | Enrol { .. }
        | Recovery { .. }
        | Import { .. }
        | Export { .. }
        | Cancel { .. }
        | Accepted { .. }
        | Refused { .. }
        | Open
        | Palette
        | Toggle
        | Lock
        | Status => {}
    }
    vec![
        Hello { protocol: PROTOCOL, program: "p".into() },
        Ask { nonce: "n".into(), ask: self::Ask::Code { account: "a".into() } },
        Ask { nonce: "n".into(), ask: self::Ask::prompt(claim()) },
        Ask { nonce: "n".into(), ask: self::Ask::Names },
        Ask { nonce: "n".into(), ask: self::Ask::Recovery { account: None } },
        Ask { nonce: "n".into(), ask: self::Ask::Sheet { account: Some("a".into()), file: "/f".into() } },
        Add { nonce: "n".into(), links: vec![Passing::new("otpauth://".into())] },
        Enrol { nonce: "n".into(), link: Passing::new("otpauth://".into()), registry: "r".into() },
        Recovery { nonce: "n".into(), account: None, codes: vec![Passing::new("c".into())] },
        Import {
            nonce: "n".into(),
            name: "f".into(),
            left_out: 0,
            text: Passing::new("{}".into()),
            more: false,
        },
        Export { nonce: "n".into(), to: "aegis".into(), out: "/f".into(), password: None, replace: false },
        Cancel { id: ids() },
        Accepted { id: ids() },
        Refused { id: ids() },
        Open,
        Palette,
        Toggle,
        Lock,
        Status,
    ]
}

fn claim() -> PromptClaim {
    PromptClaim {
        client: "npm".into(),
        command: vec!["npm".into(), "publish".into()],
        package: None,
        version: None,
        registry: None,
        folder: "/".into(),
        account: None,
        several: false,
        lifecycle: None,
        git: None,
        findings: Vec::new(),
        page: None,
        bridged: None,
    }
}

fn lines<T: Serialize>(messages: &[T]) -> String {
    messages.iter().map(|message| serde_json::to_string(message).expect("it is JSON") + "\n").collect()
}

#[test]
fn what_programs_may_say_is_this_and_nothing_approves() {
    assert_eq!(
        lines(&to_agent()),
        r#"{"type":"hello","protocol":1,"program":"p"}
{"type":"ask","nonce":"n","ask":{"want":"code","account":"a"}}
{"type":"ask","nonce":"n","ask":{"want":"prompt","client":"npm","command":["npm","publish"],"package":null,"version":null,"registry":null,"folder":"/","account":null,"several":false,"lifecycle":null,"git":null,"findings":[],"page":null,"bridged":null}}
{"type":"ask","nonce":"n","ask":{"want":"names"}}
{"type":"ask","nonce":"n","ask":{"want":"recovery","account":null}}
{"type":"ask","nonce":"n","ask":{"want":"sheet","account":"a","file":"/f"}}
{"type":"add","nonce":"n","links":["otpauth://"]}
{"type":"enrol","nonce":"n","link":"otpauth://","registry":"r"}
{"type":"recovery","nonce":"n","account":null,"codes":["c"]}
{"type":"import","nonce":"n","name":"f","left_out":0,"text":"{}","more":false}
{"type":"export","nonce":"n","to":"aegis","out":"/f","password":null,"replace":false}
{"type":"cancel","id":"i"}
{"type":"accepted","id":"i"}
{"type":"refused","id":"i"}
{"type":"open"}
{"type":"palette"}
{"type":"toggle"}
{"type":"lock"}
{"type":"status"}
"#
    );
}

#[test]
fn what_programs_may_hear_is_this_with_one_code_at_most() {
    let all = lines(&from_agent());
    assert_eq!(
        all,
        r#"{"type":"hello","protocol":1,"agent":"0"}
{"type":"status","agent":"0","condition":"open","store":"keychain","pending":false}
{"type":"done"}
{"type":"failed","code":"c","message":"m","hint":"h"}
{"type":"answer","answer":"pending","id":"i","words":["one","two"],"expires_in_ms":1}
{"type":"answer","answer":"soon","id":"i","in_ms":1}
{"type":"answer","answer":"code","id":"i","code":"123456","valid_until":1,"account":"a"}
{"type":"answer","answer":"names","id":"i","names":[{"issuer":"npm","account":"a","registry":null}]}
{"type":"answer","answer":"added","id":"i","count":1}
{"type":"answer","answer":"recovery","id":"i","code":"test-code-0001","left":9,"account":"a"}
{"type":"answer","answer":"written","id":"i","count":10}
{"type":"answer","answer":"copied","id":"i","account":"a"}
{"type":"answer","answer":"exported","id":"i","count":1,"left_out":0}
{"type":"answer","answer":"denied","id":"i","reason":{"code":"c","message":"m","hint":"h"}}
{"type":"answer","answer":"expired","id":"i"}
{"type":"answer","answer":"busy","reason":{"code":"c","message":"m","hint":"h"}}
{"type":"answer","answer":"locked"}
{"type":"answer","answer":"failed","reason":{"code":"c","message":"m","hint":"h"}}
"#
    );
    assert_eq!(all.matches("123456").count(), 1);
    assert_eq!(all.matches("test-code").count(), 1);
}

#[test]
fn every_message_comes_back_as_it_was_said() {
    for message in to_agent() {
        let frame = crate::frame::encode(&message, FRAME_LIMIT).expect("it fits");
        assert_eq!(crate::frame::decode::<ToAgent>(&frame).expect("it is understood"), message);
    }
    for message in from_agent() {
        let frame = crate::frame::encode(&message, FRAME_LIMIT).expect("it fits");
        assert_eq!(crate::frame::decode::<FromAgent>(&frame).expect("it is understood"), message);
    }
}

#[test]
fn a_link_on_its_way_in_cannot_be_printed() {
    let add = ToAgent::Add {
        nonce: "n".into(),
        links: vec![Passing::new("otpauth://totp/a?secret=GEZDGNBV".into())],
    };
    assert!(!format!("{add:?}").contains("GEZDGNBV"));
}
