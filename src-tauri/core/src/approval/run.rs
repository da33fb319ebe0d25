//! *Approve for this run*: what it covers, what it gave, what ends it.

use super::desk::left;
use crate::ports::Id;
use crate::time::Now;
use crate::view::Bridged;
use std::collections::BTreeMap;

/// How long an approval for a run lasts at most.
pub const GRANT_MS: u64 = 10 * 60_000;
/// After as many refused codes a run gets no more: whatever is wrong, more codes do not mend it, and registries lock
/// accounts that try for too long.
pub const REFUSED_LIMIT: u8 = 2;

/// How many packages are remembered by name.
const PACKAGES: usize = 50;

/// What an approval for a run covers: a prompt that differs in any of this is asked about. Package and version are left
/// out, because publishing several packages is what such an approval is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The client that prompts.
    pub client: String,
    /// The command line of the run.
    pub command: Vec<String>,
    /// The registry, normalised.
    pub registry: Option<String>,
    /// The lifecycle script it runs in.
    pub lifecycle: Option<String>,
    /// The account that was named.
    pub account: Option<String>,
    /// What a request that passes through the run does, and the packages it may do it to.
    pub bridged: Option<Bridged>,
}

impl Scope {
    /// Whether an approval covers a package. A prompt is the command's own, and so is every package it comes to; a request
    /// that passes through the run may be anybody's in it.
    fn has(&self, package: Option<&str>) -> bool {
        let known =
            |bridged: &Bridged| package.is_some_and(|name| bridged.packages.iter().any(|it| it == name));
        self.bridged.as_ref().is_none_or(known)
    }
}

/// An approval for a run.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Its identity, for **Stop**.
    pub id: String,
    /// What it covers.
    pub scope: Scope,
    /// The account that answers.
    pub account: Id,
    /// What it covers, for the person.
    pub sentence: String,
    /// Codes given so far.
    pub given: u32,
    /// What they were given for, the latest last.
    pub packages: Vec<String>,
    /// The step of the latest code.
    pub last_step: Option<u64>,
    ends: u64,
}

impl Grant {
    /// Returns the milliseconds until it ends by itself.
    #[must_use]
    pub fn ends_in_ms(&self, now: Now) -> u32 {
        left(self.ends, now)
    }
}

#[derive(Debug, Default)]
struct Run {
    refused: u8,
    grant: Option<Grant>,
}

/// The runs that are connected.
#[derive(Debug, Default)]
pub struct Runs(BTreeMap<u64, Run>);

impl Runs {
    /// Approves a run, from now on.
    pub fn approve(&mut self, caller: u64, id: String, scope: Scope, account: (Id, String), now: Now) {
        let (account, sentence) = account;
        let ends = now.steady_ms.saturating_add(GRANT_MS);
        self.0.entry(caller).or_default().grant = Some(Grant {
            id,
            scope,
            account,
            sentence,
            given: 0,
            packages: Vec::new(),
            last_step: None,
            ends,
        });
    }

    /// Returns the account that answers this prompt, about this package, without further asking.
    #[must_use]
    pub fn covering(&self, caller: u64, scope: &Scope, package: Option<&str>, now: Now) -> Option<&Grant> {
        let grant = self.0.get(&caller)?.grant.as_ref()?;
        (grant.ends > now.steady_ms && grant.scope == *scope && scope.has(package)).then_some(grant)
    }

    /// Returns the approval of a run.
    #[must_use]
    pub fn grant(&self, caller: u64) -> Option<&Grant> {
        self.0.get(&caller)?.grant.as_ref()
    }

    /// Counts a code of a step that left, for a package if that is known.
    pub fn gave(&mut self, caller: u64, step: u64, package: Option<String>) {
        if let Some(grant) = self.0.get_mut(&caller).and_then(|run| run.grant.as_mut()) {
            grant.given = grant.given.saturating_add(1);
            grant.last_step = Some(step);
            if let Some(package) = package.filter(|package| grant.packages.last() != Some(package)) {
                grant.packages.push(package);
            }
            if grant.packages.len() > PACKAGES {
                grant.packages.remove(0);
            }
        }
    }

    /// Counts a refused code and ends the approval: the next prompt is asked about.
    pub fn refused(&mut self, caller: u64) {
        let run = self.0.entry(caller).or_default();
        run.refused = run.refused.saturating_add(1);
        run.grant = None;
    }

    /// Returns whether a run had as many codes refused as it may.
    #[must_use]
    pub fn exhausted(&self, caller: u64) -> bool {
        self.0.get(&caller).is_some_and(|run| run.refused >= REFUSED_LIMIT)
    }

    /// Ends an approval because the person says so; returns the run's connection.
    pub fn stop(&mut self, id: &str) -> Option<u64> {
        let (caller, run) =
            self.0.iter_mut().find(|(_, run)| run.grant.as_ref().is_some_and(|grant| grant.id == id))?;
        run.grant = None;
        Some(*caller)
    }

