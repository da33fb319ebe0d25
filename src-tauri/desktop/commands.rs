//! What the pages can have done: one command per use case, each forwards one message.

mod npm;
mod palette;
mod setting;

use crate::agent::Agent;
use crate::aside::step_aside;
use crate::choosing::{self, Chosen, ChosenView, Wanted};
use crate::companion::Told;
use crate::dropping::Dropped;
use crate::looking::{self, Looking, Looks};
use countersign_core::view::{Decision, Edit, Failure, StoreKind};
use countersign_link::passing::Passing;
use countersign_link::paths::Paths;
use countersign_link::private::{Reply, ToAgent};
use tauri::async_runtime::spawn_blocking;
use tauri::ipc::{Invoke, InvokeBody, Request};
use tauri::{AppHandle, State, WebviewWindow};
use zeroize::Zeroizing;

type Asked = Result<Reply, Failure>;
type Looked = Result<Looks, Failure>;

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
pub(crate) async fn scan_screen(
    app: AppHandle,
    agent: State<'_, Agent>,
    looking: State<'_, Looking>,
) -> Looked {
    let budget = looking.begin();
    let seen = spawn_blocking(move || {
        let notes = Paths::from_environment().map_err(|error| looking::failure("no-home", &error))?.data;
        looking::at_the_screen(&notes, &budget, || step_aside(&app))
    });
    Looks::of(&agent, seen).await
}

#[tauri::command]
pub(crate) async fn look_at_picture(
    agent: State<'_, Agent>,
    looking: State<'_, Looking>,
    request: Request<'_>,
) -> Looked {
    let budget = looking.begin();
    let InvokeBody::Raw(bytes) = request.body() else { return Err(looking::fallen()) };
    let bytes = Zeroizing::new(bytes.clone());
    let seen = spawn_blocking(move || Ok(looking::at_a_picture(&bytes, &budget)));
    Looks::of(&agent, seen).await
}

#[tauri::command]
pub(crate) async fn look_at_text(agent: State<'_, Agent>, plain: Passing, html: Option<Passing>) -> Looked {
    let seen =
        spawn_blocking(move || Ok(looking::at_a_text(plain.expose(), html.as_ref().map(Passing::expose))));
    Looks::of(&agent, seen).await
}

#[tauri::command]
pub(crate) async fn look_at_clipboard(agent: State<'_, Agent>, looking: State<'_, Looking>) -> Looked {
    let budget = looking.begin();
    let seen = spawn_blocking(move || looking::at_the_clipboard(&budget));
    Looks::of(&agent, seen).await
}

#[tauri::command]
pub(crate) async fn look_at_dropped(
    agent: State<'_, Agent>,
    looking: State<'_, Looking>,
    dropped: State<'_, Dropped>,
) -> Looked {
    let (budget, files) = (looking.begin(), dropped.take());
    let seen = spawn_blocking(move || Ok(looking::at_files(&files, &budget)));
    Looks::of(&agent, seen).await
}

#[tauri::command]
pub(crate) async fn cancel_look(looking: State<'_, Looking>) -> Asked {
    looking.cancel();
    Ok(Reply::Done)
}

#[tauri::command]
pub(crate) async fn name_draft(
    agent: State<'_, Agent>,
    draft: String,
    issuer: String,
    account: String,
) -> Asked {
    agent.ask(ToAgent::NameDraft { draft, issuer, account }).await
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

/// What is dropped on the import dialog was chosen like what is picked in the system's own.
#[tauri::command]
pub(crate) async fn choose_dropped(chosen: State<'_, Chosen>, dropped: State<'_, Dropped>) -> Choice {
    Ok(Shown { value: chosen.take_files(dropped.take()).await? })
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

/// Opens the page of the request that waits: the one that the agent shows, and no address that the window says.
#[tauri::command]
pub(crate) async fn open_page(agent: State<'_, Agent>, id: String) -> Result<Told<()>, Failure> {
    let Reply::Pending(request) = agent.ask(ToAgent::Pending).await? else { return Err(no_page()) };
    let page = request.filter(|request| request.id == id).and_then(|request| request.page);
    let page = page.ok_or_else(no_page)?;
    let opened = open::that_detached(&page.url);
    opened.map(|()| Told { value: () }).map_err(|error| Failure {
        code: "no-browser".into(),
        message: format!("The browser could not be opened: {error}. Nothing was done."),
        hint: "Open the address that your terminal shows.".into(),
    })
}

fn no_page() -> Failure {
    Failure {
        code: "no-page".into(),
        message: "This request is over. No page was opened.".into(),
        hint: "Run the command again if it still has to authenticate you.".into(),
    }
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
pub(crate) async fn move_store(
    agent: State<'_, Agent>,
    kind: StoreKind,
    passphrase: Option<Passing>,
) -> Asked {
    agent.ask(ToAgent::MoveStore { kind, passphrase }).await
}

#[tauri::command]
pub(crate) async fn change_passphrase(agent: State<'_, Agent>, before: Passing, after: Passing) -> Asked {
    agent.ask(ToAgent::ChangePassphrase { before, after }).await
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

#[tauri::command]
pub(crate) async fn copy_recovery(agent: State<'_, Agent>, account: String) -> Asked {
    agent.ask(ToAgent::CopyRecovery { account }).await
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
        scan_screen,
        look_at_picture,
        look_at_text,
        look_at_clipboard,
        look_at_dropped,
        cancel_look,
        name_draft,
        draft_by_hand,
        choose_files,
        choose_dropped,
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
        open_page,
        stop_run,
        choose_sealed_file,
        try_keychain,
        move_store,
        change_passphrase,
        unlock,
        lock,
        quit,
        copy_recovery,
        npm::npm_status,
        npm::npm_staged,
        npm::npm_contents,
        npm::npm_settle,
        npm::npm_explain,
        npm::npm_cancel,
        palette::palette,
        palette::palette_copy,
        palette::palette_close,
        palette::palette_open_main,
        setting::settings,
        setting::approve_settings,
        setting::palette_settings,
        setting::change_settings,
        setting::scan_wanted,
        setting::decisions,
        setting::export_decisions,
    ]
}
