//! What a request asks, and how the approval window shows it.

use super::App;
use super::drafting::Draft;
use super::effect::Requester;
use super::exporting::Wanted;
use super::shelf::{is_npm, one_line};
use crate::approval::desk::Pending;
use crate::approval::registry::{Binding, binding, in_clear, normalised};
use crate::approval::run::Scope;
use crate::npm::{self, browser};
use crate::ports::Id;
use crate::secret::SecretText;
use crate::time::Now;
use crate::view::{AccountState, Choice, Fact, PageView, PromptClaim, RequestView, Wants, claim};
use url::Url;

/// The most findings of one request that are shown; warnings come first.
const FINDINGS_LIMIT: usize = 10;
/// The label of a finding that is a warning.
const WARNING: &str = "Warning";

/// A request as it waits at the desk.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) sentence: String,
    pub(super) verified: Vec<Fact>,
    pub(super) claimed: Vec<Fact>,
    pub(super) warnings: Vec<String>,
    pub(super) matter: Matter,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub(super) enum Matter {
    /// A code of this account, for a person or a script.
    Code(Id),
    /// A code for a prompt.
    Prompt(Box<Prompt>),
    /// The names of the accounts.
    Names,
    /// Accounts to be added.
    Add(Vec<Draft>),
    /// The account that is being enrolled, and the registry it is to answer; no account once it is being kept.
    Enrol(Option<Box<Draft>>, Option<String>),
    /// One recovery code of this account.
    Recovery(Id),
    /// All recovery codes of this account, in this file.
    Sheet(Id, String),
    /// Recovery codes of this account, to be kept.
    Keep(Id, Vec<SecretText>),
    /// A file to be written with all accounts.
    Export(Box<Wanted>),
}

/// A prompt that waits for a code.
#[derive(Clone, Debug)]
pub(super) struct Prompt {
    /// What an approval for the run would cover.
    pub(super) scope: Scope,
    /// What it is about.
    pub(super) about: About,
    /// The account that was named.
    pub(super) named: Option<Id>,
    /// Whether an approval for the run is offered.
    pub(super) run_offer: bool,
    /// The page where the person is to authenticate: then the code goes to the clipboard, and not to the program.
    pub(super) page: Option<Url>,
}

/// The package that a prompt is about.
#[derive(Clone, Debug, Default)]
pub(super) struct About {
    /// Its name and version, as they are shown.
    pub(super) spec: Option<String>,
    /// Whether a code that is refused harms nothing.
    pub(super) lenient: bool,
}

impl About {
    pub(super) fn of(asks: &PromptClaim) -> Self {
        let spec = npm::arguments::spec(asks.package.as_deref(), asks.version.as_deref());
        Self { spec: spec.map(|spec| claim::line(&spec, claim::NAME)), lenient: asks.bridged.is_some() }
    }
}

/// An account that could answer, and how.
pub(super) struct Candidate {
    pub(super) id: Id,
    pub(super) name: String,
    pub(super) binds: bool,
}

impl Request {
    /// Makes the request of a prompt.
    pub(super) fn prompt(from: Requester, asks: &PromptClaim, named: Option<Id>) -> Self {
        let scope = scope(&from, asks);
        let hook = scope.lifecycle.as_deref().filter(|script| npm::is_hook(script));
        let page = asks.page.as_deref().and_then(browser::fit);
        let run_offer = from.run && asks.several && hook.is_none() && page.is_none();
        let mut warnings = Vec::new();
        if let Some(script) = hook {
            let script = claim::line(script, claim::NAME);
            warnings.push(format!(
                "A lifecycle script asks ({script}). Scripts of packages have no need of codes."
            ));
        }
        if asks.package.as_deref().is_some_and(claim::may_imitate) {
            warnings.push(
                "The package's name has letters from outside ASCII, which can pass for others.".to_owned(),
            );
        }
        match &scope.registry {
            None => warnings.push("The request does not say which registry it is for.".to_owned()),
            Some(registry) if registry.contains("xn--") => warnings.push(
                "The registry's name has letters from outside ASCII, which can pass for others.".to_owned(),
            ),
            Some(registry) if in_clear(registry) => warnings.push(
                "The registry is reached without encryption: the code can be read on its way.".to_owned(),
            ),
            Some(_) => {}
        }
        warnings.extend(page.as_ref().and_then(|page| elsewhere(page, scope.registry.as_deref())));
        let place = if page.is_some() { ", in the browser" } else { "" };
        Self {
            sentence: claim::line(&npm::sentence(asks), claim::LINE) + place,
            verified: shown(from.verified),
            claimed: claimed(asks, &scope).into_iter().chain(shown(from.claimed)).collect(),
            warnings,
            matter: Matter::Prompt(Box::new(Prompt {
                scope,
                about: About::of(asks),
                named,
                run_offer,
                page,
            })),
        }
    }

