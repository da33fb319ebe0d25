//! Systems whose processes this program does not look into yet.

use super::{Origin, fact};

pub(super) fn look_at(pid: u32, origin: &mut Origin) {
    origin.verified.push(fact("Process", pid.to_string()));
}

pub(super) async fn death(_: u32) {
    std::future::pending().await
}
