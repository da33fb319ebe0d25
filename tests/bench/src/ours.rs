//! Our own reader: as it is, with less time, and without one of its views.

use std::error::Error;
use std::time::{Duration, Instant};

use countersign_scan::{Budget, Picture, picture, picture_without, views};
use image::RgbImage;

use crate::peers::Ready;
use crate::picture::Set;
use crate::reader::Reading;
use crate::report::quantile;

/// Milliseconds that the reader is given.
const BUDGETS: [u64; 7] = [10, 20, 40, 80, 150, 300, 600];

fn pixels(picture: &RgbImage) -> Picture {
    let (width, height) = picture.dimensions();
    let rgba = picture.pixels().flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 255]).collect();
    Picture::from_rgba(width, height, rgba).expect("the manifest's pictures have sensible sizes")
}

fn texts(reading: &countersign_scan::Reading) -> Vec<String> {
    reading.codes.iter().map(|code| code.text.as_str().to_owned()).collect()
}

pub fn ready(picture_to_read: &RgbImage) -> Ready {
    let pixels = pixels(picture_to_read);
    Box::new(move || texts(&picture(&pixels, &Budget::default())))
}

/// Returns what it costs to make brightness of colours, which is in no other time: milliseconds for a megapixel.
pub fn brightness(set: &Set) -> Result<f64, Box<dyn Error>> {
    let mut times = Vec::new();
    for unpacked in set.pictures() {
        let unpacked = unpacked?;
        let (width, height) = unpacked.dimensions();
        let rgba: Vec<u8> = unpacked.pixels().flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 255]).collect();
        let begun = Instant::now();
        drop(Picture::from_rgba(width, height, rgba));
        times.push(begun.elapsed().as_secs_f64() * 1e9 / (f64::from(width) * f64::from(height)));
    }
    Ok(quantile(times, 0.5))
}

/// Returns how many of the pictures that have codes and can be read are read completely with each budget.
pub fn against_budgets(set: &Set) -> Result<Vec<(u64, f64)>, Box<dyn Error>> {
    eprintln!("countersign reads with less time");
    let mut complete = [0; BUDGETS.len()];
    let mut all = 0;
    for (entry, unpacked) in set.entries.iter().zip(set.pictures()) {
        if entry.hard || entry.codes() == 0 {
            continue;
        }
        all += 1;
        let pixels = pixels(&unpacked?);
        for (count, budget) in complete.iter_mut().zip(BUDGETS) {
            let budget = Budget { time: Duration::from_millis(budget), ..Budget::default() };
            let found = texts(&picture(&pixels, &budget));
            *count += usize::from(entry.outcome(&Reading { found, processor: 0.0, clock: 0.0 }).complete);
        }
    }
    Ok(BUDGETS.into_iter().zip(complete.map(|count| count as f64 / f64::from(all).max(1.0))).collect())
}

/// Returns for each view how many pictures are not read completely without it that were with it, and the reverse.
pub fn without_views(set: &Set) -> Result<Vec<(String, usize, usize)>, Box<dyn Error>> {
    eprintln!("countersign reads without each of its views");
    let mut counts: Vec<(String, usize, usize)> = views().map(|view| (view.to_owned(), 0, 0)).collect();
    for (entry, unpacked) in set.entries.iter().zip(set.pictures()) {
        let pixels = pixels(&unpacked?);
        let complete = |reading: &countersign_scan::Reading| {
            entry.outcome(&Reading { found: texts(reading), processor: 0.0, clock: 0.0 }).complete
        };
        let with = complete(&picture(&pixels, &Budget::default()));
        for (view, lost, won) in &mut counts {
            let without = complete(&picture_without(view, &pixels, &Budget::default()));
            *lost += usize::from(with && !without);
            *won += usize::from(without && !with);
        }
    }
    Ok(counts)
}