    /// Makes a request that is not for a prompt.
    pub(super) fn plain(from: Requester, sentence: String, matter: Matter) -> Self {
        let warnings = match &from.lifecycle {
            None => Vec::new(),
            Some(script) => vec![format!("A lifecycle script asks ({}).", claim::line(script, claim::NAME))],
        };
        Self { sentence, verified: shown(from.verified), claimed: shown(from.claimed), warnings, matter }
    }

    /// Puts a claim in front of the others. It is fit to be shown already.
    pub(super) fn claim(&mut self, label: &str, value: &str) {
        self.claimed.insert(0, Fact { label: label.to_owned(), value: value.to_owned() });
    }
}

/// Returns what an approval for the run would cover. The agent's word on the lifecycle script goes before the claim.
pub(super) fn scope(from: &Requester, asks: &PromptClaim) -> Scope {
    Scope {
        client: asks.client.clone(),
        command: asks.command.clone(),
        registry: asks.registry.as_deref().map(normalised).filter(|registry| !registry.is_empty()),
        lifecycle: from.lifecycle.clone().or_else(|| asks.lifecycle.clone()),
        account: asks.account.clone(),
        bridged: asks.bridged.clone(),
    }
}

/// Says that a page is not the registry's own, or that its way can be read.
fn elsewhere(page: &Url, registry: Option<&str>) -> Option<String> {
    if in_clear(page.as_str()) {
        return Some("The page is reached without encryption: what you enter there can be read.".to_owned());
    }
    let own = registry.and_then(|registry| Url::parse(registry).ok());
    let host = |url: &Url| claim::line(url.host_str().unwrap_or_default(), claim::NAME);
    let own = own.as_ref().map(host);
    let there = host(page);
    match own {
        Some(own) if own == there => None,
        Some(own) => Some(format!(
            "The page is at {there}, and the registry at {own}. Open it only if you know that they belong together."
        )),
        None => Some(format!(
            "Nothing says that the page at {there} is the registry's. Open it only if you know it."
        )),
    }
}

fn page_view(page: &Url) -> PageView {
    let port = page.port().map_or(String::new(), |port| format!(":{port}"));
    let rest = page.as_str().split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    PageView {
        url: page.as_str().to_owned(),
        host: claim::line(&format!("{}{port}", page.host_str().unwrap_or_default()), claim::LINE),
        path: claim::line(&rest.map_or("/".to_owned(), |(_, path)| format!("/{path}")), claim::LINE),
    }
}

/// Returns a list of packages with its length.
fn listed(packages: &[String]) -> Option<String> {
    (packages.len() > 1).then(|| format!("{}: {}", packages.len(), packages.join(", ")))
}

/// Returns what the system says, fit to be shown: it is true, and names in it were still chosen by others.
fn shown(facts: Vec<Fact>) -> Vec<Fact> {
    let fit = |fact: Fact| Fact { label: fact.label, value: claim::line(&fact.value, claim::LINE) };
    facts.into_iter().map(fit).collect()
}

/// Returns the claims in the order they matter.
fn claimed(asks: &PromptClaim, scope: &Scope) -> Vec<Fact> {
    let scope_of =
        |package: &str| Some(package.split_once('/')?.0.to_owned()).filter(|it| it.starts_with('@'));
    let lines = [
        ("Page", asks.page.as_deref().and_then(browser::fit).map(String::from)),
        ("Registry", scope.registry.clone()),
        ("Package", asks.package.clone()),
        ("Scope", asks.package.as_deref().and_then(scope_of)),
        ("Version", asks.version.clone()),
        ("Packages of the run", asks.bridged.as_ref().and_then(|bridged| listed(&bridged.packages))),
        ("Command", Some(npm::without_secrets(&asks.command))),
        ("Script", scope.lifecycle.clone()),
        ("Folder", Some(asks.folder.clone())),
        ("Git", asks.git.clone()),
        ("Client", Some(asks.client.clone())),
    ];
    let findings = asks
        .findings
        .iter()
        .take(FINDINGS_LIMIT)
        .map(|finding| (if finding.warning { WARNING } else { "Contents" }, Some(finding.text.clone())));
    let lines = findings.chain(lines);
    let lines = lines.filter_map(|(label, value)| Some((label, claim::line(&value?, claim::LINE))));
    lines
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| Fact { label: label.to_owned(), value })
        .collect()
}

impl App {
    /// Returns the request that waits.
    #[must_use]
    pub fn pending(&self, now: Now) -> Option<RequestView> {
        self.desk.pending().map(|pending| self.request_view(pending, now))
    }

