//! Whether a goal is met.

use serde::Serialize;

use crate::{Goal, Row, Series};

/// What came of a goal.
#[derive(Serialize)]
pub struct Verdict {
    /// The goal in words.
    pub goal: String,
    /// The figure that it is about, in words.
    pub figure: String,
    pub met: bool,
}

/// Returns a quantile of values; not a number where there are none.
pub fn quantile(values: &[f64], at: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (at * (sorted.len().saturating_sub(1)) as f64).round() as usize;
    sorted.get(place).copied().unwrap_or(f64::NAN)
}

/// Ours and the first other, pair by pair.
fn pairs(row: &Row) -> impl Iterator<Item = (f64, f64)> + '_ {
    let other = row.others.first().map_or(&[][..], |Series { values, .. }| values);
    row.ours.values.iter().copied().zip(other.iter().copied())
}

pub fn judge(row: &Row) -> Verdict {
    let median = quantile(&row.ours.values, 0.5);
    let (goal, figure, met) = match row.goal {
        Goal::AtMost(most) => {
            (format!("at most {most} {}", row.unit), format!("{median:.1} {}", row.unit), median <= most)
        }
        Goal::Quantiles(middle, high) => {
            let p95 = quantile(&row.ours.values, 0.95);
            let figure = format!("p50 {median:.1}, p95 {p95:.1} {}", row.unit);
            (
                format!("p50 at most {middle}, p95 {high} {}", row.unit),
                figure,
                median <= middle && p95 <= high,
            )
        }
        Goal::Ratio(most) => {
            let ratios: Vec<f64> = pairs(row).map(|(ours, theirs)| ours / theirs).collect();
            let ratio = quantile(&ratios, 0.5);
            (format!("at most {most} times"), format!("{ratio:.2} times"), ratio <= most)
        }
        Goal::More(most) => {
            let more: Vec<f64> = pairs(row).map(|(ours, theirs)| ours - theirs).collect();
            let more = quantile(&more, 0.5);
            (
                format!("at most {most} {} more", row.unit),
                format!("{more:.1} {} more", row.unit),
                more <= most,
            )
        }
        Goal::NoDifference => {
            let differences: Vec<f64> = pairs(row).map(|(ours, theirs)| ours - theirs).collect();
            let median = quantile(&differences, 0.5);
            // A sign test: how many of the pairs went one way, against what a coin would do in 99 of 100 times.
            let count = differences.len() as f64;
            let slower = differences.iter().filter(|difference| **difference > 0.0).count() as f64;
            let met = (slower - count / 2.0).abs() <= 2.58 * (count / 4.0).sqrt();
            let figure = format!("{median:+.1} {}, slower in {slower} of {count}", row.unit);
            ("no difference beyond noise".to_owned(), figure, met)
        }
    };
    Verdict { goal, figure, met }
}
