//! The rig: an agent around the facade, with a clock that is turned by hand.

use super::*;

/// An agent around the facade: performs effects at once and remembers what was said to whom.
pub(super) struct Story {
    pub(super) app: App,
    pub(super) now: Now,
    pub(super) items: BTreeMap<Id, Vec<SecretText>>,
    /// What is in the store that is not in use.
    pub(super) other: BTreeMap<Id, Vec<SecretText>>,
    /// How many things that last can still be done before the power is cut; none for no end.
    pub(super) power: Option<usize>,
    /// What the store answers instead of doing what it is asked.
    pub(super) fault: Option<StoreError>,
    pub(super) provider: Provider,
    /// The index file.
    pub(super) file: Option<Vec<u8>>,
    pub(super) disk_full: bool,
    pub(super) saves: usize,
    pub(super) writes: usize,
    pub(super) heard: Vec<(Caller, Answer)>,
    pub(super) replies: Vec<Result<(), Failure>>,
    pub(super) log: Vec<String>,
    pub(super) shown: Vec<crate::view::Window>,
    /// What was put on the clipboard.
    pub(super) copied: Vec<Copied>,
    pub(super) icons: BTreeMap<Id, crate::transfer::Icon>,
    pub(super) progress: Vec<Option<crate::view::Progress>>,
    pub(super) exports: Vec<Export>,
    pub(super) backups: Vec<Backup>,
    pub(super) nonces: u64,
    /// Stores from which items were removed that had been moved.
    pub(super) cleared: Vec<StoreKind>,
    /// Calls that the store was given and holds back.
    pub(super) held: Option<Vec<Ticket>>,
    /// How often it was started again.
    pub(super) life: u64,
    /// What the store is about to do wrong.
    pub(super) trouble: Option<faulting::Trouble>,
    /// Files that were written, and what is in them.
    pub(super) files: Vec<(String, String)>,
}

/// Every life of the agent has chances of its own: two accounts never have one id.
pub(super) fn random(life: u64) -> Random {
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15 ^ life;
    Box::new(move |bytes| {
        for byte in bytes {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = state.to_be_bytes()[0];
        }
    })
}

impl Story {
    /// Someone starts Countersign for the first time, with an empty keychain.
    pub(super) fn begin() -> Self {
        let mut story = Self::asleep(None, BTreeMap::new());
        story.start();
        story
    }

    pub(super) fn asleep(file: Option<Vec<u8>>, items: BTreeMap<Id, Vec<SecretText>>) -> Self {
        let index = file.as_deref().map(|bytes| Index::from_json(bytes).unwrap());
        Self {
            app: App::new(index, random(0)),
            now: Now { wall_ms: START_MS, steady_ms: 1_000 },
            items,
            other: BTreeMap::new(),
            power: None,
            fault: None,
            provider: Provider { kind: StoreKind::Keychain, name: "a keychain".into() },
            file,
            disk_full: false,
            saves: 0,
            writes: 0,
            heard: Vec::new(),
            replies: Vec::new(),
            log: Vec::new(),
            shown: Vec::new(),
            copied: Vec::new(),
            icons: BTreeMap::new(),
            progress: Vec::new(),
            exports: Vec::new(),
            backups: Vec::new(),
            nonces: 0,
            cleared: Vec::new(),
            held: None,
            life: 0,
            trouble: None,
            files: Vec::new(),
        }
    }

    pub(super) fn start(&mut self) {
        let effects = self.app.start(self.now);
        self.perform(effects);
    }

    /// The agent ends and starts again.
    pub(super) fn restart(self) -> Self {
        let mut story = Self::asleep(self.file, self.items);
        story.life = self.life + 1;
        story.app.random = random(story.life);
        story.now = Now { wall_ms: self.now.wall_ms, steady_ms: 0 };
        story.provider = self.provider;
        story.other = self.other;
        let used = story.file.as_deref().and_then(|file| Index::from_json(file).ok()?.store);
        if used.is_some_and(|used| used != story.provider.kind) {
            story.swap_stores();
        }
        story.start();
        story
    }

