//! A request on its way to a registry, and what is done when the registry asks for a second factor.

use super::asker::{Asker, Fate};
use super::kin::{self, Kin};
use super::registries::{Registries, Registry};
use super::spool::{NotTaken, Spool};
use super::{Address, Say, door, headers, packages, page, upstream};
use crate::run::Claims;
use bytes::Bytes;
use countersign_core::npm::api::{self, Action, Challenge};
use countersign_core::view::{Bridged, PromptClaim};
use http_body_util::{BodyExt, Full, combinators::UnsyncBoxBody};
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT, WWW_AUTHENTICATE};
use hyper::{Method, Request, Response, StatusCode};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::{Mutex, OnceCell};

/// What a client hears.
pub(super) type Answer = Response<UnsyncBoxBody<Bytes, Box<dyn std::error::Error + Send + Sync>>>;

/// How the code travels.
const OTP: &str = "npm-otp";

/// What registries say to people besides.
const NOTICE: &str = "npm-notice";

/// How often one request goes out with a code: once, and once more where the first had been seen by the registry.
const TRIES: usize = 2;

/// One run's bridge.
pub(super) struct Bridge {
    pub(super) address: Address,
    claims: Arc<Claims>,
    say: Say,
    asker: Asker,
    /// Looked up when the first client comes.
    way: OnceCell<Way>,
    /// One challenge at a time: a code that is on its way must have arrived before the next one is chosen.
    turn: Mutex<()>,
}

/// Where requests go.
struct Way {
    registries: Registries,
    client: reqwest::Client,
    packages: Vec<String>,
}

/// A request, received whole.
struct Received {
    method: Method,
    url: String,
    headers: HeaderMap,
    body: Spool,
}

/// What a registry answered, read where it may be a challenge.
enum Heard {
    Challenge(Challenge, Answer),
    Other(Answer),
}

impl Bridge {
    pub(super) fn new(address: Address, claims: Arc<Claims>, say: Say) -> Self {
        let asker = Asker::start(Arc::clone(&say));
        Self { address, claims, say, asker, way: OnceCell::new(), turn: Mutex::new(()) }
    }

    async fn way(&self) -> Result<&Way, String> {
        let claims = Arc::clone(&self.claims);
        let look = || async {
            // May wait for a program that prints its configuration.
            let registries =
                tokio::task::spawn_blocking(move || (claims.registries(), packages::below(claims.folder())));
            let (registries, packages) = registries.await.map_err(|error| error.to_string())?;
            let client = upstream::client(&registries).map_err(|error| error.to_string())?;
            Ok(Way { registries, client, packages })
        };
        self.way.get_or_try_init(look).await
    }

    /// Answers a request for `rest`, which begins with the number of a registry.
    pub(super) async fn answer(&self, rest: &str, request: Request<Incoming>, from: SocketAddr) -> Answer {
        let way = match self.way().await {
            Ok(way) => way,
            Err(why) => return refusal(StatusCode::BAD_GATEWAY, &why),
        };
        if rest.is_empty() {
            return self.directory(&way.registries);
        }
        let (number, path) = rest.split_once('/').unwrap_or((rest, ""));
        let Some(registry) = number.parse().ok().and_then(|number: usize| way.registries.all.get(number))
        else {
            return refusal(StatusCode::NOT_FOUND, "This run has no such registry.");
        };
        let url = format!("{}{path}", registry.url);
        match self.pass_on(way, registry, url, request, from).await {
            Ok(answer) => answer,
            Err(why) => {
                (self.say)(&why);
                refusal(StatusCode::BAD_GATEWAY, &why)
            }
        }
    }

    /// Says which registries there are, to the companion where a tool starts a client.
    fn directory(&self, registries: &Registries) -> Answer {
        let of = registries.of.iter().map(|(scope, number)| {
            let (url, upstream) =
                (self.address.of_registry(*number), &registries.all.get(*number).map(|it| &it.url));
            serde_json::json!({ "scope": scope, "url": url, "upstream": upstream })
        });
        let list = serde_json::json!({ "token": self.address.token, "registries": of.collect::<Vec<_>>() });
        json(StatusCode::OK, &list)
    }

