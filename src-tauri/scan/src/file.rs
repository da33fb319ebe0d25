//! Files in which other programs hand out QR codes: a picture, or a page with pictures in it.

use crate::{Budget, Picture, picture};
use data_encoding::BASE64;
use zeroize::Zeroizing;

/// How a picture begins that stands in a page itself (RFC 2397).
const PICTURE: &str = "data:image/";
/// Pictures of a page that are looked at.
const PICTURES: usize = 1_000;

/// Reads the codes of a file that is a picture, or a page that says nothing but in pictures. `each` bounds the search in one
/// picture.
///
/// Returns a text in its place: the payloads, one a line, in a page where it was a page. None where the file is another one, or no
/// code is found.
#[must_use]
pub fn text_of_file(file: &[u8], each: &Budget) -> Option<Zeroizing<String>> {
    let page = page(file);
    let codes: Vec<_> = match page {
        Some(page) => pictures(page).flat_map(|file| codes(&file, each)).collect(),
        None => codes(file, each),
    };
    let longest = |text: &str| 8 * text.len() + 64;
    let mut text = Zeroizing::new(String::with_capacity(codes.iter().map(|it| longest(it)).sum()));
    if page.is_some() {
        text.push_str("<html>\n");
    }
    for code in &codes {
        match page {
            // Read as a page again, a payload must say the same and be no markup.
            Some(_) => text.extend(code.chars().flat_map(escaped).chain("\n".chars())),
            None => text.extend(code.chars().chain("\n".chars())),
        }
    }
    (!codes.is_empty()).then_some(text)
}

/// Returns the text of a page that has no link of its own.
fn page(file: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(file).ok()?;
    let markup = text.trim_start_matches('\u{feff}').trim_start().starts_with('<');
    (markup && text.contains(PICTURE) && !text.contains("otpauth")).then_some(text)
}

fn pictures(page: &str) -> impl Iterator<Item = Zeroizing<Vec<u8>>> {
    let written = page.split(PICTURE).skip(1).take(PICTURES);
    written.filter_map(|rest| {
        let (kind, rest) = rest.split_once(',')?;
        let end = rest.find(['"', '\'', ')', '<', '>']).unwrap_or(rest.len());
        let mut base64 = Zeroizing::new(rest.get(..end)?.to_owned());
        base64.retain(|c| !c.is_whitespace());
        kind.ends_with("base64").then(|| BASE64.decode(base64.as_bytes()).ok().map(Zeroizing::new))?
    })
}

fn codes(file: &[u8], each: &Budget) -> Vec<Zeroizing<String>> {
    let Ok(decoded) = Picture::decode(file) else { return Vec::new() };
    picture(&decoded, each).codes.into_iter().map(|code| code.text).collect()
}

fn escaped(c: char) -> impl Iterator<Item = char> {
    let escape = match c {
        '&' => "&amp;",
        '<' => "%3C",
        '>' => "%3E",
        '"' => "%22",
        _ => "",
    };
    escape.chars().chain(Some(c).filter(|_| escape.is_empty()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use image::{GrayImage, ImageFormat, Luma};
    use std::io::Cursor;

    fn png(text: &str) -> Vec<u8> {
        let code = qrcode::QrCode::new(text).unwrap();
        let (modules, width) = (code.to_colors(), u32::try_from(code.width()).unwrap());
        let side = 4 * (width + 8);
        let picture = GrayImage::from_fn(side, side, |x, y| {
            let inside = |at: u32| (at / 4).checked_sub(4).filter(|at| *at < width);
            let module =
                inside(x).zip(inside(y)).map(|(x, y)| modules[usize::try_from(y * width + x).unwrap()]);
            Luma([module.map_or(255, |module| module.select(0, 255))])
        });
        let mut file = Cursor::new(Vec::new());
        picture.write_to(&mut file, ImageFormat::Png).unwrap();
        file.into_inner()
    }

    #[test]
    fn the_codes_of_a_picture_and_of_a_page_of_pictures_become_text() {
        let budget = Budget::default();
        let links = ["otpauth://totp/a?secret=MFRGG&issuer=b", "otpauth-migration://offline?data=CgA%3D"];
        assert_eq!(*text_of_file(&png(links[0]), &budget).unwrap(), format!("{}\n", links[0]));
        let pictures =
            links.map(|link| format!("<img src=\"data:image/png;base64,{}\">", BASE64.encode(&png(link))));
        let page = format!("<!DOCTYPE html><html><body>{}</body></html>", pictures.concat());
        let text =
            "<html>\notpauth://totp/a?secret=MFRGG&amp;issuer=b\notpauth-migration://offline?data=CgA%3D\n";
        assert_eq!(*text_of_file(page.as_bytes(), &budget).unwrap(), text);
    }

    #[test]
    fn other_files_are_left_as_they_are() {
        let page = "<html><img src=\"data:image/png;base64,AAAA\"><img src='data:image/gif;base64,****'>";
        let plain =
            "<html><a href=\"otpauth://totp/a?secret=MFRGG\"><img src=\"data:image/png;base64,AAAA\">";
        for other in [page, plain, "otpauth://totp/a?secret=MFRGG", "{}", "<data:image/"] {
            assert_eq!(text_of_file(other.as_bytes(), &Budget::default()), None);
        }
    }
}
