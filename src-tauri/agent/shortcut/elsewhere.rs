//! Systems on which the agent holds no keys yet.

use crate::event::Events;

pub(super) struct Keys;

impl Keys {
    pub(super) fn new(_: Events) -> Self {
        Self
    }

    #[expect(clippy::unused_self, reason = "on Linux it holds them")]
    pub(super) fn hold(&mut self, keys: Option<&str>) -> Result<(), String> {
        keys.map_or(Ok(()), |_| Err("it is not there on this system yet".to_owned()))
    }

    #[expect(clippy::unused_self, reason = "on Linux what holds them may end")]
    pub(super) fn trouble(&self) -> Option<String> {
        None
    }
}
