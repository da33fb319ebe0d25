//! Every category of pictures that is made from others, or from nothing, in one list.

use super::bases::Bases;
use super::chance::Chance;
use super::set::Format;
use super::shot::Shot;
use super::{barcodes, derived, desktops, negatives, paper, photographs, plain};

/// A picture, and how it is to be written.
pub(crate) struct Made {
    pub(crate) shot: Shot,
    pub(crate) format: Format,
}

impl Made {
    /// Returns a picture that is kept as it is.
    pub(crate) fn png(shot: Shot) -> Self {
        Self { shot, format: Format::Png }
    }
}

/// A kind of pictures.
pub(crate) struct Category {
    pub(crate) name: &'static str,
    /// How many of them a set of a thousand has, about.
    pub(crate) share: u32,
    pub(crate) make: fn(&mut Chance, &Bases) -> Made,
}

const fn category(name: &'static str, share: u32, make: fn(&mut Chance, &Bases) -> Made) -> Category {
    Category { name, share, make }
}

/// What is made after the captures, in this order.
pub(crate) const CATEGORIES: [Category; 35] = [
    category("plain", 36, plain::plain),
    category("lowcontrast", 28, plain::low_contrast),
    category("multi", 28, plain::several),
    category("downscaled", 44, derived::downscaled),
    category("upscaled", 30, derived::upscaled),
    category("compressed", 44, derived::compressed),
    category("cropped", 44, derived::cropped),
    category("tint_contrast", 40, derived::tinted),
    category("occluded", 40, derived::occluded),
    category("rotated", 30, derived::rotated),
    category("desktop4k", 30, desktops::desktop),
    category("photo_mild", 30, photographs::mild),
    category("photo_moderate", 30, photographs::moderate),
    category("photo_hard", 30, photographs::hard),
    category("photo_monitor", 12, photographs::monitor),
    category("paper_nominal", 12, paper::nominal),
    category("paper_blurred", 12, paper::blurred),
    category("paper_brightness", 12, paper::brightness),
    category("paper_bright_spots", 12, paper::bright_spots),
    category("paper_close", 12, paper::close),
    category("paper_curved", 16, paper::curved),
    category("paper_damaged", 12, paper::damaged),
    category("paper_glare", 12, paper::glare),
    category("paper_high_version", 12, paper::high_version),
    category("paper_lots", 12, paper::lots),
    category("paper_noncompliant", 14, paper::noncompliant),
    category("paper_pathological", 12, paper::pathological),
    category("paper_perspective", 14, paper::perspective),
    category("paper_rotations", 12, paper::rotations),
    category("paper_shadows", 12, paper::shadows),
    category("negative_noise", 16, negatives::noise),
    category("negative_lookalike", 16, negatives::lookalike),
    category("negative_broken", 14, negatives::broken),
    category("negative_scene", 16, negatives::scene),
    category("negative_barcode", 24, barcodes::barcode),
];
