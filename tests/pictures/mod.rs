//! Pictures with codes in them, as people have them: captured, derived, photographed, and some without any code.

#![expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "pixels are counted in whole numbers, computed in fractions and stored in bytes; `as` saturates, as wanted"
)]
#![expect(
    clippy::format_collect,
    clippy::format_push_string,
    clippy::many_single_char_names,
    reason = "pages are small, and corners, colours and matrices have their usual letters"
)]

mod barcodes;
mod bases;
mod camera;
mod catalogue;
mod chance;
mod damage;
mod derived;
mod desktops;
mod drawing;
mod light;
mod negatives;
mod oracle;
mod paper;
mod payload;
mod photographs;
mod plain;
mod pose;
mod scene;
mod set;
mod sheet;
mod shot;
mod sweeps;
mod symbol;
mod terminal;
mod web;

use std::error::Error;
use std::path::{Path, PathBuf};

use bases::Bases;
use catalogue::CATEGORIES;
use chance::Chance;
use set::{Format, Set};

/// How many terminals and pages a set of a thousand has, about.
const TERMINALS: u32 = 240;
const PAGES: u32 = 200;

/// What is to be made.
pub(crate) struct Order {
    pub(crate) folder: PathBuf,
    pub(crate) seed: u64,
    /// Pictures, about; sweeps come on top.
    pub(crate) count: u32,
    /// What names of categories begin with; none means all.
    pub(crate) only: Vec<String>,
}

impl Order {
    fn wants(&self, category: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|start| category.starts_with(start.as_str()))
    }

    /// Returns whether some category is wanted whose name begins so.
    fn wants_some(&self, beginning: &str) -> bool {
        self.wants(beginning) || self.only.iter().any(|start| start.starts_with(beginning))
    }

    /// Returns how many of something are made of which a set of a thousand has so many, about.
    fn share(&self, of_a_thousand: u32) -> u32 {
        (of_a_thousand * self.count).div_ceil(1000)
    }
}

/// Makes a set of pictures and says what is in it.
pub(crate) fn make(order: &Order) -> Result<(), Box<dyn Error>> {
    let mut set = Set::open(&order.folder, |category| order.wants(category))?;
    if order.wants_some("term_") {
        capture_terminals(order, &mut set)?;
    }
    if order.wants_some("web_") {
        capture_pages(order, &mut set)?;
    }
    for category in CATEGORIES.iter().filter(|category| order.wants(category.name)) {
        eprintln!("{}", category.name);
        let bases = Bases::of(&set);
        for i in 0..order.share(category.share) {
            let name = format!("{}_{i:03}", category.name);
            let made = (category.make)(&mut Chance::of(order.seed, &name), &bases);
            set.keep(&name, category.name, &made.shot, made.format)?;
        }
        set.close()?;
    }
    sweeps::make(&mut set, order.seed, |category| order.wants(category))?;
    set.close()?;
    for (category, all, hard) in set.counts() {
        eprintln!("{category:24} {all:4}, {hard:3} of them hard");
    }
    Ok(())
}

fn capture_terminals(order: &Order, set: &mut Set) -> Result<(), Box<dyn Error>> {
    for number in 0..order.share(TERMINALS) {
        match terminal::capture(order.seed, number) {
            Ok(captured) if order.wants(captured.category) => {
                set.keep(&captured.name, captured.category, &captured.shot, Format::Png)?;
                eprintln!("{}", captured.name);
            }
            Ok(_) => {}
            // Some terminals cannot show some drawings in some fonts.
            Err(why) => eprintln!("terminal {number}: {why}"),
        }
        set.close()?;
    }
    Ok(())
}

fn capture_pages(order: &Order, set: &mut Set) -> Result<(), Box<dyn Error>> {
    web::captures(order.seed, order.share(PAGES), |captured| {
        if order.wants(captured.category) {
            set.keep(&captured.name, captured.category, &captured.shot, Format::Png)?;
            eprintln!("{}", captured.name);
        }
        Ok(())
    })?;
    set.close()
}

/// Returns the usual place for a set.
pub(crate) fn usual_folder() -> &'static Path {
    Path::new("target/corpus")
}
