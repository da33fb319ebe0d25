//! Colours as terminals and pages name them, reduced to brightness.

/// ITU-R BT.601.
pub(super) fn brightness(red: u8, green: u8, blue: u8) -> u8 {
    let sum = u32::from(red) * 77 + u32::from(green) * 150 + u32::from(blue) * 29;
    crate::number::byte(sum >> 8)
}

/// One of the 256 colours of terminals: 16 named ones, a cube of 6 x 6 x 6, 24 greys (as xterm defines them).
pub(super) fn indexed(index: u8) -> u8 {
    const NAMED: [[u8; 3]; 16] = [
        [0, 0, 0],
        [205, 0, 0],
        [0, 205, 0],
        [205, 205, 0],
        [0, 0, 238],
        [205, 0, 205],
        [0, 205, 205],
        [229, 229, 229],
        [127, 127, 127],
        [255, 0, 0],
        [0, 255, 0],
        [255, 255, 0],
        [92, 92, 255],
        [255, 0, 255],
        [0, 255, 255],
        [255, 255, 255],
    ];
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    match index {
        0..16 => {
            let [red, green, blue] = NAMED[usize::from(index)];
            brightness(red, green, blue)
        }
        16..232 => {
            let cube = index - 16;
            brightness(level(cube / 36), level(cube / 6 % 6), level(cube % 6))
        }
        _ => 8 + 10 * (index - 232),
    }
}

/// A colour of CSS: `#rgb`, `#rrggbb`, `rgb(...)` in either notation, and the names of the basic colours.
pub(super) fn css(value: &str) -> Option<u8> {
    let value = value.trim().trim_end_matches("!important").trim().to_ascii_lowercase();
    if let Some(digits) = value.strip_prefix('#') {
        let digit = |i: usize| digits.get(i..=i).and_then(|d| u8::from_str_radix(d, 16).ok());
        let pair = |i: usize| digits.get(i..i + 2).and_then(|d| u8::from_str_radix(d, 16).ok());
        return match digits.len() {
            3 | 4 => Some(brightness(digit(0)? * 17, digit(1)? * 17, digit(2)? * 17)),
            6 | 8 => Some(brightness(pair(0)?, pair(2)?, pair(4)?)),
            _ => None,
        };
    }
    if let Some(arguments) = value.strip_prefix("rgba(").or_else(|| value.strip_prefix("rgb(")) {
        let mut parts = arguments.split([',', ' ', '/', ')']).filter(|part| !part.is_empty());
        let mut next = || parts.next().and_then(|part| part.parse::<u8>().ok());
        let colour = brightness(next()?, next()?, next()?);
        return if parts.next().is_some_and(|alpha| alpha.parse() == Ok(0.0)) { None } else { Some(colour) };
    }
    let index = match value.as_str() {
        "black" => 16,
        "white" => 231,
        "gray" | "grey" => 244,
        "silver" | "lightgray" | "lightgrey" => 7,
        "red" => 9,
        "maroon" | "darkred" => 1,
        "lime" => 10,
        "green" => 28,
        "yellow" => 11,
        "olive" => 100,
        "blue" => 21,
        "navy" | "darkblue" => 18,
        "magenta" | "fuchsia" => 13,
        "purple" => 90,
        "cyan" | "aqua" => 14,
        "teal" => 30,
        _ => return None,
    };
    Some(indexed(index))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notation_of_white_is_bright_and_of_black_dark() {
        for white in
            ["#fff", "#FFFFFF", "rgb(255, 255, 255)", "rgba(255,255,255,1)", "white", "rgb(255 255 255 / 1)"]
        {
            assert_eq!(css(white), Some(255), "{white}");
        }
        for black in ["#000", "#000000ff", "rgb(0,0,0)", " black !important"] {
            assert_eq!(css(black), Some(0), "{black}");
        }
        for none in ["transparent", "rgba(0,0,0,0)", "#12", "inherit", "#ééé", ""] {
            assert_eq!(css(none), None, "{none}");
        }
    }

    #[test]
    fn the_cube_and_the_greys_run_from_dark_to_light() {
        assert_eq!((indexed(16), indexed(231), indexed(232), indexed(255)), (0, 255, 8, 238));
    }
}
