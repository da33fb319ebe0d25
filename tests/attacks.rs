//! The attacks and faults that were thought of, and the tests that show what comes of each. The table in `src-tauri/README.md` is
//! written from this list.

use std::fs;
use std::path::{Path, PathBuf};

const BEGIN: &str = "<!-- Written by `cargo test --test integration attacks`. -->\n";
const END: &str = "<!-- End of the table. -->\n";

/// An attack or a fault.
struct Case {
    name: &'static str,
    /// What happens, and what must come of it.
    what: &'static str,
    /// Files below the repository, and tests in them; none where nothing shows it yet.
    shown: &'static [(&'static str, &'static str)],
}

const CORE: &str = "src-tauri/core/src/app/tests/";
const AGENT: &str = "src-tauri/agent/";

macro_rules! cases {
    ($($name:ident $what:literal $(, $file:literal $test:ident)*;)*) => {
        &[$(Case { name: stringify!($name), what: $what, shown: &[$(($file, stringify!($test))),*] }),*]
    };
}

/// S: what is stored. I: programs that ask. U: the windows and the process. T: codes and what is read. P: a run and its terminal.
const CASES: &[Case] = cases! {
    S1 "no session bus: the person is told, and nothing is written in clear",
        "tests/keeping.rs" without_a_bus_the_person_is_told_and_nothing_is_written_in_clear;
    S2 "a bus without a keychain: the sealed file is offered, never taken silently",
        "tests/keeping.rs" without_a_keychain_the_sealed_file_is_a_choice_and_outlives_a_restart,
        "core:keeping.rs" without_a_keychain_nothing_is_kept_in_clear_and_the_sealed_file_is_a_choice;
    S3 "a locked keychain and no display: said, and waited for",
        "tests/prompting.rs" a_locked_keychain_without_a_display_is_said_and_opens_once_it_was_unlocked_elsewhere,
        "core:keeping.rs" a_keychain_that_prompts_is_waited_for_and_its_late_answer_counts,
        "agent:storage_tests.rs" a_call_that_waits_for_the_person_is_told_once_and_still_ends;
    S4 "a locked keychain that prompts: the window answers meanwhile, the late password counts, quitting does not wait",
        "tests/prompting.rs" while_the_keychains_prompt_stands_the_window_is_answered_and_the_late_password_counts,
        "tests/prompting.rs" quitting_does_not_wait_for_a_prompt,
        "agent:storage_tests.rs" a_call_behind_another_is_not_overdue_before_that_one_is_and_is_told_with_it;
    S5 "the keychain's daemon is killed, while it is read too, and comes back: nothing is missing and the next operation succeeds; it is asked for one session, by an agent that it knows by then",
        "tests/enduring.rs" a_keychain_that_was_killed_and_is_back_takes_the_next_account,
        "tests/enduring.rs" a_keychain_that_dies_while_it_is_read_makes_no_account_missing,
        "tests/keeping.rs" a_keychain_knows_the_agent_before_it_opens_the_one_session_for_it;
    S6 "200 accounts and an emptied keychain: 200 missing, nothing written",
        "core:keeping.rs" two_hundred_accounts_and_an_emptied_keychain_are_two_hundred_missing_and_nothing_is_written,
        "tests/keeping.rs" accounts_that_vanished_from_the_keychain_are_missing_and_never_overwritten,
        "tests/keeping.rs" of_many_items_those_that_are_missing_swapped_or_there_twice_give_no_code;
    S7 "an item that another program changed gives no code before the person confirms",
        "core:keeping.rs" what_another_program_changed_gives_no_code_before_the_person_confirms;
    S8 "an item planted twice is a conflict, and the others work",
        "core:keeping.rs" an_item_planted_twice_is_a_conflict_and_the_others_work,
        "agent:storage_tests.rs" an_item_that_is_there_twice_does_not_spoil_the_others,
        "tests/keeping.rs" of_many_items_those_that_are_missing_swapped_or_there_twice_give_no_code;
    S9 "names with line breaks in a keychain without a password harm no item of anybody",
        "tests/enduring.rs" names_with_line_breaks_harm_no_item_of_a_keychain_without_a_password;
    S10 "what is stored is one line of at most 2,000 characters",
        "src-tauri/core/src/account/payload_tests.rs" a_payload_is_one_line_that_every_keychain_takes;
    S11 "killed at any point of adding, changing, deleting, importing, moving: every account whole or absent",
        "core:cutting.rs" wherever_the_power_is_cut_every_account_is_whole_or_absent_and_the_app_starts,
        "tests/killing.rs" killed_at_any_moment_every_account_is_whole_or_absent_and_what_was_said_to_be_done_is,
        "agent:storage/relocating_tests.rs" a_move_that_was_cut_is_done_again_and_takes_what_is_there_already;
    S12 "a full disk: said, the file from before is whole, saving is tried again",
        "core:keeping.rs" a_full_disk_is_said_and_saving_is_tried_again,
        "agent:files.rs" a_file_that_cannot_be_written_leaves_the_old_one,
        "agent:files.rs" a_file_is_never_written_in_its_place,
        "agent:sealed_tests.rs" what_could_not_be_written_does_not_count_as_kept,
        "tests/keeping.rs" a_list_that_cannot_be_saved_is_said_and_saved_once_it_can_be;
    S13 "a file cut or changed anywhere is an error and is kept; hostile key derivation is refused",
        "src-tauri/core/src/vault/sealed_tests.rs" every_truncation_is_an_error,
        "src-tauri/core/src/vault/sealed_tests.rs" every_changed_bit_is_an_error,
        "src-tauri/core/src/vault/sealed_tests.rs" what_would_take_all_memory_or_all_day_is_refused_before_it_begins,
        "agent:sealed_tests.rs" a_file_cut_short_anywhere_is_never_half_read_and_is_kept;
    S14 "the codes of a thousand accounts ask the store for nothing",
        "core:keeping.rs" the_codes_of_a_thousand_accounts_ask_the_store_for_nothing;
    S15 "two agents: the second one leaves, the files are untouched",
        "agent:instance.rs" the_files_have_one_agent_at_a_time,
        "src-tauri/link/src/server/tests.rs" a_socket_that_somebody_listens_on_is_left_alone,
        "tests/keeping.rs" a_second_agent_leaves_and_the_files_are_as_they_were;
    I1 "a socket's folder that others may enter, that is a link, or another user's: refused",
        "src-tauri/link/src/directory.rs" a_folder_others_may_enter_is_refused_and_left_as_it_was,
        "src-tauri/link/src/directory.rs" a_link_is_refused_even_if_it_leads_to_a_good_folder,
        "src-tauri/link/src/directory.rs" a_folder_of_another_user_is_refused;
    I2 "another user's program hears nothing",
        "tests/asking.rs" another_users_program_hears_nothing;
    I3 "malformed and endless messages end their conversation and nothing else",
        "src-tauri/link/src/server/tests.rs" malformed_and_endless_messages_end_the_conversation_and_nothing_else,
        "src-tauri/link/src/server/tests.rs" a_message_that_never_ends_is_given_up,
        "src-tauri/link/src/server/tests.rs" a_message_that_comes_byte_by_byte_wins_no_time,
        "src-tauri/link/src/server/tests.rs" one_conversation_too_many_is_closed_without_a_byte;
    I4 "no message holds a secret or more than one code",
        "src-tauri/link/src/public/tests.rs" what_programs_may_hear_is_this_with_one_code_at_most,
        "src-tauri/link/src/public/tests.rs" what_programs_may_say_is_this_and_nothing_approves,
        "core:asking.rs" a_prompt_is_answered_after_an_approval_with_a_code_of_this_moment;
    I5 "what a program says of itself is shown as its claim",
        "core:asking.rs" claims_are_shown_harmless_and_apart_from_what_is_verified;
    I6 "a requester that dies takes its request along",
        "tests/asking.rs" a_request_ends_with_its_requester,
        "tests/asking.rs" a_request_ends_with_its_requester_although_its_connection_lives_on,
        "core:asking.rs" a_requester_that_dies_takes_its_request_along;
    I7 "of two requests the second is told that one waits, and hears nothing of the first",
        "tests/asking.rs" a_second_request_is_told_that_one_waits,
        "core:asking.rs" a_second_request_while_one_waits_is_busy_and_hears_nothing_of_the_first;
    I8 "a replay brings nothing; no step gives two codes, not even across a restart",
        "tests/asking.rs" a_repeated_request_hears_nothing_it_could_use,
        "core:answering.rs" no_step_gives_two_codes_not_even_across_a_restart;
    I9 "a hundred requests show a handful, then a cool-down",
        "tests/asking.rs" a_flood_of_requests_is_shown_a_handful_of_times_and_then_kept_waiting;
    I10 "locked: said so; unlocking answers nothing of before",
        "tests/asking.rs" a_locked_app_gives_nothing,
        "core:answering.rs" while_locked_a_request_hears_so_and_unlocking_answers_none_of_before;
    I11 "with less than seven seconds left the next step's code comes when that step starts",
        "core:answering.rs" with_less_than_seven_seconds_left_the_next_steps_code_comes_when_that_step_starts;
    I12 "a clock before 1970 or one that jumps: no panic, a warning, no code by itself",
        "core:clock.rs" a_clock_that_is_set_is_noticed_and_said_where_codes_are_made,
        "agent:event.rs" a_clock_before_1970_reads_as_1970,
        "core:answering.rs" a_clock_that_stands_at_the_beginning_of_time_does_no_harm,
        "core:answering.rs" a_clock_that_went_back_gives_no_code_until_one_was_copied_by_hand;
    I13 "a stranger behind the socket is no agent",
        "src-tauri/link/src/server/tests.rs" neither_end_uses_a_folder_that_others_may_enter,
        "src-tauri/link/src/peer.rs" another_user_and_an_unknown_one_are_strangers,
        "tests/asking.rs" another_users_agent_is_not_spoken_to;
    I14 "an answer in the first 700 ms is none",
        "core:answering.rs" an_approval_within_the_first_moments_is_not_taken_and_the_request_waits_on,
        "src-tauri/core/src/approval/desk_tests.rs" an_approval_counts_only_seven_hundred_milliseconds_after_the_request_was_shown;
    I15 "names that steer the eye or the terminal are shown plain",
        "core:showing.rs" names_that_steer_the_eye_are_shown_plain_and_survive_an_edit_of_something_else,
        "core:asking.rs" claims_are_shown_harmless_and_apart_from_what_is_verified;
    U1 "no driver enters the released window, whatever its environment says",
        "tests/window/guard.rs" no_driver_enters_the_program_that_people_get;
    U2 "each window can do its own work and no other",
        "tests/window/guard.rs" each_window_can_do_its_own_work_and_no_other,
        "src-tauri/desktop/tests.rs" the_main_window_is_granted_nothing_that_answers_a_request;
    U3 "the page runs no other script and speaks with nobody",
        "tests/window/guard.rs" the_page_runs_no_other_script_and_speaks_with_nobody;
    U4 "neither a second start nor the tray decides anything",
        "tests/window/guard.rs" the_windows_program_started_by_hand_asks_the_agent,
        "tests/asking.rs" a_second_start_and_what_shows_windows_decide_nothing,
        "tests/tray.rs" a_request_is_announced_in_the_tray_and_never_decided_there;
    U5 "no secret is in the page or in the memory of its process",
        "tests/window/memory.rs" no_secret_is_in_the_memory_of_the_page_or_of_its_window;
    U6 "the agent is not dumped and leaves no core",
        "agent:hardening.rs" nothing_is_dumped,
        "tests/asking.rs" the_agent_at_work_is_not_dumped_and_leaves_no_core;
    U7 "a copied code is hidden from histories, cleared if it is still there; a later copy stays",
        "tests/tray.rs" choosing_an_account_copies_its_code_while_no_window_is_open,
        "tests/tray.rs" what_was_copied_later_outlives_locking_and_quitting,
        "agent:clipboard.rs" what_the_person_copied_later_stays;
    U8 "no log and no message for developers holds a code or a secret",
        "core:answering.rs" the_log_never_holds_a_code_or_a_secret,
        "core:showing.rs" effects_print_neither_codes_nor_secrets;
    U9 "no tray, no notifications: everything is in the window",
        "tests/notifying.rs" where_nothing_shows_notifications_or_a_tray_a_request_comes_to_the_window_and_is_answered_there,
        "tests/tray.rs" where_nothing_shows_a_tray_the_app_goes_on;
    U10 "a picture that a portal leaves is deleted, also after a crash",
        "tests/portal.rs" the_picture_is_deleted_whether_it_shows_a_code_or_nothing_or_is_none,
        "tests/portal.rs" what_a_killed_program_left_is_deleted_at_the_next_start;
    U11 "the palette copies and does nothing else; a notification opens the window and answers nothing",
        "src-tauri/desktop/tests.rs" the_palette_copies_and_is_granted_nothing_else,
        "tests/notifying.rs" a_request_is_told_once_can_only_be_opened_and_is_taken_back;
    U12 "where a code was on the screen is shown in a miniature that holds no code and next to nothing of what stands beside it",
        "src-tauri/capture/src/miniature_tests.rs" no_code_can_be_read_in_it_at_any_size,
        "src-tauri/capture/src/miniature_tests.rs" it_does_not_depend_on_what_the_codes_say,
        "src-tauri/capture/src/miniature_tests.rs" a_code_whose_corners_are_not_exact_leaves_nothing_beside_its_place,
        "src-tauri/capture/src/miniature_tests.rs" a_cell_of_a_small_picture_too_is_as_large_as_three_letters,
        "src-tauri/capture/src/miniature_tests.rs" letters_beside_a_code_leave_next_to_nothing;
    U13 "the computer is left: locked with the screen, before sleep, after a time without use",
        "tests/locking.rs" it_locks_with_the_screen_and_with_the_session,
        "tests/locking.rs" it_locks_before_the_computer_sleeps_and_holds_that_up_no_longer,
        "tests/locking.rs" the_computer_sleeps_once_the_store_has_dropped_what_it_held,
        "tests/locking.rs" a_busy_agent_has_locked_when_it_lets_the_computer_sleep,
        "tests/locking.rs" a_store_that_hangs_holds_the_sleep_up_for_a_moment_only,
        "core:setting.rs" it_locks_when_nobody_used_it_for_as_long_as_was_set,
        "agent:resident/answering.rs" a_page_that_keeps_itself_up_to_date_is_nobody_who_uses_it;
    U14 "a setting that protects less takes an open store; settings that cannot be read harm nothing",
        "core:setting.rs" nobody_sets_a_locked_countersign_to_protect_less,
        "src-tauri/core/src/settings.rs" protecting_less_is_noticed_and_protecting_more_is_not,
        "tests/locking.rs" settings_that_cannot_be_read_are_kept_and_harm_nothing;
    U15 "an export opens with its password alone; one in clear is written after the person said so twice",
        "tests/window/moving.rs" what_is_exported_in_the_window_opens_with_its_password_alone,
        "core:exporting.rs" the_window_writes_in_clear_only_when_it_says_that_the_person_is_sure,
        "core:exporting.rs" an_export_that_anyone_can_read_asks_twice;
    T1 "the vectors of RFC 4226 and RFC 6238, other lengths, periods and hashes",
        "src-tauri/core/src/otp_tests.rs" counter_codes_are_those_of_rfc_4226_appendix_d,
        "src-tauri/core/src/otp_tests.rs" time_codes_are_those_of_rfc_6238_appendix_b,
        "src-tauri/core/src/otp_tests.rs" short_secrets_other_lengths_and_other_steps_make_codes;
    T2 "hostile links are refused by kind; no text panics",
        "src-tauri/core/src/otp/link_tests.rs" hostile_links_are_refused_by_kind,
        "src-tauri/core/src/otp/link_tests.rs" no_text_panics;
    T3 "files that were changed, messages in any pieces, any output of a terminal: read or refused, and no panic (`cargo xtask fuzz` goes on as long as it is told)",
        "src-tauri/core/src/transfer/expected_tests.rs" no_change_of_a_file_panics,
        "src-tauri/core/src/transfer/fixture_tests.rs" no_changed_file_panics,
        "src-tauri/link/src/frame.rs" both_readers_understand_the_same_however_the_bytes_come,
        "src-tauri/core/src/npm/screen.rs" any_output_is_taken_in,
        "src-tauri/core/src/vault/sealed_tests.rs" no_bytes_panic,
        "src-tauri/core/src/vault/index_tests.rs" no_bytes_panic;
    P1 "real npm and a real registry: typed once; refused, the prompt stays the person's",
        "tests/publishing.rs" an_approved_publish_goes_through_and_so_does_the_next,
        "tests/publishing.rs" a_denied_request_leaves_the_prompt_to_the_person;
    P2 "a prompt that a script draws gets nothing; the real one is answered",
        "tests/stealing.rs" a_prompt_that_a_script_draws_is_left_alone_and_the_real_one_is_answered;
    P3 "while a script's program holds the terminal nothing is typed",
        "tests/stealing.rs" while_a_program_of_a_script_holds_the_terminal_nothing_is_typed;
    P4 "exit status, signals and the terminal's settings are the command's own",
        "tests/running.rs" it_ends_as_its_command_ends_and_leaves_the_terminal_as_it_was,
        "tests/running.rs" what_a_signal_ended_is_ended_by_that_signal,
        "tests/running.rs" a_companion_that_is_ended_restores_the_terminal_and_ends_its_command;
    P5 "sizes, keys and stopping reach the command; without a terminal every byte passes",
        "tests/running.rs" size_and_keys_reach_the_command,
        "tests/running.rs" a_stopped_command_goes_on_in_the_foreground,
        "tests/running.rs" without_a_terminal_every_byte_passes_unchanged;
    P6 "a code is in no file, no argument, no environment",
        "tests/publishing.rs" the_code_is_in_no_file_no_argument_and_no_environment,
        "tests/running.rs" a_run_leaves_npms_own_logs_alone;
    P7 "a refused code is not typed again; after two nobody is asked",
        "tests/publishing.rs" a_wrong_account_fails_the_command_and_no_second_code_is_typed,
        "core:runs.rs" after_a_refused_code_the_person_is_asked_anew_and_after_two_nobody_is;
    P8 "no agent, or one that dies: npm's prompt stays usable",
        "tests/publishing.rs" an_agent_that_dies_leaves_the_prompt_to_the_person,
        "tests/publishing.rs" without_an_agent_npm_asks_as_ever;
    P9 "another registry than the account's own gets no code",
        "tests/publishing.rs" an_account_answers_no_other_registry_than_its_own,
        "core:binding.rs" a_hostile_npmrc_harvests_nothing_from_a_bound_account;
    P10 "a script that asks by itself is shown as that",
        "tests/stealing.rs" a_script_that_asks_by_itself_is_shown_as_that;
    P11 "the computer sleeps in the middle of an approved run: no code comes by itself when it wakes, and the run is asked about anew",
        "tests/suspending.rs" a_run_that_slept_gets_no_code_by_itself_and_is_asked_about_anew,
        "core:clock.rs" a_code_whose_step_began_while_the_computer_slept_is_not_given_when_it_wakes;
    P12 "strangers at the bridge, pages of a browser, other paths and other registries: nothing is answered",
        "tests/stealing.rs" the_bridge_serves_the_programs_of_its_run_alone,
        "src-tauri/cli/bridge/kin.rs" a_program_that_the_run_did_not_start_is_a_stranger;
    P13 "the registry leads elsewhere: neither the code nor the person's token goes along",
        "tests/bridging.rs" where_a_registry_leads_elsewhere_neither_the_code_nor_the_token_goes_along,
        "src-tauri/cli/bridge/headers.rs" what_is_of_one_connection_and_what_authenticates_stays_behind;
    P14 "an approval for a run answers its own prompts for its own packages, ten minutes at most, until **Stop** or a refused code",
        "tests/stealing.rs" a_script_in_an_approved_run_gets_no_code_for_a_package_of_its_own,
        "src-tauri/core/src/approval/run.rs" an_approved_run_answers_its_own_prompts_alone,
        "src-tauri/core/src/approval/run.rs" anything_that_differs_is_asked_about,
        "src-tauri/core/src/approval/run.rs" a_request_that_passes_through_is_covered_for_the_named_packages_alone,
        "core:runs.rs" a_package_from_elsewhere_is_asked_about_within_an_approved_run,
        "src-tauri/core/src/approval/run.rs" it_ends_after_ten_minutes_by_stop_or_with_the_connection,
        "src-tauri/core/src/approval/run.rs" a_refused_code_ends_it_and_two_end_the_run;
    A2 "locked, no secret is left in the agent's memory",
        "tests/forgetting.rs" a_locked_agent_with_a_keychain_holds_no_secret_in_memory,
        "tests/forgetting.rs" a_locked_agent_with_a_sealed_file_holds_no_secret_in_memory;
    A1 "no code without an approval, to another, twice, while locked or after death; no request let in twice or beside another, in every order of events",
        "core:promises.rs" approvals_keep_their_promises_in_every_order_of_events,
        "core:promises.rs" and_in_long_orders_by_chance,
        "core:answering.rs" an_answer_to_a_request_that_is_gone_is_none_to_the_next;
    A3 "a store that fails, hangs, forgets, duplicates or returns others' bytes at any call, a disk that fills up: nothing is lost, the person is told",
        "core:faulting.rs" whatever_a_store_does_wrong_nothing_is_lost_and_the_person_is_told,
        "core:faulting.rs" nor_by_many_faults_in_a_row;
    A4 "a crowd of programs, endless frames, programs that do not listen: no code, no growth, every request in the log, the window answered",
        "tests/crowding.rs" ten_thousand_requests_of_a_hundred_programs_bring_no_code_and_the_window_is_answered_meanwhile;
    A5 "the programs are linked so that a fault in them is hard to use (`cargo xtask check` and `package` look at them)",
        "src-tauri/xtask/src/hardened.rs" a_program_that_is_linked_as_it_should_be_lacks_nothing_and_any_other_something;
    A6 "no part comes from elsewhere, without a checksum, or runs a script when it is installed (`cargo xtask check`)",
        "src-tauri/xtask/src/parts.rs" parts_from_elsewhere_are_found;
};

