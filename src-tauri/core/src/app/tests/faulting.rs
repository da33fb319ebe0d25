//! A store that does something wrong, or a disk that is full, at every single call of everything a person does that lasts.

use super::cutting::{DEEDS, Deed};
use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

/// How many faults [`whatever_a_store_does_wrong_nothing_is_lost_and_the_person_is_told`] tries. The threat model quotes it.
const FAULTS_TRIED: usize = 647;
/// How many faults by chance, in deeds by chance, are tried beside them.
const STORIES_BY_CHANCE: u32 = 300;

const COUNTED: &str =
    "otpauth://hotp/Bank:grace?secret=TESTSECRETTESTSECRETTESTSECRET22&issuer=Bank&counter=7";

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    /// It fails and has done nothing.
    Errs,
    /// It has done what it was asked, and says that it failed.
    ErrsWhenDone,
    /// Another program has locked it.
    Locked,
    /// It does not answer, and does it later.
    Hangs,
    /// It does not answer any more.
    HangsForEver,
    /// It says that it is done, and has lost it; or leaves out an item.
    Forgets,
    /// An item is there twice.
    Duplicates,
    /// An item holds what belongs to another.
    OthersBytes,
    /// From this saving of the index on, the disk is full.
    DiskFull,
}

use Fault::{DiskFull, Duplicates, Errs, ErrsWhenDone, Forgets, Hangs, HangsForEver, Locked, OthersBytes};

const FAULTS: [(Fault, &str); 9] = [
    (Errs, "fails"),
    (ErrsWhenDone, "does it and says it failed"),
    (Locked, "was locked by others"),
    (Hangs, "hangs, and does it later"),
    (HangsForEver, "hangs for ever"),
    (Forgets, "forgets"),
    (Duplicates, "has it twice"),
    (OthersBytes, "returns others' bytes"),
    (DiskFull, "the disk is full"),
];

/// A fault that waits for its call.
#[derive(Debug)]
pub(super) struct Trouble {
    fault: Fault,
    /// The call, or the saving, that it befalls; counted from 0.
    at: usize,
    calls: usize,
    saves: usize,
    struck: bool,
    /// Items that the store itself spoiled.
    spoiled: BTreeSet<Id>,
    /// Calls that wait for the one that hangs, which is the first.
    stuck: VecDeque<(Ticket, StoreCall)>,
}

impl Fault {
    fn can_befall(self, call: &StoreCall) -> bool {
        use StoreCall::{Clear, Delete, Load, Lock, Move, Write};
        match self {
            // It drops what is in memory, and asks nobody.
            _ if *call == Lock => false,
            Errs | Locked | Hangs | HangsForEver => true,
            ErrsWhenDone => matches!(call, Write(..) | Delete(_) | Move(..) | Clear(_)),
            Forgets => matches!(call, Write(..) | Delete(_) | Move(..) | Load),
            Duplicates | OthersBytes => matches!(call, Write(..) | Load),
            DiskFull => false,
        }
    }

    /// Whether the store said something that is not so.
    fn lies(self) -> bool {
        matches!(self, Forgets | Duplicates | OthersBytes)
    }
}

impl Story {
    fn in_trouble(&mut self, fault: Fault, at: usize) {
        let (stuck, spoiled) = (VecDeque::new(), BTreeSet::new());
        self.trouble = Some(Trouble { fault, at, calls: 0, saves: 0, struck: false, spoiled, stuck });
    }

    /// Whether the index cannot be saved any more.
    pub(super) fn disk_fills(&mut self) -> bool {
        let Some(trouble) = self.trouble.as_mut().filter(|trouble| trouble.fault == DiskFull) else {
            return false;
        };
        let full = trouble.saves >= trouble.at;
        trouble.saves += 1;
        trouble.struck |= full;
        full
    }

    /// The store is asked, and what is to go wrong goes wrong. What is behind a call that hangs waits, too.
    pub(super) fn troubled(&mut self, ticket: Ticket, call: StoreCall) -> Result<StoreAnswer, StoreError> {
        let Some(trouble) = &mut self.trouble else { return self.store(call) };
        if !trouble.stuck.is_empty() {
            trouble.stuck.push_back((ticket, call));
            return Err(StoreError::TimedOut);
        }
        let now = trouble.calls == trouble.at && trouble.fault.can_befall(&call);
        trouble.calls += 1;
        trouble.struck |= now;
        if !now {
            return self.store(call);
        }
        match trouble.fault {
            Hangs | HangsForEver => {
                trouble.stuck.push_back((ticket, call));
                Err(StoreError::TimedOut)
            }
            Errs | DiskFull => Err(StoreError::Failed("a fault of a test".into())),
            Locked => Err(StoreError::Locked),
            ErrsWhenDone => {
                if matches!(call, StoreCall::Move(..)) {
                    self.other.clone_from(&self.items);
                } else {
                    drop(self.store(call));
                }
                Err(StoreError::Failed("a fault of a test".into()))
            }
            lie => self.lied(lie, call),
        }
    }

