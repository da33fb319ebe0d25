//! The page of recovery codes that is printed and put into a drawer.

use super::Sheet;
use crate::secret::SecretText;
use crate::time::{Now, date};
use crate::vault::index::SheetRecord;
use crate::view::claim;
use zeroize::Zeroizing;

/// Returns the page as plain text. Every printer takes that, and nothing in it is executed by whatever opens it.
pub(crate) fn text(
    account: &str,
    registry: Option<&str>,
    sheets: &[(&Sheet, &SheetRecord)],
    note: Option<&str>,
    now: Now,
) -> SecretText {
    let lines: usize = sheets.iter().map(|(sheet, _)| sheet.codes().len()).sum();
    // Room for all of it, because growing would leave copies of the codes behind.
    let mut page = Zeroizing::new(String::with_capacity(2_000 + lines * (super::CODE_LIMIT + 40)));
    let mut line = |text: &str| {
        page.push_str(text);
        page.push('\n');
    };
    line("RECOVERY CODES");
    line("");
    line(account);
    if let Some(registry) = registry {
        line(&claim::line(registry, claim::LINE));
    }
    line(&format!("Printed on {} (UTC) by Countersign.", date(now.unix_seconds())));
    for (sheet, record) in sheets {
        line("");
        line(&format!("Kept on {}:", date(sheet.created)));
        line("");
        for (place, code) in sheet.codes().iter().enumerate() {
            let code = Zeroizing::new(match record.used.iter().find(|used| used.place == place) {
                Some(used) => format!("  [x]  {}   given out on {}", code.expose(), date(used.at)),
                None => format!("  [ ]  {}", code.expose()),
            });
            line(&code);
        }
    }
    line("");
    line("Each works once, where a code of the authenticator is asked for. Tick it off when you use it.");
    if let Some(note) = note {
        line(note);
    }
    line("Print this page, put it where your passport is, and delete the file.");
    SecretText::new(std::mem::take(&mut *page))
}
