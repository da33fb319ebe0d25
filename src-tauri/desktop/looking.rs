//! Looking for codes: done here, so that neither the page nor the agent decodes an image. What is found passes to the
//! agent once; the page hears where it was and whose account it is.

use crate::agent::Agent;
use countersign_capture::{
    CaptureError, ClipboardError, Look, LookError, Miniature, bare_secret, copied, look_at_bytes,
    look_at_file, monitors, paste, screens,
};
use countersign_core::view::{Failure, FindKind, FindView, LookView, PlaceView, claim};
use countersign_link::passing::Passing;
use countersign_link::private::{Reply, ToAgent};
use countersign_scan::{Budget, Code, Kind, Nothing, Picture, Reading};
use data_encoding::BASE64;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long the search of one picture may take. The person sees it go on, and can cancel it.
const TIME: Duration = Duration::from_secs(3);

/// The look that goes on, so that it can be cancelled.
#[derive(Default)]
pub(crate) struct Looking(Mutex<Arc<AtomicBool>>);

impl Looking {
    /// Begins a look; one that still goes on ends.
    pub(crate) fn begin(&self) -> Budget {
        let cancel = Arc::new(AtomicBool::new(false));
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        now.store(true, Ordering::Relaxed);
        now.clone_from(&cancel);
        Budget { time: TIME, cancel: Some(cancel), ..Budget::default() }
    }

    /// Ends the look that goes on.
    pub(crate) fn cancel(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).store(true, Ordering::Relaxed);
    }
}

/// What was seen of one thing, without its pixels.
pub(crate) struct Seen {
    source: String,
    codes: Vec<(Code, Option<PlaceView>)>,
    nothing: Option<Failure>,
}

/// Looks at all monitors. `notes` is the folder for files that must not stay; `aside` takes our own windows out of the
/// way and returns what brings them back once the pictures are taken.
pub(crate) fn at_the_screen<A>(
    notes: &Path,
    budget: &Budget,
    aside: impl FnOnce() -> A,
) -> Result<Vec<Seen>, Failure> {
    let never = AtomicBool::new(false);
    let aside = aside();
    let shots = screens(notes, budget.cancel.as_deref().unwrap_or(&never));
    drop(aside);
    let shots = shots.map_err(|error| match error {
        CaptureError::Cancelled => failure(CANCELLED, &error),
        _ => failure("no-screen", &error),
    })?;
    let mut seen: Vec<_> = monitors(shots, budget).into_iter().map(Seen::of).collect();
    for nothing in seen.iter_mut().filter_map(|seen| seen.nothing.as_mut()).filter(|why| why.code == NO_CODE)
    {
        nothing.message = "No QR code was found.".into();
        nothing.hint = "Bring the page or the terminal that shows it to the front, and scan again.".into();
    }
    Ok(seen)
}

/// Looks at the content of a picture file.
pub(crate) fn at_a_picture(bytes: &[u8], budget: &Budget) -> Vec<Seen> {
    vec![Seen::of(look_at_bytes(String::new(), bytes, paste, budget))]
}

/// Looks at files that were dropped, until the person has enough of it.
pub(crate) fn at_files(files: &[PathBuf], budget: &Budget) -> Vec<Seen> {
    let enough = || budget.cancel.as_ref().is_some_and(|cancel| cancel.load(Ordering::Relaxed));
    let files = files.iter().take_while(|_| !enough());
    files
        .map(|file| {
            let mut seen = if file.is_absolute() {
                Seen::of(look_at_file(file, paste, budget))
            } else {
                // A picture of a page comes as the page's address.
                let what = "What was dropped is no file. Copy the picture and press Paste, or save it and drop the file.";
                Seen { source: String::new(), codes: Vec::new(), nothing: Some(failure("no-file", &what)) }
            };
            let name = file.file_name().filter(|_| file.is_absolute());
            seen.source = name.map(|name| claim::line(&name.to_string_lossy(), claim::NAME)).unwrap_or_default();
            seen
        })
        .collect()
}

