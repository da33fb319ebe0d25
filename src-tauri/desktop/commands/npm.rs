//! What the npm page can have done: the companion is asked, beside this program.

use crate::agent::Agent;
use crate::companion::{Companion, Told};
use countersign_core::view::{DiagnosisView, Failure, NpmStatus, StagedContents, StagesView};
use countersign_link::private::ToAgent;
use tauri::State;

/// What the companion prints of staged versions.
#[derive(serde::Deserialize)]
struct Inbox {
    registries: Vec<StagesView>,
}

/// What it prints of one that was settled.
#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct Settled {
    settled: String,
}

#[tauri::command]
pub(crate) async fn npm_status(npm: State<'_, Companion>) -> Result<Told<NpmStatus>, Failure> {
    npm.ask("status", &["npm", "status"], "", drop).await
}

/// What waits to be published. The tray shows how many that are.
#[tauri::command]
pub(crate) async fn npm_staged(
    npm: State<'_, Companion>,
    agent: State<'_, Agent>,
) -> Result<Told<Vec<StagesView>>, Failure> {
    let Told { value: Inbox { registries } } = npm.ask("staged", &["npm", "stage"], "", drop).await?;
    let count = registries.iter().map(|registry| registry.staged.len()).sum::<usize>();
    // An agent that went away shows no tray.
    drop(agent.ask(ToAgent::Staged { count: u32::try_from(count).unwrap_or(u32::MAX) }).await);
    Ok(Told { value: registries })
}

#[tauri::command]
pub(crate) async fn npm_contents(
    npm: State<'_, Companion>,
    id: String,
    registry: String,
) -> Result<Told<StagedContents>, Failure> {
    npm.ask("contents", &["npm", "stage", "show", &id, "--registry", &registry], "", drop).await
}

/// Has npm approve or reject one staged version. npm asks for a code, and that request is answered in the other window.
#[tauri::command]
pub(crate) async fn npm_settle(
    app: tauri::AppHandle,
    npm: State<'_, Companion>,
    id: String,
    registry: String,
    approve: bool,
) -> Result<Told<Settled>, Failure> {
    let how = if approve { "approve" } else { "reject" };
    let on_words = |words: String| crate::events::words(&app, words);
    npm.ask("settle", &["npm", "stage", how, &id, "--registry", &registry], "", on_words).await
}

#[tauri::command]
pub(crate) async fn npm_explain(
    npm: State<'_, Companion>,
    text: String,
) -> Result<Told<DiagnosisView>, Failure> {
    npm.ask("explain", &["npm", "doctor", "-"], &text, drop).await
}

#[tauri::command]
pub(crate) async fn npm_cancel(npm: State<'_, Companion>, job: String) -> Result<Told<()>, Failure> {
    npm.cancel(&job);
    Ok(Told { value: () })
}
