//! Makes pictures with QR codes as people meet them, and says what is in each: `cargo xtask corpus`.

#![allow(clippy::unwrap_used, reason = "a picture that cannot be made ends the run")]

#[cfg(target_os = "linux")]
mod pictures;
#[cfg(target_os = "linux")]
mod support;

#[cfg(target_os = "linux")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    use pictures::{Order, make, usual_folder};

    let mut order = Order { folder: usual_folder().to_owned(), seed: 1, count: 1000, only: Vec::new() };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{name} wants a value"))?;
        match name.as_str() {
            "--out" => order.folder = value.into(),
            "--seed" => order.seed = value.parse()?,
            "--count" => order.count = value.parse()?,
            "--only" => order.only = value.split(',').map(str::to_owned).collect(),
            _ => {
                return Err(format!(
                    "{name} is not known.\ncargo xtask corpus [--out FOLDER] [--seed N] [--count N] \
                     [--only CATEGORY,CATEGORY...]"
                )
                .into());
            }
        }
    }
    make(&order)
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!(
        "The pictures are made on Linux alone: terminals and browsers are captured on Linux's own screen."
    );
}
