//! What is shown to the scanner.

use countersign_capture::Miniature;
use countersign_scan::{Budget, Picture, Reading, picture};
use std::time::Duration;

/// Looks for codes in a picture as the product does, and makes the miniature of what was found.
pub fn look(seen: &Picture) {
    let budget = Budget { time: Duration::from_millis(200), pixels: 4_000_000, cancel: None };
    let reading = picture(seen, &budget);
    sound(&reading);
    let miniature = Miniature::of(seen, &reading.codes);
    assert!(!miniature.png().is_empty(), "there is a picture of where it was");
}

/// A reading gives codes, or a reason why there are none; and their corners are somewhere.
pub fn sound(reading: &Reading) {
    assert!(reading.codes.is_empty() == reading.nothing.is_some());
    let corners = reading.codes.iter().flat_map(|code| code.corners);
    assert!(corners.flatten().all(f32::is_finite));
}
