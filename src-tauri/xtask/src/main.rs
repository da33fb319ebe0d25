//! Set-up, run, test, demo, check.
fn main() {}