    pub(super) fn perform(&mut self, effects: Vec<Effect>) {
        let mut effects: VecDeque<Effect> = effects.into();
        while let Some(effect) = effects.pop_front() {
            if matches!(effect, Effect::Store(..) | Effect::SaveIndex(_)) && !self.has_power() {
                return;
            }
            match effect {
                Effect::Store(ticket, call) => {
                    if let Some(held) = &mut self.held {
                        held.push(ticket);
                    } else {
                        let answer = self.troubled(ticket, call);
                        effects.extend(self.app.store_answered(ticket, answer, self.now));
                    }
                }
                Effect::SaveIndex(bytes) => {
                    self.saves += 1;
                    if self.disk_full || self.disk_fills() {
                        effects.extend(self.app.index_failed("no space left", self.now));
                    } else {
                        self.file = Some(bytes);
                    }
                }
                Effect::Copy(to, copied) => {
                    self.copied.push(copied);
                    if let For::Program(caller, answer) = to {
                        self.heard.push((caller, *answer));
                    }
                }
                Effect::Program(caller, answer) => self.heard.push((caller, answer)),
                Effect::Reply(to, result) => {
                    assert_eq!(to, TO);
                    self.replies.push(result);
                }
                Effect::Show(window) => self.shown.push(window),
                Effect::Log(line) => self.log.push(line),
                Effect::WriteSheet { id, file, text, count } => {
                    let full = self.disk_full;
                    let written = if full { Err("no space left".to_owned()) } else { Ok(count) };
                    self.files.push((file, text.expose().to_owned()));
                    effects.extend(self.app.sheet_written(&id, written));
                }
                Effect::Export(export) => self.exports.push(*export),
                Effect::BackUp(backup) => self.backups.push(*backup),
                Effect::Progress(progress) => self.progress.push(progress),
                Effect::SaveIcon(id, icon) => drop(self.icons.insert(id, icon)),
                Effect::DropIcon(id) => drop(self.icons.remove(&id)),
                Effect::SaveSettings(to, file) => {
                    let written = if self.disk_full { Err("no space left".to_owned()) } else { Ok(()) };
                    effects.extend(self.app.settings_saved(to, *file, written, self.now));
                }
                Effect::Changed | Effect::Request(_) | Effect::Settings(_) | Effect::SaveDecisions(_) => {}
            }
        }
    }

    /// Time passes, and the agent does what falls due.
    pub(super) fn pass(&mut self, ms: u64) {
        let end = self.now.steady_ms + ms;
        while let Some(due) = self.app.deadline().filter(|due| *due <= end) {
            self.turn_to(due.max(self.now.steady_ms));
            let effects = self.app.tick(self.now);
            self.perform(effects);
            assert!(self.app.deadline() != Some(due), "the same moment is never due twice");
        }
        self.turn_to(end);
    }

    pub(super) fn turn_to(&mut self, steady_ms: u64) {
        self.now.wall_ms += steady_ms - self.now.steady_ms;
        self.now.steady_ms = steady_ms;
    }

    /// Someone pastes a link and keeps the account.
    pub(super) fn keep(&mut self, link: &str) -> String {
        let draft = self.draft(link);
        let before: Vec<String> = self.rows().into_iter().map(|row| row.id).collect();
        let effects = self.app.keep(TO, &[draft.draft], self.now);
        self.perform(effects);
        assert_eq!(self.replies.pop(), Some(Ok(())));
        self.rows().into_iter().map(|row| row.id).find(|id| !before.contains(id)).unwrap()
    }

    /// The person copies a code.
    pub(super) fn copies(&mut self, id: &str, next: bool) -> Option<Copied> {
        let effects = self.app.copy(For::Shell(TO), id, next, self.now).unwrap();
        self.perform(effects);
        self.copied.pop()
    }

    pub(super) fn draft(&mut self, link: &str) -> DraftView {
        let mut drafted = self.app.draft(&[SecretText::new(link.to_owned())], self.now);
        assert_eq!(drafted.refused, []);
        drafted.drafts.remove(0)
    }

    pub(super) fn rows(&self) -> Vec<AccountRow> {
        self.app.overview(self.now).accounts
    }

    pub(super) fn state(&self, id: &str) -> AccountState {
        self.rows().into_iter().find(|row| row.id == id).unwrap().state
    }

    pub(super) fn condition(&self) -> StoreCondition {
        self.app.overview(self.now).store.condition
    }

