//! What a person may hand over as a picture, and what comes of it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use countersign_scan::{Budget, Kind, Nothing, Picture, PictureError, Reading, picture};
use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgb, RgbImage, Rgba, RgbaImage};
use qrcode::{Color, EcLevel, QrCode};

const LINK: &str = "otpauth://totp/npm:tester?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=npm";

/// How a code is drawn.
struct Drawing {
    module: [u32; 2],
    margin: u32,
    dark: u8,
    light: u8,
    /// An empty line in the dark colour after every second row of modules, as terminals leave it.
    gap: u32,
}

const PLAIN: Drawing = Drawing { module: [6, 6], margin: 4, dark: 0, light: 255, gap: 0 };

impl Drawing {
    fn of(&self, text: &str) -> GrayImage {
        let code = QrCode::with_error_correction_level(text, EcLevel::L).unwrap();
        let size = u32::try_from(code.width()).unwrap();
        let all = size + 2 * self.margin;
        let [wide, high] = self.module;
        let pair = 2 * high + self.gap;
        GrayImage::from_fn(all * wide, all.div_ceil(2) * pair, |x, y| {
            let (row, within) = (y / pair * 2, y % pair);
            if within >= 2 * high {
                return Luma([self.dark]);
            }
            let (column, row) = (x / wide, row + within / high);
            let inside = |i: u32| {
                i.checked_sub(self.margin).filter(|i| *i < size).and_then(|i| usize::try_from(i).ok())
            };
            let dark = match (inside(column), inside(row)) {
                (Some(x), Some(y)) => code[(x, y)] == Color::Dark,
                _ => false,
            };
            Luma([if dark { self.dark } else { self.light }])
        })
    }
}

fn read(grey: GrayImage) -> Reading {
    let (width, height) = grey.dimensions();
    picture(&Picture::from_luma(width, height, grey.into_raw()).unwrap(), &Budget::default())
}

