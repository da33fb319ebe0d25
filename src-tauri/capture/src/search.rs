//! Several pictures searched at the same time.

use countersign_scan::{Budget, Nothing, Picture, Reading, picture};
use std::thread;

/// Searches pictures on as many threads as there are processors; the readings come in the order of the pictures.
///
/// The budget's time is for each picture. A picture on which the search falls over counts as unreadable.
#[must_use]
pub fn search(pictures: &[&Picture], budget: &Budget) -> Vec<Reading> {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let mut readings = Vec::new();
    for some in pictures.chunks(processors) {
        thread::scope(|scope| {
            let searches: Vec<_> = some.iter().map(|shown| scope.spawn(|| picture(shown, budget))).collect();
            readings.extend(searches.into_iter().map(|search| search.join().unwrap_or_else(|_| fallen())));
        });
    }
    readings
}

fn fallen() -> Reading {
    Reading { codes: Vec::new(), nothing: Some(Nothing::Unreadable) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may end where it stands")]
    use super::*;

    #[test]
    fn every_picture_is_answered_in_its_place() {
        let blank = |side: u32| Picture::from_luma(side, side, vec![255; 64 * 64]).unwrap();
        let pictures = [blank(64), blank(64), blank(64)];
        let readings = search(&pictures.each_ref(), &Budget::default());
        assert_eq!(readings.len(), 3);
        assert!(readings.iter().all(|reading| reading.nothing == Some(Nothing::NoCode)));
        assert!(search(&[], &Budget::default()).is_empty());
    }
}
