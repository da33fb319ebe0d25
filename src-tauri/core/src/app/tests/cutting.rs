//! The power is cut before every single thing that lasts, in everything a person does that lasts.

use super::*;
use crate::view::Edit;

const DAY_MS: u64 = 24 * 3_600_000;
const OCTO: &str = "otpauth://totp/GitHub:octo?secret=KRUGKIDROVUWG2ZAMJZG653OEBTG66BB&issuer=GitHub";

/// At how many moments the power is cut. The threat model quotes it.
const CUTS: usize = 104;

type Payloads = BTreeMap<Id, Vec<SecretText>>;

/// What the person does, to the first of these accounts where it is done to one.
pub(super) type Deed = fn(&mut Story, &[String]);

pub(super) const DEEDS: &[(&str, Deed)] = &[
    ("add", |story, _| story.adds(&[OCTO])),
    ("import fifty", |story, _| {
        // Another secret each, or they would be duplicates.
        let letters = ('A'..='Z').chain('2'..='7').cycle();
        let secret = |letter: char, number: usize| format!("{letter}A{}A", ["A", "B"][number / 32]);
        let links: Vec<String> = letters
            .zip(0..50)
            .map(|(letter, number)| OCTO.replace("KRUG", &secret(letter, number)))
            .collect();
        story.adds(&links.iter().map(String::as_str).collect::<Vec<_>>());
    }),
    ("take an import back", |story, _| {
        story.adds(&[OCTO]);
        let effects = story.app.undo(TO, story.now);
        story.perform(effects);
    }),
    ("edit", |story, ids| {
        let edit = Edit {
            issuer: "npm".into(),
            account: "mona the second".into(),
            registry: Some(REGISTRY.into()),
            groups: vec!["Work".into()],
            pinned: true,
        };
        let effects = story.app.edit(TO, &ids[0], &edit, story.now);
        story.perform(effects);
    }),
    ("delete", |story, ids| {
        let effects = story.app.delete(TO, &ids[0], story.now);
        story.perform(effects);
    }),
    ("delete for good", |story, ids| {
        let effects = story.app.delete(TO, &ids[0], story.now);
        story.perform(effects);
        story.pass(31 * DAY_MS);
    }),
    ("delete and restore", |story, ids| {
        let effects = story.app.delete(TO, &ids[0], story.now);
        story.perform(effects);
        let effects = story.app.restore(TO, &ids[0], story.now);
        story.perform(effects);
    }),
    ("order", |story, ids| {
        let turned: Vec<String> = ids.iter().rev().cloned().collect();
        let effects = story.app.order(TO, &turned, story.now);
        story.perform(effects);
    }),
    ("copy", |story, ids| drop(story.copies(&ids[0], false))),
    ("move to the sealed file", |story, _| story.moves(StoreKind::SealedFile)),
    ("move there and back", |story, _| {
        story.moves(StoreKind::SealedFile);
        story.moves(StoreKind::Keychain);
    }),
];

impl Story {
    pub(super) fn adds(&mut self, links: &[&str]) {
        let links: Vec<_> = links.iter().map(|link| SecretText::new((*link).to_owned())).collect();
        let drafts: Vec<String> =
            self.app.draft(&links, self.now).drafts.into_iter().map(|draft| draft.draft).collect();
        let effects = self.app.keep(TO, &drafts, self.now);
        self.perform(effects);
    }

    pub(super) fn moves(&mut self, kind: StoreKind) {
        // After a cut there is nobody to move anything.
        let passphrase = Some(SecretText::new("correct horse".into()));
        if let Ok(effects) = self.app.move_store(TO, kind, passphrase) {
            self.perform(effects);
            self.pass(1);
        }
    }
}

/// Does it until so many lasting things were done, and starts again. Returns what there is then, and whether all of it was done.
fn cut(deed: Deed, power: usize) -> (Story, Payloads, bool) {
    let mut story = Story::begin();
    let ids = [story.keep(MONA), story.keep(CI)];
    let before = story.items.clone();
    story.power = Some(power);
    deed(&mut story, &ids);
    let whole = story.power != Some(0);
    let mut story = story.restart();
    story.pass(1);
    (story, before, whole)
}

#[test]
fn wherever_the_power_is_cut_every_account_is_whole_or_absent_and_the_app_starts() {
    let mut cuts = 0;
    for (name, deed) in DEEDS {
        let (done, ..) = cut(*deed, usize::MAX);
        for power in 0.. {
            let (story, before, whole) = cut(*deed, power);
            let at = format!("{name}, cut after {power}");
            cuts += 1;
            assert_eq!(story.condition(), StoreCondition::Open, "{at}");
            for id in before.keys().chain(done.items.keys()).chain(story.items.keys()) {
                let found = story.items.get(id);
                let expected = [before.get(id), done.items.get(id)];
                // What was added has another identity each time.
                let new = !before.contains_key(id);
                assert!(new || expected.contains(&found), "{at}: {id} is neither as before nor as after");
            }
            for row in story.rows() {
                let fine = [
                    AccountState::Ready,
                    AccountState::Adoptable,
                    AccountState::Changed,
                    AccountState::Deleted,
                ];
                assert!(fine.contains(&row.state), "{at}: {} is {:?}", row.account, row.state);
                assert!(story.items.contains_key(&Id(row.id)), "{at}: a row without an account");
            }
            let bystander = story.rows().into_iter().find(|row| row.account == "ci").unwrap();
            assert_eq!(bystander.state, AccountState::Ready, "{at}");
            assert_eq!(story.rows().len(), story.items.len(), "{at}: nothing in the store is unreported");
            if whole {
                assert_eq!(story.rows().len(), done.rows().len(), "{at}");
                break;
            }
        }
    }
    assert_eq!(cuts, CUTS);
}
