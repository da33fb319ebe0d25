//! Figures as they were measured. What is made of them is said elsewhere: `tests/bench/src/figures.rs`.

use serde::Serialize;

/// Everything that was measured.
#[derive(Default, Serialize)]
pub(crate) struct Report {
    pub(crate) rows: Vec<Row>,
    pub(crate) curves: Vec<Curve>,
}

/// One line of the table.
#[derive(Serialize)]
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) unit: &'static str,
    pub(crate) goal: Goal,
    /// Ours.
    pub(crate) ours: Series,
    /// Those that ours is compared with; what is compared pair by pair comes first.
    pub(crate) others: Vec<Series>,
    /// How it was measured, where the name does not say it.
    pub(crate) note: String,
}

/// What was measured of one program, in order.
#[derive(Serialize)]
pub(crate) struct Series {
    pub(crate) who: String,
    pub(crate) values: Vec<f64>,
}

/// What is wanted.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Goal {
    /// The median is at most this.
    AtMost(f64),
    /// The median is at most the first, the 95th percentile at most the second.
    Quantiles(f64, f64),
    /// The median of the ratios to the first other is at most this.
    Ratio(f64),
    /// The median of the differences to the first other is at most this.
    More(f64),
    /// The median of the differences to the first other is within their own noise.
    NoDifference,
}

/// How something grows with the number of accounts.
#[derive(Serialize)]
pub(crate) struct Curve {
    pub(crate) what: &'static str,
    /// Accounts and milliseconds.
    pub(crate) points: Vec<(usize, f64)>,
}

impl Series {
    pub(crate) fn of(who: impl Into<String>, values: Vec<f64>) -> Self {
        Self { who: who.into(), values }
    }
}

impl Report {
    /// Adds a line of figures that are compared with no other program's.
    pub(crate) fn alone(&mut self, what: &str, unit: &'static str, goal: Goal, values: Vec<f64>, note: &str) {
        self.row(what, unit, goal, Series::of("countersign", values), Vec::new(), note);
    }

    /// Adds a line.
    pub(crate) fn row(
        &mut self,
        what: &str,
        unit: &'static str,
        goal: Goal,
        ours: Series,
        others: Vec<Series>,
        note: &str,
    ) {
        for series in std::iter::once(&ours).chain(&others) {
            let mut sorted = series.values.clone();
            sorted.sort_by(f64::total_cmp);
            let median = sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN);
            eprintln!("      {what}: {} {median:.2} {unit}", series.who);
        }
        let (what, note) = (what.to_owned(), note.to_owned());
        self.rows.push(Row { what, unit, goal, ours, others, note });
    }
}
