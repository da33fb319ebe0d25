//! Pictures with codes in them, as people have them: captured, derived, photographed, and some without any code.

#![expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "pixels are counted in whole numbers, computed in fractions and stored in bytes; `as` saturates, as wanted"
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
}

/// Makes a set of pictures and prints what is in it.
pub(crate) fn make(order: &Order) -> Result<(), Box<dyn Error>> {
    let mut set = Set::open(&order.folder, |category| order.wants(category))?;
    if order.wants("term") {
        for number in 0..order.count * 240 / 1000 {
            match terminal::capture(order.seed, number) {
                Ok(captured) => {
                    set.keep(&captured.name, captured.category, &captured.shot, Format::Png)?;
                    eprintln!("{}", captured.name);
                }
                Err(why) => eprintln!("term {number}: {why}"),
            }
            set.close()?;
        }
    }
    if order.wants("web") {
        web::captures(order.seed, order.count * 200 / 1000, |captured| {
            set.keep(&captured.name, captured.category, &captured.shot, Format::Png).unwrap();
            eprintln!("{}", captured.name);
        });
        set.close()?;
    }
    for category in CATEGORIES.iter().filter(|category| order.wants(category.name)) {
        let count = (category.share * order.count).div_ceil(1000);
        eprintln!("{} x {count}", category.name);
        let bases = Bases::of(&set);
        for i in 0..count {
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

/// Returns the usual place for a set.
pub(crate) fn usual_folder() -> &'static Path {
    Path::new("target/corpus")
}