    /// A program asks, with a nonce that was never used.
    pub(super) fn asks(&mut self, from: Requester, ask: Ask) -> Answer {
        self.nonces += 1;
        let nonce = format!("a-nonce-of-its-own-{}", self.nonces);
        self.asks_with(&nonce, from, ask)
    }

    pub(super) fn asks_with(&mut self, nonce: &str, from: Requester, ask: Ask) -> Answer {
        let caller = from.caller;
        let effects = self.app.ask(from, nonce, ask, self.now);
        self.perform(effects);
        self.hears(caller).remove(0)
    }

    /// A run's command shows its prompt.
    pub(super) fn prompt(&mut self, caller: Caller, registry: &str) -> Answer {
        self.asks(run(caller), Ask::prompt(publish(registry)))
    }

    /// Returns what a program heard since the last time.
    pub(super) fn hears(&mut self, caller: Caller) -> Vec<Answer> {
        let (its, others): (Vec<_>, Vec<_>) = self.heard.drain(..).partition(|(to, _)| *to == caller);
        self.heard = others;
        its.into_iter().map(|(_, answer)| answer).collect()
    }

    pub(super) fn request(&self) -> RequestView {
        self.app.pending(self.now).unwrap()
    }

    /// The person reads the request and answers it after a second.
    pub(super) fn decides(&mut self, decision: &Decision) -> Result<(), Failure> {
        let id = self.request().id;
        let effects = self.app.shown(&id, self.now);
        self.perform(effects);
        self.pass(1_000);
        let effects = self.app.decide(&id, decision, self.now)?;
        self.perform(effects);
        Ok(())
    }

    pub(super) fn approves(&mut self, account: &str) {
        self.decides(&Decision::Approve { account: Some(account.to_owned()) }).unwrap();
    }

    pub(super) fn approves_run(&mut self, account: &str) {
        self.decides(&Decision::ApproveRun { account: account.to_owned() }).unwrap();
    }

    pub(super) fn denies(&mut self) {
        self.decides(&Decision::Deny).unwrap();
    }

    pub(super) fn locks(&mut self) {
        let effects = self.app.lock(self.now);
        self.perform(effects);
    }

    pub(super) fn unlocks(&mut self) {
        let effects = self.app.unlock(TO, None, self.now);
        self.perform(effects);
    }

    /// Another program changes, adds or copies what is stored.
    pub(super) fn meddle(&mut self, id: &str, link: &str) {
        let entry = crate::otp::link::parse(link).unwrap();
        let id = Id(id.to_owned());
        let account = crate::account::Account::new(id.clone(), &entry, 7, false);
        self.items.insert(id, vec![payload::encode(&account)]);
    }

    /// Returns the code an account has at this moment, as its service would compute it.
    pub(super) fn code_now(&self, id: &str) -> String {
        self.app.codes(&[id.to_owned()], self.now).remove(0).code
    }
}

/// A `countersign run`.
pub(super) fn run(caller: Caller) -> Requester {
    Requester { caller, verified: Vec::new(), claimed: Vec::new(), run: true, lifecycle: None }
}

/// Any other program.
pub(super) fn program(caller: Caller) -> Requester {
    Requester { run: false, ..run(caller) }
}

/// The prompt of `npm publish --workspaces`.
pub(super) fn publish(registry: &str) -> PromptClaim {
    PromptClaim {
        client: "npm".into(),
        command: ["npm", "publish", "--workspaces"].map(str::to_owned).to_vec(),
        package: Some("demo".into()),
        version: Some("1.0.0".into()),
        registry: Some(registry.to_owned()),
        folder: "/home/mona/demo".into(),
        account: None,
        several: true,
        lifecycle: None,
        git: Some("main, clean".into()),
        findings: Vec::new(),
        page: None,
        bridged: None,
    }
}

pub(super) fn code_of(answer: &Answer) -> &str {
    match answer {
        Answer::Code { code, .. } => code,
        other => panic!("no code but {other:?}"),
    }
}

pub(super) fn refusal(answer: &Answer) -> &str {
    match answer {
        Answer::Denied { reason, .. } | Answer::Busy { reason } | Answer::Failed { reason } => &reason.code,
        other => panic!("no refusal but {other:?}"),
    }
}
