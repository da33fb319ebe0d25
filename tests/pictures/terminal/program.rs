//! The terminals themselves: how each is told its font and its spacing, and what runs in it.

use std::path::Path;
use std::process::Command;

use crate::support::Home;

/// How a terminal is to look, apart from its colours.
pub(crate) struct Look {
    pub(crate) font: &'static str,
    pub(crate) points: u32,
    /// Pixels per inch of the screen: 96 or 192.
    pub(crate) dpi: u32,
    /// Pixels between lines, and between columns, where the terminal can do that.
    pub(crate) between_lines: u32,
    pub(crate) between_columns: u32,
}

impl Look {
    /// Returns how high a line is in parts of its usual height.
    fn line_height(&self) -> f32 {
        1.0 + self.between_lines as f32 / (self.points as f32 * self.dpi as f32 / 72.0 * 1.2)
    }

    fn column_width(&self) -> f32 {
        1.0 + self.between_columns as f32 / (self.points as f32 * self.dpi as f32 / 72.0 * 0.6)
    }

    fn font_pixels(&self) -> u32 {
        self.points * self.dpi / 72
    }
}

/// A terminal.
pub(crate) struct Program {
    pub(crate) name: &'static str,
    /// Whether it can leave space between lines.
    pub(crate) spaces: bool,
    /// Whether it bends lines as old screens do.
    pub(crate) bends: bool,
    start: fn(&Start<'_>) -> Command,
}

/// What a terminal is started with.
pub(crate) struct Start<'a> {
    pub(crate) home: &'a Home,
    pub(crate) look: &'a Look,
    /// What runs in it.
    pub(crate) script: &'a Path,
    /// Pixels of its window, where it cannot be given another size later.
    pub(crate) size: [u32; 2],
}

impl Program {
    /// Returns the command that opens a window with a script in it.
    pub(crate) fn command(&self, start: &Start<'_>) -> Command {
        (self.start)(start)
    }
}

const fn program(name: &'static str, spaces: bool, start: fn(&Start<'_>) -> Command) -> Program {
    Program { name, spaces, bends: false, start }
}

pub(crate) const PROGRAMS: [Program; 20] = [
    program("xterm", true, xterm),
    program("urxvt", true, urxvt),
    program("st", false, st),
    program("kitty", true, kitty),
    program("alacritty", true, alacritty),
    program("gnome-terminal", true, gnome_terminal),
    program("xfce4-terminal", true, xfce4_terminal),
    program("mate-terminal", false, mate_terminal),
    program("tilix", true, tilix),
    program("konsole", true, konsole),
    program("qterminal", false, qterminal),
    program("mlterm", true, mlterm),
    program("terminator", true, terminator),
    program("sakura", false, sakura),
    program("lxterminal", false, lxterminal),
    program("kgx", false, kgx),
    program("pterm", false, pterm),
    program("zutty", false, zutty),
    program("foot", true, foot),
    program("weston-terminal", false, weston_terminal),
];

/// One that imitates old screens; its looks are its own.
pub(crate) const RETRO: Program =
    Program { bends: true, ..program("cool-retro-term", false, cool_retro_term) };

fn xterm(&Start { home, look, script, .. }: &Start<'_>) -> Command {
    let mut command = home.command("xterm");
    command.args(["-fa", look.font, "-fs", &look.points.to_string()]);
    command.args(["-xrm", &format!("XTerm*scaleHeight: {:.2}", look.line_height())]);
    command.args(["-e", "sh"]).arg(script);
    command
}

fn urxvt(&Start { home, look, script, .. }: &Start<'_>) -> Command {
    let mut command = home.command("urxvt");
    command.args(["+sb", "-fn", &format!("xft:{}:size={}", look.font, look.points)]);
    command.args(["-lsp", &look.between_lines.to_string(), "-letsp", &look.between_columns.to_string()]);
    command.args(["-e", "sh"]).arg(script);
    command
}

fn st(&Start { home, look, script, .. }: &Start<'_>) -> Command {
    let mut command = home.command("st");
    command.args(["-f", &format!("{}:pixelsize={}", look.font, look.font_pixels()), "-e", "sh"]).arg(script);
    command
}

fn kitty(&Start { home, look, script, .. }: &Start<'_>) -> Command {
    let mut command = home.command("kitty");
    command.args(["--config", "NONE"]);
    for option in [
        format!("font_family={}", look.font),
        format!("font_size={}", look.points),
        format!("adjust_line_height={}", look.between_lines),
        format!("adjust_column_width={}", look.between_columns),
        "update_check_interval=0".to_owned(),
    ] {
        command.args(["-o", &option]);
    }
    command.arg("sh").arg(script);
    command
}

