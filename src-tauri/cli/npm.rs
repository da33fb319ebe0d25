//! `countersign npm`: what concerns npm besides the code of a prompt.

pub(crate) mod client;
mod clock;
mod doctor;
mod enroll;
mod login;
mod recovery;
mod stage;
mod standing;
mod status;

use crate::Carry;
use crate::outcome::Trouble;
use clap::{Args, Subcommand};
use std::process::ExitCode;

/// Enrols, recovers, and says how you stand with each registry
#[derive(Debug, Args)]
pub(crate) struct Npm {
    #[command(subcommand)]
    task: Task,
}

/// What there is, in the order in which it is shown.
#[derive(Debug, Subcommand)]
enum Task {
    Enroll(enroll::Enroll),
    Recovery(recovery::Recovery),
    Status(status::Status),
    Tokens(status::Tokens),
    Stage(stage::Stage),
    Doctor(doctor::Doctor),
}

impl Carry for Npm {
    fn json(&self) -> bool {
        match &self.task {
            Task::Enroll(task) => task.json(),
            Task::Recovery(task) => task.json(),
            Task::Status(task) => task.json(),
            Task::Tokens(task) => task.json(),
            Task::Stage(task) => task.json(),
            Task::Doctor(task) => task.json(),
        }
    }

    fn carry_out(self) -> Result<ExitCode, Trouble> {
        match self.task {
            Task::Enroll(task) => task.carry_out(),
            Task::Recovery(task) => task.carry_out(),
            Task::Status(task) => task.carry_out(),
            Task::Tokens(task) => task.carry_out(),
            Task::Stage(task) => task.carry_out(),
            Task::Doctor(task) => task.carry_out(),
        }
    }
}
