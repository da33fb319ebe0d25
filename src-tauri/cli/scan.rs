//! `countersign scan`: what do these pictures say? Local; nothing is stored, nobody is asked.

use crate::Carry;
use crate::outcome::{self, Exit, Trouble, printable};
use crate::sources::{Seen, Source, files, texts};
use clap::Args;
use countersign_capture::drawn;
use countersign_scan::Kind;
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;

/// Reads QR codes from pictures, texts, the screen or the clipboard; nothing is stored
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("from").required(true).multiple(true)))]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct Scan {
    /// Looks at all monitors
    #[arg(long, group = "from")]
    screen: bool,
    /// Looks at what was copied last: a picture, files, or a text
    #[arg(long, group = "from")]
    clipboard: bool,
    /// The files hold codes drawn with characters, not pictures
    #[arg(long)]
    text: bool,
    /// Prints one JSON object
    #[arg(long)]
    json: bool,
    /// Pictures (PNG, JPEG, WebP, GIF, BMP) or texts; - is standard input
    #[arg(value_name = "FILE", group = "from")]
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
        let seen: Vec<Vec<Seen>> = self.sources().map(|source| source.look(drawn)).collect();
        // Of several monitors one may well show nothing.
        let complete = seen.iter().all(|source| source.iter().any(Seen::found));
        let seen = seen.into_iter().flatten();
        if self.json {
            outcome::object(&Scanned { images: seen.map(image).collect() })?;
        } else {
            seen.into_iter().try_for_each(|seen| show(&seen))?;
        }
        Ok(if complete { Exit::Done } else { Exit::Nothing }.into())
    }
}

impl Scan {
    fn sources(&self) -> impl Iterator<Item = Source<'_>> {
        let named: Box<dyn Iterator<Item = _>> =
            if self.text { Box::new(texts(&self.inputs)) } else { Box::new(files(&self.inputs)) };
        let screen = self.screen.then_some(Source::Screen);
        screen.into_iter().chain(self.clipboard.then_some(Source::Clipboard)).chain(named)
    }
}

/// Prints what the codes say, and tells the person what else is to be known.
fn show(seen: &Seen) -> Result<(), Trouble> {
    if let Some(why) = seen.why_not() {
        outcome::person(&format!("{}: {why}", seen.name));
    }
    for code in seen.outcome.iter().flat_map(|reading| &reading.codes) {
        outcome::line(&printable(&code.text))?;
        if code.kind == Kind::Link {
            let what =
                "That is a link to a page, such as a login with the browser. It holds no secret to add.";
            outcome::person(&format!("{}: {what}", seen.name));
        }
    }
    Ok(())
}

fn image(seen: Seen) -> Image {
    Image {
        error: seen.why_not(),
        source: seen.name,
        codes: seen.outcome.iter().flat_map(|reading| &reading.codes).map(code).collect(),
    }
}

fn code(code: &countersign_scan::Code) -> Code {
    let kind = match code.kind {
        Kind::Otpauth => "otpauth",
        Kind::Migration => "migration",
        Kind::Link | Kind::Other => "other",
    };
    Code { text: code.text.to_string(), kind, corners: code.corners }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use std::path::Path;

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
        let mut seen = Source::File(Path::new("/nonesuch.png")).look(drawn);
        let image = image(seen.remove(0));
        assert!(image.codes.is_empty());
        assert_eq!(image.source, "/nonesuch.png");
        assert!(image.error.unwrap().contains("no such file"));
    }
}