    /// The store says something that is not so.
    fn lied(&mut self, lie: Fault, call: StoreCall) -> Result<StoreAnswer, StoreError> {
        let written = match &call {
            StoreCall::Write(id, _) => Some(id.clone()),
            _ => None,
        };
        if let (Forgets, StoreCall::Delete(_)) = (lie, &call) {
            return Ok(StoreAnswer::Done);
        }
        let mut answer = self.store(call)?;
        if let StoreAnswer::Loaded(items) = &mut answer {
            match (lie, items.len()) {
                (_, 0) => {}
                (Forgets, _) => drop(items.remove(0)),
                (Duplicates, _) => items[0].1 = Err(StoreError::Ambiguous),
                _ => items[0].1 = items[items.len() - 1].1.clone(),
            }
            return Ok(answer);
        }
        let first = || self.items.keys().next().cloned();
        let Some(id) = written.or_else(first) else { return Ok(answer) };
        let others = self.items.iter().find(|(other, _)| **other != id).map(|(_, items)| items[0].clone());
        if let Some(trouble) = self.trouble.as_mut().filter(|_| !matches!(answer, StoreAnswer::Provider(_))) {
            // What a move forgot is still where it was moved from.
            trouble.spoiled.insert(id.clone());
        }
        match lie {
            Duplicates => {
                let items = self.items.get_mut(&id).unwrap();
                items.push(items[0].clone());
            }
            OthersBytes => drop(self.items.insert(id, others.into_iter().collect())),
            _ => drop(self.items.remove(&id)),
        }
        Ok(answer)
    }

    /// The store answers again what it was asked.
    fn goes_on(&mut self) {
        while let Some((ticket, call)) =
            self.trouble.as_mut().filter(|it| it.fault == Hangs).and_then(|it| it.stuck.pop_front())
        {
            let answer = self.store(call);
            let effects = self.app.store_answered(ticket, answer, self.now);
            self.perform(effects);
        }
    }

    fn tries_to_copy(&mut self, id: &str) {
        match self.app.copy(For::Shell(TO), id, false, self.now) {
            Ok(effects) => self.perform(effects),
            Err(why) => self.replies.push(Err(why)),
        }
    }

    /// What the person was told last: an answer, or what stands above the list.
    fn told(&mut self) -> Option<String> {
        let overview = self.app.overview(self.now);
        let failures = self.replies.drain(..).filter_map(Result::err).chain(overview.store.failure);
        failures.map(|failure| failure.code).next()
    }
}

/// Three accounts, the second of which nobody touches.
fn three() -> (Story, Vec<String>) {
    let mut story = Story::begin();
    let ids = vec![story.keep(MONA), story.keep(CI), story.keep(COUNTED)];
    story.replies.clear();
    (story, ids)
}

const MORE_DEEDS: &[(&str, Deed)] = &[
    ("import ten", |story, _| {
        let links: Vec<String> = ('A'..='J')
            .map(|letter| MONA.replace("GEZD", &format!("{letter}EZD")).replace("mona", &letter.to_string()))
            .collect();
        story.adds(&links.iter().map(String::as_str).collect::<Vec<_>>());
    }),
    ("lock and unlock", |story, _| {
        story.locks();
        story.unlocks();
    }),
    ("copy", |story, ids| story.tries_to_copy(&ids[0])),
    ("copy a counter's code", |story, ids| story.tries_to_copy(&ids[2])),
    ("move a counter on", |story, ids| {
        let effects = story.app.set_counter(TO, &ids[2], 40, story.now);
        story.perform(effects);
    }),
    ("change the passphrase", |story, _| {
        story.moves(StoreKind::SealedFile);
        let words = |words: &str| SecretText::new(words.into());
        if let Ok(effects) = story.app.change_passphrase(TO, words("correct horse"), words("battery staple"))
        {
            story.perform(effects);
        }
    }),
    ("look again for the keychain", |story, _| {
        let effects = story.app.try_keychain(TO, story.now);
        story.perform(effects);
    }),
];

