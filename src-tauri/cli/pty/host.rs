//! The process of ours that stands in the command's console: it starts the command there, ends as that does, and says what can
//! be seen from nowhere else: what the console does with keys, and who has it.
//!
//! Sources: `GetConsoleMode`, `GetConsoleProcessList`, "Job Objects" and `SetConsoleCtrlHandler` in Microsoft's documentation.

#[path = "company.rs"]
mod company;

use company::{Around, company};
use countersign_link::processes;
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::mem::size_of;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::ptr::{null, null_mut, without_provenance_mut};
use std::thread;
use windows_sys::Win32::Foundation::{HANDLE_FLAG_INHERIT, SetHandleInformation};
use windows_sys::Win32::System::Console::{
    CTRL_BREAK_EVENT, CTRL_C_EVENT, ENABLE_ECHO_INPUT, ENABLE_LINE_INPUT, ENABLE_PROCESSED_INPUT,
    GetConsoleMode, GetConsoleProcessList, SetConsoleCtrlHandler,
};
use windows_sys::Win32::System::JobObjects::{
    AssignProcessToJobObject, CreateJobObjectW, JobObjectBasicProcessIdList, QueryInformationJobObject,
};
use windows_sys::Win32::System::Threading::GetCurrentProcess;

/// The first word of this process's command line; two handles follow.
pub(crate) const MARK: &str = "--beside-a-command";

/// More processes than this are not told apart; nothing is typed then.
const MOST: usize = 256;

/// What the system calls it when there is no such file; the standard library says so in words of its own.
const NOT_FOUND: i32 = 2;

/// What is to be started.
#[derive(Serialize, Deserialize)]
pub(super) struct Order {
    program: PathBuf,
    arguments: Vec<OsString>,
    environment: Vec<(OsString, Option<OsString>)>,
}

impl Order {
    pub(super) fn of(command: &Command) -> Self {
        let environment = command.get_envs();
        Self {
            program: command.get_program().into(),
            arguments: command.get_args().map(Into::into).collect(),
            environment: environment.map(|(name, value)| (name.into(), value.map(Into::into))).collect(),
        }
    }
}

/// Whether the command was started.
#[derive(Serialize, Deserialize)]
pub(super) struct Started {
    /// The system's error, if it was not.
    pub(super) error: Option<i32>,
}

/// What is seen at one moment.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Sight {
    /// The number of the question.
    pub(super) number: u64,
    /// Keys arrive one by one, unseen and without meaning: a line editor is reading.
    pub(crate) raw: bool,
    /// Lines are handed over whole, and shown while they are typed.
    pub(crate) lines: bool,
    /// Why the console may not have a code; none if the command is alone with it.
    pub(crate) company: Option<String>,
}

/// Is that process, if this one was started as it. Does not return then.
pub(crate) fn entry() {
    let mut words = std::env::args().skip(1);
    if words.next().as_deref() != Some(MARK) {
        return;
    }
    let mut handle = || words.next()?.parse::<usize>().ok();
    let status = match (handle(), handle()) {
        (Some(questions), Some(answers)) => stand(file(questions), file(answers)),
        _ => Err(io::ErrorKind::InvalidInput.into()),
    };
    std::process::exit(status.unwrap_or(1))
}

/// Takes over a handle that this process inherited, and hands it down no further: the command must not answer for us.
#[expect(unsafe_code, reason = "a number becomes a handle again")]
fn file(handle: usize) -> File {
    let handle = without_provenance_mut(handle);
    // SAFETY: whoever started this process gave it the handle, and nothing else here knows it. A wrong one gives errors.
    unsafe {
        SetHandleInformation(handle, HANDLE_FLAG_INHERIT, 0);
        File::from_raw_handle(handle)
    }
}

fn stand(questions: File, mut answers: File) -> io::Result<i32> {
    let family = Family::begin();
    stay();
    let mut questions = BufReader::new(questions).lines();
    let order = questions.next().unwrap_or_else(|| Err(io::ErrorKind::UnexpectedEof.into()))?;
    let order: Order = serde_json::from_str(&order)?;
    let console = File::options().read(true).write(true).open("CONIN$")?;
    let started = start(&order, &console);
    let code = |error: &io::Error| error.raw_os_error().unwrap_or(NOT_FOUND);
    let error = started.as_ref().err().map(code);
    writeln!(answers, "{}", serde_json::to_string(&Started { error })?)?;
    let mut child = started?;
    let (command, batch) = (child.id(), is_batch(&order.program));
    thread::spawn(move || {
        for number in questions.map_while(Result::ok).filter_map(|line| line.parse().ok()) {
            let sight = look(number, &console, family.as_ref(), command, batch);
            let said = serde_json::to_string(&sight).map_err(io::Error::from);
            if said.and_then(|said| writeln!(answers, "{said}")).is_err() {
                break;
            }
        }
    });
    // All 32 bits of it.
    Ok(child.wait()?.code().unwrap_or(1))
}