/// How much of something a test tries: a constant that the test holds itself to, so that the table asserts nothing that is not shown.
struct Figure {
    case: &'static str,
    file: &'static str,
    constant: &'static str,
    of_what: &'static str,
}

const fn figure(
    case: &'static str,
    file: &'static str,
    constant: &'static str,
    of_what: &'static str,
) -> Figure {
    Figure { case, file, constant, of_what }
}

const FIGURES: &[Figure] = &[
    figure("S5", "tests/enduring.rs", "KILLS", "kills around the moment in which it is read"),
    figure("S11", "core:cutting.rs", "CUTS", "cuts of the power"),
    figure("S11", "tests/killing.rs", "KILLS", "kills of the real agent"),
    figure(
        "T3",
        "src-tauri/core/src/transfer/expected_tests.rs",
        "CHANGED_FILES",
        "changed files of every format",
    ),
    figure("T3", "src-tauri/core/src/transfer/fixture_tests.rs", "CHANGED_FILES", "more with their password"),
    figure("T3", "src-tauri/link/src/frame.rs", "CONVERSATIONS", "conversations"),
    figure("T3", "src-tauri/core/src/npm/screen.rs", "OUTPUTS", "outputs"),
    figure("A1", "core:promises.rs", "ORDERS", "orders of events, all that there are"),
    figure("A1", "core:promises.rs", "LONG_ORDERS", "long orders by chance"),
    figure("A3", "core:faulting.rs", "FAULTS_TRIED", "faults, one at each call"),
    figure("A3", "core:faulting.rs", "STORIES_BY_CHANCE", "stories with several"),
    figure("A4", "tests/crowding.rs", "REQUESTS", "requests, no code"),
    figure("A4", "tests/crowding.rs", "CLIENTS", "programs at a time"),
];

