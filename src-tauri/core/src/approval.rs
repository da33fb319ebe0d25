//! Who may have a code, for what and for how long: rules alone, with time as an argument.
//!
//! * [`desk`]: one request at a time, its time to live, the arming of its buttons, the cool-down
//! * [`step`]: which time step's code may leave, and when
//! * [`run`]: *Approve for this run*, what it covers, what ends it
//! * [`registry`]: which registry an account may answer
//! * [`naming`]: which account a name means
//! * [`words`]: the two words to compare

pub mod desk;
pub mod naming;
pub mod registry;
pub mod run;
pub mod step;
pub mod words;
