//! System packages: which are needed for what, which are missing, and how they get here.

use std::collections::HashSet;
use std::fs;
use std::io::{BufRead, IsTerminal, stdin};
use std::process::Command;

use crate::step::{Outcome, ask, run, say};

/// A package by its Debian name.
#[derive(Clone, Copy)]
pub(crate) struct Package(pub(crate) &'static str);

/// What a program with a window is built with.
pub(crate) const WINDOW: &[Package] =
    &[Package("build-essential"), Package("pkg-config"), Package("libwebkit2gtk-4.1-dev")];

/// What the tests run beside the product: a keychain on a bus of its own, the shells, git for tools that release, and programs
/// that accounts come from.
pub(crate) const TESTS: &[Package] = &[
    Package("dbus"),
    Package("gnome-keyring"),
    Package("libsecret-tools"),
    Package("procps"),
    Package("git"),
    Package("openssl"),
    Package("strace"),
    Package("zsh"),
    Package("fish"),
    Package("age"),
    Package("gnupg"),
    Package("oathtool"),
    Package("pass"),
];

/// What the tests of the tray and of the window need besides: a screen nobody sees, and hands and eyes for it.
pub(crate) const SCREEN: &[Package] = &[
    Package("xvfb"),
    Package("openbox"),
    Package("xterm"),
    Package("xdotool"),
    Package("xclip"),
    Package("imagemagick"),
    Package("x11-xserver-utils"),
    Package("webkit2gtk-driver"),
    Package("at-spi2-core"),
    Package("xfce4-panel"),
    Package("xfconf"),
];

/// What pictures of codes are made with: encoders, browsers, terminals, fonts, and what lies behind windows.
pub(crate) const PICTURES: &[Package] = &[
    Package("qrencode"),
    Package("zint"),
    Package("webp"),
    Package("chromium"),
    Package("chromium-driver"),
    Package("x11-xserver-utils"),
    Package("libgl1-mesa-dri"),
    Package("mate-backgrounds"),
    Package("rxvt-unicode"),
    Package("stterm"),
    Package("kitty"),
    Package("alacritty"),
    Package("gnome-terminal"),
    Package("xfce4-terminal"),
    Package("mate-terminal"),
    Package("tilix"),
    Package("konsole"),
    Package("qterminal"),
    Package("mlterm"),
    Package("terminator"),
    Package("sakura"),
    Package("lxterminal"),
    Package("gnome-console"),
    Package("pterm"),
    Package("zutty"),
    Package("weston"),
    Package("foot"),
    Package("cool-retro-term"),
    Package("fonts-dejavu-core"),
    Package("fonts-liberation"),
    Package("fonts-noto-mono"),
    Package("fonts-hack"),
    Package("fonts-jetbrains-mono"),
    Package("fonts-firacode"),
    Package("fonts-terminus-otb"),
    Package("fonts-inconsolata"),
    Package("fonts-mononoki"),
    Package("fonts-go"),
    Package("fonts-agave"),
    Package("fonts-fantasque-sans"),
    Package("fonts-courier-prime"),
    Package("fonts-anonymous-pro"),
    Package("fonts-b612"),
    Package("fonts-spleen"),
    Package("fonts-league-mono"),
    Package("fonts-freefont-ttf"),
    Package("fonts-monoid"),
    Package("fonts-unifont"),
    Package("fonts-3270"),
    Package("fonts-monofur"),
];

/// What readers of codes that ours is compared with need.
pub(crate) const PEERS: &[Package] = &[Package("libzbar0")];

/// What the product is measured beside.
pub(crate) const BESIDE: &[Package] = &[
    Package("oathtool"),
    Package("bsdutils"),
    Package("keepassxc"),
    Package("otpclient"),
    Package("openssl"),
];

/// A Wayland desktop nobody sees, and what takes pictures of it for others.
pub(crate) const WAYLAND: &[Package] = &[
    Package("sway"),
    Package("swaybg"),
    Package("grim"),
    Package("pipewire"),
    Package("xdg-desktop-portal"),
    Package("xdg-desktop-portal-wlr"),
    Package("libglib2.0-bin"),
];

/// The same on other systems, as a person would type it.
const ELSEWHERE: &[(&str, &str)] = &[
    ("fedora", "sudo dnf install gcc gcc-c++ make pkgconf-pkg-config webkit2gtk4.1-devel nodejs npm"),
    ("arch", "sudo pacman -S --needed base-devel webkit2gtk-4.1 nodejs npm"),
    ("macos", "xcode-select --install && brew install node"),
    (
        "windows",
        "winget install Microsoft.EdgeWebView2Runtime OpenJS.NodeJS (and Visual Studio's C++ build tools)",
    ),
];

/// Installs those of `wanted` that this machine lacks. Asks before it uses sudo.
pub(crate) fn install(wanted: &[Package]) -> Outcome {
    match system().as_str() {
        "debian" => install_with_apt(wanted),
        other => {
            // Nothing can be looked up there: the build itself tells whether something is missing.
            if let Some((_, command)) = ELSEWHERE.iter().find(|(name, _)| *name == other) {
                say(&format!("If the build finds something missing, install it with:\n   {command}"));
            } else {
                let names = wanted.iter().map(|package| package.0).collect::<Vec<_>>().join(" ");
                say(&format!(
                    "This system is not known here. What Debian calls: {names}\n   must be installed."
                ));
            }
            Ok(())
        }
    }
}

/// Returns the sentence that says where a Node comes from on this system.
pub(crate) fn how_to_get_node() -> String {
    let system = system();
    let command = ELSEWHERE.iter().find(|(name, _)| *name == system);
    command.map_or_else(
        || "Install it from your system's packages.".to_owned(),
        |(_, command)| format!("Install: {command}"),
    )
}

/// Returns the family of this system: `debian`, `fedora`, `arch`, `macos`, `windows` or what it calls itself.
fn system() -> String {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    if release.is_empty() { std::env::consts::OS.to_owned() } else { family(&release) }
}

fn family(os_release: &str) -> String {
    let value = |key: &str| {
        os_release
            .lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix('='))
            .unwrap_or_default()
            .replace('"', "")
    };
    let (name, like) = (value("ID"), value("ID_LIKE"));
    std::iter::once(name.as_str())
        .chain(like.split_whitespace())
        .find(|name| ["debian", "fedora", "arch"].contains(name))
        .unwrap_or(&name)
        .to_owned()
}

