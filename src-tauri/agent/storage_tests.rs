//! One call in flight, in order, and what the store thread makes of each.

use super::*;
use crate::journal::Journal;
use countersign_core::ports::Id;
use countersign_core::secret::SecretText;
use countersign_core::vault::sealed::Cost;
use std::sync::mpsc::Receiver;

/// A keychain whose answers wait for the test.
struct Gated {
    gate: Receiver<Result<(), StoreError>>,
    items: Vec<(Id, SecretText)>,
}

impl Store for Gated {
    fn probe(&mut self) -> Result<Provider, StoreError> {
        self.gate.recv().expect("the test answers")?;
        Ok(Provider { kind: StoreKind::Keychain, name: "gated".into() })
    }

    fn unlock(&mut self, _: Option<&SecretText>) -> Result<(), StoreError> {
        panic!("a library broke down")
    }

    fn lock(&mut self) {}

    fn list(&mut self) -> Result<Vec<Id>, StoreError> {
        Ok(self.items.iter().map(|(id, _)| id.clone()).collect())
    }

    fn read(&mut self, id: &Id) -> Result<SecretText, StoreError> {
        let found = self.items.iter().find(|(item, _)| item == id);
        found.map(|(_, payload)| payload.clone()).ok_or(StoreError::Absent)
    }

    fn write(&mut self, _: &Id, _: &SecretText) -> Result<(), StoreError> {
        Ok(())
    }

    fn delete(&mut self, _: &Id) -> Result<(), StoreError> {
        Ok(())
    }
}

struct Desk {
    storage: Storage,
    gate: Sender<Result<(), StoreError>>,
    happened: Receiver<Event>,
    folder: tempfile::TempDir,
}

fn desk(items: Vec<(Id, SecretText)>) -> Desk {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (gate, opens) = mpsc::channel();
    let (events, happened) = mpsc::channel();
    let journal = Journal::open(&folder.path().join("log"));
    let sealed = SealedFile::at(&folder.path().join("sealed.vault"), Cost::USUAL, Box::new(|_| {}), journal);
    let storage = Storage::start(Box::new(Gated { gate: opens, items }), sealed, events);
    Desk { storage, gate, happened, folder }
}

impl Desk {
    fn answer(&mut self) -> (Ticket, Result<StoreAnswer, StoreError>) {
        let Ok(Event::Store(ticket, answer)) = self.happened.recv() else { panic!("the store answers") };
        self.storage.ended(0);
        (ticket, answer)
    }
}

fn id(name: &str) -> Id {
    Id(name.into())
}

fn payload() -> SecretText {
    SecretText::new("A1.x".into())
}

#[test]
fn a_call_that_waits_for_the_person_is_told_once_and_still_ends() {
    let mut desk = desk(Vec::new());
    desk.storage.call(Ticket(1), StoreCall::UseKeychain, 1_000);
    assert_eq!(desk.storage.overdue(1_000 + PATIENCE_MS - 1), None);
    assert_eq!(desk.storage.deadline(), Some(1_000 + PATIENCE_MS));
    assert_eq!(desk.storage.overdue(1_000 + PATIENCE_MS), Some(Ticket(1)));
    assert_eq!(desk.storage.overdue(1_000_000), None, "told once");
    desk.gate.send(Ok(())).expect("the store waits");
    assert!(matches!(desk.answer(), (Ticket(1), Ok(StoreAnswer::Provider(_)))));
    assert_eq!(desk.storage.deadline(), None);
}

#[test]
fn a_call_behind_another_is_not_overdue_before_that_one_is_and_is_told_with_it() {
    let mut desk = desk(Vec::new());
    desk.storage.call(Ticket(1), StoreCall::UseKeychain, 0);
    desk.storage.call(Ticket(2), StoreCall::Load, 0);
    assert_eq!(desk.storage.overdue(PATIENCE_MS - 1), None);
    assert_eq!(desk.storage.overdue(PATIENCE_MS), Some(Ticket(1)));
    assert_eq!(desk.storage.overdue(PATIENCE_MS), Some(Ticket(2)), "it waits for the same");
    assert_eq!((desk.storage.overdue(PATIENCE_MS * 2), desk.storage.deadline()), (None, None), "told once");
    desk.gate.send(Ok(())).expect("the store waits");
    assert_eq!(desk.answer().0, Ticket(1));
    assert_eq!(desk.answer(), (Ticket(2), Ok(StoreAnswer::Loaded(Vec::new()))));
}

