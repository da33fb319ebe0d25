//! The npm page in the real window: what waits is looked into and published, and an error is explained.

use serde_json::json;

use crate::support::desk::link;
use crate::support::screen::hand;
use crate::support::waiting::eventually_or;
use crate::support::windows::{Windows, add};
use crate::support::{Browser, Npm, Registry, Tray, eventually};

fn text(browser: &Browser) -> String {
    browser.select("body").first().map(|body| browser.text(body)).unwrap_or_default()
}

fn shown(browser: &Browser, words: &str) {
    eventually(&format!("{words:?} on the page"), || text(browser).contains(words).then_some(()));
}

#[test]
fn a_staged_version_is_looked_into_and_published_from_the_window() {
    let registry = Registry::shared();
    let windows = Windows::open();
    let (home, browser) = (&windows.home, &windows.browser);
    let user = registry.user("mona");
    let secret = registry.enroll(&user);
    Npm::Twelve.install(home);
    home.sign_in(registry, &user);
    let package = registry.unique("kit");
    home.write(
        "work/package.json",
        json!({ "name": package, "version": "1.0.0", "scripts": { "install": "node x" } }).to_string(),
    );
    assert!(home.npm("stage publish").output().unwrap().status.success());

    add(browser, "Add", &link("npm", &user.name, &secret));

    let tray = Tray::start(home);
    let item = tray.item();
    let waits = || item.lines().contains(&"1 version waits to be published".to_owned());
    assert!(!waits());
    browser.click(&browser.find("button", "npm"));
    shown(browser, &user.name);
    shown(browser, "auth-and-writes");
    eventually("the tray to say what waits", || waits().then_some(()));
    browser.click(&browser.find("button", &format!("Look into {package}@1.0.0")));
    shown(browser, "The script that runs where it is installed is new: install: node x");
    assert!(!registry.has(&package, "1.0.0"));
    browser.click(&browser.find("button", &format!("Publish {package}@1.0.0")));
    let asks = || hand(home, &["search", "--onlyvisible", "--name", "^Approval request$"]);
    eventually_or(|| format!("a request, while the page says:\n{}", text(browser)), || asks().then_some(()));
    browser.look_at("Approval request");
    shown(browser, &format!("npm stage approve {package}@1.0.0"));
    let words = browser.text(&browser.select("#words .pair")[0]);
    browser.look_at("Countersign");
    shown(browser, &format!("Compare “{words}”"));
    browser.look_at("Approval request");
    shown(browser, "The script that runs where it is installed is new: install: node x");
    let approve = eventually("the button to be armed", || {
        let button = browser.all("button").into_iter().find(|button| browser.name(button) == "Approve")?;
        let unarmed = "return arguments[0].getAttribute('aria-disabled') === 'true'";
        (browser.run(unarmed, &[button.reference()]) == false).then_some(button)
    });
    browser.click_to_leave(&approve);
    browser.look_at("Countersign");
    shown(browser, &format!("{package}@1.0.0 published"));
    shown(browser, "Nothing waits");
    assert!(registry.has(&package, "1.0.0"));
    eventually("the tray to say that nothing waits", || (!waits()).then_some(()));

    let error = "npm error code EOTP";
    browser.type_into(&browser.find("textbox", "Paste the error of npm, pnpm, Yarn or bun"), error);
    let explain = browser.find("button", "Explain");
    browser.scroll_to(&explain);
    browser.click(&explain);
    shown(browser, "countersign run -- npm publish");
}
