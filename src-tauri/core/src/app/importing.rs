//! Programs that bring accounts from a file: its entries come in parts, and a person confirms the whole.

use super::App;
use super::asking::busy;
use super::drafting::Draft;
use super::effect::{Caller, Effect, Requester};
use super::failures::failure;
use super::request::{Matter, Request};
use crate::approval::desk::Closed;
use crate::secret::SecretText;
use crate::time::Now;
use crate::transfer;
use crate::view::{Answer, Fact, Failure, claim};
use zeroize::Zeroizing;

/// The most bytes of one import.
const SIZE_LIMIT: usize = transfer::SIZE_LIMIT;

/// A part of what a program brings: the JSON of our own export, cut anywhere.
#[derive(Debug)]
pub struct Part<'a> {
    /// What the file is called, as the program says.
    pub name: &'a str,
    /// Entries of the file that could not be read.
    pub left_out: u32,
    /// The text.
    pub text: SecretText,
    /// Whether there is more to come.
    pub more: bool,
}

/// The parts that came so far, of the one program that may bring some at a time.
#[derive(Debug)]
pub(super) struct Parts {
    caller: Caller,
    texts: Vec<SecretText>,
}

impl Parts {
    fn length(&self) -> usize {
        self.texts.iter().map(|text| text.expose().len()).sum()
    }

    /// Puts the parts together. Never grows, because growing would leave copies of secrets behind.
    fn whole(&self) -> Zeroizing<Vec<u8>> {
        let mut whole = Zeroizing::new(Vec::with_capacity(self.length()));
        self.texts.iter().for_each(|text| whole.extend_from_slice(text.expose().as_bytes()));
        whole
    }
}

impl App {
    /// A program brings accounts from a file. It is answered once all parts have come.
    pub fn bring(&mut self, from: Requester, nonce: &str, part: Part<'_>, now: Now) -> Vec<Effect> {
        let caller = from.caller;
        let answered = self.may_ask(caller, nonce).and_then(|()| {
            self.desk.vacant(now).map_err(busy)?;
            let (name, left_out) = (claim::line(part.name, claim::NAME), part.left_out);
            match self.gather(caller, part)? {
                None => Ok(Vec::new()),
                Some(whole) => self.ask_to_import(from, nonce, &name, left_out, &whole, now),
            }
        });
        answered.unwrap_or_else(|answer| {
            self.forget_parts(caller);
            vec![Effect::Program(caller, answer)]
        })
    }

    /// Forgets what a program brought so far.
    pub(super) fn forget_parts(&mut self, caller: Caller) {
        self.parts.take_if(|parts| parts.caller == caller);
    }

    /// Takes a part; returns the whole with the last of them.
    fn gather(&mut self, caller: Caller, part: Part<'_>) -> Result<Option<Zeroizing<Vec<u8>>>, Answer> {
        let parts = self.parts.get_or_insert_with(|| Parts { caller, texts: Vec::new() });
        if parts.caller != caller {
            return Err(busy(Closed::Busy));
        }
        if parts.length() + part.text.expose().len() > SIZE_LIMIT {
            let message = "More is to be imported than a file may hold. Nothing was kept.";
            return Err(Answer::Failed { reason: failure("too-large", message, "Import it in parts.") });
        }
        parts.texts.push(part.text);
        if part.more {
            return Ok(None);
        }
        let whole = parts.whole();
        self.parts = None;
        Ok(Some(whole))
    }

    fn ask_to_import(
        &mut self,
        mut from: Requester,
        nonce: &str,
        name: &str,
        left_out: u32,
        whole: &[u8],
        now: Now,
    ) -> Result<Vec<Effect>, Answer> {
        let drafts = self.read_whole(whole, now).map_err(|reason| Answer::Failed { reason })?;
        let count = drafts.len();
        let sentence = format!("Import {count} account{} from {name}", if count == 1 { "" } else { "s" });
        if left_out > 0 {
            let value = format!("{left_out} entries of the file cannot be read");
            from.claimed.insert(0, Fact { label: "Left out".to_owned(), value });
        }
        self.put_on_desk(nonce, from.caller, Request::plain(from, sentence, Matter::Add(drafts)), now)
    }

    /// Reads all or nothing: a person approves what is shown, and nothing that was left out.
    fn read_whole(&mut self, whole: &[u8], now: Now) -> Result<Vec<Draft>, Failure> {
        let bad = || failure("bad-request", "What was brought cannot be read. Nothing was kept.", "");
        let contents = transfer::read(whole, Some("countersign"), None).map_err(|_| bad())?;
        if contents.entries.is_empty() {
            return Err(bad());
        }
        contents.entries.into_iter().map(|entry| Ok(self.new_draft(entry.map_err(|_| bad())?, now))).collect()
    }
}