#[test]
fn an_item_that_is_there_twice_does_not_spoil_the_others() {
    let mut desk = desk(vec![(id("a"), payload()), (id("b"), payload()), (id("a"), payload())]);
    desk.gate.send(Ok(())).expect("the store waits");
    desk.storage.call(Ticket(1), StoreCall::UseKeychain, 0);
    desk.storage.call(Ticket(2), StoreCall::Load, 0);
    assert_eq!(desk.answer().0, Ticket(1));
    let items = vec![(id("a"), Err(StoreError::Ambiguous)), (id("b"), Ok(payload()))];
    assert_eq!(desk.answer(), (Ticket(2), Ok(StoreAnswer::Loaded(items))));
}

#[test]
fn a_keychain_that_does_not_answer_is_not_used() {
    let mut desk = desk(Vec::new());
    desk.gate.send(Err(StoreError::Unavailable("none".into()))).expect("the store waits");
    desk.storage.call(Ticket(1), StoreCall::UseKeychain, 0);
    desk.storage.call(Ticket(2), StoreCall::Write(id("a"), payload()), 0);
    assert!(matches!(desk.answer(), (Ticket(1), Err(StoreError::Unavailable(_)))));
    assert!(matches!(desk.answer(), (Ticket(2), Err(StoreError::Unavailable(_)))));
}

#[test]
fn a_sealed_file_that_was_never_made_is_not_used() {
    let mut desk = desk(Vec::new());
    desk.storage.call(Ticket(1), StoreCall::UseSealed, 0);
    assert!(matches!(desk.answer(), (Ticket(1), Err(StoreError::Unavailable(_)))));
}

#[test]
fn a_library_that_breaks_down_leaves_the_thread_at_work() {
    let mut desk = desk(Vec::new());
    desk.gate.send(Ok(())).expect("the store waits");
    desk.storage.call(Ticket(1), StoreCall::UseKeychain, 0);
    desk.storage.call(Ticket(2), StoreCall::Unlock(None), 0);
    desk.storage.call(Ticket(3), StoreCall::Lock, 0);
    assert_eq!(desk.answer().0, Ticket(1));
    assert!(matches!(desk.answer(), (Ticket(2), Err(StoreError::Failed(_)))));
    assert_eq!(desk.answer(), (Ticket(3), Ok(StoreAnswer::Done)));
}

/// Ten thousand accounts rewrote the file, which had all that came before, ten thousand times.
#[test]
fn writes_that_wait_together_are_one_write_of_the_sealed_file_and_are_answered_one_by_one() {
    let mut desk = desk(Vec::new());
    desk.storage.call(Ticket(1), StoreCall::CreateSealed(SecretText::new("words of a test".into())), 0);
    for ticket in 2..=81 {
        desk.storage.call(Ticket(ticket), StoreCall::Write(id(&format!("id-{ticket}")), payload()), 0);
    }
    let unfit = StoreCall::Write(id(&"x".repeat(100)), payload());
    desk.storage.call(Ticket(82), unfit, 0);
    desk.storage.call(Ticket(83), StoreCall::Load, 0);
    assert!(matches!(desk.answer(), (Ticket(1), Ok(StoreAnswer::Provider(_)))));
    for ticket in 2..=81 {
        assert_eq!(desk.answer(), (Ticket(ticket), Ok(StoreAnswer::Done)));
    }
    assert!(matches!(desk.answer(), (Ticket(82), Err(StoreError::Failed(_)))));
    assert!(matches!(desk.answer(), (Ticket(83), Ok(StoreAnswer::Loaded(items))) if items.len() == 80));
    let written = desk.folder.path().join("sealed.vault.bak");
    let before = std::fs::metadata(written).expect("the version before").len();
    let after = std::fs::metadata(desk.folder.path().join("sealed.vault")).expect("the file").len();
    assert!(after - before < 20 * 60, "the last write had few of the items");
}
