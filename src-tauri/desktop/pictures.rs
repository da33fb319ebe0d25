//! Pictures and pasted text from the page, read here so that neither the page nor the agent decodes an image.

use countersign_core::view::Failure;
use countersign_link::passing::Passing;
use countersign_scan::{Budget, Code, Kind, Nothing, Picture, Reading};
use tauri::ipc::InvokeBody;
use zeroize::Zeroizing;

/// The largest picture file that is read, in bytes: larger than any screenshot.
const LARGEST: usize = 32 * 1024 * 1024;

/// Returns the enrolment links in a picture file.
///
/// # Errors
/// A failure for the person: too large, not a picture, no code in it, or only codes of other kinds.
pub(crate) async fn links_in_picture(body: &InvokeBody) -> Result<Vec<Passing>, Failure> {
    let InvokeBody::Raw(bytes) = body else {
        return Err(not_read("not-a-picture", "That is not a picture."));
    };
    if bytes.len() > LARGEST {
        return Err(not_read(
            "too-large",
            "The picture is larger than 32 MB. Crop it to the code and try again.",
        ));
    }
    let bytes = Zeroizing::new(bytes.clone());
    let reading = tauri::async_runtime::spawn_blocking(move || {
        Picture::decode(&bytes).map(|picture| countersign_scan::picture(&picture, &Budget::default()))
    });
    match reading.await {
        Ok(Ok(reading)) => links(reading),
        Ok(Err(error)) => Err(not_read("unreadable-picture", &error.to_string())),
        // A decoder panicked; the picture is at fault.
        Err(_) => Err(not_read("unreadable-picture", "The picture is damaged. Save or download it again.")),
    }
}

/// Returns the enrolment links in a text: written out, or as a QR code drawn with characters.
///
/// # Errors
/// A failure for the person: no code and no link in it.
pub(crate) fn links_in_text(text: &Passing) -> Result<Vec<Passing>, Failure> {
    let written: Vec<_> =
        text.expose().lines().map(str::trim).filter(|line| is_enrolment(Kind::of(line))).collect();
    if !written.is_empty() {
        return Ok(written.into_iter().map(|line| Passing::new(line.to_owned())).collect());
    }
    links(countersign_scan::text(text.expose()))
}

fn links(reading: Reading) -> Result<Vec<Passing>, Failure> {
    let Reading { codes, nothing, .. } = reading;
    let found = codes.len();
    let links: Vec<_> = codes.iter().filter(|code| is_enrolment(code.kind)).map(pass).collect();
    match (links.is_empty(), found, nothing) {
        (false, ..) => Ok(links),
        (true, 0, Some(Nothing::NoCodeInText)) => Err(Failure {
            code: "nothing-found".into(),
            message: "No otpauth link and no QR code is in this text.".into(),
            hint: "Copy the whole link, or the whole code from its first line to its last.".into(),
        }),
        (true, 0, Some(nothing)) => Err(not_read("nothing-found", &nothing.to_string())),
        (true, ..) if codes.iter().all(|code| code.kind == Kind::Link) => Err(Failure {
            code: "is-a-page".into(),
            message: "The QR code leads to a page in the browser, such as a login. It adds no account."
                .into(),
            hint: "Open it where it is shown, or with a phone's camera.".into(),
        }),
        (true, ..) => Err(Failure {
            code: "not-an-enrolment".into(),
            message: "The QR code is not one for an authenticator.".into(),
            hint: "Look for the code that the website shows when it sets up two-factor authentication."
                .into(),
        }),
    }
}

fn pass(code: &Code) -> Passing {
    Passing::new(code.text.as_str().to_owned())
}

fn is_enrolment(kind: Kind) -> bool {
    matches!(kind, Kind::Otpauth | Kind::Migration)
}

fn not_read(code: &str, what_and_what_next: &str) -> Failure {
    let (message, hint) = what_and_what_next.split_once(". ").unwrap_or((what_and_what_next, ""));
    Failure { code: code.into(), message: message.into(), hint: hint.into() }
}
