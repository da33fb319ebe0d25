//! How fast codes are made, beside openssl's HMAC, which is most of the work.

use std::error::Error;
use std::hint::black_box;
use std::process::{Command, Stdio};
use std::time::Instant;

use countersign_core::otp::{self, Parameters};
use countersign_core::secret::Secret;

use crate::{Goal, Row, Series};

/// Codes that are made at a time.
const COUNT: u64 = 500_000;

/// How often both are asked, by turns.
const TURNS: usize = 5;

/// Nanoseconds that one takes.
pub fn made() -> Result<Row, Box<dyn Error>> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let (parameters, secret) = (Parameters::default(), Secret::new(b"12345678901234567890".to_vec()));
    for _ in 0..TURNS {
        let begun = Instant::now();
        for step in 0..COUNT {
            black_box(otp::code(&parameters, &secret, None, step));
        }
        ours.push(begun.elapsed().as_secs_f64() * 1e9 / COUNT as f64);
        theirs.push(hmac_of_openssl()?);
    }
    Ok(Row {
        what: "making a code".to_owned(),
        unit: "ns".to_owned(),
        goal: Goal::Ratio(1.2),
        ours: Series { who: "countersign".to_owned(), values: ours },
        others: vec![Series { who: "openssl HMAC-SHA1, its key prepared once".to_owned(), values: theirs }],
        note: String::new(),
    })
}

/// Asks `openssl speed`, which hashes 16 bytes for a second with a key that it prepared before.
fn hmac_of_openssl() -> Result<f64, Box<dyn Error>> {
    let mut openssl = Command::new("openssl");
    openssl.args(["speed", "-mr", "-hmac", "sha1", "-bytes", "16", "-seconds", "1"]).stderr(Stdio::null());
    let told = String::from_utf8(openssl.output()?.stdout)?;
    let rate =
        told.lines().find_map(|line| line.strip_prefix("+F:")?.rsplit(':').next()?.parse::<f64>().ok());
    let bytes = rate.ok_or_else(|| format!("openssl says {told:?}"))?;
    Ok(16.0 * 1e9 / bytes)
}
