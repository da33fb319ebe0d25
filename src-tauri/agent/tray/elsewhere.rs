//! Systems on which the tray is not shown yet; everything it does is in the window too.

use super::{Menu, report};
use crate::event::{Events, FromTray};
use std::sync::mpsc::Receiver;

pub(super) fn keep(_: &Receiver<Menu>, events: &Events) {
    report(events, FromTray::Shown(false));
}
