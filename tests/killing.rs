//! The agent is killed at moments that nobody chose, in the middle of everything a person does that lasts.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use countersign_core::view::{AccountState, Edit, StoreCondition, StoreKind};
use countersign_link::passing::Passing;
use countersign_link::private::{Reply, ToAgent};

use crate::support::desk::link;
use crate::support::inside::Inside;
use crate::support::{Authenticator, Home, Keyring};

/// How often it is killed, unless the variable says otherwise. The threat model quotes it.
const KILLS: usize = 200;
const MORE: &str = "COUNTERSIGN_TEST_KILLS";

/// How many accounts one import brings.
const IMPORTED: usize = 8;

/// What a person began when the agent was killed.
#[derive(Clone, Debug)]
enum Deed {
    /// Adds or imports these, name and secret.
    Bring(Vec<(String, String)>),
    /// Renames the first to the second.
    Rename(String, String),
    Delete(String),
    Move(StoreKind),
    ChangePassphrase(String),
}

/// What must be there: everything but what the deed was about must be as it was.
struct Person {
    random: fastrand::Rng,
    /// Every account that is kept, and its secret.
    kept: BTreeMap<String, String>,
    deleted: Vec<String>,
    passphrase: String,
    /// How often something was made anew, so that no two have the same name.
    made: usize,
    /// How long each kind of deed took that came to its end.
    took: BTreeMap<&'static str, Duration>,
    /// How often it was killed before the answer came.
    amid: usize,
}

impl Deed {
    fn kind(&self) -> &'static str {
        match self {
            Self::Bring(new) if new.len() == 1 => "add",
            Self::Bring(_) => "import",
            Self::Rename(..) => "edit",
            Self::Delete(_) => "delete",
            Self::Move(StoreKind::Keychain) => "move to the keychain",
            Self::Move(StoreKind::SealedFile) => "move to the sealed file",
            Self::ChangePassphrase(_) => "passphrase",
        }
    }
}

impl Person {
    fn new_name(&mut self) -> String {
        self.made += 1;
        format!("person-{}", self.made)
    }

    fn new_account(&mut self) -> (String, String) {
        let name = self.new_name();
        let secret = data_encoding::BASE32_NOPAD.encode(format!("TESTSECRET{:010}", self.made).as_bytes());
        (name, secret)
    }

    /// Thinks of something to do.
    fn chooses(&mut self, store: &StoreKind) -> Deed {
        let some = self.random.choice(self.kept.keys().cloned().collect::<Vec<_>>());
        match (self.random.u8(0..10), some) {
            (0..2, _) | (_, None) => Deed::Bring(vec![self.new_account()]),
            (2..4, _) => Deed::Bring((0..IMPORTED).map(|_| self.new_account()).collect()),
            (4, Some(name)) => Deed::Rename(name, self.new_name()),
            (5, Some(name)) => Deed::Delete(name),
            (6, _) if *store == StoreKind::SealedFile => {
                self.made += 1;
                Deed::ChangePassphrase(format!("a passphrase of a test {}", self.made))
            }
            (6..9, _) if *store == StoreKind::Keychain => Deed::Move(StoreKind::SealedFile),
            _ if *store == StoreKind::SealedFile => Deed::Move(StoreKind::Keychain),
            (_, Some(name)) => Deed::Rename(name, self.new_name()),
        }
    }

    /// Begins to do it.
    fn begins(&self, deed: &Deed, inside: &mut Inside) {
        let id = |inside: &mut Inside, name: &str| {
            inside.rows().into_iter().find(|row| row.account == name).expect("what is kept has a row").id
        };
        let call = match deed {
            Deed::Bring(new) => {
                let links = new.iter().map(|(name, secret)| Passing::new(link("npm", name, secret)));
                ToAgent::Keep { drafts: inside.drafts(links.collect()) }
            }
            Deed::Rename(from, to) => ToAgent::Edit {
                id: id(inside, from),
                edit: Edit {
                    issuer: "npm".into(),
                    account: to.clone(),
                    registry: None,
                    groups: vec!["Work".into()],
                    pinned: true,
                },
            },
            Deed::Delete(name) => ToAgent::Delete { id: id(inside, name) },
            Deed::Move(kind) => ToAgent::MoveStore {
                kind: kind.clone(),
                passphrase: (*kind == StoreKind::SealedFile).then(|| Passing::new(self.passphrase.clone())),
            },
            Deed::ChangePassphrase(after) => ToAgent::ChangePassphrase {
                before: Passing::new(self.passphrase.clone()),
                after: Passing::new(after.clone()),
            },
        };
        inside.begin(call);
    }

    /// Starts the agent after a kill, opens the store, and checks that what the deed was not about is as it was and that what it
    /// was about is there as a whole, or as before.
    fn finds(&mut self, home: &Home, deed: Option<&Deed>, done: bool, at: &str) -> (Inside, StoreKind) {
        let mut inside = Inside::start(home);
        let mut overview = inside.settled();
        if overview.store.condition == StoreCondition::Locked {
            let after = match deed {
                Some(Deed::ChangePassphrase(after)) => vec![after.clone()],
                _ => Vec::new(),
            };
            let before = Some(self.passphrase.clone()).filter(|_| !done || after.is_empty());
            let opens = before.into_iter().chain(after).find(|words| {
                inside.ask(ToAgent::Unlock { passphrase: Some(Passing::new(words.clone())) }).is_ok()
            });
            self.passphrase = opens.unwrap_or_else(|| panic!("{at}: no passphrase opens it"));
            overview = inside.settled();
        }
        assert_eq!(overview.store.condition, StoreCondition::Open, "{at}: {:?}", overview.store.failure);
        let store = overview.store.kind.expect("an open store is one of the two");
        Self::accepts(&mut inside, at);
        self.compares(&mut inside, deed, done, at);
        (inside, store)
    }

