//! What the pages can have done: one command per use case, each forwards one message.

use crate::agent::Agent;
use crate::choosing::{self, Chosen, ChosenView, Wanted};
use crate::pictures;
use countersign_core::view::{Decision, Edit, Failure};
use countersign_link::passing::Passing;
use countersign_link::private::{Reply, ToAgent};
use tauri::ipc::{Invoke, Request};
use tauri::{State, WebviewWindow};

type Asked = Result<Reply, Failure>;
type Choice = Result<Shown, Failure>;

/// What was chosen, in the form of a reply.
#[derive(serde::Serialize)]
pub(crate) struct Shown {
    value: Vec<ChosenView>,
}

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
pub(crate) async fn choose_files(window: WebviewWindow, chosen: State<'_, Chosen>) -> Choice {
    let paths = choosing::ask(&window, Wanted::Files).await;
    Ok(Shown { value: chosen.take_files(paths).await? })
}

#[tauri::command]
pub(crate) async fn choose_folder(window: WebviewWindow, chosen: State<'_, Chosen>) -> Choice {
    let paths = choosing::ask(&window, Wanted::Folder).await;
    Ok(Shown { value: chosen.take_places(paths) })
}

#[tauri::command]
pub(crate) async fn choose_place(window: WebviewWindow, chosen: State<'_, Chosen>, name: String) -> Choice {
    let paths = choosing::ask(&window, Wanted::Place(name)).await;
    Ok(Shown { value: chosen.take_places(paths) })
}

#[tauri::command]
pub(crate) async fn import_file(
    agent: State<'_, Agent>,
    chosen: State<'_, Chosen>,
    file: usize,
    password: Option<Passing>,
) -> Asked {
    let (name, file) = chosen.file(file)?;
    agent.ask(ToAgent::Import { name, file, password }).await
}

#[tauri::command]
pub(crate) async fn stop_keeping(agent: State<'_, Agent>) -> Asked {
    agent.ask(ToAgent::StopKeeping).await
}

#[tauri::command]
pub(crate) async fn undo(agent: State<'_, Agent>) -> Asked {
    agent.ask(ToAgent::Undo).await
}

#[tauri::command]
pub(crate) async fn exports(agent: State<'_, Agent>) -> Asked {
    agent.ask(ToAgent::Exports).await
}

/// The dialog in which the place was chosen asked before a file that is there is replaced.
#[tauri::command]
pub(crate) async fn export(
    agent: State<'_, Agent>,
    chosen: State<'_, Chosen>,
    to: String,
    place: usize,
    password: Option<Passing>,
    sure: bool,
) -> Asked {
    let out = chosen.place(place)?;
    agent.ask(ToAgent::Export { to, out, password, replace: true, sure }).await
}

#[tauri::command]
pub(crate) async fn begin_backups(
    agent: State<'_, Agent>,
    chosen: State<'_, Chosen>,
    place: usize,
    passphrase: Passing,
) -> Asked {
    let folder = chosen.place(place)?;
    agent.ask(ToAgent::BeginBackups { folder, passphrase }).await
}

#[tauri::command]
pub(crate) async fn back_up_now(agent: State<'_, Agent>) -> Asked {
    agent.ask(ToAgent::BackUpNow).await
}

#[tauri::command]
pub(crate) async fn check_backup(agent: State<'_, Agent>, passphrase: Passing) -> Asked {
    agent.ask(ToAgent::CheckBackup { passphrase }).await
}

#[tauri::command]
pub(crate) async fn stop_backups(agent: State<'_, Agent>) -> Asked {
    agent.ask(ToAgent::StopBackups).await
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
        choose_files,
        choose_folder,
        choose_place,
        import_file,
        stop_keeping,
        undo,
        exports,
        export,
        begin_backups,
        back_up_now,
        check_backup,
        stop_backups,
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
