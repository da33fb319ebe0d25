//! Measures the product beside others on this machine, in one run: `cargo xtask bench`.

#![allow(clippy::unwrap_used, reason = "what cannot be measured ends the run")]

#[cfg(target_os = "linux")]
mod measure;
#[cfg(target_os = "linux")]
mod support;

#[cfg(target_os = "linux")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut order = measure::Order::default();
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        match name.as_str() {
            "--short" => order.short = true,
            "--only" => {
                let names = arguments.next().ok_or("--only wants ROW[,ROW...]")?;
                order.only = names.split(',').map(str::to_owned).collect();
            }
            "--out" => order.out = arguments.next().ok_or("--out wants a file")?.into(),
            _ => return Err(format!("{name} is not known. {}", measure::usage()).into()),
        }
    }
    measure::all(&order)
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("It is measured on Linux alone, beside programs and a keychain of Linux.");
}
