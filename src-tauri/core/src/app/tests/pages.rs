//! Pages in the browser where a command has the person authenticate.

use super::*;
use crate::view::Wants;

fn at(page: &str) -> Ask {
    Ask::prompt(PromptClaim { page: Some(page.to_owned()), ..publish(REGISTRY) })
}

#[test]
fn a_page_is_shown_by_its_host_and_the_code_for_it_goes_to_the_clipboard_alone() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    let page = format!("{REGISTRY}/auth/cli/1?next=a");
    assert!(matches!(story.asks(run(5), at(&page)), Answer::Pending { .. }));
    let request = story.request();
    assert_eq!(
        (request.wants, request.sentence.as_str()),
        (Wants::Page, "npm publish demo@1.0.0, in the browser")
    );
    let shown = request.page.unwrap();
    assert_eq!((shown.url, shown.path.as_str()), (page, "/auth/cli/1?next=a"));
    assert_eq!(format!("https://{}", shown.host), REGISTRY);
    assert!(request.warnings.is_empty() && !request.run_offer && !request.choices[0].binds);
    let code = story.code_now(&mona);
    story.approves(&mona);
    assert_eq!(story.copied.pop().unwrap().text.expose(), code);
    assert!(matches!(story.hears(5).as_slice(), [Answer::Copied { .. }]), "no code for the program");
    assert!(story.app.pending(story.now).is_none());
}

#[test]
fn a_page_elsewhere_is_warned_of() {
    let mut story = Story::begin();
    story.keep(MONA);
    for (page, warning) in [
        (
            "https://elsewhere.example/auth",
            "The page is at elsewhere.example, and the registry at registry.example.",
        ),
        ("https://registry.example.elsewhere.example/", "The page is at registry.example.elsewhere.example"),
        ("http://registry.example/auth", "The page is reached without encryption"),
        ("https://registry.\u{435}xample/auth", ""),
    ] {
        let answer = story.asks(run(5), at(page));
        if warning.is_empty() {
            assert_eq!(refusal(&answer), "bad-page", "what cannot be told apart is not shown");
            continue;
        }
        let warnings = story.request().warnings;
        assert!(warnings.iter().any(|it| it.starts_with(warning)), "{warnings:?}");
        story.denies();
        story.hears(5);
    }
}

#[test]
fn what_is_no_page_is_not_taken() {
    let mut story = Story::begin();
    for page in [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://me:pw@registry.example/",
        "",
        "https:///",
        "https://a b/",
    ] {
        assert_eq!(refusal(&story.asks(run(5), at(page))), "bad-page", "{page:?}");
    }
}

#[test]
fn an_approval_for_the_run_does_not_reach_a_page() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    story.prompt(5, REGISTRY);
    story.approves_run(&mona);
    story.hears(5);
    assert!(matches!(story.asks(run(5), at(&format!("{REGISTRY}/auth"))), Answer::Pending { .. }));
    assert_eq!(story.copied, []);
}
