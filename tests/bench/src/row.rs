//! Lines of the report on everything.

use serde::{Deserialize, Serialize};

/// One line of the table: ours, and those that it is compared with, pair by pair with the first.
#[derive(Clone, Deserialize, Serialize)]
pub struct Row {
    pub what: String,
    pub unit: String,
    pub goal: Goal,
    pub ours: Series,
    pub others: Vec<Series>,
    pub note: String,
}

/// What was measured of one program, in order.
#[derive(Clone, Deserialize, Serialize)]
pub struct Series {
    pub who: String,
    pub values: Vec<f64>,
}

/// What is wanted; see `tests/measure/report.rs`.
#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Goal {
    AtMost(f64),
    Quantiles(f64, f64),
    Ratio(f64),
    More(f64),
    NoDifference,
}