/// Looks at a pasted text, and at the same with its colours.
pub(crate) fn at_a_text(plain: &str, html: Option<&str>) -> Vec<Seen> {
    let mut seen = Seen::of(Look { name: String::new(), picture: None, outcome: Ok(paste(plain, html)) });
    if seen.nothing.as_ref().is_some_and(|failure| failure.code == NO_CODE_IN_TEXT) {
        seen.nothing = Some(Failure {
            code: NO_CODE_IN_TEXT.into(),
            message: "No otpauth link, no QR code and no secret is in this text.".into(),
            hint: "Copy the whole link, or the whole code from its first line to its last.".into(),
        });
    }
    vec![seen]
}

/// Looks at what was copied last.
pub(crate) fn at_the_clipboard(budget: &Budget) -> Result<Vec<Seen>, Failure> {
    let looks = copied(paste, budget).map_err(|error| match error {
        ClipboardError::Empty => failure("clipboard-empty", &error),
        _ => failure("no-clipboard", &error),
    })?;
    Ok(looks.into_iter().map(Seen::of).collect())
}

const CANCELLED: &str = "cancelled";
const NO_CODE: &str = "no-code";
const NO_CODE_IN_TEXT: &str = "no-code-in-text";

impl Seen {
    fn of(look: Look) -> Self {
        let Look { name: source, picture, outcome } = look;
        let (codes, nothing) = match outcome {
            Ok(Reading { codes, nothing, .. }) => (codes, nothing.map(|why| failure(word(why), &why))),
            Err(error @ LookError::Picture(_)) => (Vec::new(), Some(failure("unreadable-picture", &error))),
            Err(error) => (Vec::new(), Some(failure("unreadable", &error))),
        };
        let miniature = picture.as_ref().filter(|_| !codes.is_empty()).map(|picture| {
            let png = Miniature::of(picture, &codes).png();
            (picture, format!("data:image/png;base64,{}", BASE64.encode(&png)))
        });
        let place = |code: &Code| miniature.as_ref().map(|(picture, address)| place(picture, address, code));
        let places: Vec<_> = codes.iter().map(place).collect();
        Self { source, codes: codes.into_iter().zip(places).collect(), nothing }
    }
}

/// Has the agent make drafts of what was seen; each code by itself, so that it is known what came of which.
pub(crate) async fn drafted(agent: &Agent, seen: Vec<Seen>) -> Result<Vec<LookView>, Failure> {
    let mut looks = Vec::new();
    for Seen { source, codes, nothing } in seen {
        let mut finds = Vec::new();
        for (code, place) in codes {
            finds.push(FindView { place, ..find(agent, &code).await? });
        }
        looks.push(LookView { source, finds, nothing });
    }
    Ok(looks)
}

async fn find(agent: &Agent, code: &Code) -> Result<FindView, Failure> {
    let (kind, link) = match code.kind {
        Kind::Otpauth => (FindKind::Account, Some(code.text.to_string())),
        Kind::Migration => (FindKind::Export, Some(code.text.to_string())),
        Kind::Link => (FindKind::Page, None),
        Kind::Other if is_account(&code.text) => (FindKind::Account, Some(code.text.to_string())),
        Kind::Other => match bare_secret(&code.text) {
            Some(mut link) => (FindKind::Account, Some(std::mem::take(&mut *link))),
            None => (FindKind::Other, None),
        },
    };
    let mut find =
        FindView { kind, drafts: Vec::new(), refused: Vec::new(), export: None, text: None, place: None };
    match link {
        None => find.text = shown(&code.text),
        Some(link) => {
            let answer = agent.ask(ToAgent::Draft { links: vec![Passing::new(link)] }).await?;
            if let Reply::Drafts { drafts, refused, mut exports } = answer {
                (find.drafts, find.refused, find.export) = (drafts, refused, exports.pop());
            }
        }
    }
    Ok(find)
}

/// Accounts of kinds that have a scheme of their own. The agent says which it can keep.
fn is_account(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| matches!(scheme.as_str(), "motp" | "steam"))
}

/// Returns what a code says, as one short line; nothing where that could be something to keep to oneself.
fn shown(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let discreet =
        ["secret", "otp", "passw", "wifi:", "token", "key="].iter().any(|word| lower.contains(word));
    let discreet = discreet && Kind::of(text) != Kind::Link;
    (!discreet).then(|| claim::line(text, claim::NAME))
}

