//! All that was measured.

use serde::Serialize;

use crate::reader::Reading;

/// The measurements of one run.
#[derive(Default, Serialize)]
pub struct Report {
    /// Readers in their order, and their readings in the order of the pictures.
    pub readers: Vec<(String, Vec<Reading>)>,
    /// Milliseconds given to ours, and the share of pictures read completely.
    pub budgets: Vec<(u64, f64)>,
    /// Views of ours, pictures lost without them, pictures won.
    pub without: Vec<(String, usize, usize)>,
    /// Kinds of files, how many, milliseconds for a million pixels.
    pub unpacking: Vec<(String, usize, f64)>,
}

impl Report {
    pub fn add(&mut self, reader: &str, readings: Vec<Reading>) {
        self.readers.push((reader.to_owned(), readings));
    }
}

/// Returns the value below which this share of the values lies.
pub fn quantile(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = (values.len() as f64 * share) as usize;
    values.get(at.min(values.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
}
