//! The programs of others that the tests run for real: two generations of npm and a registry.

use crate::installed;
use crate::node::Node;
use crate::step::{Outcome, root, tools};

/// Fetches them, with the Node they need, unless they are here.
pub(crate) fn fetch() -> Outcome {
    let node = Node::own()?;
    let into = tools().join("rig");
    installed::from_lock(
        "Fetching npm and the registry for the tests",
        &root().join("tests/rig"),
        &into,
        || Ok(node.npm()),
    )
}