fn place(picture: &Picture, address: &str, code: &Code) -> PlaceView {
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let corners =
        code.corners.map(|[x, y]| [thousandths(f64::from(x) / width), thousandths(f64::from(y) / height)]);
    PlaceView { miniature: address.to_owned(), corners }
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "0 to 1000"
)]
fn thousandths(part: f64) -> u16 {
    (part.clamp(0.0, 1.0) * 1000.0).round() as u16
}

/// Returns what the page tells the reasons apart by.
fn word(nothing: Nothing) -> &'static str {
    match nothing {
        Nothing::Cancelled => CANCELLED,
        Nothing::NoCode => NO_CODE,
        Nothing::NoCodeInText => NO_CODE_IN_TEXT,
        Nothing::ColoursLost => "colours-lost",
        _ => "nothing-found",
    }
}

/// The search fell over what it was given.
pub(crate) fn fallen() -> Failure {
    failure("unreadable-picture", &"The picture is damaged. Save or download it again.")
}

/// The first sentence says what happened, the others what to do.
pub(crate) fn failure(code: &str, why: &dyn std::fmt::Display) -> Failure {
    let why = why.to_string();
    let (message, hint) =
        why.split_once(". ").map_or((why.clone(), ""), |(what, next)| (format!("{what}."), next));
    Failure { code: code.into(), message, hint: hint.into() }
}

/// What came of looking for codes, in the form of a reply.
#[derive(serde::Serialize)]
pub(crate) struct Looks {
    value: Vec<LookView>,
}

impl Looks {
    /// Has drafts made of what was seen.
    pub(crate) async fn of(
        agent: &Agent,
        seen: tauri::async_runtime::JoinHandle<Result<Vec<Seen>, Failure>>,
    ) -> Result<Self, Failure> {
        let seen = seen.await.unwrap_or_else(|_| Err(fallen()))?;
        Ok(Self { value: drafted(agent, seen).await? })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may end where it stands")]
    use super::*;

    #[test]
    fn what_may_be_a_secret_is_not_shown_and_the_rest_is_one_short_line() {
        for secret in ["WIFI:S:home;P:canary;;", "phonefactor://x?otp=1", "My password: canary"] {
            assert_eq!(shown(secret), None, "{secret}");
        }
        assert_eq!(
            shown("https://example.com/login?token=1").as_deref(),
            Some("https://example.com/login?token=1")
        );
        let long = shown(&format!("<script>\n{}", "x".repeat(5000))).unwrap();
        assert!(long.starts_with("<script> xxx") && long.chars().count() == claim::NAME);
    }

    #[test]
    fn a_new_look_ends_the_one_before_and_can_be_cancelled() {
        let looking = Looking::default();
        let cancelled = |budget: &Budget| budget.cancel.as_ref().unwrap().load(Ordering::Relaxed);
        let first = looking.begin();
        assert!(!cancelled(&first));
        let second = looking.begin();
        assert!(cancelled(&first) && !cancelled(&second));
        looking.cancel();
        assert!(cancelled(&second));
    }

    #[test]
    fn a_failure_says_what_happened_and_then_what_to_do() {
        let failure = failure("x", &Nothing::NoCode);
        assert_eq!(failure.message, "No QR code is in this picture.");
        assert_eq!(failure.hint, "Take the picture so that the whole code is in it.");
    }

    #[test]
    fn windows_come_back_when_the_screen_cannot_be_seen() {
        struct Back<'a>(&'a AtomicBool);
        impl Drop for Back<'_> {
            fn drop(&mut self) {
                self.0.store(true, Ordering::Relaxed);
            }
        }
        let back = AtomicBool::new(false);
        let budget = Looking::default().begin();
        budget.cancel.as_ref().unwrap().store(true, Ordering::Relaxed);
        // Whatever the screen of whoever runs this test says.
        drop(at_the_screen(&std::env::temp_dir(), &budget, || Back(&back)));
        assert!(back.load(Ordering::Relaxed));
    }
}
