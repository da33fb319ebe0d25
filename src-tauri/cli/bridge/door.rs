//! The bridge's own end: who comes in, and on which words.

use super::forward::{Answer, Bridge};
use hyper::body::Incoming;
use hyper::header::{HOST, HeaderMap, ORIGIN};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

/// How long a client may take over the head of a request.
const HEAD: Duration = Duration::from_secs(30);

/// The longest head of a request, in bytes.
const HEAD_LIMIT: usize = 64 * 1024;

/// The most conversations at a time.
const CONVERSATIONS: usize = 64;

/// Serves until the process ends.
pub(super) fn serve(bridge: Bridge, first: TcpStream, listener: TcpListener) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let bridge = Arc::new(bridge);
    runtime.block_on(async {
        let places = Arc::new(tokio::sync::Semaphore::new(CONVERSATIONS));
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        first.set_nonblocking(true)?;
        let from = first.peer_addr()?;
        tokio::spawn(converse(Arc::clone(&bridge), tokio::net::TcpStream::from_std(first)?, from));
        loop {
            let (stream, from) = listener.accept().await?;
            let (bridge, places) = (Arc::clone(&bridge), Arc::clone(&places));
            tokio::spawn(async move {
                if let Ok(_place) = places.acquire().await {
                    converse(bridge, stream, from).await;
                }
            });
        }
    })
}

async fn converse(bridge: Arc<Bridge>, stream: tokio::net::TcpStream, from: SocketAddr) {
    let service = service_fn(|request| {
        let bridge = Arc::clone(&bridge);
        async move { Ok::<_, Infallible>(answer(&bridge, request, from).await) }
    });
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(HEAD_LIMIT);
    // A client that breaks off has its reasons; what it asked for is withdrawn then.
    drop(server.serve_connection(TokioIo::new(stream), service).await);
}

async fn answer(bridge: &Bridge, request: Request<Incoming>, from: SocketAddr) -> Answer {
    if let Err(status) = may_enter(bridge, &request) {
        return super::forward::refusal(status, "This is a way for the programs of one run alone.");
    }
    let path = request.uri().path_and_query().map_or("", |path| path.as_str());
    // Checked by `may_enter`.
    let rest = path.get(bridge.address.path.len() + 2..).unwrap_or_default().to_owned();
    bridge.answer(&rest, request, from).await
}

/// Checks what holds for every request. A page in a browser can send one here: it cannot know the path, a name that it
/// points at this machine shows in `host`, and a browser says where the page is from.
fn may_enter(bridge: &Bridge, request: &Request<Incoming>) -> Result<(), StatusCode> {
    let headers = request.headers();
    let uri = request.uri();
    if uri.authority().is_some() || uri.scheme().is_some() {
        return Err(StatusCode::BAD_REQUEST);
    }
    if only(headers, HOST.as_str()) != Some(bridge.address.host().as_bytes()) {
        return Err(StatusCode::MISDIRECTED_REQUEST);
    }
    if headers.contains_key(ORIGIN) || headers.keys().any(|name| name.as_str().starts_with("sec-fetch-")) {
        return Err(StatusCode::FORBIDDEN);
    }
    let mut words = uri.path().split('/').skip(1);
    if !same(words.next().unwrap_or_default().as_bytes(), bridge.address.path.as_bytes()) {
        return Err(StatusCode::NOT_FOUND);
    }
    // Nothing below a registry leads out of it again, written in whatever way.
    let leads_out = |word: &str| {
        let plain = word.to_ascii_lowercase().replace("%2e", ".");
        plain == "." || plain == ".." || word.contains('\\')
    };
    if words.any(leads_out) {
        return Err(StatusCode::BAD_REQUEST);
    }
    let known = [Method::GET, Method::HEAD, Method::PUT, Method::POST, Method::DELETE, Method::PATCH];
    if known.contains(request.method()) { Ok(()) } else { Err(StatusCode::METHOD_NOT_ALLOWED) }
}

/// Returns a header's value if it is there once.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a [u8]> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    values.next().is_none().then(|| value.as_bytes())
}

/// Compares without telling by the time it takes where two words differ.
pub(super) fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}
