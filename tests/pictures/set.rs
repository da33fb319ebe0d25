//! A folder of pictures and its `manifest.json`: what is in them, and where.

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;

use image::codecs::jpeg::JpegEncoder;
use image::{ImageFormat, RgbImage};
use serde::{Deserialize, Serialize};

use super::oracle;
use super::shot::{Placed, Point, Shot};

/// What the manifest says of a picture.
#[derive(Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) file: String,
    pub(crate) category: String,
    /// The payloads, each once for every code.
    pub(crate) expected: Vec<String>,
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Set where not even someone who knows where every module is can read every code.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) hard: bool,
    /// Where the codes are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) codes: Vec<Where>,
    /// For sweeps: what was changed alone, and how far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) factor: Option<(String, f32)>,
}

/// Where a code is.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Where {
    /// Modules along a side.
    modules: usize,
    /// Top left, top right, bottom right, bottom left, as the code has them; x, then y, in pixels.
    corners: [Point; 4],
}

/// A picture that was written.
pub(crate) struct Kept {
    path: PathBuf,
    codes: Vec<(String, Where)>,
}

impl Kept {
    /// Reads the picture back, with the codes that are in it.
    pub(crate) fn shot(&self) -> Shot {
        let picture = image::open(&self.path).expect("every picture of the set is there").to_rgb8();
        let place =
            |(payload, place): &(String, Where)| Placed::between(payload, place.modules, place.corners);
        Shot { picture, codes: self.codes.iter().map(place).collect() }
    }
}

/// How a picture is written.
#[derive(Clone, Copy)]
pub(crate) enum Format {
    Png,
    /// With this quality, 1 to 100.
    Jpeg(u8),
    /// Without loss.
    WebP,
    /// With this quality, 1 to 100.
    LossyWebP(u8),
    Bmp,
    Gif,
}

/// A set of pictures that grows.
pub(crate) struct Set {
    folder: PathBuf,
    pub(crate) entries: Vec<Entry>,
}

impl Set {
    /// Opens the set in a folder, or begins one. Pictures of the categories for which `again` holds are forgotten.
    pub(crate) fn open(folder: &Path, again: impl Fn(&str) -> bool) -> Result<Self, Box<dyn Error>> {
        fs::create_dir_all(folder)?;
        let manifest = fs::read(folder.join("manifest.json")).unwrap_or_else(|_| b"[]".to_vec());
        let mut entries: Vec<Entry> = serde_json::from_slice(&manifest)?;
        for entry in entries.iter().filter(|entry| again(&entry.category)) {
            fs::remove_file(folder.join(&entry.file))?;
        }
        entries.retain(|entry| !again(&entry.category));
        Ok(Self { folder: folder.to_owned(), entries })
    }

    /// Writes a picture and notes what is in it.
    pub(crate) fn keep(
        &mut self,
        name: &str,
        category: &str,
        shot: &Shot,
        format: Format,
    ) -> Result<&mut Entry, Box<dyn Error>> {
        let (bytes, kind) = encoded(&shot.picture, format)?;
        let seen = match format {
            Format::Jpeg(_) | Format::LossyWebP(_) | Format::Gif => {
                image::load_from_memory(&bytes)?.to_rgb8()
            }
            Format::Png | Format::WebP | Format::Bmp => shot.picture.clone(),
        };
        let file = format!("{name}.{kind}");
        let located = || shot.codes.iter().filter(|code| !code.centres.is_empty());
        fs::write(self.folder.join(&file), bytes)?;
        self.entries.push(Entry {
            file,
            category: category.to_owned(),
            expected: shot.codes.iter().map(|code| code.payload.clone()).collect(),
            width: seen.width(),
            height: seen.height(),
            hard: !located().all(|code| oracle::reads(&seen, code)),
            codes: located().map(|code| Where { modules: code.size, corners: code.corners() }).collect(),
            factor: None,
        });
        Ok(self.entries.last_mut().expect("one was just added"))
    }

    /// Returns the pictures for which something holds, to be read back.
    pub(crate) fn kept(&self, holds: impl Fn(&Entry) -> bool) -> Vec<Kept> {
        let entries = self.entries.iter().filter(|entry| holds(entry));
        let codes = |entry: &Entry| entry.expected.iter().cloned().zip(entry.codes.iter().cloned()).collect();
        entries.map(|entry| Kept { path: self.folder.join(&entry.file), codes: codes(entry) }).collect()
    }

    /// Writes the manifest.
    pub(crate) fn close(&mut self) -> Result<(), Box<dyn Error>> {
        self.entries.sort_by(|one, other| one.file.cmp(&other.file));
        let lines: Result<Vec<String>, _> = self.entries.iter().map(serde_json::to_string).collect();
        // A picture a line: two manifests can be compared.
        fs::write(self.folder.join("manifest.json"), format!("[\n{}\n]\n", lines?.join(",\n")))?;
        Ok(())
    }

    /// Returns how many pictures a category has, and how many of them are hard.
    pub(crate) fn counts(&self) -> Vec<(String, usize, usize)> {
        let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
        for entry in &self.entries {
            let count = counts.entry(&entry.category).or_default();
            count.0 += 1;
            count.1 += usize::from(entry.hard);
        }
        let mut counts: Vec<_> =
            counts.into_iter().map(|(name, (all, hard))| (name.to_owned(), all, hard)).collect();
        counts.sort();
        counts
    }
}

fn encoded(picture: &RgbImage, format: Format) -> Result<(Vec<u8>, &'static str), Box<dyn Error>> {
    let mut bytes = Cursor::new(Vec::new());
    let kind = match format {
        Format::Png => {
            picture.write_to(&mut bytes, ImageFormat::Png)?;
            "png"
        }
        Format::Jpeg(quality) => {
            picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality))?;
            "jpg"
        }
        Format::WebP => {
            picture.write_to(&mut bytes, ImageFormat::WebP)?;
            "webp"
        }
        Format::LossyWebP(quality) => {
            bytes = Cursor::new(lossy_webp(&encoded(picture, Format::Png)?.0, quality)?);
            "webp"
        }
        Format::Bmp => {
            picture.write_to(&mut bytes, ImageFormat::Bmp)?;
            "bmp"
        }
        Format::Gif => {
            picture.write_to(&mut bytes, ImageFormat::Gif)?;
            "gif"
        }
    };
    Ok((bytes.into_inner(), kind))
}

/// Returns what `cwebp` makes of a PNG file.
fn lossy_webp(png: &[u8], quality: u8) -> Result<Vec<u8>, Box<dyn Error>> {
    let file = tempfile::NamedTempFile::new()?;
    fs::write(file.path(), png)?;
    let made = Command::new("cwebp")
        .args(["-quiet", "-q", &quality.to_string(), "-o", "-"])
        .arg(file.path())
        .output()?;
    if made.status.success() { Ok(made.stdout) } else { Err(String::from_utf8_lossy(&made.stderr).into()) }
}

/// Returns the bytes of a PNG file.
pub(crate) fn png(picture: &RgbImage) -> Vec<u8> {
    encoded(picture, Format::Png).expect("memory takes a picture").0
}

/// Returns the picture as it is after it was kept with loss.
pub(crate) fn through_jpeg(picture: &RgbImage, quality: u8) -> RgbImage {
    let (bytes, _) = encoded(picture, Format::Jpeg(quality)).expect("memory takes a picture");
    image::load_from_memory(&bytes).expect("it was just written").to_rgb8()
}