impl Figure {
    /// Reads the constant in the test's source.
    fn in_words(&self) -> String {
        let Self { case, file: short, constant, of_what } = self;
        let source = fs::read_to_string(file(short)).unwrap_or_default();
        let line = source.lines().find(|line| line.trim_start().starts_with(&format!("const {constant}: ")));
        let value = line.and_then(|line| line.split_once('=')?.1.trim().strip_suffix(';'));
        let value = value.unwrap_or_else(|| panic!("{case}: there is no {constant} in {short}"));
        format!("{} {of_what}", value.replace('_', ","))
    }
}

fn product() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The file of a test.
fn file(short: &str) -> PathBuf {
    match short.split_once(':') {
        Some(("core", name)) => product().join(CORE).join(name),
        Some(("agent", name)) => product().join(AGENT).join(name),
        _ => product().join(short),
    }
}

fn table() -> String {
    let row = |case: &Case| {
        let Case { name, what, shown } = case;
        let shown: Vec<String> = shown.iter().map(|(_, test)| format!("`{test}`")).collect();
        let shown = if shown.is_empty() { "**nothing yet**".to_owned() } else { shown.join(", ") };
        let figures = FIGURES.iter().filter(|figure| figure.case == *name).map(Figure::in_words);
        let figures = figures.collect::<Vec<_>>().join("; ");
        format!("| {name} | {what} | {shown} | {figures} |\n")
    };
    let head = "| | what happens, and what comes of it | shown by | how much of it |\n|---|---|---|---|\n"
        .to_owned();
    [head].into_iter().chain(CASES.iter().map(row)).collect()
}

