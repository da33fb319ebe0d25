//! QR codes as pages show them.

use std::path::PathBuf;

use image::{GrayImage, Luma};

use super::home::Home;

/// Draws a QR code: black on white, six pixels a module, with the margin that the standard asks for.
pub(crate) fn drawn(text: &str) -> GrayImage {
    let code = qrcode::QrCode::new(text).unwrap();
    let side = u32::try_from(code.width()).unwrap();
    let (module, margin) = (6, 4);
    let width = (side + 2 * margin) * module;
    GrayImage::from_fn(width, width, |x, y| {
        let place = |at: u32| (at / module).checked_sub(margin).filter(|at| *at < side);
        let dark = place(x).zip(place(y)).is_some_and(|(x, y)| {
            code[(usize::try_from(x).unwrap(), usize::try_from(y).unwrap())] == qrcode::Color::Dark
        });
        Luma([if dark { 0 } else { 255 }])
    })
}

impl Home {
    /// Writes a picture of a QR code below the home folder; its format is told by the name.
    pub(crate) fn code(&self, name: &str, text: &str) -> PathBuf {
        let file = self.path().join(name);
        drawn(text).save(&file).unwrap();
        file
    }
}
