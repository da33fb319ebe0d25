//! Source: launchd.plist(5).

use std::path::PathBuf;

pub(super) fn file() -> Option<PathBuf> {
    Some(dirs::home_dir()?.join("Library/LaunchAgents/dev.countersign.agent.plist"))
}

pub(super) fn entry(program: &str, home: Option<&str>) -> String {
    let home = home.map_or(String::new(), |home| {
        let home = escaped(home);
        format!(
            "<key>EnvironmentVariables</key><dict><key>COUNTERSIGN_HOME</key><string>{home}</string></dict>\n"
        )
    });
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <plist version=\"1.0\"><dict>\n<key>Label</key><string>dev.countersign.agent</string>\n{home}\
         <key>ProgramArguments</key><array><string>{}</string><string>--background</string></array>\n\
         <key>RunAtLoad</key><true/>\n</dict></plist>\n",
        escaped(program)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