fn texts(reading: &Reading) -> Vec<&str> {
    reading.codes.iter().map(|code| code.text.as_str()).collect()
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

#[test]
fn a_plain_code_is_read_with_its_corners() {
    let reading = read(PLAIN.of(LINK));
    assert_eq!(texts(&reading), [LINK]);
    assert_eq!((reading.codes[0].kind, reading.nothing), (Kind::Otpauth, None));
    let [left, top, right, bottom] = reading.codes[0].bounds();
    let side = f32::from(
        u16::try_from(6 * QrCode::with_error_correction_level(LINK, EcLevel::L).unwrap().width()).unwrap(),
    );
    for (found, drawn) in [(left, 24.0), (top, 24.0), (right, 24.0 + side), (bottom, 24.0 + side)] {
        assert!((found - drawn).abs() < 3.0, "{found} where {drawn} was drawn");
    }
}

#[test]
fn terminals_draw_codes_in_many_ways_and_all_are_read() {
    for (name, drawing) in [
        ("light on dark", Drawing { dark: 255, light: 0, ..PLAIN }),
        ("a margin of one module", Drawing { margin: 1, ..PLAIN }),
        ("cropped to its edge", Drawing { margin: 0, ..PLAIN }),
        ("cells too high", Drawing { module: [5, 7], ..PLAIN }),
        ("cells twice as wide", Drawing { module: [8, 4], ..PLAIN }),
        ("two pixels a module", Drawing { module: [2, 2], ..PLAIN }),
        ("forty pixels a module", Drawing { module: [40, 40], ..PLAIN }),
        ("dark lines between the rows", Drawing { gap: 2, margin: 1, ..PLAIN }),
        ("wide dark lines between the rows", Drawing { module: [8, 8], gap: 6, margin: 1, ..PLAIN }),
        (
            "light lines between the rows of an inverted code",
            Drawing { dark: 255, light: 0, gap: 3, ..PLAIN },
        ),
        ("little contrast", Drawing { dark: 110, light: 140, ..PLAIN }),
        ("hardly any contrast", Drawing { dark: 240, light: 255, ..PLAIN }),
    ] {
        assert_eq!(texts(&read(drawing.of(LINK))), [LINK], "{name}");
    }
}

#[test]
fn every_size_of_code_is_read() {
    for length in [5, 60, 200, 600, 1200, 2900] {
        let text = format!("otpauth://totp/{}", "a".repeat(length));
        assert_eq!(
            texts(&read(Drawing { module: [3, 3], ..PLAIN }.of(&text))),
            [text.as_str()],
            "{length} letters"
        );
    }
}

#[test]
fn a_dark_code_in_a_light_window_is_read() {
    let code = Drawing { margin: 1, light: 85, ..PLAIN }.of(LINK);
    let mut page = GrayImage::from_pixel(900, 700, Luma([255]));
    image::imageops::replace(&mut page, &code, 100, 150);
    assert_eq!(texts(&read(page)), [LINK]);
}

#[test]
fn colours_of_one_brightness_are_told_apart() {
    let code = PLAIN.of(LINK);
    let coloured = RgbImage::from_fn(code.width(), code.height(), |x, y| {
        if code.get_pixel(x, y).0[0] == 0 { Rgb([200, 40, 90]) } else { Rgb([10, 145, 60]) }
    });
    let (width, height) = coloured.dimensions();
    let found = picture(&Picture::from_rgb(width, height, coloured.into_raw()).unwrap(), &Budget::default());
    assert_eq!(texts(&found), [LINK]);
}

#[test]
fn several_codes_on_one_screen_are_all_found() {
    let mut screen = GrayImage::from_pixel(2560, 1440, Luma([40]));
    let links: Vec<String> = (0..5).map(|i| format!("{LINK}&i={i}")).collect();
    for (link, x) in links.iter().zip([20, 500, 1000, 1500, 2000]) {
        image::imageops::replace(&mut screen, &PLAIN.of(link), x, x / 3);
    }
    let reading = read(screen);
    let mut found = texts(&reading);
    found.sort_unstable();
    assert_eq!(found, links);
}

#[test]
fn a_code_at_any_angle_is_read() {
    let code = PLAIN.of(LINK);
    for degrees in [90.0, 180.0, 7.0, 20.0, 65.0, 200.0] {
        assert_eq!(texts(&read(turned(&code, degrees))), [LINK], "{degrees} degrees");
    }
    assert_eq!(texts(&read(image::imageops::flip_horizontal(&code))), [LINK], "mirrored");
}

/// Turned around its middle on a grey ground.
fn turned(code: &GrayImage, degrees: f32) -> GrayImage {
    let (sine, cosine) = degrees.to_radians().sin_cos();
    let length = code.width() * 3 / 2;
    let float = |value: u32| f32::from(u16::try_from(value).unwrap());
    let (middle, half) = (float(length) / 2.0, float(code.width()) / 2.0);
    GrayImage::from_fn(length, length, |x, y| {
        let (x, y) = (float(x) - middle, float(y) - middle);
        let at = [x * cosine + y * sine + half, y * cosine - x * sine + half];
        image::imageops::sample_bilinear(code, at[0] / float(code.width()), at[1] / float(code.height()))
            .filter(|_| at.iter().all(|c| (0.0..2.0 * half).contains(c)))
            .unwrap_or(Luma([128]))
    })
}

#[test]
fn every_file_format_is_decoded() {
    let code = DynamicImage::ImageLuma8(PLAIN.of(LINK));
    let sixteen_bits = DynamicImage::ImageRgb16(code.to_rgb16());
    for (format, image) in [
        (ImageFormat::Png, &code),
        (ImageFormat::Png, &sixteen_bits),
        (ImageFormat::Jpeg, &code),
        (ImageFormat::Gif, &DynamicImage::ImageRgba8(code.to_rgba8())),
        (ImageFormat::Bmp, &code),
        (ImageFormat::WebP, &DynamicImage::ImageRgb8(code.to_rgb8())),
    ] {
        let decoded = Picture::decode(&encoded(image, format)).unwrap();
        assert_eq!(texts(&picture(&decoded, &Budget::default())), [LINK], "{format:?}");
    }
}

#[test]
fn transparent_pictures_keep_their_code() {
    let code = PLAIN.of(LINK);
    for ink in [0, 255] {
        let clear = RgbaImage::from_fn(code.width(), code.height(), |x, y| {
            let drawn = code.get_pixel(x, y).0[0] == 0;
            if drawn { Rgba([ink, ink, ink, 255]) } else { Rgba([0, 0, 0, 0]) }
        });
        let decoded = Picture::decode(&encoded(&clear.into(), ImageFormat::Png)).unwrap();
        assert_eq!(texts(&picture(&decoded, &Budget::default())), [LINK], "ink {ink}");
    }
}

#[test]
fn files_that_are_no_pictures_or_damaged_give_clear_errors() {
    let png = encoded(&DynamicImage::ImageLuma8(PLAIN.of(LINK)), ImageFormat::Png);
    assert_eq!(Picture::decode(b"").unwrap_err(), PictureError::NotAPicture);
    assert_eq!(Picture::decode(b"%PDF-1.7 and so on").unwrap_err(), PictureError::NotAPicture);
    assert_eq!(Picture::decode(&png[..png.len() / 2]).unwrap_err(), PictureError::Damaged);
    assert_eq!(Picture::decode(&png[..20]).unwrap_err(), PictureError::Damaged);
    for end in 0..png.len().min(200) {
        assert!(Picture::decode(&png[..end]).is_err(), "{end} bytes");
    }
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    // A BMP header alone: 60,000 x 60,000 pixels in a few bytes.
    let mut bomb = b"BM".to_vec();
    bomb.extend([0; 8]);
    bomb.extend(54_u32.to_le_bytes());
    bomb.extend(40_u32.to_le_bytes());
    bomb.extend(60_000_u32.to_le_bytes());
    bomb.extend(60_000_u32.to_le_bytes());
    bomb.extend([1, 0, 24, 0]);
    bomb.extend([0; 24]);
    let error = Picture::decode(&bomb).unwrap_err();
    assert_eq!(error, PictureError::TooLarge { width: 60_000, height: 60_000 });
}

#[test]
fn raw_pixels_must_fit_their_dimensions() {
    assert_eq!(Picture::from_rgba(2, 2, vec![0; 15]).unwrap_err(), PictureError::WrongLength);
    assert_eq!(Picture::from_luma(0, 5, Vec::new()).unwrap_err(), PictureError::Empty);
    let huge = Picture::from_luma(u32::MAX, u32::MAX, Vec::new()).unwrap_err();
    assert_eq!(huge, PictureError::TooLarge { width: u32::MAX, height: u32::MAX });
}

#[test]
fn pictures_of_any_small_size_are_searched_without_trouble() {
    for (width, height) in [(1, 1), (1, 300), (300, 1), (7, 7), (15, 17), (16, 16), (33, 5)] {
        let pixels = (0..width * height).map(|i| if i * 7 % 3 == 0 { 0 } else { 255 }).collect();
        let small = Picture::from_luma(width, height, pixels).unwrap();
        assert!(picture(&small, &Budget::default()).codes.is_empty(), "{width} x {height}");
    }
}

#[test]
fn the_reason_for_nothing_is_told() {
    assert_eq!(read(GrayImage::from_pixel(640, 480, Luma([200]))).nothing, Some(Nothing::NoCode));

    let code = PLAIN.of(LINK);
    let upper = image::imageops::crop_imm(&code, 0, 0, code.width(), code.height() / 2).to_image();
    assert_eq!(read(upper).nothing, Some(Nothing::Cropped));

    let mut damaged = code.clone();
    for (x, y, pixel) in damaged.enumerate_pixels_mut() {
        let middle = |i: u32| (i / 6 > 13) && (i / 6 < 28);
        if middle(x) && middle(y) {
            pixel.0[0] = 255;
        }
    }
    assert_eq!(read(damaged).nothing, Some(Nothing::Unreadable));

    let widths = [2, 1, 1, 2, 3, 1, 1, 4, 2, 1, 3, 2];
    let bars: Vec<u8> =
        (0..120).flat_map(|i| vec![if i % 2 == 0 { 0 } else { 255 }; 3 * widths[i % 12]]).collect();
    let width = u32::try_from(bars.len()).unwrap();
    let barcode = GrayImage::from_fn(width, 200, |x, _| Luma([bars[usize::try_from(x).unwrap()]]));
    assert_eq!(read(barcode).nothing, Some(Nothing::OtherBarcode));
}

#[test]
fn a_budget_ends_the_search() {
    let code = PLAIN.of(LINK);
    let (width, height) = code.dimensions();
    let whole = Picture::from_luma(width, height, code.into_raw()).unwrap();
    let no_time = Budget { time: Duration::ZERO, ..Budget::default() };
    assert_eq!(picture(&whole, &no_time).nothing, Some(Nothing::OutOfTime));
    let few_pixels = Budget { pixels: 1000, ..Budget::default() };
    assert_eq!(picture(&whole, &few_pixels).nothing, Some(Nothing::TooLarge));
    let cancelled = Budget { cancel: Some(Arc::new(AtomicBool::new(true))), ..Budget::default() };
    assert_eq!(picture(&whole, &cancelled).nothing, Some(Nothing::Cancelled));
}

#[test]
fn what_was_read_is_not_shown_by_debug() {
    let shown = format!("{:?}", read(PLAIN.of(LINK)));
    assert!(shown.contains("Otpauth") && !shown.contains("JBSWY3DP"), "{shown}");
}

#[test]
fn where_a_code_is_does_not_depend_on_which_view_was_quickest() {
    let drawn = Drawing { module: [5, 5], ..PLAIN }.of(LINK);
    let shown = Picture::from_luma(drawn.width(), drawn.height(), drawn.into_raw()).unwrap();
    let places =
        || picture(&shown, &Budget::default()).codes.iter().map(|code| code.corners).collect::<Vec<_>>();
    let first = places();
    assert_eq!(first.len(), 1);
    assert!((0..40).all(|_| places() == first));
}