    async fn pass_on(
        &self,
        way: &Way,
        registry: &Registry,
        url: String,
        request: Request<Incoming>,
        from: SocketAddr,
    ) -> Result<Answer, String> {
        let (head, body) = request.into_parts();
        let writes = !matches!(head.method, Method::GET | Method::HEAD);
        let ours = head.headers.get(AUTHORIZATION).is_some_and(|value| self.is_ours(value));
        if writes && !ours {
            let why = "Only what carries the run's own token may change something through it.";
            return Ok(refusal(StatusCode::UNAUTHORIZED, why));
        }
        let mut to_registry = headers::to_registry(&head.headers, writes);
        if let Some(credential) = registry.credential.as_ref().filter(|_| ours) {
            let mut value = HeaderValue::from_str(credential.expose())
                .map_err(|_| "the token for the registry is damaged")?;
            value.set_sensitive(true);
            to_registry.insert(AUTHORIZATION, value);
        }
        let body = match Spool::receive(body).await {
            Ok(body) => body,
            Err(NotTaken::TooLarge) => {
                return Ok(refusal(StatusCode::PAYLOAD_TOO_LARGE, "That is more than the way takes."));
            }
            Err(NotTaken::Broken) => return Ok(refusal(StatusCode::BAD_REQUEST, "The request broke off.")),
            Err(NotTaken::Disk(error)) => return Err(format!("the request cannot be kept: {error}")),
        };
        let mut received = Received { method: head.method, url, headers: to_registry, body };
        match received.send(&way.client, None).await? {
            Heard::Other(answer) => Ok(answer),
            Heard::Challenge(Challenge::Email, answer) => {
                (self.say)(
                    "the registry sent a code by e-mail; only you can give it, without this way (--no-bridge)",
                );
                Ok(answer)
            }
            Heard::Challenge(_, answer) if !writes => Ok(answer),
            Heard::Challenge(Challenge::Browser { page, done }, answer) => {
                if let Err(why) =
                    self.lifecycle(from).and_then(|_| Ok(page::may_be_opened(registry, &page, &done)?))
                {
                    (self.say)(&format!("no authentication was begun: {why}"));
                    return Ok(answer);
                }
                (self.say)(&format!("authenticate at {page}"));
                let shown = self.show_page(way, registry, &mut received, &page, from);
                let outcome = page::outcome(&way.client, registry, &done);
                // The request in the app is withdrawn with the page that it shows.
                let token = tokio::select! {
                    token = outcome => token?,
                    never = shown => match never {},
                };
                let (Heard::Other(answer) | Heard::Challenge(_, answer)) =
                    received.send(&way.client, Some(&token)).await?;
                Ok(answer)
            }
            Heard::Challenge(Challenge::OneTimePassword, answer) => {
                self.answer_challenge(way, registry, received, answer, from).await
            }
        }
    }

    /// The lifecycle script that a program of the run was started by, if one was.
    fn lifecycle(&self, from: SocketAddr) -> Result<Option<String>, String> {
        match kin::at(from.port(), self.address.port) {
            Kin::OfTheRun(lifecycle) => Ok(lifecycle),
            Kin::Unknown => Ok(None),
            Kin::Stranger => Err("a program asked that this run did not start".into()),
        }
    }

    /// Whether a value is the run's own token.
    fn is_ours(&self, value: &HeaderValue) -> bool {
        let token = value.as_bytes().strip_prefix(b"Bearer ");
        token.is_some_and(|token| door::same(token, self.address.token.as_bytes()))
    }

    /// Shows in the app where the person is to authenticate, for as long as this is awaited. What comes of it is told in
    /// passing: the page's outcome comes from the registry.
    async fn show_page(
        &self,
        way: &Way,
        registry: &Registry,
        received: &mut Received,
        page: &str,
        from: SocketAddr,
    ) -> Infallible {
        let shown = async {
            let mut action = received.action(registry)?;
            action.target.page = Some(page.to_owned());
            let client = received.client();
            let _turn = self.turn.lock().await;
            let claim = self.claim(way, action, &client, self.lifecycle(from)?).await?;
            self.asker.ask(claim).await.map(drop)
        };
        if let Err(why) = shown.await {
            (self.say)(why.trim_end_matches('.'));
        }
        std::future::pending().await
    }

    /// What is claimed of a request.
    async fn claim(
        &self,
        way: &Way,
        action: Action,
        client: &str,
        lifecycle: Option<String>,
    ) -> Result<PromptClaim, String> {
        let (claims, client) = (Arc::clone(&self.claims), client.to_owned());
        let Action { name, target } = action;
        let bridged = Bridged { action: name, packages: way.packages.clone() };
        let claim =
            tokio::task::spawn_blocking(move || claims.gather_bridged(&client, target, bridged, lifecycle));
        claim.await.map_err(|error| error.to_string())
    }

