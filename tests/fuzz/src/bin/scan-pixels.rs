//! Pixels as a screen gives them. The first byte is the width, the second says what the others are: pixels of four, three or one
//! bytes, or the modules of a code, eight a byte, drawn so many pixels wide.
#![no_main]

use countersign_scan::{Picture, PictureError};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(Ok(picture)) = picture(bytes) {
        countersign_fuzz::scanning::look(&picture);
    }
});

fn picture(bytes: &[u8]) -> Option<Result<Picture, PictureError>> {
    let (&[width, form], rest) = bytes.split_first_chunk()?;
    let width = usize::from(width).max(1);
    let rows = |cells: usize| cells.div_ceil(width);
    let raw = |each: usize, from: fn(u32, u32, Vec<u8>) -> Result<Picture, PictureError>| {
        let height = rows(rest.len() / each);
        let mut pixels = rest.to_vec();
        pixels.resize(width * height * each, 0);
        from(width as u32, height as u32, pixels)
    };
    Some(match form {
        0 => raw(4, Picture::from_bgra),
        1 => raw(3, Picture::from_rgb),
        2 => raw(1, Picture::from_luma),
        _ => {
            let scale = usize::from(form % 8) + 1;
            let height = rows(rest.len() * 8);
            let dark = |x: usize, y: usize| {
                let cell = y / scale * width + x / scale;
                rest.get(cell / 8).is_some_and(|byte| byte >> (7 - cell % 8) & 1 == 1)
            };
            let (across, down) = (width * scale, height * scale);
            let luma = (0..across * down).map(|at| if dark(at % across, at / across) { 20 } else { 240 });
            Picture::from_luma(across as u32, down as u32, luma.collect())
        }
    })
}
