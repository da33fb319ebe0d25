//! Pictures, and what they say.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use image::RgbImage;
use serde::Deserialize;

use crate::reader::Reading;

/// A picture as its manifest tells of it.
#[derive(Deserialize)]
pub struct Entry {
    pub file: String,
    pub category: String,
    expected: Vec<String>,
    width: u32,
    height: u32,
    /// Set where nobody can be expected to read it.
    #[serde(default)]
    pub hard: bool,
}

/// A folder of pictures with a manifest.
pub struct Set {
    folder: PathBuf,
    pub entries: Vec<Entry>,
}

/// What became of a picture.
#[derive(Clone, Copy)]
pub struct Outcome {
    /// All that it says was read, and nothing else.
    pub complete: bool,
    pub found: usize,
    /// Payloads that are not in the picture.
    pub wrong: usize,
}

impl Entry {
    pub fn outcome(&self, reading: &Reading) -> Outcome {
        let expected: BTreeSet<&str> = self.expected.iter().map(String::as_str).collect();
        let found: BTreeSet<&str> = reading.found.iter().map(String::as_str).collect();
        let wrong = found.difference(&expected).count();
        let right = found.intersection(&expected).count();
        Outcome { complete: right == expected.len() && wrong == 0, found: right, wrong }
    }

    /// Returns how many different payloads are to be found.
    pub fn codes(&self) -> usize {
        self.expected.iter().collect::<BTreeSet<_>>().len()
    }

    pub fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

impl Set {
    pub fn open(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let entries = serde_json::from_slice(&fs::read(folder.join("manifest.json"))?)?;
        Ok(Self { folder: folder.to_owned(), entries })
    }

    /// Returns every picture, unpacked, one after the other.
    pub fn pictures(&self) -> impl Iterator<Item = Result<RgbImage, Box<dyn Error>>> {
        self.entries.iter().map(|entry| Ok(image::open(self.folder.join(&entry.file))?.to_rgb8()))
    }

    /// Returns what unpacking costs that comes before all reading: the ending of the files, their number, milliseconds for
    /// a million pixels in the median.
    pub fn unpacking(&self) -> Result<Vec<(String, usize, f64)>, Box<dyn Error>> {
        let mut kinds: Vec<(String, Vec<f64>)> = Vec::new();
        for entry in &self.entries {
            let bytes = fs::read(self.folder.join(&entry.file))?;
            let begun = Instant::now();
            let picture = image::load_from_memory(&bytes)?;
            let taken = begun.elapsed().as_secs_f64() * 1e9 / entry.pixels() as f64;
            drop(picture);
            let kind = entry.file.rsplit('.').next().unwrap_or_default();
            match kinds.iter_mut().find(|(name, _)| name == kind) {
                Some((_, times)) => times.push(taken),
                None => kinds.push((kind.to_owned(), vec![taken])),
            }
        }
        Ok(kinds
            .into_iter()
            .map(|(kind, mut times)| {
                times.sort_by(f64::total_cmp);
                (kind, times.len(), times[times.len() / 2])
            })
            .collect())
    }
}
