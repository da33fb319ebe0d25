//! Pictures with QR codes, made by `tests/corpus.rs`: real terminals, real browsers, simulated cameras.

use crate::node::Node;
use crate::step::{Outcome, cargo, root, run, tools};
use crate::{installed, packages, python, rig};

/// Makes pictures. Arguments go to the program that makes them.
pub(crate) fn make(args: &[String]) -> Outcome {
    for needed in [packages::TESTS, packages::SCREEN, packages::PICTURES] {
        packages::install(needed)?;
    }
    rig::fetch()?;
    let from = root().join("tests/pictures/tools");
    let node = Node::own()?;
    installed::from_lock("Fetching the packages that draw codes", &from, &tools().join("pictures"), || {
        Ok(node.npm())
    })?;
    python::install(&from.join("requirements.txt"), &tools().join("python"))?;
    run("Making pictures", cargo("run --quiet --release --features tools --example corpus --").args(args))
}
