//! A session bus of one test's own, with or without a real keychain on it.

use std::io::Write;
use std::process::{Output, Stdio};
use std::thread::{self, JoinHandle, sleep};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::home::Home;
use super::running::Running;
use super::waiting::eventually;

/// The service under which the product keeps its items.
pub(crate) const SERVICE: &str = "dev.countersign.otp";

/// The keychain's name on the bus and its object there.
const KEYCHAIN: (&str, &str) = ("org.freedesktop.secrets", "/org/freedesktop/secrets");

/// The collection that signing in opens.
const LOGIN: &str = "/org/freedesktop/secrets/collection/login";

/// What opens a keychain that has a password.
pub(crate) const PASSWORD: &str = "a password";

/// A session bus that offers nothing but what a test puts on it. It starts no service by itself.
pub(crate) struct Bus(Running);

const CONFIGURATION: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>ADDRESS</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
  <!-- As on the session bus of a desktop: what is built in serves no program that asks for a few hundred items at once. -->
  <limit name="max_replies_per_connection">50000</limit>
  <limit name="max_match_rules_per_connection">50000</limit>
</busconfig>
"#;

impl Bus {
    /// Starts a bus and lets the programs of a home find it.
    pub(crate) fn start(home: &mut Home) -> Self {
        let socket = home.path().join("run/bus");
        let address = Self::address(home);
        let configuration = home.write("run/bus.conf", CONFIGURATION.replace("ADDRESS", &address));
        let mut daemon = home.command("dbus-daemon");
        daemon.arg("--config-file").arg(configuration).args(["--nofork", "--nopidfile"]);
        let bus = Self(Running::start(quiet(daemon)));
        eventually("the bus", || socket.exists().then_some(()));
        home.set("DBUS_SESSION_BUS_ADDRESS", address);
        bus
    }

    /// Returns something once a name is on the bus of a home.
    pub(crate) fn has(home: &Home, name: &str) -> Option<()> {
        let bus = ("org.freedesktop.DBus", "/org/freedesktop/DBus");
        let answer = call(home, bus, "org.freedesktop.DBus.NameHasOwner", &[&format!("string:{name}")]);
        answer.contains("boolean true").then_some(())
    }

    /// Returns where the bus of a home listens.
    pub(crate) fn address(home: &Home) -> String {
        format!("unix:path={}", home.path().join("run/bus").display())
    }
}

/// A real GNOME keyring on a [`Bus`].
pub(crate) struct Keyring {
    daemon: Running,
    bus: Bus,
    password: Option<&'static str>,
}

impl Keyring {
    /// Starts a keychain that its password has unlocked, as signing in to a desktop does.
    pub(crate) fn unlocked(home: &mut Home) -> Self {
        Self::start(home, Some(PASSWORD))
    }

    /// Starts a keychain without a password, as desktops with automatic sign-in have. It is kept in clear.
    pub(crate) fn without_password(home: &mut Home) -> Self {
        home.write(
            "data/keyrings/login.keyring",
            "[keyring]\ndisplay-name=Login\nlock-on-idle=false\nlock-after=false\n",
        );
        home.write("data/keyrings/default", "login");
        Self::start(home, None)
    }

    fn start(home: &mut Home, password: Option<&'static str>) -> Self {
        let bus = Bus::start(home);
        let daemon = start_daemon(home, password);
        Self { daemon, bus, password }
    }

    /// Kills the keychain and starts it again, unlocked as before.
    pub(crate) fn restart(&mut self, home: &Home) {
        self.daemon.kill();
        eventually("the keychain to leave the bus", || (!is_on_the_bus(home)).then_some(()));
        self.daemon = start_daemon(home, self.password);
    }

    /// Starts the keychain again where it has ended by itself, as a desktop does.
    pub(crate) fn revive(&mut self, home: &Home) {
        if self.daemon.child().try_wait().is_ok_and(|ended| ended.is_some()) {
            self.restart(home);
        }
    }

    /// Has it answer nothing, or go on.
    pub(crate) fn pause(&self, pauses: bool) {
        let signal = if pauses { Signal::STOP } else { Signal::CONT };
        kill_process(self.pid(), signal).expect("it takes a signal");
    }

