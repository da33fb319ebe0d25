#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may end where it stands")]
use super::*;
use countersign_scan::{Budget, picture};

/// A screen of light grey with dark letters on it, and codes.
struct Screen {
    width: u32,
    height: u32,
    luma: Vec<u8>,
}

impl Screen {
    fn new(width: u32, height: u32) -> Self {
        Self { width, height, luma: vec![230; usize::try_from(width * height).unwrap()] }
    }

    fn dot(&mut self, x: u32, y: u32, value: u8) {
        self.luma[usize::try_from(y * self.width + x).unwrap()] = value;
    }

    fn fill(&mut self, [left, top]: [u32; 2], [width, height]: [u32; 2], value: u8) {
        for y in top..top + height {
            for x in left..left + width {
                self.dot(x, y, value);
            }
        }
    }

    fn code(&mut self, text: &str, [left, top]: [u32; 2], module: u32) {
        let version = qrcode::Version::Normal(5);
        let code = qrcode::QrCode::with_version(text, version, qrcode::EcLevel::L).unwrap();
        let side = u32::try_from(code.width()).unwrap();
        self.fill([left, top], [(side + 8) * module; 2], 255);
        for (at, colour) in (0..).zip(code.to_colors()) {
            let (x, y) = (left + (at % side + 4) * module, top + (at / side + 4) * module);
            if colour == qrcode::Color::Dark {
                self.fill([x, y], [module; 2], 0);
            }
        }
    }

    fn picture(&self) -> Picture {
        Picture::from_luma(self.width, self.height, self.luma.clone()).unwrap()
    }
}

fn link(secret: char) -> String {
    format!("otpauth://totp/npm:mona?secret={}&issuer=npm", secret.to_string().repeat(32))
}

fn miniature(screen: &Screen) -> Miniature {
    let picture = screen.picture();
    let reading = picture_of(&picture);
    assert!(!reading.is_empty(), "the code is read in the picture itself");
    Miniature::of(&picture, &reading)
}

fn picture_of(shown: &Picture) -> Vec<Code> {
    picture(shown, &Budget::default()).codes
}

#[test]
fn it_does_not_depend_on_what_the_codes_say() {
    for module in [2, 5, 12] {
        let [one, other] = ['A', '7'].map(|secret| {
            let mut screen = Screen::new(1920, 1080);
            screen.code(&link(secret), [300, 140], module);
            miniature(&screen)
        });
        assert_eq!(one, other, "modules of {module} pixels");
        assert!(one.width <= MOST_CELLS && one.height <= MOST_CELLS);
    }
}

#[test]
fn no_code_can_be_read_in_it_at_any_size() {
    for (side, module) in [(400, 8), (900, 19), (2000, 44), (2160, 3)] {
        let mut screen = Screen::new(side, side);
        screen.code(&link('K'), [10, 10], module);
        let small = miniature(&screen);
        for scale in [1, 4, 16] {
            let (width, height) = (small.width * scale, small.height * scale);
            let mut rgb = Vec::new();
            for y in 0..height {
                for x in 0..width {
                    let at = usize::try_from((y / scale * small.width + x / scale) * 3).unwrap();
                    rgb.extend_from_slice(&small.rgb[at..at + 3]);
                }
            }
            let enlarged = Picture::from_rgb(width, height, rgb).unwrap();
            assert!(picture_of(&enlarged).is_empty(), "{side} pixels, {scale} times as large");
        }
    }
}

/// Beside the code of a page, and below npm's, stands the secret in letters.
#[test]
fn letters_beside_a_code_leave_next_to_nothing() {
    let letters = |pattern: [u8; 8]| {
        let mut screen = Screen::new(1920, 1080);
        screen.code(&link('A'), [300, 140], 5);
        // Thirty-two letters of seven by thirteen pixels, whose strokes differ.
        for letter in 0..32 {
            for (row, strokes) in (0..).zip(pattern) {
                for column in 0..7 {
                    if strokes.rotate_left(letter % 8) >> column & 1 == 1 {
                        screen.dot(300 + letter * 7 + column, 700 + row, 0);
                    }
                }
            }
        }
        miniature(&screen)
    };
    let one = letters([0b011_1110, 0b100_0001, 0b100_0000, 0b100_0000, 0b100_0001, 0b011_1110, 0, 0]);
    let other = letters([0b111_1111, 0b000_1000, 0b000_1000, 0b000_1000, 0b000_1000, 0b111_1111, 0, 0]);
    let differing = one.rgb.iter().zip(&other.rgb).filter(|(a, b)| a != b).count() / 3;
    assert!(differing <= 2, "{differing} cells tell one text from another");
    let far = one.rgb.iter().zip(&other.rgb).any(|(a, b)| a.abs_diff(*b) > SHADES);
    assert!(!far, "no cell differs by more than a shade");
    // The middles of sixteen shades, and what stands in the place of a code.
    assert!(one.rgb.iter().all(|value| value % 16 == 8 || *value == BLANK[0]), "no other shades");
}

#[test]
fn a_cell_of_a_small_picture_too_is_as_large_as_three_letters() {
    let mut screen = Screen::new(320, 200);
    screen.code(&link('A'), [10, 10], 2);
    let small = miniature(&screen);
    assert!(small.width <= 320 / (3 * 7) && small.height <= 200 / (2 * 8), "{small:?}");
}

/// A photograph of a screen is bent, and so is where its codes are believed to be.
#[test]
fn a_code_whose_corners_are_not_exact_leaves_nothing_beside_its_place() {
    let [one, other] = ['A', '7'].map(|secret| {
        let shown = |place: [u32; 2]| {
            let mut screen = Screen::new(1920, 1080);
            screen.code(&link(secret), place, 5);
            screen.picture()
        };
        // Believed to end with a cell, and reaches 12 pixels into the next.
        Miniature::of(&shown([347, 167]), &picture_of(&shown([335, 155])))
    });
    assert_eq!(one, other);
}

#[test]
fn the_whole_picture_is_in_it_and_a_png_of_it() {
    let mut screen = Screen::new(1600, 800);
    screen.fill([0, 0], [800, 800], 0);
    screen.code(&link('A'), [1000, 200], 4);
    let small = miniature(&screen);
    assert_eq!((small.width, small.height), (32, 16));
    assert_eq!(small.rgb[..3], [8; 3], "the left half is dark");
    assert_eq!(small.rgb[31 * 3..32 * 3], [232; 3], "the right half is light");
    let cell = usize::try_from(6 * 32 + 22).unwrap() * 3;
    assert_eq!(small.rgb[cell..cell + 3], BLANK, "the code's place is blank");
    assert_eq!(Picture::decode(&small.png()).unwrap().width(), 32);
}

#[test]
fn a_picture_of_a_code_alone_is_blank() {
    let mut screen = Screen::new(310, 310);
    screen.code(&link('A'), [0, 0], 6);
    let small = miniature(&screen);
    assert!(small.width <= 9, "{} cells", small.width);
}
