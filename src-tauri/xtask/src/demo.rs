//! The whole story in a sandbox, played by `tests/demo.rs` with the same parts as the tests.

use crate::step::{Outcome, cargo, run};
use crate::{packages, page, product, rig};

/// Builds the product and plays the story. Arguments go to the story.
pub(crate) fn demo(args: &[String]) -> Outcome {
    for needed in [packages::WINDOW, packages::TESTS, packages::SCREEN] {
        packages::install(needed)?;
    }
    rig::fetch()?;
    page::build()?;
    let mut story = cargo("run --quiet --features tools --example demo --");
    story.args(args).env("COUNTERSIGN_TEST_RELEASED", product::build_release()?);
    if args.iter().any(|arg| arg == "--headless") {
        // Nobody is there to click, so a driver must be let in.
        story.env("COUNTERSIGN_TEST_DRIVABLE", product::build_drivable()?);
    }
    run("The story", &mut story)
}