fn alacritty(&Start { home, look, script, .. }: &Start<'_>) -> Command {
    let configuration = format!(
        "font:\n  normal: {{family: '{}'}}\n  size: {}\n  offset: {{x: {}, y: {}}}\n",
        look.font, look.points, look.between_columns, look.between_lines
    );
    let configuration = home.write("config/alacritty/alacritty.yml", configuration);
    let mut command = home.command("alacritty");
    command.env("WINIT_X11_SCALE_FACTOR", (look.dpi / 96).to_string());
    command.arg("--config-file").arg(configuration).args(["-e", "sh"]).arg(script);
    command
}

/// Writes what programs of GNOME would keep in `dconf`.
fn settings(home: &Home, settings: &str) {
    home.write("config/glib-2.0/settings/keyfile", settings);
}

/// Returns a command that finds those settings and a bus of its own.
fn on_a_bus(home: &Home, program: &str) -> Command {
    let mut command = home.command("dbus-run-session");
    command.env("GSETTINGS_BACKEND", "keyfile").args(["--", program]);
    command
}

fn gnome_terminal(&Start { home, look, script, .. }: &Start<'_>) -> Command {
    let profile = "b1dcc9dd-5262-4d8d-a863-c897e6d979b9";
    settings(
        home,
        &format!(
            "[org/gnome/terminal/legacy/profiles:/:{profile}]\nuse-system-font=false\nfont='{} {}'\n\
             cell-height-scale={:.2}\ncell-width-scale={:.2}\nuse-theme-colors=false\n",
            look.font,
            look.points,
            look.line_height(),
            look.column_width()
        ),
    );
    let mut command = on_a_bus(home, "gnome-terminal");
    command.args(["--wait", "--", "sh"]).arg(script);
    command
}

fn xfce4_terminal(&Start { home, look, script, .. }: &Start<'_>) -> Command {
    home.write(
        "config/xfce4/terminal/terminalrc",
        format!(
            "[Configuration]\nFontName={} {}\nCellHeightScale={:.2}\nCellWidthScale={:.2}\nMiscMenubarDefault=FALSE\n",
            look.font,
            look.points,
            look.line_height(),
            look.column_width()
        ),
    );
    let mut command = on_a_bus(home, "xfce4-terminal");
    command.args(["--disable-server", "-x", "sh"]).arg(script);
    command
}

fn mate_terminal(&Start { home, look, script, .. }: &Start<'_>) -> Command {
    settings(
        home,
        &format!(
            "[org/mate/terminal/profiles/default]\nuse-system-font=false\nfont='{} {}'\nuse-theme-colors=false\n",
            look.font, look.points
        ),
    );
    let mut command = on_a_bus(home, "mate-terminal");
    command.args(["--disable-factory", "-x", "sh"]).arg(script);
    command
}

fn tilix(&Start { home, look, script, .. }: &Start<'_>) -> Command {
    settings(
        home,
        &format!(
            "[com/gexperts/Tilix/profiles/2b7c4080-0ddd-46c5-8f23-563fd3ba789d]\nuse-system-font=false\nfont='{} {}'\n\
             cell-height-scale={:.2}\nuse-theme-colors=false\n[com/gexperts/Tilix]\nwarn-vte-config-issue=false\n",
            look.font,
            look.points,
            look.line_height()
        ),
    );
    let mut command = on_a_bus(home, "tilix");
    command.args(["--new-process", "-e", &format!("sh {}", script.display())]);
    command
}

fn konsole(&Start { home, look, script, .. }: &Start<'_>) -> Command {
    home.write(
        "data/konsole/own.profile",
        format!(
            "[Appearance]\nFont={},{},-1,5,50,0,0,0,0,0\nLineSpacing={}\nColorScheme=Breeze\n[General]\nName=own\n",
            look.font, look.points, look.between_lines
        ),
    );
    let mut command = on_a_bus(home, "konsole");
    command.args(["--hide-menubar", "--hide-tabbar", "--profile", "own", "-e", "sh"]).arg(script);
    command
}

fn qterminal(&Start { home, look, script, .. }: &Start<'_>) -> Command {
    home.write(
        "config/qterminal.org/qterminal.ini",
        format!(
            "[General]\nfontFamily={}\nfontSize={}\nMenuVisible=false\nHideTabBarWithOneTab=true\nAskOnExit=false\n",
            look.font, look.points
        ),
    );
    let mut command = on_a_bus(home, "qterminal");
    command.args(["-e", "sh"]).arg(script);
    command
}

fn mlterm(&Start { home, look, script, .. }: &Start<'_>) -> Command {
    home.write(
        ".mlterm/main",
        format!(
            "type_engine=xft\nfontsize={}\nline_space={}\nletter_space={}\nscrollbar_mode=none\n",
            look.font_pixels(),
            look.between_lines,
            look.between_columns
        ),
    );
    // Takes no other font by itself where this one has no blocks.
    home.write(
        ".mlterm/aafont",
        format!("DEFAULT={0}\nISO10646_UCS4_1={0}\nU+2580-259F=DejaVu Sans Mono\n", look.font),
    );
    let mut command = home.command("mlterm");
    command.args(["-e", "sh"]).arg(script);
    command
}

