//! A sheet of QR codes to be printed, in HTML, one account below another or each on a page of its own.
//!
//! It loads nothing and runs nothing, so that it can be opened anywhere, and has each link as text beside its picture, so
//! that it can be read again.

use super::{Lock, WriteError, Writer, beside_the_link};
use crate::otp::link;
use crate::secret::SecretText;
use crate::transfer::Found;
use crate::vault::sealed::Random;
use crate::view::CodeKind;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write as _;
use zeroize::Zeroizing;

/// The sheet.
pub(super) struct Sheet;
/// A page for each account.
pub(super) struct Pages;

/// Modules around a code that stay white (ISO/IEC 18004 section 9.1).
const QUIET: usize = 4;

/// One picture and what stands beside it.
pub(super) struct Card<'a> {
    pub(super) title: &'a str,
    pub(super) name: &'a str,
    pub(super) details: &'a str,
    pub(super) link: &'a str,
}

impl Writer for Sheet {
    fn name(&self) -> &'static str {
        "qr-sheet"
    }

    fn title(&self) -> &'static str {
        "QR codes to print"
    }

    fn extension(&self) -> &'static str {
        "html"
    }

    fn read_by(&self) -> &'static str {
        "html"
    }

    fn lock(&self) -> Lock {
        Lock::Never
    }

    fn loses(&self, account: &Found) -> Vec<&'static str> {
        beside_the_link(account)
    }

    fn write(
        &self,
        accounts: &[&Found],
        password: Option<&SecretText>,
        _: Random<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, WriteError> {
        sheet(accounts, password, false)
    }
}

impl Writer for Pages {
    fn name(&self) -> &'static str {
        "qr-pages"
    }

    fn title(&self) -> &'static str {
        "QR codes to print, one page each"
    }

    fn extension(&self) -> &'static str {
        "html"
    }

    fn read_by(&self) -> &'static str {
        "html"
    }

    fn lock(&self) -> Lock {
        Lock::Never
    }

    fn loses(&self, account: &Found) -> Vec<&'static str> {
        beside_the_link(account)
    }

    fn write(
        &self,
        accounts: &[&Found],
        password: Option<&SecretText>,
        _: Random<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, WriteError> {
        sheet(accounts, password, true)
    }
}

fn sheet(
    accounts: &[&Found],
    password: Option<&SecretText>,
    pages: bool,
) -> Result<Zeroizing<Vec<u8>>, WriteError> {
    if password.is_some() {
        return Err(WriteError::NoLock);
    }
    let written: Vec<(SecretText, String)> =
        accounts.iter().map(|account| (link::write(&account.entry), details(account))).collect();
    let cards: Vec<Card<'_>> = accounts
        .iter()
        .zip(&written)
        .map(|(account, (link, details))| Card {
            title: account.entry.issuer(),
            name: account.entry.name(),
            details,
            link: link.expose(),
        })
        .collect();
    let how = "Scan a code with any authenticator to have the account there too. Whoever sees this sheet can do so.";
    Ok(page("Accounts of Countersign", how, &cards, pages))
}

fn details(account: &Found) -> String {
    let parameters = account.entry.parameters();
    let (algorithm, digits) = (parameters.algorithm(), parameters.digits());
    match parameters.kind() {
        CodeKind::Hotp => format!("{algorithm}, {digits} digits, counter {}", parameters.counter()),
        CodeKind::Steam => "Steam".to_owned(),
        CodeKind::Motp => "mOTP".to_owned(),
        CodeKind::Yandex => "Yandex".to_owned(),
        CodeKind::Totp => format!("{algorithm}, {digits} digits, {} s", parameters.period()),
    }
}

/// Makes the page.
pub(super) fn page(title: &str, how: &str, cards: &[Card<'_>], pages: bool) -> Zeroizing<Vec<u8>> {
    let bodies: Vec<Zeroizing<String>> = cards.iter().map(card).collect();
    let length: usize = bodies.iter().map(|body| body.len()).sum();
    // Room for all of it, because growing would leave copies behind.
    let mut html = Zeroizing::new(String::with_capacity(length + 2_000));
    let break_after = if pages { "section{break-after:page}" } else { "" };
    // Writing to a string cannot fail.
    let _ = write!(
        html,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
        <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
        <title>{title}</title><style>\
        body{{font:14px/1.4 sans-serif;margin:2em;color:#000;background:#fff}}\
        section{{break-inside:avoid;display:flex;gap:1.5em;align-items:center;margin:0 0 2em}}\
        svg{{width:5cm;height:5cm;flex:none}}h2,p{{margin:0}}\
        code{{font-size:9px;overflow-wrap:anywhere;color:#444}}{break_after}\
        </style></head><body><h1>{title}</h1><p>{how}</p>\n",
    );
    for body in &bodies {
        html.push_str(body);
    }
    html.push_str("</body></html>\n");
    Zeroizing::new(std::mem::take(&mut *html).into_bytes())
}

fn card(card: &Card<'_>) -> Zeroizing<String> {
    let picture = picture(card.link);
    let (title, name, link) = (escaped(card.title), escaped(card.name), escaped(card.link));
    let length = picture.len() + title.len() + name.len() + link.len() + card.details.len();
    let mut html = Zeroizing::new(String::with_capacity(length + 200));
    // Writing to a string cannot fail.
    let _ = writeln!(
        html,
        "<section>{}<div><h2>{}</h2><p>{}</p><p>{}</p><code>{}</code></div></section>",
        *picture, *title, *name, card.details, *link
    );
    html
}

/// Draws a code as a path of lines of modules. A link is never too long for one.
fn picture(link: &str) -> Zeroizing<String> {
    let code = [EcLevel::M, EcLevel::L]
        .into_iter()
        .find_map(|level| QrCode::with_error_correction_level(link, level).ok());
    let Some(code) = code else { return Zeroizing::new("<p>(too long for a QR code)</p>".to_owned()) };
    let width = code.width();
    let colors = code.into_colors();
    let mut path = Zeroizing::new(String::with_capacity(colors.len() * 8));
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, other| one == other) {
            if run.first() == Some(&Color::Dark) {
                let _ = write!(path, "M{} {}h{}v1h-{}z", x + QUIET, y + QUIET, run.len(), run.len());
            }
            x += run.len();
        }
    }
    let side = width + 2 * QUIET;
    Zeroizing::new(format!("<svg viewBox=\"0 0 {side} {side}\"><path d=\"{}\"/></svg>", *path))
}

fn escaped(text: &str) -> Zeroizing<String> {
    let mut html = Zeroizing::new(String::with_capacity(text.len() * 6));
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            c => html.push(c),
        }
    }
    html
}
