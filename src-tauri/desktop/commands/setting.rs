//! What the page of the settings can have done.

use super::Asked;
use crate::agent::Agent;
use crate::build_facts::BuildFacts;
use crate::choosing::Chosen;
use crate::companion::Told;
use crate::windows::Rest;
use countersign_core::view::{Failure, Settings};
use countersign_link::private::ToAgent;
use tauri::State;

#[tauri::command]
pub(crate) async fn settings(agent: State<'_, Agent>) -> Asked {
    agent.ask(ToAgent::Settings).await
}

/// What is set, for the approval window, which can change none of it.
#[tauri::command]
pub(crate) async fn approve_settings(agent: State<'_, Agent>) -> Asked {
    agent.ask(ToAgent::Settings).await
}

/// What is set, for the palette, which can change none of it.
#[tauri::command]
pub(crate) async fn palette_settings(agent: State<'_, Agent>) -> Asked {
    agent.ask(ToAgent::Settings).await
}

#[tauri::command]
pub(crate) async fn change_settings(agent: State<'_, Agent>, settings: Settings) -> Asked {
    agent.ask(ToAgent::ChangeSettings { settings: Box::new(settings) }).await
}

/// What this program was built from, for whoever reports a fault.
#[tauri::command]
pub(crate) async fn about() -> Result<Told<BuildFacts>, Failure> {
    Ok(Told { value: BuildFacts::HERE })
}

/// Whether the person chose in the tray to look for codes on the screen; it is said once.
#[tauri::command]
pub(crate) async fn scan_wanted(rest: State<'_, Rest>) -> Result<Told<bool>, Failure> {
    Ok(Told { value: rest.take_scan() })
}

#[tauri::command]
pub(crate) async fn decisions(agent: State<'_, Agent>) -> Asked {
    agent.ask(ToAgent::Decisions).await
}

/// The dialog in which the place was chosen asked before a file that is there is replaced.
#[tauri::command]
pub(crate) async fn export_decisions(
    agent: State<'_, Agent>,
    chosen: State<'_, Chosen>,
    place: usize,
) -> Asked {
    let out = chosen.place(place)?.into();
    agent.ask(ToAgent::ExportDecisions { out }).await
}
