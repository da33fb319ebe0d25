//! A second opinion on codes: an authenticator that shares nothing with the product but a library.

use std::time::{SystemTime, UNIX_EPOCH};

use totp_rs::{Builder, Secret, Totp};

/// Seconds that a code of the registry stands for.
const PERIOD: u64 = 30;

/// What a person's other authenticator would show for a secret: six digits, thirty seconds, SHA-1.
pub(crate) struct Authenticator(Totp, u64);

impl Authenticator {
    /// Sets one up with a secret in base32, as registries print it.
    pub(crate) fn new(secret: &str) -> Self {
        Self::with_period(secret, PERIOD)
    }

    /// The same, for codes that stand for so many seconds.
    pub(crate) fn with_period(secret: &str, seconds: u64) -> Self {
        let secret = Secret::try_from_base32(secret).expect("the secret is base32");
        let codes = Builder::new().with_secret(secret).with_step_duration(seconds).build();
        Self(codes.expect("the secret is long enough"), seconds)
    }

    /// Returns the code of this moment's step, or of one `steps` before or after it.
    ///
    /// The registry takes the codes of the neighbouring steps too, so a test that needs three codes need not wait a minute.
    pub(crate) fn code(&self, steps: i64) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is past 1970").as_secs();
        let step = (now / self.1).checked_add_signed(steps).expect("the step is past 1970");
        self.0.generate(step * self.1).to_string()
    }
}
