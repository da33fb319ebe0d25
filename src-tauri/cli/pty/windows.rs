//! A command in a pseudo console of its own, with a process of ours beside it there: see [`host`].
//!
//! Sources: "Creating a Pseudoconsole session", `UpdateProcThreadAttribute` and `CreateProcessW` in Microsoft's documentation.
#![expect(unsafe_code, reason = "pseudo consoles have no safe interface")]

pub(crate) mod host;
mod unasked;

use host::{Order, Sight};
use std::ffi::{OsString, c_void};
use std::io::{self, BufRead, BufReader, PipeReader, PipeWriter, Read, Write};
use std::mem::{size_of, size_of_val};
use std::os::windows::ffi::OsStrExt;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::os::windows::process::ExitStatusExt;
use std::process::{Command, ExitStatus};
use std::ptr::{null, null_mut, without_provenance};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;
use unasked::Unasked;
use windows_sys::Win32::Foundation::{HANDLE_FLAG_INHERIT, INVALID_HANDLE_VALUE, SetHandleInformation};
use windows_sys::Win32::System::Console::{
    COORD, ClosePseudoConsole, CreatePseudoConsole, HPCON, PSEUDOCONSOLE_INHERIT_CURSOR, ResizePseudoConsole,
};
use windows_sys::Win32::System::Threading::{
    CreateProcessW, DeleteProcThreadAttributeList, EXTENDED_STARTUPINFO_PRESENT, GetExitCodeProcess,
    INFINITE, InitializeProcThreadAttributeList, PROC_THREAD_ATTRIBUTE_HANDLE_LIST,
    PROC_THREAD_ATTRIBUTE_PSEUDOCONSOLE, PROCESS_INFORMATION, STARTF_USESTDHANDLES, STARTUPINFOEXW,
    UpdateProcThreadAttribute, WaitForSingleObject,
};
use zeroize::Zeroizing;

/// Output is taken in pieces of at most this size, in bytes.
const PIECE: usize = 16 * 1024;

/// How long the process beside the command may take to say what it sees. Who does not know types nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// What comes from the command.
pub(crate) enum FromGuest {
    /// Output. It may repeat a code.
    Output(Zeroizing<Vec<u8>>),
    /// Nobody can write any more.
    Closed,
    /// The command ended.
    Ended(ExitStatus),
    /// The command could not be started.
    NotStarted(io::Error),
}

/// A command and the console that was made for it.
pub(crate) struct Guest {
    console: Option<PseudoConsole>,
    input: PipeWriter,
    asks: PipeWriter,
    sights: Receiver<Sight>,
    asked: u64,
}

impl Guest {
    /// Starts a command in a new console of this size, in characters, and tells what comes from it.
    ///
    /// Waits for nothing: the console first asks the person's terminal where its cursor is, and no program gets into it before
    /// the answer came back as keys.
    ///
    /// # Errors
    /// That of making a console.
    pub(crate) fn start(
        command: &Command,
        size: (u16, u16),
        tell: impl Fn(FromGuest) + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let ((keys, input), (output, screen)) = (io::pipe()?, io::pipe()?);
        let console = PseudoConsole::new(size, &keys, &screen)?;
        let ((questions, asks), (answers, told)) = (io::pipe()?, io::pipe()?);
        // Nothing else may be started until these are closed here: it would inherit them.
        let process = console.start(&questions, &told)?;
        drop((keys, screen, questions, told));
        let order = serde_json::to_string(&Order::of(command))?;
        let tell = Arc::new(tell);
        let (of_end, of_start) = (Arc::clone(&tell), Arc::clone(&tell));
        thread::spawn(move || carry(output, &*tell));
        let (see, sights) = channel();
        let mut orders = asks.try_clone()?;
        thread::spawn(move || {
            let mut answers = BufReader::new(answers).lines().map_while(Result::ok);
            if let Err(error) = begin(&order, &mut orders, &mut answers) {
                return of_start(FromGuest::NotStarted(error));
            }
            thread::spawn(move || of_end(FromGuest::Ended(ended(&process))));
            let mut seen = answers.filter_map(|line| serde_json::from_str::<Sight>(&line).ok());
            // Who asks no more has gone.
            seen.all(|sight| see.send(sight).is_ok());
        });
        Ok(Self { console: Some(console), input, asks, sights, asked: 0 })
    }

