//! Everything that must pass.

use crate::step::{Outcome, cargo, run, say};
use crate::{packages, page, product, rig};

/// How much is tested.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All there is.
    Everything,
    /// All but the tests of the real window, which take a release build of the web view.
    WithoutWindow,
    /// The tests of the real window alone.
    Window,
}

/// Installs what the tests need and runs them.
pub(crate) fn test(extent: Extent) -> Outcome {
    packages::install(packages::TESTS)?;
    packages::install(packages::SCREEN)?;
    packages::install(packages::WAYLAND)?;
    rig::fetch()?;
    if extent != Extent::Window {
        page::test()?;
        run("Testing everything without a window", &mut cargo("test --workspace"))?;
    }
    if extent == Extent::WithoutWindow {
        say("Passed. The tests of the real window were left out, as asked.");
        return Ok(());
    }
    packages::install(packages::WINDOW)?;
    page::build()?;
    let mut window = cargo("test --features e2e --test integration -- window::");
    window.env("COUNTERSIGN_TEST_PAGE", page::build_made_up()?);
    window.env("COUNTERSIGN_TEST_RELEASED", product::build_release()?);
    window.env("COUNTERSIGN_TEST_DRIVABLE", product::build_drivable()?);
    product::test_desktop()?;
    run("Testing the real window", &mut window)?;
    say("Passed.");
    Ok(())
}
