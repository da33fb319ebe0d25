//! The readers.

use image::RgbImage;
use rxing::common::HybridBinarizer;
use rxing::helpers::detect_multiple_in_luma_with_hints;
use rxing::multi::MultipleBarcodeReader;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8LuminanceSource};

use crate::ours;

/// What is ready to read a picture again and again.
pub type Ready = Box<dyn Fn() -> Vec<String>>;

/// Those that speak Python: Debian's zbar, ZXing in C++, OpenCV with WeChat's networks.
pub const IN_PYTHON: [&str; 3] = ["zbar", "zxing-cpp", "opencv-wechat"];

/// A reader in Rust: its name, and how it makes itself ready for a picture.
pub type Reader = (&'static str, fn(&RgbImage) -> Ready);

/// Ours first, then the others in Rust.
pub const IN_RUST: [Reader; 4] =
    [("countersign", ours::ready), ("rqrr", rqrr), ("rxing", rxing_several), ("rxing-port", rxing_port)];

fn grey(picture: &RgbImage) -> (u32, u32, Vec<u8>) {
    let (width, height) = picture.dimensions();
    (width, height, image::imageops::grayscale(picture).into_raw())
}

fn rqrr(picture: &RgbImage) -> Ready {
    let (width, height, grey) = grey(picture);
    let (width, height) = (width as usize, height as usize);
    Box::new(move || {
        let mut prepared =
            rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| grey[y * width + x]);
        let grids = prepared.detect_grids();
        grids.iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect()
    })
}

/// As its documentation shows it, with all that it offers for hard pictures.
fn rxing_several(picture: &RgbImage) -> Ready {
    let (width, height, grey) = grey(picture);
    Box::new(move || {
        let mut hints = DecodeHints {
            PossibleFormats: Some([BarcodeFormat::QR_CODE].into()),
            TryHarder: Some(true),
            AlsoInverted: Some(true),
            ..DecodeHints::default()
        };
        let found = detect_multiple_in_luma_with_hints(grey.clone(), width, height, &mut hints);
        found.unwrap_or_default().iter().map(|code| code.getText().to_owned()).collect()
    })
}

/// Its port of ZXing's reader in C++, called directly.
fn rxing_port(picture: &RgbImage) -> Ready {
    let (width, height, grey) = grey(picture);
    Box::new(move || {
        let source =
            Luma8LuminanceSource::new(grey.clone(), width, height).expect("the sides fit the pixels");
        let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
        let hints = DecodeHints { TryHarder: Some(true), ..DecodeHints::default() };
        let found = QrReader.decode_multiple_with_hints(&mut bitmap, &hints);
        found.unwrap_or_default().iter().map(|code| code.getText().to_owned()).collect()
    })
}
