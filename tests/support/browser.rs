//! Someone who sees and uses a page the way assistive technology does: by roles and names.
//!
//! The page's program cannot be started by the driver, because only the agent may start it. So it is told where to listen,
//! through the environment that it inherits from the agent, and the driver comes to it there.

use std::fs;
use std::net::TcpStream;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use data_encoding::BASE64;
use reqwest::Method;
use reqwest::blocking::Client;
use serde_json::{Value, json};

use super::home::Home;
use super::registry::{free_port, until_it_answers};
use super::running::Running;
use super::waiting::{PATIENCE, eventually, eventually_or};

/// The name under which the protocol hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// How long a script may take, in milliseconds: less than the client waits for its answer.
const SCRIPT_MS: u64 = 55_000;

/// Where a page's program listens for a driver.
#[derive(Clone, Copy)]
pub(crate) struct Door(u16);

impl Door {
    /// Lets programs of a home that were built for it be driven.
    pub(crate) fn in_the(home: &mut Home) -> Self {
        let door = Self(free_port());
        home.set("WEBKIT_INSPECTOR_SERVER", door.address());
        home.set("TAURI_WEBVIEW_AUTOMATION", "true");
        door
    }

    /// Returns whether a program listens now.
    pub(crate) fn is_open(self) -> bool {
        TcpStream::connect(self.address()).is_ok()
    }

    fn address(self) -> String {
        format!("127.0.0.1:{}", self.0)
    }
}

/// A driver and its session with a running program.
pub(crate) struct Browser {
    session: String,
    client: Client,
    driver: Running,
}

/// Something on a page.
#[derive(Clone)]
pub(crate) struct Element(pub(crate) String);

impl Element {
    /// Returns the element as an argument of a script.
    pub(crate) fn reference(&self) -> Value {
        json!({ ELEMENT: self.0 })
    }
}

impl Browser {
    /// Waits until a program listens behind the door, and takes it over.
    pub(crate) fn enter(home: &Home, door: Door) -> Self {
        eventually("the page's program to let a driver in", || door.is_open().then_some(()));
        Self::behind("WebKitWebDriver", home, &[format!("--target={}", door.address())], &json!({}))
    }

    /// Starts a driver, which starts or finds a browser of these capabilities.
    pub(crate) fn behind(driver: &str, home: &Home, arguments: &[String], capabilities: &Value) -> Self {
        let port = free_port();
        let mut command = home.command(driver);
        command.arg(format!("--port={port}")).args(arguments);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut running = Running::start(command);
        let url = format!("http://127.0.0.1:{port}");
        assert!(until_it_answers(&mut running, &format!("{url}/status")), "{driver} ended");
        let client = Client::builder()
            .no_proxy()
            .timeout(PATIENCE)
            .build()
            .expect("a client without TLS needs nothing");
        let mut browser = Self { session: format!("{url}/session"), client, driver: running };
        let answer = browser.post("", json!({ "capabilities": { "alwaysMatch": capabilities } }));
        let id = answer["sessionId"].as_str().expect("a session has an id");
        browser.session = format!("{}/{id}", browser.session);
        // What a script does takes longer on a busy machine than a driver usually waits for.
        browser.post("/timeouts", json!({ "script": SCRIPT_MS }));
        browser
    }

    /// Brings an element into view: a page may be longer than its window.
    pub(crate) fn scroll_to(&self, element: &Element) {
        self.run("arguments[0].scrollIntoView({ block: 'center' })", &[element.reference()]);
    }

    /// Gives the window that is looked at a size in pixels.
    pub(crate) fn resize(&self, width: u32, height: u32) {
        self.post("/window/rect", json!({ "width": width, "height": height }));
    }

    /// Opens another page in the window that is looked at.
    pub(crate) fn visit(&self, url: &str) {
        self.post("/url", json!({ "url": url }));
    }

    /// Returns the titles of all windows.
    pub(crate) fn titles(&self) -> Vec<String> {
        let current = self.get("/window");
        let titles = self.windows().iter().map(|window| self.title_of(window)).collect();
        self.post("/window", json!({ "handle": current }));
        titles
    }

    /// Waits for a window with this title and looks at it from now on.
    pub(crate) fn look_at(&self, title: &str) {
        eventually(&format!("a window titled {title:?}"), || {
            self.windows().iter().any(|window| self.title_of(window) == title).then_some(())
        });
    }

