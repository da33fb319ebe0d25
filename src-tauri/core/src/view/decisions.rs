//! What was asked and what became of it.

use super::Wants;
use serde::{Deserialize, Serialize};

view! {
    /// One request that is over.
    pub struct DecisionView {
        /// When it ended, in seconds since 1970.
        #[cfg_attr(test, ts(type = "number"))]
        pub at: u64,
        /// What was asked, in one sentence.
        pub sentence: String,
        /// What was asked for.
        pub wants: Wants,
        /// What became of it.
        pub outcome: Outcome,
        /// The account that was chosen, by its name then.
        pub account: Option<String>,
        /// The registry that it claimed to be for.
        pub registry: Option<String>,
        /// The program that asked, as the system named it.
        pub program: Option<String>,
    }

    /// What became of a request.
    #[derive(Copy)]
    #[serde(rename_all = "kebab-case")]
    pub enum Outcome {
        /// The person said yes, once.
        Approved,
        /// The person said yes for the whole run.
        ApprovedForRun,
        /// The person said no.
        Refused,
        /// Nobody answered in time.
        Expired,
        /// The program went away or changed its mind.
        Withdrawn,
    }
}