    /// Asks the person, and sends the request once more with the code.
    async fn answer_challenge(
        &self,
        way: &Way,
        registry: &Registry,
        mut received: Received,
        mut answer: Answer,
        from: SocketAddr,
    ) -> Result<Answer, String> {
        let lifecycle = match self.lifecycle(from) {
            Ok(lifecycle) => lifecycle,
            Err(why) => {
                (self.say)(&format!("no code was sent: {why}"));
                return Ok(answer);
            }
        };
        let action = received.action(registry)?;
        let client = received.client();
        let _turn = self.turn.lock().await;
        for _ in 0..TRIES {
            let claim = self.claim(way, action.clone(), &client, lifecycle.clone()).await?;
            let given = match self.asker.ask(claim).await {
                Ok(given) => given,
                Err(why) => {
                    (self.say)(&format!("no code was sent: {}", why.trim_end_matches('.')));
                    return Ok(answer);
                }
            };
            match received.send(&way.client, Some(&given.code)).await? {
                Heard::Other(other) => {
                    self.asker.tell(given.id, Fate::Accepted);
                    return Ok(other);
                }
                Heard::Challenge(_, refused) => {
                    self.asker.tell(given.id, Fate::Refused);
                    answer = refused;
                    if !given.again {
                        break;
                    }
                }
            }
        }
        Ok(answer)
    }
}

impl Received {
    /// What it does at the registry.
    fn action(&mut self, registry: &Registry) -> Result<Action, String> {
        let path = self.url.strip_prefix(registry.url.as_str()).unwrap_or_default();
        let body = self.body.reader().map_err(|error| error.to_string())?;
        let mut action = api::action(self.method.as_str(), path, body);
        action.target.registry = Some(registry.url.clone());
        Ok(action)
    }

    /// The name of the client that sends it, as it says itself.
    fn client(&self) -> String {
        let agent = self.headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        agent.split('/').next().unwrap_or_default().to_owned()
    }

    /// Sends the request, with a code if one is given.
    async fn send(&mut self, client: &reqwest::Client, code: Option<&str>) -> Result<Heard, String> {
        let mut headers = self.headers.clone();
        if let Some(code) = code {
            let mut value = HeaderValue::from_str(code).map_err(|_| "the code cannot be sent")?;
            value.set_sensitive(true);
            headers.insert(OTP, value);
        }
        let body = self.body.body().map_err(|error| error.to_string())?;
        let request = client.request(self.method.clone(), &self.url).headers(headers).body(body);
        let answer = request.send().await.map_err(|error| unreached(&error))?;
        let (head, body) = Response::from(answer).into_parts();
        let mut head = Response::from_parts(head, ()).into_parts().0;
        head.headers = headers::passed_on(&head.headers);
        if head.status != StatusCode::UNAUTHORIZED {
            let body = body.map_err(|error| Box::new(error).into()).boxed_unsync();
            return Ok(Heard::Other(Response::from_parts(head, body)));
        }
        let body = http_body_util::Limited::new(body, api::CHALLENGE_LIMIT).collect().await;
        let body = body.map_err(|_| "the registry's answer is too long or broke off")?.to_bytes();
        let said = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
        let challenge = api::challenge(said(WWW_AUTHENTICATE.as_str()), said(NOTICE), &body);
        let answer = Response::from_parts(head, whole(body));
        Ok(match challenge {
            Some(challenge) => Heard::Challenge(challenge, answer),
            None => Heard::Other(answer),
        })
    }
}

/// Says that the registry was not reached, with the innermost reason and without the address.
fn unreached(error: &reqwest::Error) -> String {
    let mut reason: &dyn std::error::Error = error;
    while let Some(inner) = reason.source() {
        reason = inner;
    }
    format!("the registry cannot be reached: {reason}")
}

fn whole(body: Bytes) -> UnsyncBoxBody<Bytes, Box<dyn std::error::Error + Send + Sync>> {
    Full::new(body).map_err(|never| match never {}).boxed_unsync()
}

fn json(status: StatusCode, value: &serde_json::Value) -> Answer {
    let mut answer = Response::new(whole(value.to_string().into()));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}

/// An answer of the bridge itself, in the form in which registries fail.
pub(super) fn refusal(status: StatusCode, why: &str) -> Answer {
    json(status, &serde_json::json!({ "error": format!("countersign: {why}") }))
}
