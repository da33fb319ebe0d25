//! Colours and faces of pages.

/// The colours of a page: the page, a card on it, text, faint text, a button, a line.
pub(super) struct Theme {
    pub(super) name: &'static str,
    pub(super) dark: bool,
    pub(super) page: &'static str,
    pub(super) card: &'static str,
    pub(super) text: &'static str,
    pub(super) faint: &'static str,
    pub(super) accent: &'static str,
    pub(super) line: &'static str,
}

const fn theme(name: &'static str, dark: bool, colours: [&'static str; 6]) -> Theme {
    let [page, card, text, faint, accent, line] = colours;
    Theme { name, dark, page, card, text, faint, accent, line }
}

pub(super) const THEMES: [Theme; 16] = [
    theme("npm", false, ["#ffffff", "#ffffff", "#231f20", "#757575", "#cb3837", "#e0e0e0"]),
    theme("github-dark", true, ["#0d1117", "#161b22", "#e6edf3", "#8d96a0", "#238636", "#30363d"]),
    theme("github", false, ["#f6f8fa", "#ffffff", "#1f2328", "#636c76", "#1f883d", "#d0d7de"]),
    theme("gitlab-dark", true, ["#1f1e24", "#28272d", "#ececef", "#a4a3a8", "#6666c4", "#434248"]),
    theme("aws", false, ["#f2f3f3", "#ffffff", "#16191f", "#545b64", "#ec7211", "#eaeded"]),
    theme("discord", true, ["#313338", "#2b2d31", "#f2f3f5", "#b5bac1", "#5865f2", "#1e1f22"]),
    theme("google", false, ["#ffffff", "#ffffff", "#202124", "#5f6368", "#1a73e8", "#dadce0"]),
    theme("black", true, ["#000000", "#000000", "#ffffff", "#a0a0a0", "#0a84ff", "#2c2c2e"]),
    theme("sepia", false, ["#f4ecd8", "#fbf5e6", "#433422", "#7a6a53", "#8f5b2e", "#ddd0b4"]),
    theme("midnight", true, ["#0f172a", "#1e293b", "#e2e8f0", "#94a3b8", "#38bdf8", "#334155"]),
    theme("cloudflare", false, ["#ffffff", "#f7f7f8", "#222222", "#62676a", "#f6821f", "#d9d9d9"]),
    theme("forest", true, ["#10231a", "#17352a", "#e3f2e9", "#9fbfae", "#2fbf71", "#2a4f3e"]),
    theme("lavender", false, ["#f3f0ff", "#ffffff", "#2b2550", "#6b6690", "#6d4aff", "#dcd6f7"]),
    theme("monokai", true, ["#272822", "#2f302a", "#f8f8f2", "#a59f85", "#a6e22e", "#49483e"]),
    theme("high-contrast", false, ["#ffffff", "#ffffff", "#000000", "#000000", "#0000ee", "#000000"]),
    theme("contrast-black", true, ["#000000", "#000000", "#ffff00", "#ffffff", "#00ff00", "#ffffff"]),
];

/// Faces of text on pages.
pub(super) const FACES: [&str; 8] = [
    "DejaVu Sans",
    "Liberation Sans",
    "Noto Sans",
    "Go",
    "FreeSans",
    "B612",
    "DejaVu Serif",
    "Liberation Serif",
];

/// Faces with letters of one width.
pub(super) const MONOSPACED: [&str; 12] = [
    "DejaVu Sans Mono",
    "Liberation Mono",
    "JetBrains Mono",
    "Hack",
    "Fira Code",
    "Noto Mono",
    "Inconsolata",
    "FreeMono",
    "Go Mono",
    "Mononoki",
    "Agave",
    "Courier Prime Code",
];
