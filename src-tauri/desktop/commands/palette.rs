//! What the palette can have done: it copies, and it goes away again.

use super::Asked;
use crate::agent::Agent;
use crate::windows;
use countersign_core::view::Window;
use countersign_link::private::{Reply, ToAgent};
use tauri::{AppHandle, State};

#[tauri::command]
pub(crate) async fn palette(app: AppHandle, agent: State<'_, Agent>) -> Asked {
    let reply = agent.ask(ToAgent::Palette).await;
    windows::palette_is_ready(&app);
    reply
}

/// The palette stays where nothing could be copied, and says why.
#[tauri::command]
pub(crate) async fn palette_copy(app: AppHandle, agent: State<'_, Agent>, id: String, next: bool) -> Asked {
    let reply = agent.ask(ToAgent::Copy { id, next }).await?;
    windows::put_palette_away(&app);
    Ok(reply)
}

#[tauri::command]
pub(crate) async fn palette_close(app: AppHandle) -> Asked {
    windows::put_palette_away(&app);
    Ok(Reply::Done)
}

/// For what the palette cannot do: unlocking, above all.
#[tauri::command]
pub(crate) async fn palette_open_main(app: AppHandle) -> Asked {
    windows::put_palette_away(&app);
    windows::show(&app, &Window::Main);
    Ok(Reply::Done)
}