    fn windows(&self) -> Vec<String> {
        let handles = self.get("/window/handles");
        handles
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|handle| handle.as_str().map(str::to_owned))
            .collect()
    }

    /// Looks at a window and returns its title; nothing when it closed in between.
    fn title_of(&self, window: &str) -> String {
        let switched = self.try_call(Method::POST, "/window", Some(json!({ "handle": window })));
        let title = switched.and_then(|_| self.try_call(Method::GET, "/title", None));
        title.ok().and_then(|title| title.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Waits for the one element with this role and name, as a screen reader would announce it.
    pub(crate) fn find(&self, role: &str, name: &str) -> Element {
        let there = || self.all(role).iter().map(|element| self.name(element)).collect::<Vec<_>>();
        let what = || format!("{role} {name:?} on {:?}; there are {:?}", self.get("/title"), there());
        eventually_or(what, || self.all(role).into_iter().find(|element| self.name(element) == name))
    }

    /// Returns whether an element with this role and name is there now.
    pub(crate) fn shows(&self, role: &str, name: &str) -> bool {
        self.all(role).iter().any(|element| self.name(element) == name)
    }

    /// Returns all elements with this role.
    pub(crate) fn all(&self, role: &str) -> Vec<Element> {
        let selector = selector(role);
        self.select(&selector).into_iter().filter(|element| self.role(element) == role).collect()
    }

    /// Returns all elements that match a CSS selector.
    pub(crate) fn select(&self, selector: &str) -> Vec<Element> {
        let found = self.post("/elements", json!({ "using": "css selector", "value": selector }));
        let ids = found.as_array().into_iter().flatten().filter_map(|element| element[ELEMENT].as_str());
        ids.map(|id| Element(id.to_owned())).collect()
    }

    /// Returns the element that has the focus.
    pub(crate) fn focused(&self) -> Element {
        let found = self.get("/element/active");
        Element(found[ELEMENT].as_str().expect("something has the focus").to_owned())
    }

    /// Returns an element's name, as a screen reader would announce it.
    pub(crate) fn name(&self, element: &Element) -> String {
        self.property(element, "computedlabel")
    }

    /// Returns the role that a screen reader would announce.
    pub(crate) fn role(&self, element: &Element) -> String {
        self.property(element, "computedrole")
    }

    /// Returns the text of an element that can be seen.
    pub(crate) fn text(&self, element: &Element) -> String {
        self.property(element, "text")
    }

    /// Clicks in the middle of an element.
    pub(crate) fn click(&self, element: &Element) {
        self.post(&format!("/element/{}/click", element.0), json!({}));
    }

    /// Clicks on an element whose window may close at once, before the driver can tell that it clicked.
    pub(crate) fn click_to_leave(&self, element: &Element) {
        let clicked = self.try_call(Method::POST, &format!("/element/{}/click", element.0), Some(json!({})));
        if let Err(error) = clicked {
            assert!(error.contains("no such window"), "{error}");
        }
    }

    /// Types into an element.
    pub(crate) fn type_into(&self, element: &Element, text: &str) {
        self.post(&format!("/element/{}/value", element.0), json!({ "text": text }));
    }

    /// Runs a function body in the page and returns what it returns. Promises are waited for.
    pub(crate) fn run(&self, script: &str, arguments: &[Value]) -> Value {
        self.post("/execute/sync", json!({ "script": script, "args": arguments }))
    }

    /// Takes a picture of the page in the window that is looked at.
    pub(crate) fn picture(&self, to: &Path) {
        let encoded = self.get("/screenshot");
        let png =
            BASE64.decode(encoded.as_str().unwrap_or_default().as_bytes()).expect("a picture is base64");
        fs::write(to, png).unwrap();
    }

    fn property(&self, element: &Element, name: &str) -> String {
        // An element that went away in between has no name, no role and no text.
        let answer = self.try_call(Method::GET, &format!("/element/{}/{name}", element.0), None);
        answer.ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
    }

    fn get(&self, path: &str) -> Value {
        self.try_call(Method::GET, path, None).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn post(&self, path: &str, body: Value) -> Value {
        self.try_call(Method::POST, path, Some(body)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn try_call(&self, method: Method, path: &str, body: Option<Value>) -> Result<Value, String> {
        let request = self.client.request(method, format!("{}{path}", self.session));
        let request = if let Some(body) = body { request.json(&body) } else { request };
        let answer = request.send().map_err(|error| error.to_string())?;
        let good = answer.status().is_success();
        let mut document: Value = answer.json().map_err(|error| error.to_string())?;
        if good { Ok(document["value"].take()) } else { Err(document["value"].to_string()) }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Lets the program live on and take another driver later.
        let _gone = self.client.delete(&self.session).timeout(Duration::from_secs(2)).send();
    }
}

/// Returns where elements of a role are found in HTML.
fn selector(role: &str) -> String {
    let native = match role {
        "button" => "button, input[type=submit], input[type=button], summary",
        "textbox" | "searchbox" => "input, textarea",
        "checkbox" | "radio" | "switch" => "input",
        "combobox" | "listbox" => "select",
        "list" => "ul, ol",
        "listitem" => "li",
        "heading" => "h1, h2, h3, h4",
        "link" => "a",
        "dialog" | "alertdialog" => "dialog",
        _ => "main, nav, section, form, output, progress",
    };
    format!("{native}, [role={role}]")
}
