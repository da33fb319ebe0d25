//! What the pages can have done: one command per use case, each forwards one message.

use crate::agent::Agent;
use crate::pictures;
use countersign_core::view::{Decision, Edit, Failure};
use countersign_link::passing::Passing;
use countersign_link::private::{Reply, ToAgent};
use tauri::State;
use tauri::ipc::{Invoke, Request};

type Asked = Result<Reply, Failure>;

/// An account as a person types it.
#[derive(serde::Deserialize)]
pub(crate) struct ByHand {
    issuer: String,
    account: String,
    secret: Passing,
    algorithm: String,
    digits: u8,
    period: u32,
}

#[tauri::command]
pub(crate) async fn overview(agent: State<'_, Agent>) -> Asked {
    agent.ask(ToAgent::Overview).await
}

#[tauri::command]
pub(crate) async fn codes(agent: State<'_, Agent>, ids: Vec<String>) -> Asked {
    agent.ask(ToAgent::Codes { ids }).await
}

#[tauri::command]
pub(crate) async fn copy(agent: State<'_, Agent>, id: String, next: bool) -> Asked {
    agent.ask(ToAgent::Copy { id, next }).await
}

#[tauri::command]
pub(crate) async fn copy_note(agent: State<'_, Agent>, id: String) -> Asked {
    agent.ask(ToAgent::CopyNote { id }).await
}

#[tauri::command]
pub(crate) async fn set_pin(agent: State<'_, Agent>, id: String, pin: Passing) -> Asked {
    agent.ask(ToAgent::SetPin { id, pin }).await
}

#[tauri::command]
pub(crate) async fn set_counter(agent: State<'_, Agent>, id: String, counter: u64) -> Asked {
    agent.ask(ToAgent::SetCounter { id, counter }).await
}

#[tauri::command]
pub(crate) async fn draft_text(agent: State<'_, Agent>, text: Passing) -> Asked {
    agent.ask(ToAgent::Draft { links: pictures::links_in_text(&text)? }).await
}

#[tauri::command]
pub(crate) async fn draft_picture(agent: State<'_, Agent>, request: Request<'_>) -> Asked {
    agent.ask(ToAgent::Draft { links: pictures::links_in_picture(request.body()).await? }).await
}

#[tauri::command]
pub(crate) async fn draft_by_hand(agent: State<'_, Agent>, form: ByHand) -> Asked {
    let ByHand { issuer, account, secret, algorithm, digits, period } = form;
    agent.ask(ToAgent::DraftByHand { issuer, account, secret, algorithm, digits, period }).await
}

#[tauri::command]
pub(crate) async fn keep(agent: State<'_, Agent>, drafts: Vec<String>) -> Asked {
    agent.ask(ToAgent::Keep { drafts }).await
}

#[tauri::command]
pub(crate) async fn drop_drafts(agent: State<'_, Agent>, drafts: Vec<String>) -> Asked {
    agent.ask(ToAgent::Drop { drafts }).await
}

#[tauri::command]
pub(crate) async fn edit(agent: State<'_, Agent>, id: String, edit: Edit) -> Asked {
    agent.ask(ToAgent::Edit { id, edit }).await
}

#[tauri::command]
pub(crate) async fn delete(agent: State<'_, Agent>, id: String) -> Asked {
    agent.ask(ToAgent::Delete { id }).await
}

#[tauri::command]
pub(crate) async fn restore(agent: State<'_, Agent>, id: String) -> Asked {
    agent.ask(ToAgent::Restore { id }).await
}

#[tauri::command]
pub(crate) async fn confirm(agent: State<'_, Agent>, id: String) -> Asked {
    agent.ask(ToAgent::Confirm { id }).await
}

#[tauri::command]
pub(crate) async fn order(agent: State<'_, Agent>, ids: Vec<String>) -> Asked {
    agent.ask(ToAgent::Order { ids }).await
}

#[tauri::command]
pub(crate) async fn pending(agent: State<'_, Agent>) -> Asked {
    agent.ask(ToAgent::Pending).await
}

#[tauri::command]
pub(crate) async fn shown(agent: State<'_, Agent>, id: String) -> Asked {
    agent.ask(ToAgent::Shown { id }).await
}

#[tauri::command]
pub(crate) async fn decide(agent: State<'_, Agent>, id: String, decision: Decision) -> Asked {
    agent.ask(ToAgent::Decide { id, decision }).await
}

#[tauri::command]
pub(crate) async fn stop_run(agent: State<'_, Agent>, id: String) -> Asked {
    agent.ask(ToAgent::StopRun { id }).await
}

#[tauri::command]
pub(crate) async fn choose_sealed_file(agent: State<'_, Agent>, passphrase: Passing) -> Asked {
    agent.ask(ToAgent::ChooseSealedFile { passphrase }).await
}

#[tauri::command]
pub(crate) async fn try_keychain(agent: State<'_, Agent>) -> Asked {
    agent.ask(ToAgent::TryKeychain).await
}

#[tauri::command]
pub(crate) async fn unlock(agent: State<'_, Agent>, passphrase: Option<Passing>) -> Asked {
    agent.ask(ToAgent::Unlock { passphrase }).await
}

#[tauri::command]
pub(crate) async fn lock(agent: State<'_, Agent>) -> Asked {
    agent.ask(ToAgent::Lock).await
}

#[tauri::command]
pub(crate) async fn quit(agent: State<'_, Agent>) -> Asked {
    agent.ask(ToAgent::Quit).await
}

/// Every command, by name. What a window may call of them stands in `permissions/` and `tauri.conf.json`.
pub(crate) fn handler() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        overview,
        codes,
        copy,
        copy_note,
        set_pin,
        set_counter,
        draft_text,
        draft_picture,
        draft_by_hand,
        keep,
        drop_drafts,
        edit,
        delete,
        restore,
        confirm,
        order,
        pending,
        shown,
        decide,
        stop_run,
        choose_sealed_file,
        try_keychain,
        unlock,
        lock,
        quit,
    ]
}
