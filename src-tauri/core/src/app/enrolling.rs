//! Enrolments that a run watches: the account is kept before the service has seen a code of it.

use super::App;
use super::effect::{Effect, Requester};
use super::request::{Matter, Request};
use super::writing::Waiter;
use crate::account::Account;
use crate::approval::registry::{in_clear, normalised};
use crate::known::same_codes;
use crate::ports::Id;
use crate::secret::SecretText;
use crate::time::Now;
use crate::view::{Answer, Standing, claim};

impl App {
    /// A run brings the link of the account that its command is enrolling. Once the person confirms, it is kept as
    /// unconfirmed and bound to the registry that the run names; until the connection ends, the account is the one that
    /// answers its prompts, and it takes the recovery codes that come with the enrolment.
    pub fn enrol(
        &mut self,
        from: Requester,
        nonce: &str,
        link: &SecretText,
        registry: &str,
        now: Now,
    ) -> Vec<Effect> {
        let caller = from.caller;
        let asked = self.may_ask(caller, nonce).and_then(|()| {
            let draft = self.read_link(link, 0, now).map_err(|reason| Answer::Failed { reason })?;
            let registry = Some(normalised(registry)).filter(|registry| !registry.is_empty());
            let conflict = self.views(std::slice::from_ref(&draft)).iter().any(|draft| draft.standing == Standing::Conflict);
            let matter = Matter::Enrol(Some(Box::new(draft)), registry.clone());
            let mut request = Request::plain(from, "Keep the account that is being enrolled".to_owned(), matter);
            if let Some(registry) = &registry {
                request.claim("Registry", &claim::line(registry, claim::LINE));
                if in_clear(registry) {
                    let warning = "The registry is reached without encryption: the secret could be read on its way.";
                    request.warnings.push(warning.to_owned());
                }
            }
            if conflict {
                let warning = "An account of this name is kept already. It stays as it is; the new one stands beside it.";
                request.warnings.push(warning.to_owned());
            }
            self.put_on_desk(nonce, caller, request, now)
        });
        asked.unwrap_or_else(|answer| vec![Effect::Program(caller, answer)])
    }

    /// Keeps the account of an approved enrolment. One that is kept already is enrolled as it is.
    pub(super) fn enrol_approved(&mut self, id: &str, now: Now) -> Vec<Effect> {
        self.desk.works(id);
        let Some(pending) = self.desk.pending_mut() else { return Vec::new() };
        let caller = pending.caller;
        let Matter::Enrol(draft, registry) = &mut pending.matter.matter else { return Vec::new() };
        let (Some(draft), registry) = (draft.take(), registry.take()) else { return Vec::new() };
        let same = |account: &&Account| same_codes(account, &draft.found.entry);
        let kept = self.shelf.kept(&self.index).find(same);
        let kept = kept.map(|account| account.id.clone());
        let (account, accounts) = if let Some(account) = kept {
            (account, Vec::new())
        } else {
            let account = Account::new(self.new_id(), &draft.found.entry, now.unix_seconds(), true);
            (account.id.clone(), vec![account.into()])
        };
        let mut effects = vec![Effect::Request(self.pending(now))];
        effects.extend(self.write_all(accounts, Waiter::Enrolled(caller, id.to_owned(), account, registry)));
        effects
    }

    /// The service took a code of an account: it is confirmed from now on.
    pub(super) fn confirm_enrolled(&mut self, id: &Id) -> Vec<Effect> {
        let found = self.shelf.get(id).and_then(|found| found.ready(self.index.record(id)));
        let Some(account) = found.filter(|account| account.unconfirmed) else { return Vec::new() };
        let mut account = account.clone();
        account.unconfirmed = false;
        vec![self.write_alone(account), Effect::Log(format!("account {id}: the service confirmed it"))]
    }
}
