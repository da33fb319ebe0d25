//! Eyes on a screen nobody sees: when a window is there, and when what it shows is there.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::error::Error;
use std::thread::sleep;
use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    ChangeWindowAttributesAux, ConnectionExt as _, EventMask, ImageFormat, Window,
};
use x11rb::rust_connection::RustConnection;

/// How often is looked.
const BLINK: Duration = Duration::from_millis(4);

/// How long a window may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long a picture must stay as it is to be the last one.
const SETTLED: Duration = Duration::from_secs(2);

/// Every so many pixels one is looked at.
const STRIDE: usize = 7;

/// Someone who looks at a screen.
pub(super) struct Eyes {
    connection: RustConnection,
}

/// What is seen of a window: every so many pixels one.
#[derive(Clone)]
pub(super) struct Sight {
    pixels: Vec<[u8; 3]>,
    usual: OnceCell<[u8; 3]>,
}

impl Sight {
    /// The colour that most pixels have; counted once, since what is expected is compared with every few milliseconds.
    fn usual(&self) -> [u8; 3] {
        *self.usual.get_or_init(|| {
            let mut counts: HashMap<[u8; 3], usize> = HashMap::new();
            for pixel in &self.pixels {
                *counts.entry(*pixel).or_default() += 1;
            }
            counts.into_iter().max_by_key(|(_, count)| *count).map_or([0; 3], |(colour, _)| colour)
        })
    }

    /// Returns how many pixels are not of this colour.
    fn ink(&self, usual: [u8; 3]) -> usize {
        self.pixels.iter().filter(|pixel| **pixel != usual).count()
    }

    /// Says how much of it there is, for whoever looks for what differs.
    fn in_words(&self) -> String {
        let usual = self.usual();
        format!("{} of {} pixels are not {usual:?}", self.ink(usual), self.pixels.len())
    }

    /// Returns whether this is the same window at another time: names where they were, and as much drawn, though codes and
    /// rings differ.
    fn is_like(&self, other: &Self) -> bool {
        let usual = other.usual();
        let pairs = || self.pixels.iter().zip(&other.pixels);
        let same = pairs().filter(|(one, other)| one == other && **one != usual).count();
        let (ours, theirs) = (self.ink(usual), other.ink(usual));
        self.pixels.len() == other.pixels.len()
            && same * 2 > theirs
            && ours * 100 > theirs * 93
            && ours * 100 < theirs * 107
    }
}

impl Eyes {
    /// Looks at the screen of a home.
    pub(super) fn on(display: &str) -> Result<Self, Box<dyn Error>> {
        let (connection, screen) = RustConnection::connect(Some(display))?;
        let root = connection.setup().roots[screen].root;
        let watch = ChangeWindowAttributesAux::new().event_mask(EventMask::SUBSTRUCTURE_NOTIFY);
        connection.change_window_attributes(root, &watch)?.check()?;
        Ok(Self { connection })
    }

    /// Forgets what happened before.
    pub(super) fn blink(&self) -> Result<(), Box<dyn Error>> {
        while self.connection.poll_for_event()?.is_some() {}
        Ok(())
    }

    /// Waits for the next window that appears and is larger than a hint.
    pub(super) fn window(&self) -> Result<Window, Box<dyn Error>> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            while let Some(event) = self.connection.poll_for_event()? {
                if let Event::MapNotify(map) = event
                    && !map.override_redirect
                    && self.size(map.window).is_ok_and(|(width, height)| width > 50 && height > 50)
                {
                    return Ok(map.window);
                }
            }
            sleep(Duration::from_millis(1));
        }
        Err("no window appeared".into())
    }

    fn size(&self, window: Window) -> Result<(u16, u16), Box<dyn Error>> {
        let place = self.connection.get_geometry(window)?.reply()?;
        Ok((place.width, place.height))
    }

    /// Looks at a window now.
    fn sight(&self, window: Window) -> Result<Sight, Box<dyn Error>> {
        let (width, height) = self.size(window)?;
        let picture = self.connection.get_image(ImageFormat::Z_PIXMAP, window, 0, 0, width, height, u32::MAX);
        let data = picture?.reply()?.data;
        let pixels = data.chunks_exact(4).step_by(STRIDE).map(|it| [it[0], it[1], it[2]]);
        Ok(Sight { pixels: pixels.collect(), usual: OnceCell::new() })
    }

    /// Waits until nothing more comes, and returns what is seen then.
    pub(super) fn settled(&self, window: Window) -> Result<Sight, Box<dyn Error>> {
        let (mut seen, mut since) = (self.sight(window)?, Instant::now());
        while since.elapsed() < SETTLED {
            sleep(Duration::from_millis(50));
            let now = self.sight(window)?;
            if !now.is_like(&seen) {
                (seen, since) = (now, Instant::now());
            }
        }
        Ok(seen)
    }

    /// Waits until a window looks as it did.
    pub(super) fn drawn(&self, window: Window, expected: &Sight) -> Result<(), Box<dyn Error>> {
        let begun = Instant::now();
        let mut last = None;
        while begun.elapsed() < PATIENCE {
            // A window that is being made anew cannot be looked at for a moment.
            last = self.sight(window).ok();
            if last.as_ref().is_some_and(|seen| seen.is_like(expected)) {
                return Ok(());
            }
            sleep(BLINK);
        }
        let seen = last.as_ref().map_or_else(|| "cannot be looked at".to_owned(), Sight::in_words);
        Err(format!("the window did not become what it was before: {}, and now {seen}", expected.in_words())
            .into())
    }
}
