//! `countersign scan`: what do these pictures say? Local; nothing is stored, nobody is asked.

use crate::outcome::{self, Exit, Trouble, printable};
use crate::{Carry, input};
use clap::Args;
use countersign_scan::{Budget, Kind, Picture, Reading};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// How long one picture may take: here nobody waits for a window.
const TIME: Duration = Duration::from_secs(5);

/// Reads QR codes from pictures or text; nothing is stored
#[derive(Debug, Args)]
pub(crate) struct Scan {
    /// The inputs hold codes drawn with characters, not pictures
    #[arg(long)]
    text: bool,
    /// Prints one JSON object
    #[arg(long)]
    json: bool,
    /// Pictures (PNG, JPEG, WebP, GIF, BMP) or texts; - is standard input
    #[arg(required = true, value_name = "FILE")]
    inputs: Vec<PathBuf>,
}

/// What a script gets.
#[derive(Serialize)]
struct Scanned {
    images: Vec<Image>,
}

#[derive(Serialize)]
struct Image {
    source: String,
    codes: Vec<Code>,
    error: Option<String>,
}

/// The kind of what leads to a page.
const PAGE: &str = "page";

#[derive(Serialize)]
struct Code {
    text: String,
    kind: &'static str,
    corners: [[f32; 2]; 4],
}

impl Carry for Scan {
    fn json(&self) -> bool {
        self.json
    }

    fn carry_out(self) -> Result<ExitCode, Trouble> {
        let images: Vec<Image> = self.inputs.iter().map(|input| image(input, self.text)).collect();
        let complete = images.iter().all(|image| !image.codes.is_empty());
        if self.json {
            outcome::object(&Scanned { images })?;
        } else {
            images.iter().try_for_each(show)?;
        }
        Ok(if complete { Exit::Done } else { Exit::Nothing }.into())
    }
}

fn show(image: &Image) -> Result<(), Trouble> {
    if let Some(error) = &image.error {
        outcome::person(&format!("{}: {error}", image.source));
    }
    image.codes.iter().try_for_each(|code| {
        if code.kind == PAGE {
            outcome::person("this leads to a page in the browser, such as a login; it adds no account");
        }
        outcome::line(&printable(&code.text))
    })
}

fn image(source: &Path, text: bool) -> Image {
    let name = source.display().to_string();
    match read(source, text) {
        Ok(reading) => Image {
            source: name,
            error: reading.nothing.map(|nothing| nothing.to_string()),
            codes: reading.codes.iter().map(code).collect(),
        },
        Err(trouble) => Image { source: name, codes: Vec::new(), error: Some(trouble.failure.message) },
    }
}

/// Looks for codes in a picture, or in a text.
pub(crate) fn read(source: &Path, text: bool) -> Result<Reading, Trouble> {
    if text {
        return Ok(countersign_scan::text(&input::text(source)?));
    }
    let picture = Picture::decode(&input::bytes(source)?).map_err(|error| {
        let message = format!("{} cannot be used: {error}", input::name(source));
        Trouble::new(Exit::Failed, "unreadable-picture", message, "Take a screenshot of it and use that.")
    })?;
    Ok(countersign_scan::picture(&picture, &Budget { time: TIME, ..Budget::default() }))
}

fn code(code: &countersign_scan::Code) -> Code {
    let kind = match code.kind {
        Kind::Otpauth => "otpauth",
        Kind::Migration => "migration",
        Kind::Link => PAGE,
        Kind::Other => "other",
    };
    Code { text: code.text.to_string(), kind, corners: code.corners }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn a_script_gets_what_the_contract_promises() {
        let found = Code { text: "otpauth://totp/x".into(), kind: "otpauth", corners: [[1.0, 2.0]; 4] };
        let image = Image { source: "a.png".into(), codes: vec![found], error: None };
        assert_eq!(
            serde_json::to_value(Scanned { images: vec![image] }).unwrap(),
            serde_json::json!({"images": [{
                "source": "a.png",
                "codes": [{"text": "otpauth://totp/x", "kind": "otpauth",
                    "corners": [[1.0, 2.0], [1.0, 2.0], [1.0, 2.0], [1.0, 2.0]]}],
                "error": null,
            }]})
        );
    }

    #[test]
    fn what_cannot_be_read_spoils_nothing_else() {
        let image = image(Path::new("/nonesuch.png"), false);
        assert!(image.codes.is_empty());
        assert!(image.error.unwrap().contains("/nonesuch.png"));
    }
}
