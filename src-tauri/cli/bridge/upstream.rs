//! The way to the registries, over TLS.

use super::registries::Registries;
use std::io;
use std::path::Path;
use std::time::Duration;

/// How long a registry may take to be reached.
const CONNECT: Duration = Duration::from_secs(30);

/// How long it may be silent.
const SILENCE: Duration = Duration::from_secs(300);

/// How long a connection that nothing goes over is used again. Many servers close one after five seconds; a request that crosses the
/// closing on its way would be lost, with the approval that it carries, and the person's answer may well take five seconds.
const IDLE: Duration = Duration::from_secs(2);

/// Makes the client. It follows no redirect: where one leads is the tool's to decide, and no credential of ours goes along.
pub(super) fn client(registries: &Registries) -> io::Result<reqwest::Client> {
    // Another one cannot have been chosen: nobody else in this program speaks TLS.
    drop(rustls::crypto::ring::default_provider().install_default());
    let mut client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .pool_idle_timeout(IDLE)
        .connect_timeout(CONNECT)
        .read_timeout(SILENCE);
    for file in &registries.authorities {
        for certificate in authorities(file)? {
            client = client.add_root_certificate(certificate);
        }
    }
    client.build().map_err(io::Error::other)
}

fn authorities(file: &Path) -> io::Result<Vec<reqwest::Certificate>> {
    let unreadable = |error: String| {
        io::Error::other(format!("the certificates in {} cannot be read: {error}", file.display()))
    };
    let bytes = std::fs::read(file).map_err(|error| unreadable(error.to_string()))?;
    reqwest::Certificate::from_pem_bundle(&bytes).map_err(|error| unreadable(error.to_string()))
}