#[test]
fn every_attack_is_shown_by_a_test_that_exists() {
    for Case { name, shown, .. } in CASES {
        for (short, test) in *shown {
            let source = fs::read_to_string(file(short)).unwrap_or_default();
            assert!(source.contains(&format!("fn {test}(")), "{name}: there is no test {test} in {short}");
        }
    }
}

#[test]
fn every_claim_of_the_threat_model_names_what_shows_it() {
    let text = fs::read_to_string(product().join("src-tauri/README.md")).unwrap();
    let (_, threats) = text.split_once("## Threats\n").expect("there is a threat model");
    let (threats, _) = threats.split_once("## Attacks and faults").expect("the attacks come after it");
    let claims: Vec<&str> =
        threats.lines().filter(|line| line.starts_with("| ") && !line.ends_with("shown by |")).collect();
    assert!(claims.len() > 20, "{claims:?}");
    for claim in claims {
        let shown = claim.trim_end_matches(" |").rsplit("| ").next().unwrap_or_default();
        for name in shown.split(", ") {
            assert!(CASES.iter().any(|case| case.name == name), "{name} is no row: {claim}");
        }
    }
}

#[test]
fn the_threat_model_lists_every_attack() {
    let path = product().join("src-tauri/README.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).expect("the table has a place");
    let (_, after) = rest.split_once(END).expect("the table has an end");
    let new = [before, BEGIN, &table(), END, after].concat();
    if new != text {
        fs::write(&path, new).unwrap();
        panic!("the table in src-tauri/README.md was out of date and is written anew");
    }
}