    /// Has it killed in a moment, whatever it does then.
    pub(crate) fn dies_in(&self, moment: Duration) -> JoinHandle<()> {
        let pid = self.pid();
        thread::spawn(move || {
            sleep(moment);
            kill_process(pid, Signal::KILL).expect("it takes a signal");
        })
    }

    fn pid(&self) -> Pid {
        i32::try_from(self.daemon.id()).ok().and_then(Pid::from_raw).expect("it runs")
    }

    /// Locks the keychain without ending it.
    pub(crate) fn lock(&self, home: &Home) {
        let login = format!("array:objpath:{LOGIN}");
        let locked = call(home, KEYCHAIN, "org.freedesktop.Secret.Service.Lock", &[&login]);
        assert!(locked.contains(LOGIN), "the keychain did not lock: {locked}");
    }

    /// Returns how many items the product has in the keychain.
    pub(crate) fn count(&self, home: &Home) -> usize {
        let found = self.secret_tool(home, &["search", "--all", "service", SERVICE], "");
        String::from_utf8_lossy(&found.stdout).lines().filter(|line| line.starts_with("[/")).count()
    }

    /// Removes every item of the product, as if another program had.
    pub(crate) fn wipe(&self, home: &Home) {
        let cleared = self.secret_tool(home, &["clear", "service", SERVICE], "");
        assert!(cleared.status.success(), "{}", String::from_utf8_lossy(&cleared.stderr));
    }

    /// Runs `secret-tool`, which any program of the same user could do.
    pub(crate) fn secret_tool(&self, home: &Home, args: &[&str], input: &str) -> Output {
        let mut command = home.command("secret-tool");
        command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut tool = command.spawn().expect("secret-tool is installed");
        let mut pipe = tool.stdin.take().expect("its input is a pipe");
        pipe.write_all(input.as_bytes()).expect("it reads its input");
        drop(pipe);
        tool.wait_with_output().unwrap()
    }
}

/// How long a keychain may take to open before another is tried.
const OPENING: Duration = Duration::from_secs(10);

fn start_daemon(home: &Home, password: Option<&str>) -> Running {
    // On a busy machine one was seen that never opened its collection; why is not known.
    eventually("the keychain to be open", || {
        let daemon = try_daemon(home, password);
        let start = Instant::now();
        while start.elapsed() < OPENING {
            if is_open(home, password) {
                return Some(daemon);
            }
            sleep(Duration::from_millis(20));
        }
        None
    })
}

fn try_daemon(home: &Home, password: Option<&str>) -> Running {
    let control = home.path().join("run/keyring");
    let mut command = home.command("gnome-keyring-daemon");
    command.args(["--foreground", "--components=secrets", "--control-directory"]).arg(control);
    command.args(password.map(|_| "--unlock")).stdin(Stdio::piped());
    let mut daemon = Running::start(quiet(command));
    let mut input = daemon.child().stdin.take().expect("its input is a pipe");
    // Up to the end of input: a newline would belong to the password.
    input.write_all(password.unwrap_or_default().as_bytes()).expect("it reads the password");
    daemon
}

/// Returns whether the collection is open. The daemon is on the bus before it is.
fn is_open(home: &Home, password: Option<&str>) -> bool {
    if password.is_none() {
        // Asks nobody anything, because there is nothing to ask for.
        let collection = format!("array:objpath:{LOGIN}");
        call(home, KEYCHAIN, "org.freedesktop.Secret.Service.Unlock", &[&collection]);
    }
    let locked = ["string:org.freedesktop.Secret.Collection", "string:Locked"];
    let answer = call(home, (KEYCHAIN.0, LOGIN), "org.freedesktop.DBus.Properties.Get", &locked);
    answer.contains("boolean false")
}

fn is_on_the_bus(home: &Home) -> bool {
    Bus::has(home, KEYCHAIN.0).is_some()
}

/// Calls a method on the home's bus and returns the answer as `dbus-send` prints it; empty when there was none.
fn call(home: &Home, (service, object): (&str, &str), method: &str, arguments: &[&str]) -> String {
    let mut send = home.command("dbus-send");
    send.args(["--session", "--print-reply", &format!("--dest={service}"), object, method]).args(arguments);
    send.output().map(|answer| String::from_utf8_lossy(&answer.stdout).into_owned()).unwrap_or_default()
}

fn quiet(mut command: std::process::Command) -> std::process::Command {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}