    /// Types these bytes.
    pub(crate) fn type_in(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.input.write_all(bytes)
    }

    /// Tells the console its size.
    pub(crate) fn resize(&self, size: (u16, u16)) {
        if let Some(console) = &self.console {
            // SAFETY: it is open. What keeps its size is still good.
            unsafe { ResizePseudoConsole(console.0, coordinates(size)) };
        }
    }

    /// What the process beside the command sees now; none where it does not answer.
    pub(crate) fn look(&mut self) -> Option<Sight> {
        self.asked += 1;
        writeln!(self.asks, "{}", self.asked).ok()?;
        // An answer to an earlier question came too late.
        while let Ok(sight) = self.sights.recv_timeout(PATIENCE) {
            if sight.number == self.asked {
                return Some(sight);
            }
        }
        None
    }

    /// Closes the console under whoever still has it, as a closed window does. What was written comes all the same.
    pub(crate) fn close(&mut self) {
        if let Some(console) = self.console.take() {
            // Until Windows 11 24H2 this waits until the last output was read.
            thread::spawn(move || drop(console));
        }
    }
}

/// Has the command started, and waits until it is.
fn begin(order: &str, orders: &mut PipeWriter, answers: &mut impl Iterator<Item = String>) -> io::Result<()> {
    writeln!(orders, "{order}")?;
    let answer = answers.next().ok_or(io::ErrorKind::BrokenPipe)?;
    let started: host::Started = serde_json::from_str(&answer)?;
    started.error.map_or(Ok(()), |error| Err(io::Error::from_raw_os_error(error)))
}

/// Waits until a process ended.
fn ended(process: &OwnedHandle) -> ExitStatus {
    let mut status = 1;
    // SAFETY: the process is open, with every right, because it was started here.
    unsafe {
        WaitForSingleObject(process.as_raw_handle(), INFINITE);
        GetExitCodeProcess(process.as_raw_handle(), &raw mut status);
    }
    ExitStatus::from_raw(status)
}

fn carry(mut output: PipeReader, tell: &(impl Fn(FromGuest) + ?Sized)) {
    let (mut piece, mut unasked) = (Zeroizing::new([0; PIECE]), Unasked::default());
    while let Ok(count @ 1..) = output.read(&mut *piece) {
        tell(FromGuest::Output(Zeroizing::new(unasked.left_out(&piece[..count]))));
    }
    tell(FromGuest::Closed);
}

struct PseudoConsole(HPCON);

impl Drop for PseudoConsole {
    fn drop(&mut self) {
        // SAFETY: it is closed once, here.
        unsafe { ClosePseudoConsole(self.0) };
    }
}

impl PseudoConsole {
    /// Makes a console whose first line is the one that the person's cursor is in. It asks the person's terminal for that.
    fn new(size: (u16, u16), keys: &PipeReader, screen: &PipeWriter) -> io::Result<Self> {
        let mut console = 0;
        // SAFETY: both ends are open, and the console takes ends of its own.
        let result = unsafe {
            CreatePseudoConsole(
                coordinates(size),
                keys.as_raw_handle(),
                screen.as_raw_handle(),
                PSEUDOCONSOLE_INHERIT_CURSOR,
                &raw mut console,
            )
        };
        if result < 0 { Err(io::Error::from_raw_os_error(result)) } else { Ok(Self(console)) }
    }