    fn request_view(&self, pending: &Pending<Request>, now: Now) -> RequestView {
        let request = &pending.matter;
        let candidates = self.candidates(&request.matter);
        let mut warnings = request.warnings.clone();
        warnings.extend(self.clock_warning().map(|failure| failure.message));
        warnings.extend(self.choice_warning(&request.matter, &candidates));
        let drafts = match &request.matter {
            Matter::Add(drafts) => self.views(drafts),
            Matter::Enrol(draft, _) => self.views(draft.as_deref().map_or(&[], std::slice::from_ref)),
            _ => Vec::new(),
        };
        RequestView {
            id: pending.id.clone(),
            sentence: request.sentence.clone(),
            wants: match &request.matter {
                Matter::Prompt(prompt) if prompt.page.is_some() => Wants::Page,
                Matter::Code(_) | Matter::Prompt(_) => Wants::Code,
                Matter::Names => Wants::Names,
                Matter::Add(_) | Matter::Enrol(..) => Wants::Add,
                Matter::Export(_) => Wants::Export,
                Matter::Recovery(_) => Wants::Recovery,
                Matter::Sheet(..) => Wants::Sheet,
                Matter::Keep(..) => Wants::Keep,
            },
            words: pending.words.clone(),
            verified: request.verified.clone(),
            claimed: request.claimed.clone(),
            warnings,
            run_offer: !candidates.is_empty()
                && matches!(&request.matter, Matter::Prompt(prompt) if prompt.run_offer),
            choices: candidates
                .into_iter()
                .map(|candidate| Choice { id: candidate.id.0, name: candidate.name, binds: candidate.binds })
                .collect(),
            page: match &request.matter {
                Matter::Prompt(prompt) => prompt.page.as_ref().map(|page| page_view(page).into()),
                _ => None,
            },
            drafts,
            expires_in_ms: pending.expires_in_ms(now),
            arms_in_ms: pending.arms_in_ms(now),
            stage: pending.stage(now),
        }
    }

    /// Lists the accounts that may answer, best first: those bound to the registry, then those that could be.
    pub(super) fn candidates(&self, matter: &Matter) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        for (found, record) in self.shelf.ordered(&self.index) {
            let Some(account) = found.ready(record) else { continue };
            let bound = record.and_then(|record| record.registry.as_deref());
            let (rank, binds) = match matter {
                Matter::Code(id) if *id == account.id => (0, false),
                Matter::Prompt(prompt) if prompt.named.as_ref().is_none_or(|named| *named == account.id) => {
                    match binding(bound, prompt.scope.registry.as_deref()) {
                        Binding::Same => (0, false),
                        // What the person carries to a page binds nothing.
                        Binding::Free => (
                            if is_npm(account.issuer(), record) { 1 } else { 2 },
                            prompt.scope.registry.is_some() && prompt.page.is_none(),
                        ),
                        Binding::Other => continue,
                    }
                }
                _ => continue,
            };
            candidates.push((rank, Candidate { id: account.id.clone(), name: one_line(account), binds }));
        }
        candidates.sort_by_key(|(rank, _)| *rank);
        candidates.into_iter().map(|(_, candidate)| candidate).collect()
    }

    /// Says why nothing may answer, or that the registry is a new one.
    fn choice_warning(&self, matter: &Matter, candidates: &[Candidate]) -> Option<String> {
        match matter {
            Matter::Names
            | Matter::Add(_)
            | Matter::Export(_)
            | Matter::Enrol(..)
            | Matter::Recovery(_)
            | Matter::Sheet(..)
            | Matter::Keep(..) => None,
            Matter::Code(_) => candidates.is_empty().then(|| self.not_usable(None)),
            Matter::Prompt(prompt) if prompt.page.is_some() => None,
            Matter::Prompt(prompt) => {
                let registry = prompt.scope.registry.as_deref().map(|it| claim::line(it, claim::LINE));
                let here = registry.clone().unwrap_or_else(|| "a registry that is not named".to_owned());
                if candidates.is_empty() {
                    let named = prompt.named.as_ref().map(|id| self.not_usable(Some((id, &here))));
                    let none =
                        || format!("No account may answer {here}. Bind one to it in the main window first.");
                    return Some(named.unwrap_or_else(none));
                }
                let others = self.index.records.iter().any(|record| record.registry.is_some());
                (others && candidates.iter().all(|candidate| candidate.binds)).then(|| {
                    format!("No account has answered {here} before. Check that it is the registry you mean.")
                })
            }
        }
    }

    /// Says why the account that was named may not answer.
    fn not_usable(&self, named: Option<(&Id, &str)>) -> String {
        let usable = named.and_then(|(id, here)| {
            let found = self.shelf.get(id).filter(|found| found.state == AccountState::Ready)?;
            let bound = self.index.record(id)?.registry.as_deref()?;
            Some((one_line(found.account.as_ref()?), claim::line(bound, claim::LINE), here))
        });
        match usable {
            Some((name, bound, here)) => format!(
                "{name} answers {bound}, and not {here}. To use it here, change its registry in the main window first."
            ),
            None => "The account cannot be used at the moment. The main window says why.".to_owned(),
        }
    }
}
