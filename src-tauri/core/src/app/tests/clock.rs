//! A clock that is set while the agent runs.

use super::*;

fn looks(story: &mut Story) {
    let effects = story.app.look_at_clock(story.now);
    story.perform(effects);
}

#[test]
fn a_clock_that_is_set_is_noticed_and_said_where_codes_are_made() {
    let mut story = Story::begin();
    let mona = story.keep(MONA);
    looks(&mut story);
    story.pass(3_600_000);
    looks(&mut story);
    assert_eq!(story.app.clock_warning(), None, "time has passed, as it does");

    story.now.wall_ms -= 3_600_000;
    looks(&mut story);
    let warning = story.app.overview(story.now).clock.unwrap();
    assert!(warning.message.contains("back by 60 minutes"), "{}", warning.message);
    story.prompt(5, REGISTRY);
    assert!(story.request().warnings.contains(&warning.message));
    story.approves(&mona);
}

#[test]
fn a_clock_that_is_kept_right_is_no_news_and_a_jump_is_forgotten_after_a_while() {
    let mut story = Story::begin();
    looks(&mut story);
    story.now.wall_ms += 2_000;
    looks(&mut story);
    assert_eq!(story.app.clock_warning(), None);
    story.now.wall_ms += 86_400_000 * 3;
    looks(&mut story);
    assert!(story.app.clock_warning().is_some_and(|it| it.message.contains("forward by 3 days")));
    story.pass(600_000);
    looks(&mut story);
    assert_eq!(story.app.clock_warning(), None);
}