fn install_with_apt(wanted: &[Package]) -> Outcome {
    let missing = missing(wanted);
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    let root = ask(Command::new("id").arg("-u")).is_some_and(|id| id == "0");
    if !root && !agreed(&list) {
        return Err(format!(
            "these packages are missing: {list}\n  Install them with: sudo apt-get install {list}"
        ));
    }
    let install = || {
        run(
            &format!("Installing {list}"),
            apt(root, &["install", "--yes", "--no-install-recommends"]).args(&missing),
        )
    };
    if package_lists_are_here() && install().is_ok() {
        return Ok(());
    }
    // Old lists name versions that are no longer there.
    run("Fetching the lists of packages", &mut apt(root, &["update"]))?;
    install()
}

fn missing(wanted: &[Package]) -> Vec<&'static str> {
    let names = wanted.iter().map(|package| package.0);
    // Fails for a name it never heard of, and still prints the others.
    let output = Command::new("dpkg-query")
        .args(["-W", "-f", "${db:Status-Abbrev} ${Package}\n"])
        .args(names.clone())
        .output();
    let printed =
        output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let here: HashSet<&str> =
        printed.lines().filter_map(|line| line.strip_prefix("ii ")).map(str::trim).collect();
    names.filter(|name| !here.contains(name)).collect()
}

fn agreed(list: &str) -> bool {
    if !stdin().is_terminal() {
        return false;
    }
    eprint!("\nThese packages are missing: {list}\nInstall them with sudo? [y/N] ");
    let mut answer = String::new();
    stdin().lock().read_line(&mut answer).is_ok()
        && ["y", "yes"].contains(&answer.trim().to_lowercase().as_str())
}

fn apt(root: bool, args: &[&str]) -> Command {
    let mut command = if root { Command::new("env") } else { Command::new("sudo") };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(args);
    command
}

fn package_lists_are_here() -> bool {
    let entries = fs::read_dir("/var/lib/apt/lists").into_iter().flatten().flatten();
    entries.into_iter().any(|entry| entry.file_name().to_string_lossy().contains("_Packages"))
}

#[cfg(test)]
mod tests {
    use super::family;

    #[test]
    fn systems_are_told_by_what_they_descend_from() {
        for (release, expected) in [
            ("PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n", "debian"),
            ("ID=ubuntu\nID_LIKE=debian\n", "debian"),
            ("ID=pop\nID_LIKE=\"ubuntu debian\"\n", "debian"),
            ("ID=fedora\n", "fedora"),
            ("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", "fedora"),
            ("ID=endeavouros\nID_LIKE=arch\n", "arch"),
            ("ID=nixos\n", "nixos"),
        ] {
            assert_eq!(family(release), expected, "{release}");
        }
    }
}
