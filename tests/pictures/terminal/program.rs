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
    start: fn(&Home, &Look, &Path) -> Command,
}

impl Program {
    /// Returns the command that opens a window with a script in it.
    pub(crate) fn command(&self, home: &Home, look: &Look, script: &Path) -> Command {
        (self.start)(home, look, script)
    }
}

const fn program(name: &'static str, spaces: bool, start: fn(&Home, &Look, &Path) -> Command) -> Program {
    Program { name, spaces, start }
}

pub(crate) const PROGRAMS: [Program; 19] = [
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
    program("terminology", false, terminology),
    program("zutty", false, zutty),
];

/// One that imitates old screens; its looks are its own.
pub(crate) const RETRO: Program = program("cool-retro-term", false, cool_retro_term);

fn xterm(home: &Home, look: &Look, script: &Path) -> Command {
    let mut command = home.command("xterm");
    command.args(["-fa", look.font, "-fs", &look.points.to_string()]);
    command.args(["-xrm", &format!("XTerm*scaleHeight: {:.2}", look.line_height())]);
    command.args(["-e", "sh"]).arg(script);
    command
}

fn urxvt(home: &Home, look: &Look, script: &Path) -> Command {
    let mut command = home.command("urxvt");
    command.args(["+sb", "-fn", &format!("xft:{}:size={}", look.font, look.points)]);
    command.args(["-lsp", &look.between_lines.to_string(), "-letsp", &look.between_columns.to_string()]);
    command.args(["-e", "sh"]).arg(script);
    command
}

fn st(home: &Home, look: &Look, script: &Path) -> Command {
    let mut command = home.command("st");
    command.args(["-f", &format!("{}:pixelsize={}", look.font, look.font_pixels()), "-e", "sh"]).arg(script);
    command
}

fn kitty(home: &Home, look: &Look, script: &Path) -> Command {
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

fn alacritty(home: &Home, look: &Look, script: &Path) -> Command {
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

fn gnome_terminal(home: &Home, look: &Look, script: &Path) -> Command {
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

fn xfce4_terminal(home: &Home, look: &Look, script: &Path) -> Command {
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

fn mate_terminal(home: &Home, look: &Look, script: &Path) -> Command {
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

fn tilix(home: &Home, look: &Look, script: &Path) -> Command {
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

fn konsole(home: &Home, look: &Look, script: &Path) -> Command {
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

fn qterminal(home: &Home, look: &Look, script: &Path) -> Command {
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

fn mlterm(home: &Home, look: &Look, script: &Path) -> Command {
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

fn terminator(home: &Home, look: &Look, script: &Path) -> Command {
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

fn sakura(home: &Home, look: &Look, script: &Path) -> Command {
    let mut command = on_a_bus(home, "sakura");
    command.args(["-f", &format!("{} {}", look.font, look.points)]);
    command.args(["-x", &format!("sh {}", script.display())]);
    command
}

fn lxterminal(home: &Home, look: &Look, script: &Path) -> Command {
    home.write(
        "config/lxterminal/lxterminal.conf",
        format!("[general]\nfontname={} {}\nhidemenubar=true\nhidescrollbar=true\n", look.font, look.points),
    );
    let mut command = on_a_bus(home, "lxterminal");
    command.args(["--no-remote", "-e", &format!("sh {}", script.display())]);
    command
}

fn kgx(home: &Home, look: &Look, script: &Path) -> Command {
    settings(
        home,
        &format!("[org/gnome/desktop/interface]\nmonospace-font-name='{} {}'\n", look.font, look.points),
    );
    let mut command = on_a_bus(home, "kgx");
    command.env("GSK_RENDERER", "cairo").args(["-e", &format!("sh {}", script.display())]);
    command
}

fn pterm(home: &Home, look: &Look, script: &Path) -> Command {
    let mut command = home.command("pterm");
    command.args(["-fn", &format!("client:{} {}", look.font, look.points), "-e", "sh"]).arg(script);
    command
}

fn terminology(home: &Home, look: &Look, script: &Path) -> Command {
    let mut command = on_a_bus(home, "terminology");
    command.env("ELM_ENGINE", "software_x11").env("ELM_ACCEL", "none");
    command.args(["-f", &format!("{}:size={}", look.font, look.font_pixels())]);
    command.args(["-e", &format!("sh {}", script.display())]);
    command
}

fn zutty(home: &Home, look: &Look, script: &Path) -> Command {
    let mut command = home.command("zutty");
    command.args(["-font", "DejaVuSansMono", "-fontpath", "/usr/share/fonts/truetype/dejavu"]);
    command.args(["-fontsize", &look.font_pixels().to_string(), "-e", "sh"]).arg(script);
    command
}

fn cool_retro_term(home: &Home, look: &Look, script: &Path) -> Command {
    // The profiles that it brings along.
    const PROFILES: [&str; 7] =
        ["Default Amber", "Monochrome Green", "Deep Blue", "Commodore 64", "Futuristic", "IBM DOS", "Vintage"];
    let profile = PROFILES[look.points as usize % PROFILES.len()];
    let mut command = on_a_bus(home, "cool-retro-term");
    command.args(["--profile", profile, "-e", "sh"]).arg(script);
    command
}
