//! The store in memory, and what it can be told to do wrong.

use super::*;

impl Story {
    /// The other store is in use.
    pub(super) fn swap_stores(&mut self) {
        std::mem::swap(&mut self.items, &mut self.other);
        let kind = match self.provider.kind {
            StoreKind::Keychain => StoreKind::SealedFile,
            StoreKind::SealedFile => StoreKind::Keychain,
        };
        self.provider = Provider { kind, name: "the other store".into() };
    }

    /// Whether one more thing that lasts can be done.
    pub(super) fn has_power(&mut self) -> bool {
        match &mut self.power {
            Some(0) => false,
            Some(left) => {
                *left -= 1;
                true
            }
            None => true,
        }
    }

    pub(super) fn store(&mut self, call: StoreCall) -> Result<StoreAnswer, StoreError> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        Ok(match call {
            StoreCall::UseKeychain | StoreCall::UseSealed | StoreCall::Unlock(_) => {
                StoreAnswer::Provider(self.provider.clone())
            }
            StoreCall::CreateSealed(_) => {
                self.provider = Provider { kind: StoreKind::SealedFile, name: "a file".into() };
                self.items.clear();
                StoreAnswer::Provider(self.provider.clone())
            }
            StoreCall::Load => StoreAnswer::Loaded(
                self.items
                    .iter()
                    .map(|(id, items)| match items.as_slice() {
                        [only] => (id.clone(), Ok(only.clone())),
                        _ => (id.clone(), Err(StoreError::Ambiguous)),
                    })
                    .collect(),
            ),
            StoreCall::Lock | StoreCall::ChangePassphrase(..) => StoreAnswer::Done,
            StoreCall::Write(id, payload) => {
                self.writes += 1;
                self.items.insert(id, vec![payload]);
                StoreAnswer::Done
            }
            StoreCall::Delete(id) => {
                self.items.remove(&id);
                StoreAnswer::Done
            }
            StoreCall::Move(kind, _) => {
                for (id, items) in &self.items {
                    // Nothing that is there is overwritten.
                    self.other.entry(id.clone()).or_insert_with(|| items.clone());
                }
                self.swap_stores();
                assert_eq!(self.provider.kind, kind);
                StoreAnswer::Provider(self.provider.clone())
            }
            StoreCall::Clear(kind) => {
                assert_ne!(self.provider.kind, kind, "what is in use is never cleared");
                if self.other.iter().any(|(id, items)| self.items.get(id) != Some(items)) {
                    return Err(StoreError::Failed("something there is nowhere else".into()));
                }
                self.other.clear();
                self.cleared.push(kind);
                StoreAnswer::Done
            }
        })
    }
}