/// What came of a deed in trouble.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Outcome {
    /// What the person was told; nothing if all went well as far as anyone could see.
    told: Option<String>,
    /// What is there after the next start.
    kept: Kept,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kept {
    /// Everything as before the deed, or with the whole deed done, or with some of its accounts.
    Whole,
    /// What the store itself spoiled is shown as that and gives no code; everything else is whole.
    Shown,
}

/// A deed, done to three accounts; maybe after unlocking, so that reading the store is among its calls.
#[derive(Clone, Copy)]
struct Act {
    name: &'static str,
    deed: Deed,
    opening: bool,
}

impl Act {
    fn all() -> impl Iterator<Item = Self> {
        // Ten say as much as fifty. That copy takes for granted that it can.
        let others = DEEDS.iter().filter(|(name, _)| !["copy", "import fifty"].contains(name));
        let deeds = others.chain(MORE_DEEDS);
        deeds.flat_map(|(name, deed)| [false, true].map(|opening| Self { name, deed: *deed, opening }))
    }

    fn is_done(self, story: &mut Story, ids: &[String]) {
        if self.opening {
            story.locks();
            story.unlocks();
        }
        (self.deed)(story, ids);
        story.pass(1);
    }

    /// Does it with a store that is well. Returns what is there, and how often the store and the disk were asked.
    fn when_well(self) -> (Story, usize) {
        let (mut story, ids) = three();
        story.in_trouble(Errs, usize::MAX);
        self.is_done(&mut story, &ids);
        story.pass(60_000);
        let trouble = story.trouble.take().unwrap();
        (story, trouble.calls.max(trouble.saves))
    }
}

/// Does something while this goes wrong, then starts again with a store that is well, and checks every promise. Nothing where
/// the deed has no such call.
fn tried(act: Act, well: &Story, fault: Fault, at: usize) -> Option<Outcome> {
    let story =
        format!("{}{}, {fault:?} at {at}", act.name, if act.opening { ", after unlocking" } else { "" });
    let (mut it, ids) = three();
    let (before, index) = (it.items.clone(), it.file.clone());
    it.in_trouble(fault, at);
    act.is_done(&mut it, &ids);
    if !it.trouble.as_ref().unwrap().struck {
        return None;
    }
    let told = it.told();
    it.goes_on();
    it.pass(60_000);
    let told = told.or_else(|| it.told());
    let spoiled = it.trouble.take().unwrap().spoiled;

    let mut it = it.restart();
    it.pass(1);
    assert_eq!(it.condition(), StoreCondition::Open, "{story}: it starts");
    for (id, payload) in &before {
        let places = [it.items.get(id), it.other.get(id)];
        let whole = places.contains(&Some(payload)) || it.items.get(id) == well.items.get(id);
        assert!(whole || spoiled.contains(id), "{story}: {id} was lost, and not by the store");
    }
    let rows = it.rows();
    let shown: BTreeSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    assert!(
        it.items.keys().all(|id| shown.contains(id.0.as_str())),
        "{story}: something in the store is not shown"
    );
    for row in &rows {
        let id = Id(row.id.clone());
        let whole = it.items.get(&id).is_some_and(|items| items.len() == 1) && !spoiled.contains(&id);
        let fine =
            [AccountState::Ready, AccountState::Adoptable, AccountState::Changed, AccountState::Deleted];
        assert!(!whole || fine.contains(&row.state), "{story}: a whole account is {:?}", row.state);
        assert!(row.state != AccountState::Ready || whole, "{story}: a spoiled account is offered as ready");
    }
    // No code is made of what belongs to another account.
    let mut twin = Story::asleep(index, before.clone());
    twin.now = it.now;
    twin.start();
    for id in &ids[..2] {
        let code =
            |story: &Story| story.app.codes(std::slice::from_ref(id), story.now).pop().map(|code| code.code);
        assert!(code(&it).is_none() || code(&it) == code(&twin), "{story}: {id} gives another's code");
    }
    let bystander = Id(ids[1].clone());
    if it.items.get(&bystander) == before.get(&bystander) {
        assert_eq!(it.state(&ids[1]), AccountState::Ready, "{story}: the account that nobody touched");
    }
    let first = Id(ids[0].clone());
    let done = it.items.len() == well.items.len() && it.items.get(&first) == well.items.get(&first);
    assert!(told.is_some() || done || fault.lies(), "{story}: it is not done, and nobody was told");
    let lost = it.rows().iter().any(|row| row.state == AccountState::Missing);
    Some(Outcome { told, kept: if spoiled.is_empty() && !lost { Kept::Whole } else { Kept::Shown } })
}

