//! The browsers: Chromium and `WebKit`, on screens of different densities.

use std::path::PathBuf;

use serde_json::json;

use crate::support::{Browser, Home, Screen};

/// A browser, and how many pixels of the screen it takes for one of the page.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Engine {
    Chromium { ratio: f32 },
    WebKit { ratio: u32 },
}

pub(super) const ENGINES: [Engine; 7] = [
    Engine::Chromium { ratio: 1.0 },
    Engine::Chromium { ratio: 1.25 },
    Engine::Chromium { ratio: 1.5 },
    Engine::Chromium { ratio: 2.0 },
    Engine::Chromium { ratio: 1.75 },
    Engine::WebKit { ratio: 1 },
    Engine::WebKit { ratio: 2 },
];

impl Engine {
    pub(super) fn name(self) -> String {
        match self {
            Self::Chromium { ratio } => format!("chromium{ratio}"),
            Self::WebKit { ratio } => format!("webkit{ratio}"),
        }
    }

    /// Starts the browser on a screen of a home.
    pub(super) fn open(self, home: &mut Home) -> (Browser, Screen) {
        home.set("LIBGL_ALWAYS_SOFTWARE", "1");
        let screen = Screen::start_sized(home, (4000, 3200));
        let browser = match self {
            Self::Chromium { ratio } => {
                let options = json!({ "args": [
                    "--headless=new",
                    "--no-sandbox",
                    "--hide-scrollbars",
                    "--allow-file-access-from-files",
                    "--enable-unsafe-swiftshader",
                    format!("--force-device-scale-factor={ratio}"),
                    format!("--user-data-dir={}", home.path().join("chromium").display()),
                ]});
                Browser::behind("chromedriver", home, &[], &json!({ "goog:chromeOptions": options }))
            }
            Self::WebKit { ratio } => {
                home.set("GDK_SCALE", ratio.to_string());
                let options = json!({ "binary": mini_browser(), "args": ["--automation"] });
                let capabilities =
                    json!({ "browserName": "MiniBrowser", "webkitgtk:browserOptions": options });
                Browser::behind("WebKitWebDriver", home, &[], &capabilities)
            }
        };
        (browser, screen)
    }
}

/// Returns `WebKit`'s own small browser, which lies beside its library.
fn mini_browser() -> PathBuf {
    let libraries = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let places = libraries.map(|folder| folder.path().join("webkit2gtk-4.1/MiniBrowser"));
    places.into_iter().find(|path| path.exists()).expect("WebKit's library is installed")
}
