//! The window: hosts the page, forwards what it may do to the agent, and keeps no secret.
// Else Windows would open a console beside the window.
#![cfg_attr(windows, windows_subsystem = "windows")]

mod agent;
mod aside;
#[path = "../cli/build_facts.rs"]
#[allow(dead_code, reason = "the companion says more of them")]
mod build_facts;
mod choosing;
mod commands;
mod companion;
mod dropping;
mod environment;
mod events;
mod launch;
mod looking;
#[cfg(test)]
mod tests;
mod windows;

use anyhow::Context;
use countersign_link::paths::Paths;
use countersign_link::private::{Reply, ToAgent};
use countersign_link::shell::{self, ShellEnd};
use tauri::{AppHandle, Manager, RunEvent};

fn main() -> anyhow::Result<()> {
    environment::clean()?;
    match shell::inherited().context("the channel to the agent cannot be taken over")? {
        Some(channel) => run(channel),
        None => launch::ask_to_open(),
    }
}

fn run(channel: ShellEnd) -> anyhow::Result<()> {
    let app = tauri::Builder::default()
        .invoke_handler(commands::handler())
        .on_window_event(windows::on_event)
        .build(tauri::generate_context!())
        .context("the window cannot be opened")?;
    let handle = app.handle().clone();
    app.manage(windows::Rest::default());
    app.manage(companion::Companion::default());
    app.manage(looking::Looking::default());
    app.manage(dropping::Dropped::default());
    // What an earlier window was killed over: pictures of the screen that the desktop left for it.
    std::thread::spawn(|| Paths::from_environment().map(|paths| countersign_capture::clean(&paths.data)));
    app.manage(choosing::Chosen::default());
    app.manage(agent::Agent::over(channel, move |message| events::on_message(&handle, message)));
    learn_settings(app.handle());
    windows::rest(app.handle());
    app.run(|_, event| {
        // Without a window the program stays for a while, so that the next opening is quick.
        if let RunEvent::ExitRequested { code: None, api, .. } = event {
            api.prevent_exit();
        }
    });
    Ok(())
}

/// Asks for what was set; later changes are told without asking.
fn learn_settings(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if let Ok(Reply::Settings(view)) = app.state::<agent::Agent>().ask(ToAgent::Settings).await {
            app.state::<windows::Rest>().follow(&view.settings);
        }
    });
}
