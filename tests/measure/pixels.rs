//! Eyes on a screen nobody sees: when a window is there, and when what it shows is there.

use std::error::Error;
use std::thread::sleep;
use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    ChangeWindowAttributesAux, ConnectionExt as _, EventMask, ImageFormat, MapState, Window,
};
use x11rb::rust_connection::RustConnection;

/// How often is looked.
const BLINK: Duration = Duration::from_millis(4);

/// How long a window may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long a picture must stay as it is to be the last one.
const SETTLED: Duration = Duration::from_secs(2);

/// Every so many pixels one is looked at.
const STRIDE: usize = 7;

/// Someone who looks at a screen.
pub(super) struct Eyes {
    connection: RustConnection,
    root: Window,
}

/// How many of the pixels that are looked at are not of the window's usual colour.
pub(super) type Ink = usize;

impl Eyes {
    /// Looks at the screen of a home.
    pub(super) fn on(display: &str) -> Result<Self, Box<dyn Error>> {
        let (connection, screen) = RustConnection::connect(Some(display))?;
        let root = connection.setup().roots[screen].root;
        let watch = ChangeWindowAttributesAux::new().event_mask(EventMask::SUBSTRUCTURE_NOTIFY);
        connection.change_window_attributes(root, &watch)?.check()?;
        Ok(Self { connection, root })
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

    /// Returns whether a window is on the screen.
    pub(super) fn sees(&self, window: Window) -> bool {
        let attributes = self.connection.get_window_attributes(window).ok().and_then(|it| it.reply().ok());
        attributes.is_some_and(|it| it.map_state == MapState::VIEWABLE)
    }

    /// Returns how much is drawn in a window now.
    pub(super) fn ink(&self, window: Window) -> Result<Ink, Box<dyn Error>> {
        let place = self.connection.get_geometry(window)?.reply()?;
        let (width, height) = (place.width, place.height);
        let picture = self.connection.get_image(ImageFormat::Z_PIXMAP, window, 0, 0, width, height, u32::MAX);
        let data = picture?.reply()?.data;
        let pixels: Vec<[u8; 3]> =
            data.chunks_exact(4).step_by(STRIDE).map(|it| [it[0], it[1], it[2]]).collect();
        // Most pixels have one colour; whichever survives when unlike ones cancel each other out is that.
        let (mut usual, mut lead) = ([0; 3], 0_usize);
        for pixel in &pixels {
            match (lead, usual == *pixel) {
                (0, _) => (usual, lead) = (*pixel, 1),
                (_, true) => lead += 1,
                (_, false) => lead -= 1,
            }
        }
        Ok(pixels.iter().filter(|pixel| **pixel != usual).count())
    }

    /// Waits until nothing more comes, and returns how much is drawn then.
    pub(super) fn settled(&self, window: Window) -> Result<Ink, Box<dyn Error>> {
        let (mut most, mut since) = (0, Instant::now());
        while since.elapsed() < SETTLED {
            let ink = self.ink(window)?;
            if ink > most + most / 50 {
                (most, since) = (ink, Instant::now());
            }
            sleep(Duration::from_millis(20));
        }
        Ok(most)
    }

    /// Waits until almost so much is drawn: a code and its ring look a little different every second.
    pub(super) fn drawn(&self, window: Window, expected: Ink) -> Result<(), Box<dyn Error>> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if self.ink(window).is_ok_and(|ink| ink * 100 >= expected * 94) {
                return Ok(());
            }
            sleep(BLINK);
        }
        Err("the window stayed empty".into())
    }
}