    /// What the keychain has and the index does not, or has otherwise, is whole: it is offered, and the person takes it.
    fn accepts(inside: &mut Inside, at: &str) {
        for row in inside.rows() {
            match row.state {
                AccountState::Ready | AccountState::Deleted => {}
                AccountState::Adoptable | AccountState::Changed => {
                    inside.ask(ToAgent::Confirm { id: row.id }).unwrap_or_else(|why| panic!("{at}: {why:?}"));
                }
                other => panic!("{at}: {} is {other:?}", row.account),
            }
        }
    }

    fn compares(&mut self, inside: &mut Inside, deed: Option<&Deed>, done: bool, at: &str) {
        let rows = inside.rows();
        let ready: Vec<_> = rows.iter().filter(|row| row.state == AccountState::Ready).collect();
        let ids = ready.iter().map(|row| row.id.clone()).collect();
        let Ok(Reply::Codes(codes)) = inside.ask(ToAgent::Codes { ids }) else { panic!("{at}: no codes") };
        let codes: BTreeMap<_, _> = codes.into_iter().map(|code| (code.id, code.code)).collect();
        let mut found = BTreeMap::new();
        let mut possible = self.kept.clone();
        match deed {
            Some(Deed::Bring(new)) => possible.extend(new.iter().cloned()),
            Some(Deed::Rename(from, to)) => drop(possible.insert(to.clone(), self.kept[from].clone())),
            _ => {}
        }
        for row in ready {
            let secret =
                possible.get(&row.account).unwrap_or_else(|| panic!("{at}: whose is {}?", row.account));
            let phone = Authenticator::new(secret);
            assert!(
                (-1..=1).any(|step| codes[&row.id] == phone.code(step)),
                "{at}: {} is not whole",
                row.account
            );
            let twice = found.insert(row.account.clone(), secret.clone());
            assert_eq!(twice, None, "{at}: {} is there twice", row.account);
        }
        let was_deleted =
            |name: &str| rows.iter().any(|row| row.account == name && row.state == AccountState::Deleted);
        for name in self.kept.keys().filter(|name| !found.contains_key(*name)) {
            match deed {
                Some(Deed::Rename(from, to)) if from == name => {
                    assert!(found.contains_key(to), "{at}: {name} is gone");
                }
                Some(Deed::Delete(gone)) if gone == name => {
                    assert!(was_deleted(name), "{at}: {name} cannot be restored");
                }
                _ => panic!("{at}: {name} is gone"),
            }
        }
        assert!(self.deleted.iter().all(|name| was_deleted(name)), "{at}: what was deleted can be restored");
        if let (Some(deed), true) = (deed, done) {
            let there = match deed {
                Deed::Bring(new) => new.iter().all(|(name, _)| found.contains_key(name)),
                Deed::Rename(_, to) => found.contains_key(to),
                Deed::Delete(name) => !found.contains_key(name),
                Deed::Move(_) | Deed::ChangePassphrase(_) => true,
            };
            assert!(there, "{at}: it was said to be done");
        }
        self.deleted = rows
            .into_iter()
            .filter(|row| row.state == AccountState::Deleted)
            .map(|row| row.account)
            .collect();
        self.kept = found;
    }
}

fn unreadable(home: &Home) -> usize {
    let names = std::fs::read_dir(home.countersign()).unwrap().map(|file| file.unwrap().file_name());
    names.filter(|name| name.to_string_lossy().contains("unreadable")).count()
}

#[test]
fn killed_at_any_moment_every_account_is_whole_or_absent_and_what_was_said_to_be_done_is() {
    let kills = std::env::var(MORE).ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let seed = fastrand::u64(..);
    let mut home = Home::new();
    let mut keyring = Keyring::unlocked(&mut home);
    let mut person = Person {
        random: fastrand::Rng::with_seed(seed),
        kept: BTreeMap::new(),
        deleted: Vec::new(),
        passphrase: "a passphrase of a test".to_owned(),
        made: 0,
        took: BTreeMap::new(),
        amid: 0,
    };
    let (mut inside, mut store) = person.finds(&home, None, false, "at the beginning");
    for kill in 0..kills {
        let deed = person.chooses(&store);
        let usual = person.took.get(deed.kind()).copied().unwrap_or(Duration::from_millis(400));
        let moment = usual.mul_f64(person.random.f64() * 1.1);
        person.begins(&deed, &mut inside);
        let begun = Instant::now();
        let answer = inside.answer(moment);
        let done = answer.as_ref().is_some_and(Result::is_ok);
        match &answer {
            Some(_) => drop(person.took.insert(deed.kind(), begun.elapsed())),
            None => person.amid += 1,
        }
        inside.kill();
        // GNOME's keyring (42.1) falls over now and then where programs come and go.
        keyring.revive(&home);
        let at = format!(
            "seed {seed}, kill {kill}, {} in {store:?}, {moment:?} after, answer {answer:?}",
            deed.kind()
        );
        (inside, store) = person.finds(&home, Some(&deed), done, &at);
        if let (Deed::Move(kind), true) = (&deed, done) {
            assert_eq!(store, *kind, "{at}: it was said to be moved");
        }
        assert_eq!(unreadable(&home), 0, "{at}: no file was torn");
    }
    eprintln!(
        "killed {kills} times, {} of them before the answer; {} accounts are kept",
        person.amid,
        person.kept.len()
    );
    assert!(person.amid * 4 > kills, "of {kills} kills only {} came before the answer", person.amid);
    inside.kill();
}
