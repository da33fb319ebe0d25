//! The readers of others.

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use image::RgbImage;
use rxing::common::HybridBinarizer;
use rxing::helpers::detect_multiple_in_luma_with_hints;
use rxing::multi::MultipleBarcodeReader;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8LuminanceSource};

use crate::ours;
use crate::picture::Set;
use crate::reader::Reading;

/// What is ready to read a picture again and again.
pub type Ready = Box<dyn Fn() -> Vec<String>>;

/// Those that speak Python: Debian's zbar, ZXing in C++, OpenCV with WeChat's networks.
pub const IN_PYTHON: [&str; 3] = ["zbar", "zxing-cpp", "opencv-wechat"];

/// Ours first, then the others in Rust.
pub fn in_rust() -> [(&'static str, fn(&RgbImage) -> Ready); 4] {
    [("countersign", ours::ready), ("rqrr", rqrr), ("rxing", rxing_several), ("rxing-port", rxing_port)]
}

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

/// Lets a reader that speaks Python read every picture, with an interpreter that has the packages.
pub fn in_python(python: &Path, name: &str, set: &Set) -> Result<Vec<Reading>, Box<dyn Error>> {
    eprintln!("{name} reads {} pictures", set.entries.len());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/peers.py");
    let mut peer =
        Command::new(python).args([script, name]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut asked = peer.stdin.take().ok_or("the input is a pipe")?;
    let mut answers = BufReader::new(peer.stdout.take().ok_or("the output is a pipe")?).lines();
    let pixels = tempfile::NamedTempFile::new()?;
    let mut readings = Vec::new();
    for picture in set.pictures() {
        let picture = picture?;
        let (width, height) = picture.dimensions();
        let bytes = [&width.to_le_bytes()[..], &height.to_le_bytes(), picture.as_raw()].concat();
        std::fs::write(pixels.path(), bytes)?;
        writeln!(asked, "{}", pixels.path().display())?;
        let answer = answers.next().ok_or_else(|| format!("{name} ended"))??;
        readings.push(serde_json::from_str(&answer)?);
    }
    drop(asked);
    peer.wait()?;
    Ok(readings)
}
