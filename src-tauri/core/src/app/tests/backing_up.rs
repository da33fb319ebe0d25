//! Dated backups: daily when something changed, without anyone typing a passphrase.

use super::*;

const HOUR_MS: u64 = 3_600_000;

impl Story {
    /// The person chooses a folder and a passphrase, and the first backup succeeds.
    fn begins_backups(&mut self) {
        let words = SecretText::new("four random words here".into());
        let effects = self.app.begin_backups(TO, "/backups".into(), words).unwrap();
        self.perform(effects);
        self.backup_succeeds();
        assert_eq!(self.replies.pop(), Some(Ok(())));
    }

    /// The agent writes the backup that was ordered.
    fn backup_succeeds(&mut self) {
        let backup = self.backups.remove(0);
        let (plan, archive) = backup.archive(&mut random(0)).unwrap();
        backup.prove(&archive).unwrap();
        let effects = self.app.backed_up(backup.to, backup.digest, Ok(plan), self.now);
        self.perform(effects);
    }
}

#[test]
fn the_first_backup_is_written_and_opened_at_once_and_the_plan_is_remembered() {
    let mut story = Story::begin();
    story.keep(MONA);
    story.begins_backups();
    let shown = story.app.overview(story.now).backup.unwrap();
    assert_eq!((shown.folder.as_str(), shown.last), ("/backups", Some(story.now.unix_seconds())));
    let story = story.restart();
    assert_eq!(story.app.overview(story.now).backup.unwrap().folder, "/backups");
}

#[test]
fn a_backup_is_written_when_something_changed_and_not_otherwise() {
    let mut story = Story::begin();
    story.keep(MONA);
    story.begins_backups();
    story.pass(5 * HOUR_MS);
    assert!(story.backups.is_empty());
    story.keep(CI);
    story.pass(HOUR_MS);
    assert_eq!(story.backups.len(), 1);
    assert!(matches!(story.backups[0].plan, Planned::Go(_)));
    story.backup_succeeds();
    story.pass(48 * HOUR_MS);
    assert!(story.backups.is_empty());
}

#[test]
fn what_changed_before_a_restart_is_backed_up_a_minute_after_it() {
    let mut story = Story::begin();
    story.keep(MONA);
    story.begins_backups();
    story.keep(CI);
    let mut story = story.restart();
    story.pass(30_000);
    assert!(story.backups.is_empty());
    story.pass(31_000);
    assert_eq!(story.backups.len(), 1);
}

#[test]
fn a_backup_that_fails_says_so_until_one_succeeds() {
    let mut story = Story::begin();
    story.keep(MONA);
    story.begins_backups();
    story.keep(CI);
    story.pass(HOUR_MS);
    let backup = story.backups.remove(0);
    let failure = Failure { code: "unwritable".into(), message: "m".into(), hint: "h".into() };
    let effects = story.app.backed_up(backup.to, backup.digest, Err(failure.clone()), story.now);
    story.perform(effects);
    assert_eq!(story.app.overview(story.now).backup.unwrap().failure, Some(failure));
    story.pass(HOUR_MS);
    story.backup_succeeds();
    assert_eq!(story.app.overview(story.now).backup.unwrap().failure, None);
}

#[test]
fn nothing_is_backed_up_while_locked_and_without_a_plan() {
    let mut story = Story::begin();
    story.keep(MONA);
    story.pass(5 * HOUR_MS);
    assert_eq!(story.app.back_up_now(TO).unwrap_err().code, "no-backups");
    story.begins_backups();
    story.keep(CI);
    story.locks();
    story.pass(5 * HOUR_MS);
    assert!(story.backups.is_empty());
    assert_eq!(story.app.back_up_now(TO).unwrap_err().code, "locked");
}

#[test]
fn a_short_passphrase_is_not_taken() {
    let mut story = Story::begin();
    let refused = story.app.begin_backups(TO, "/backups".into(), SecretText::new("short".into()));
    assert_eq!(refused.unwrap_err().code, "short-passphrase");
    assert!(story.app.overview(story.now).backup.is_none());
}

#[test]
fn backups_end_when_the_person_says_so() {
    let mut story = Story::begin();
    story.keep(MONA);
    story.begins_backups();
    let effects = story.app.stop_backups();
    story.perform(effects);
    story.keep(CI);
    story.pass(48 * HOUR_MS);
    assert!(story.backups.is_empty() && story.app.overview(story.now).backup.is_none());
}