#[test]
fn whatever_a_store_does_wrong_nothing_is_lost_and_the_person_is_told() {
    let mut count = 0;
    let mut table: BTreeMap<(&str, Fault), BTreeSet<Outcome>> = BTreeMap::new();
    for act in Act::all() {
        let (well, calls) = act.when_well();
        for (fault, _) in FAULTS {
            for outcome in (0..calls).filter_map(|at| tried(act, &well, fault, at)) {
                count += 1;
                table.entry((act.name, fault)).or_default().insert(outcome);
            }
        }
    }
    assert_eq!(count, FAULTS_TRIED, "the threat model quotes how many were tried");
    written(&table);
}

/// The table for people, in the folder of the documents.
fn written(table: &BTreeMap<(&str, Fault), BTreeSet<Outcome>>) {
    let mut text = format!("{ABOUT}\n| |");
    let _ = writeln!(text, "{}", FAULTS.map(|(_, name)| format!(" {name} |")).concat());
    let _ = writeln!(text, "|---|{}", "---|".repeat(FAULTS.len()));
    let names: Vec<&str> = Act::all().filter(|act| act.opening).map(|act| act.name).collect();
    for name in names {
        let _ = write!(text, "| {name} |");
        for (fault, _) in FAULTS {
            let outcomes = table.get(&(name, fault));
            let told: BTreeSet<&str> = outcomes
                .into_iter()
                .flatten()
                .map(|it| it.told.as_deref().unwrap_or("all is done"))
                .collect();
            let shown = outcomes.into_iter().flatten().any(|it| it.kept == Kept::Shown);
            let told = told.into_iter().collect::<Vec<_>>().join(", ");
            let _ = write!(text, " {told}{} |", if shown { " †" } else { "" });
        }
        text.push('\n');
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/faults.md");
    if fs::read_to_string(path).ok().as_deref() != Some(&text) {
        fs::write(path, text).unwrap();
        panic!("the table in src-tauri/docs/faults.md was out of date and is written anew");
    }
}

const ABOUT: &str = "\
# When a store or the disk does something wrong

Written by `cargo test -p countersign-core --lib faulting`, which does each of these while the store, or the disk, does that at one
of the calls; then at the next; and then starts again. In the table stands what the person is told: the failure's name, or that all is
done because nothing was amiss that anyone could see. Afterwards every account is as before or as it was to be, nothing was
overwritten, and the app starts. †: what the store itself lost or spoiled is shown as missing, changed or twice, and gives no code.
";

proptest! {
    #![proptest_config(ProptestConfig { cases: STORIES_BY_CHANCE, failure_persistence: None, ..ProptestConfig::default() })]

    /// Not one fault but several, in one deed after the other.
    #[test]
    fn nor_by_many_faults_in_a_row(steps in prop::collection::vec((0..34_usize, 0..FAULTS.len(), 0..9_usize), 1..6)) {
        let (mut it, ids) = three();
        let (before, index) = (it.items.clone(), it.file.clone());
        let mut spoiled = BTreeSet::new();
        for (number, fault, at) in steps {
            let acts: Vec<Act> = Act::all().collect();
            it.in_trouble(FAULTS[fault].0, at);
            acts[number % acts.len()].is_done(&mut it, &ids);
            it.goes_on();
            it.pass(60_000);
            let trouble = it.trouble.take().unwrap();
            spoiled.extend(trouble.spoiled);
            if !trouble.stuck.is_empty() {
                it = it.restart(); // the person ends what hangs
            }
            it.replies.clear();
        }
        let mut it = it.restart();
        it.pass(1);
        prop_assert_eq!(it.condition(), StoreCondition::Open);
        let bystander = Id(ids[1].clone());
        let whole = [it.items.get(&bystander), it.other.get(&bystander)].contains(&before.get(&bystander));
        prop_assert!(whole || spoiled.contains(&bystander));
        let shown: BTreeSet<String> = it.rows().into_iter().map(|row| row.id).collect();
        prop_assert!(it.items.keys().all(|id| shown.contains(&id.0)));
        let mut twin = Story::asleep(index, before);
        twin.now = it.now;
        twin.start();
        let code = |story: &Story| story.app.codes(&ids[1..2], story.now).pop().map(|code| code.code);
        prop_assert!(code(&it).is_none() || code(&it) == code(&twin));
    }
}