fn terminator(&Start { home, look, script, .. }: &Start<'_>) -> Command {
    home.write(
        "config/terminator/config",
        format!(
            "[global_config]\n  dbus = False\n[profiles]\n  [[default]]\n    use_system_font = False\n    font = {} {}\n    \
             cell_height = {:.2}\n    cell_width = {:.2}\n    show_titlebar = False\n    use_theme_colors = False\n",
            look.font,
            look.points,
            look.line_height(),
            look.column_width()
        ),
    );
    let mut command = on_a_bus(home, "terminator");
    command.args(["--no-dbus", "-x", "sh"]).arg(script);
    command
}

fn sakura(&Start { home, look, script, .. }: &Start<'_>) -> Command {
    let mut command = on_a_bus(home, "sakura");
    command.args(["-f", &format!("{} {}", look.font, look.points)]);
    command.args(["-x", &format!("sh {}", script.display())]);
    command
}

fn lxterminal(&Start { home, look, script, .. }: &Start<'_>) -> Command {
    home.write(
        "config/lxterminal/lxterminal.conf",
        format!("[general]\nfontname={} {}\nhidemenubar=true\nhidescrollbar=true\n", look.font, look.points),
    );
    let mut command = on_a_bus(home, "lxterminal");
    command.args(["--no-remote", "-e", &format!("sh {}", script.display())]);
    command
}

fn kgx(&Start { home, look, script, .. }: &Start<'_>) -> Command {
    settings(
        home,
        &format!("[org/gnome/desktop/interface]\nmonospace-font-name='{} {}'\n", look.font, look.points),
    );
    let mut command = on_a_bus(home, "kgx");
    command.env("GSK_RENDERER", "cairo").args(["-e", &format!("sh {}", script.display())]);
    command
}

fn pterm(&Start { home, look, script, .. }: &Start<'_>) -> Command {
    let mut command = home.command("pterm");
    command.args(["-fn", &format!("client:{} {}", look.font, look.points), "-e", "sh"]).arg(script);
    command
}

fn zutty(&Start { home, look, script, .. }: &Start<'_>) -> Command {
    let mut command = home.command("zutty");
    command.args(["-font", "DejaVuSansMono", "-fontpath", "/usr/share/fonts/truetype/dejavu"]);
    command.args(["-fontsize", &look.font_pixels().to_string(), "-e", "sh"]).arg(script);
    command
}

/// Returns a command that runs a line of the shell under Wayland: a compositor whose screen is a window.
fn under_wayland(&Start { home, size: [width, height], .. }: &Start<'_>, line: &str) -> Command {
    let configuration =
        home.write("weston.ini", "[core]\nidle-time=0\n[shell]\npanel-position=none\nlocking=false\n");
    let script = format!(
        "weston --backend=x11-backend.so --use-pixman --width={width} --height={height} --config={} --socket=inner &\n\
         while [ ! -S $XDG_RUNTIME_DIR/inner ]; do sleep 0.1; done\nexport WAYLAND_DISPLAY=inner\n{line}\n",
        configuration.display()
    );
    let mut command = home.command("sh");
    command.args(["-c", &script]);
    command
}

fn foot(start: &Start<'_>) -> Command {
    let Start { look, script, .. } = start;
    let size = look.points * look.dpi / 96;
    let mut options =
        format!("'--font={}:size={size}' --override=letter-spacing={}", look.font, look.between_columns);
    if look.between_lines > 0 {
        options += &format!(" --override=line-height={:.1}", size as f32 * 1.25 * look.line_height());
    }
    let line = format!("exec foot --maximized --override=dpi-aware=no {options} sh {}", script.display());
    under_wayland(start, &line)
}

fn weston_terminal(start: &Start<'_>) -> Command {
    let Start { home, look, script, .. } = start;
    let shell = home.path().join("shell");
    let line = format!(
        "printf '#!/bin/sh\\nexec sh {}\\n' > {shell}; chmod +x {shell}\n\
         exec weston-terminal --maximized '--font={}' --font-size={} --shell={shell}",
        script.display(),
        look.font,
        look.font_pixels(),
        shell = shell.display()
    );
    under_wayland(start, &line)
}

fn cool_retro_term(&Start { home, look, script, .. }: &Start<'_>) -> Command {
    // The profiles that it brings along.
    const PROFILES: [&str; 7] = [
        "Default Amber",
        "Monochrome Green",
        "Deep Blue",
        "Commodore 64",
        "Futuristic",
        "IBM DOS",
        "Vintage",
    ];
    let profile = PROFILES[look.points as usize % PROFILES.len()];
    let mut command = on_a_bus(home, "cool-retro-term");
    command.args(["--profile", profile, "-e", "sh"]).arg(script);
    command
}
