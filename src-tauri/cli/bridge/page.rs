//! Authentication at a page in the browser: the registry says where, the person goes there, the outcome is waited for.

use super::registries::Registry;
use countersign_core::approval::registry::in_clear;
use reqwest::header::{AUTHORIZATION, HeaderValue, RETRY_AFTER};
use reqwest::{StatusCode, Url};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// How long the person may take.
const PATIENCE: Duration = Duration::from_secs(300);

/// How long is waited between two looks, if the registry names no time, and at most.
const LOOK: Duration = Duration::from_secs(1);
const LONGEST_LOOK: Duration = Duration::from_secs(30);

/// The longest answer and the longest token, in bytes.
const LIMIT: usize = 16 * 1024;

/// Checks where a challenge leads: its outcome comes from the registry itself, and its page is not read on the way.
pub(super) fn may_be_opened(registry: &Registry, page: &str, done: &str) -> Result<(), &'static str> {
    let own = Url::parse(&registry.url).map_err(|_| "the registry's address is none")?;
    let done = Url::parse(done).map_err(|_| "the registry says no address to wait at")?;
    let page = Url::parse(page).map_err(|_| "the registry names no page")?;
    if done.origin() != own.origin() {
        return Err("the registry would have the outcome fetched from elsewhere");
    }
    if !matches!(page.scheme(), "http" | "https") || in_clear(page.as_str()) {
        return Err("the registry's page is not encrypted");
    }
    Ok(())
}

/// Waits until the person has authenticated, and returns what the registry gives for that.
pub(super) async fn outcome(
    client: &reqwest::Client,
    registry: &Registry,
    done: &str,
) -> Result<Zeroizing<String>, String> {
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        let mut request = client.get(done);
        if let Some(credential) = &registry.credential {
            let mut value = HeaderValue::from_str(credential.expose()).map_err(|_| "the token is damaged")?;
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        let answer = request.send().await.map_err(|_| "the registry cannot be reached")?;
        let wait = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        match answer.status() {
            StatusCode::OK => return token(answer).await,
            StatusCode::ACCEPTED => {
                tokio::time::sleep(wait.map_or(LOOK, Duration::from_secs).clamp(LOOK, LONGEST_LOOK)).await;
            }
            status => return Err(format!("the registry ended the authentication ({status})")),
        }
    }
    Err("nobody authenticated in time".into())
}

async fn token(answer: reqwest::Response) -> Result<Zeroizing<String>, String> {
    #[derive(serde::Deserialize)]
    struct Outcome {
        token: String,
    }
    let body = http_body_util::Limited::new(reqwest::Body::from(answer), LIMIT);
    let body =
        http_body_util::BodyExt::collect(body).await.map_err(|_| "the registry's answer is too long")?;
    let outcome = serde_json::from_slice::<Outcome>(&body.to_bytes());
    let token =
        outcome.map(|outcome| Zeroizing::new(outcome.token)).map_err(|_| "the registry gave nothing")?;
    let fit = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
    if fit { Ok(token) } else { Err("the registry gave nothing".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_comes_from_the_registry_itself_and_a_page_is_encrypted() {
        let registry = Registry { url: "https://registry.example/npm/".into(), credential: None };
        let may = |page: &str, done: &str| may_be_opened(&registry, page, done).is_ok();
        assert!(may("https://pages.example/auth/1", "https://registry.example/-/v1/done?authId=1"));
        assert!(!may("https://pages.example/auth/1", "https://elsewhere.example/-/v1/done"));
        assert!(!may("https://pages.example/auth/1", "http://registry.example/-/v1/done"));
        assert!(!may("http://pages.example/auth/1", "https://registry.example/-/v1/done"));
        assert!(!may("file:///etc/passwd", "https://registry.example/-/v1/done"));
        assert!(!may("not an address", "https://registry.example/-/v1/done"));
    }
}
