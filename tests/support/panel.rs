//! Xfce's panel with a place for status notifier items in it: a real tray host, and hands that click there.

use std::path::Path;

use image::RgbImage;

use super::home::Home;
use super::keyring::Bus;
use super::running::Running;
use super::screen::{Screen, hand};
use super::waiting::eventually;
use super::windows::quiet;

/// The panel's height, in pixels, at the top of the screen.
const HEIGHT: u32 = 32;

/// One panel along the upper edge, and nothing in it but the tray.
const CONFIGURATION: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray"/>
  </property>
</channel>
"#;

/// A panel on a home's screen.
pub(crate) struct Panel {
    /// What it looked like before anything came.
    empty: RgbImage,
    _program: Running,
    _settings: Running,
}

/// An icon in the panel.
pub(crate) struct Icon {
    /// Its middle, in pixels of the screen.
    at: (u32, u32),
    /// Its usual colour.
    pub(crate) colour: [u8; 3],
}

impl Panel {
    /// Starts a panel and waits until it can take something.
    pub(crate) fn start(home: &Home, screen: &Screen) -> Self {
        home.write("config/xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml", CONFIGURATION);
        // Debian keeps it in a folder that is named for the machine.
        let mut settings = home.command("sh");
        settings.args(["-c", "exec /usr/lib/*/xfce4/xfconf/xfconfd"]);
        let settings = Running::start(quiet(settings));
        eventually("Xfce's settings", || Bus::has(home, "org.xfce.Xfconf"));
        let mut panel = home.command("xfce4-panel");
        panel.arg("--disable-wm-check");
        let panel = Running::start(quiet(panel));
        eventually("the panel's tray", || Bus::has(home, "org.kde.StatusNotifierWatcher"));
        let empty = settled(home, screen, |strip| strip.pixels().any(|pixel| pixel.0 != [0, 0, 0]));
        Self { empty, _program: panel, _settings: settings }
    }

    /// Waits for an icon to be seen in the panel.
    pub(crate) fn icon(&self, home: &Home, screen: &Screen) -> Icon {
        let shown = settled(home, screen, |strip| !differing(&self.empty, strip).is_empty());
        let places = differing(&self.empty, &shown);
        let between = |places: &dyn Fn() -> Vec<u32>| {
            let (least, most) = (places().into_iter().min(), places().into_iter().max());
            least.zip(most).map(|(least, most)| u32::midpoint(least, most)).expect("something differs")
        };
        let across = between(&|| places.iter().map(|(x, _)| *x).collect());
        let down = between(&|| places.iter().map(|(_, y)| *y).collect());
        let mut colours: Vec<_> = places.iter().map(|(x, y)| shown.get_pixel(*x, *y).0).collect();
        colours.sort_by_key(|[red, green, blue]| u32::from(*red) + u32::from(*green) + u32::from(*blue));
        Icon { at: (across, down), colour: colours[colours.len() / 2] }
    }
}

impl Icon {
    /// Clicks on it with the left button.
    pub(crate) fn click(&self, home: &Home) {
        self.click_with(home, "1");
    }

    /// Opens its menu, and chooses the line of this number from the top by keyboard.
    pub(crate) fn choose(&self, home: &Home, screen: &Screen, line: u32) {
        let closed = below(home, screen);
        self.click_with(home, "3");
        // More than a tool tip covers.
        let opened = || differing(&closed, &below(home, screen)).len() > 10_000;
        eventually("the icon's menu", || opened().then_some(()));
        for _ in 0..line {
            screen.press(home, "Down");
        }
        screen.press(home, "Return");
    }

    fn click_with(&self, home: &Home, button: &str) {
        let (x, y) = (self.at.0.to_string(), self.at.1.to_string());
        assert!(hand(home, &["mousemove", "--sync", &x, &y, "click", button]), "xdotool cannot click");
    }
}

/// Returns the panel once it is as wanted and stands still.
fn settled(home: &Home, screen: &Screen, wanted: impl Fn(&RgbImage) -> bool) -> RgbImage {
    let mut before = None;
    eventually("the panel", || {
        let now = seen(home, screen);
        let now = image::imageops::crop_imm(&now, 0, 0, now.width(), HEIGHT).to_image();
        let still = before.as_ref() == Some(&now) && wanted(&now);
        before = Some(now.clone());
        still.then_some(now)
    })
}

/// Returns what is on the screen below the panel.
fn below(home: &Home, screen: &Screen) -> RgbImage {
    let now = seen(home, screen);
    let (width, height) = (now.width(), now.height() - HEIGHT);
    image::imageops::crop_imm(&now, 0, HEIGHT, width, height).to_image()
}

fn seen(home: &Home, screen: &Screen) -> RgbImage {
    let file = home.path().join("run/panel.png");
    screen.picture(home, &file);
    picture(&file)
}

fn picture(file: &Path) -> RgbImage {
    image::open(file).expect("a picture of the screen is one").to_rgb8()
}

/// Returns where two pictures of one size are not the same.
fn differing(one: &RgbImage, other: &RgbImage) -> Vec<(u32, u32)> {
    let pairs = one.enumerate_pixels().zip(other.pixels());
    pairs.filter(|((.., before), after)| before != after).map(|((x, y, _), _)| (x, y)).collect()
}