    /// Ends the approval of a run because the person refused what it waited for.
    pub fn end(&mut self, caller: u64) {
        if let Some(run) = self.0.get_mut(&caller) {
            run.grant = None;
        }
    }

    /// Forgets a run whose connection ended; returns whether it was approved.
    pub fn gone(&mut self, caller: u64) -> bool {
        self.0.remove(&caller).is_some_and(|run| run.grant.is_some())
    }

    /// Ends every approval; returns whether there was one.
    pub fn stop_all(&mut self) -> bool {
        self.0.values_mut().filter_map(|run| run.grant.take()).count() > 0
    }

    /// Ends the approvals whose time is over; returns whether there was one.
    pub fn expire(&mut self, now: Now) -> bool {
        let over = |grant: &mut Grant| grant.ends <= now.steady_ms;
        self.0.values_mut().filter_map(|run| run.grant.take_if(over)).count() > 0
    }

    /// Lists the approvals.
    pub fn grants(&self) -> impl Iterator<Item = &Grant> {
        self.0.values().filter_map(|run| run.grant.as_ref())
    }

    /// Returns when [`Runs::expire`] is due.
    #[must_use]
    pub fn deadline(&self) -> Option<u64> {
        self.grants().map(|grant| grant.ends).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(steady_ms: u64) -> Now {
        Now { wall_ms: 0, steady_ms }
    }

    fn scope() -> Scope {
        Scope {
            client: "npm".into(),
            command: vec!["npm".into(), "publish".into(), "--workspaces".into()],
            registry: Some("https://registry.example".into()),
            lifecycle: None,
            account: None,
            bridged: None,
        }
    }

    fn approved() -> Runs {
        let mut runs = Runs::default();
        runs.approve(7, "g1".into(), scope(), (Id("a1".into()), "npm publish".into()), at(0));
        runs
    }

    #[test]
    fn an_approved_run_answers_its_own_prompts_alone() {
        let runs = approved();
        assert!(runs.covering(7, &scope(), None, at(1)).is_some());
        assert!(runs.covering(8, &scope(), None, at(1)).is_none(), "another connection");
    }

    #[test]
    fn anything_that_differs_is_asked_about() {
        let runs = approved();
        let other = |change: fn(&mut Scope)| {
            let mut scope = scope();
            change(&mut scope);
            scope
        };
        for scope in [
            other(|scope| scope.registry = Some("https://elsewhere.example".into())),
            other(|scope| scope.registry = None),
            other(|scope| scope.command.push("--tag=next".into())),
            other(|scope| scope.lifecycle = Some("postpublish".into())),
            other(|scope| scope.client = "yarn".into()),
            other(|scope| scope.account = Some("work".into())),
        ] {
            assert!(runs.covering(7, &scope, None, at(1)).is_none(), "{scope:?}");
        }
    }

    #[test]
    fn a_request_that_passes_through_is_covered_for_the_named_packages_alone() {
        let bridged = Bridged { action: "publish".into(), packages: vec!["kit-a".into(), "kit-b".into()] };
        let scope = Scope { bridged: Some(bridged.clone()), ..scope() };
        let mut runs = Runs::default();
        runs.approve(7, "g1".into(), scope.clone(), (Id("a1".into()), "npm publish".into()), at(0));
        assert!(runs.covering(7, &scope, Some("kit-b"), at(1)).is_some());
        assert!(runs.covering(7, &scope, Some("evil"), at(1)).is_none(), "a package from elsewhere");
        assert!(runs.covering(7, &scope, None, at(1)).is_none(), "a package that is not known");
        let token = Bridged { action: "token".into(), ..bridged };
        let token = Scope { bridged: Some(token), ..scope };
        assert!(runs.covering(7, &token, Some("kit-b"), at(1)).is_none(), "something else is done");
    }

    #[test]
    fn it_ends_after_ten_minutes_by_stop_or_with_the_connection() {
        let mut runs = approved();
        assert!(runs.covering(7, &scope(), None, at(GRANT_MS)).is_none());
        assert_eq!(runs.deadline(), Some(GRANT_MS));
        assert!(runs.expire(at(GRANT_MS)));
        assert!(runs.grants().next().is_none());

        let mut runs = approved();
        assert_eq!(runs.stop("g1"), Some(7));
        assert_eq!(runs.stop("g1"), None);
        assert!(runs.covering(7, &scope(), None, at(1)).is_none());

        let mut runs = approved();
        assert!(runs.gone(7));
        assert!(runs.covering(7, &scope(), None, at(1)).is_none());
    }

    #[test]
    fn a_refused_code_ends_it_and_two_end_the_run() {
        let mut runs = approved();
        runs.gave(7, 1000, Some("kit@1.0.0".into()));
        assert_eq!(runs.grants().next().map(|grant| grant.given), Some(1));
        runs.refused(7);
        assert!(runs.covering(7, &scope(), None, at(1)).is_none());
        assert!(!runs.exhausted(7));
        runs.refused(7);
        assert!(runs.exhausted(7));
        assert!(!runs.exhausted(8));
    }
}
