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

#[test]
fn a_code_whose_step_began_while_the_computer_slept_is_not_given_when_it_wakes() {
    for approved in ["once", "for the run"] {
        let mut story = Story::begin();
        let mona = story.keep(MONA);
        story.prompt(5, REGISTRY);
        story.approves(&mona);
        story.prompt(6, REGISTRY);
        let approve = if approved == "once" { Story::approves } else { Story::approves_run };
        approve(&mut story, &mona);
        assert!(matches!(story.hears(6)[..], [Answer::Soon { .. }]), "{approved}");
        // Both clocks go on, and nothing is done meanwhile.
        story.turn_to(story.now.steady_ms + 60 * 60_000);
        story.pass(1);
        assert!(matches!(story.hears(6)[..], [Answer::Expired { .. }]), "{approved}");
        assert!(story.app.pending(story.now).is_none(), "{approved}");
    }
}