fn start(order: &Order, keys: &File) -> io::Result<Child> {
    let screen = File::options().read(true).write(true).open("CONOUT$")?;
    let mut command = Command::new(&order.program);
    command.args(&order.arguments);
    for (name, value) in &order.environment {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.stdin(keys.try_clone()?).stdout(screen.try_clone()?).stderr(screen).spawn()
}

/// Windows gives batch files to its command interpreter, which starts what is in them.
fn is_batch(program: &Path) -> bool {
    program.extension().is_some_and(|it| it.eq_ignore_ascii_case("cmd") || it.eq_ignore_ascii_case("bat"))
}

fn look(number: u64, console: &File, family: Option<&Family>, command: u32, batch: bool) -> Sight {
    let mode = mode(console);
    let has = |flags: u32| mode.map(|mode| mode & flags);
    let (attached, descendants) = (attached(), family.and_then(Family::members));
    let around = Around {
        host: std::process::id(),
        command,
        batch,
        attached: attached.as_deref(),
        descendants: descendants.as_deref(),
        parents: &processes::parents(),
    };
    let lines = ENABLE_LINE_INPUT | ENABLE_ECHO_INPUT;
    Sight {
        number,
        raw: has(lines | ENABLE_PROCESSED_INPUT) == Some(0),
        lines: has(lines) == Some(lines),
        company: company(&around),
    }
}

#[expect(unsafe_code, reason = "the settings of a console have no safe interface")]
fn mode(console: &File) -> Option<u32> {
    let mut mode = 0;
    // SAFETY: the console is open, and there is room for its settings.
    (unsafe { GetConsoleMode(console.as_raw_handle(), &raw mut mode) } != 0).then_some(mode)
}

/// Returns everybody who has this console.
#[expect(unsafe_code, reason = "the list of a console has no safe interface")]
fn attached() -> Option<Vec<u32>> {
    let mut list = vec![0; MOST];
    // SAFETY: there is room for as many as is said.
    let count = unsafe { GetConsoleProcessList(list.as_mut_ptr(), u32::try_from(MOST).ok()?) };
    let count = usize::try_from(count).ok().filter(|count| (1..=MOST).contains(count))?;
    list.truncate(count);
    Some(list)
}

/// Stays when the person ends the command by a key: both have the same console. A command that is started here does not inherit that.
#[expect(unsafe_code, reason = "the system calls a function of ours")]
fn stay() {
    unsafe extern "system" fn stays(event: u32) -> i32 {
        i32::from(matches!(event, CTRL_C_EVENT | CTRL_BREAK_EVENT))
    }
    // SAFETY: the function is there as long as the process, and may be called on any thread.
    unsafe { SetConsoleCtrlHandler(Some(stays), 1) };
}

/// Everybody who descends from this process. Nobody leaves it.
struct Family(OwnedHandle);

/// As `JOBOBJECT_BASIC_PROCESS_ID_LIST`, with room.
#[repr(C)]
struct Members {
    assigned: u32,
    listed: u32,
    processes: [usize; MOST],
}

impl Family {
    #[expect(unsafe_code, reason = "jobs have no safe interface")]
    fn begin() -> Option<Self> {
        // SAFETY: a job without a name, for this process alone; it is ours.
        let job = unsafe { CreateJobObjectW(null(), null()) };
        // SAFETY: it was just made.
        let job = (!job.is_null()).then(|| unsafe { OwnedHandle::from_raw_handle(job) })?;
        // SAFETY: the job is open, and the other is this process itself.
        let in_it = unsafe { AssignProcessToJobObject(job.as_raw_handle(), GetCurrentProcess()) };
        (in_it != 0).then_some(Self(job))
    }

    #[expect(unsafe_code, reason = "jobs have no safe interface")]
    fn members(&self) -> Option<Vec<u32>> {
        let mut members = Members { assigned: 0, listed: 0, processes: [0; MOST] };
        let size = u32::try_from(size_of::<Members>()).ok()?;
        let kind = JobObjectBasicProcessIdList;
        // SAFETY: the job is open, and there is room for as much as is said.
        let told = unsafe {
            let to = (&raw mut members).cast();
            QueryInformationJobObject(self.0.as_raw_handle(), kind, to, size, null_mut())
        };
        if told == 0 || members.listed < members.assigned {
            return None;
        }
        let listed = members.processes.get(..usize::try_from(members.listed).ok()?)?;
        listed.iter().map(|process| u32::try_from(*process).ok()).collect()
    }
}