    /// Starts this very program in it, which hears questions, answers them, and inherits nothing else.
    fn start(&self, questions: &PipeReader, told: &PipeWriter) -> io::Result<OwnedHandle> {
        let handles = [questions.as_raw_handle(), told.as_raw_handle()];
        for handle in handles {
            // SAFETY: it is open.
            if unsafe { SetHandleInformation(handle, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT) } == 0 {
                return Err(io::Error::last_os_error());
            }
        }
        let mut attributes = Attributes::with_room_for_two()?;
        // The console stands for itself; of the others there is a list.
        let console: *const c_void = without_provenance(self.0.cast_unsigned());
        // SAFETY: a console is handed over by its handle, and both last until the process is started.
        unsafe { attributes.add(PROC_THREAD_ATTRIBUTE_PSEUDOCONSOLE, console, size_of::<HPCON>())? };
        // SAFETY: the list lasts until the process is started.
        unsafe {
            attributes.add(
                PROC_THREAD_ATTRIBUTE_HANDLE_LIST,
                handles.as_ptr().cast(),
                size_of_val(&handles),
            )?;
        }
        create(&mut attributes, handles.map(<*mut c_void>::addr))
    }
}

/// Starts this program with these attributes.
fn create(attributes: &mut Attributes, handles: [usize; 2]) -> io::Result<OwnedHandle> {
    let own = std::env::current_exe()?;
    let mut line = OsString::from("\"");
    line.push(&own);
    line.push(format!("\" {} {} {}", host::MARK, handles[0], handles[1]));
    let wide = |text: &std::ffi::OsStr| text.encode_wide().chain([0]).collect::<Vec<u16>>();
    let (program, mut line) = (wide(own.as_os_str()), wide(&line));
    let mut startup = STARTUPINFOEXW::default();
    startup.StartupInfo.cb = u32::try_from(size_of::<STARTUPINFOEXW>()).map_err(io::Error::other)?;
    // Without this it would get our own input and output where those are no console.
    startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
    startup.StartupInfo.hStdInput = INVALID_HANDLE_VALUE;
    startup.StartupInfo.hStdOutput = INVALID_HANDLE_VALUE;
    startup.StartupInfo.hStdError = INVALID_HANDLE_VALUE;
    startup.lpAttributeList = attributes.0.as_mut_ptr().cast();
    let mut process = PROCESS_INFORMATION::default();
    // SAFETY: every text ends with a zero, and everything that is pointed to lasts longer than the call.
    let started = unsafe {
        CreateProcessW(
            program.as_ptr(),
            line.as_mut_ptr(),
            null(),
            null(),
            1,
            EXTENDED_STARTUPINFO_PRESENT,
            null(),
            null(),
            (&raw const startup).cast(),
            &raw mut process,
        )
    };
    if started == 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: both handles were made by this call, for us.
    let (process, thread) = unsafe {
        (OwnedHandle::from_raw_handle(process.hProcess), OwnedHandle::from_raw_handle(process.hThread))
    };
    drop(thread);
    Ok(process)
}

/// What a process is started with beside the usual.
struct Attributes(Vec<usize>);

impl Attributes {
    fn with_room_for_two() -> io::Result<Self> {
        let mut bytes = 0;
        // SAFETY: without a list it says how much room one needs.
        unsafe { InitializeProcThreadAttributeList(null_mut(), 2, 0, &raw mut bytes) };
        let mut list = vec![0_usize; bytes.div_ceil(size_of::<usize>())];
        // SAFETY: the list has as much room as was asked for.
        if unsafe { InitializeProcThreadAttributeList(list.as_mut_ptr().cast(), 2, 0, &raw mut bytes) } == 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(Self(list))
    }

    /// Adds one.
    ///
    /// # Safety
    /// The value is one of the attribute, of that size, and lasts until the process is started.
    unsafe fn add(&mut self, attribute: u32, value: *const c_void, size: usize) -> io::Result<()> {
        let attribute = usize::try_from(attribute).map_err(io::Error::other)?;
        let list = self.0.as_mut_ptr().cast();
        // SAFETY: the list was initialised, and has room for it; the caller vouches for the value.
        let added = unsafe { UpdateProcThreadAttribute(list, 0, attribute, value, size, null_mut(), null()) };
        if added == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
    }
}

impl Drop for Attributes {
    fn drop(&mut self) {
        // SAFETY: the list was initialised.
        unsafe { DeleteProcThreadAttributeList(self.0.as_mut_ptr().cast()) };
    }
}

fn coordinates((columns, rows): (u16, u16)) -> COORD {
    let fit = |number: u16| i16::try_from(number).unwrap_or(i16::MAX);
    COORD { X: fit(columns), Y: fit(rows) }
}
