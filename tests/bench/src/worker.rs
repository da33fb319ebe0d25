//! Readers in processes of their own: one that takes too long, or dies, is started again for the next picture.

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Write, stdin};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use image::RgbImage;

use crate::peers::IN_RUST;
use crate::picture::Set;
use crate::reader::{Reading, measured};

/// How long a reader may take for one picture.
const PATIENCE: Duration = Duration::from_secs(20);

/// A reader that is running.
struct Worker {
    process: Child,
    asked: ChildStdin,
    answers: Receiver<String>,
}

impl Worker {
    fn start(mut command: Command) -> Result<Self, Box<dyn Error>> {
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let asked = process.stdin.take().ok_or("the input is a pipe")?;
        let output = process.stdout.take().ok_or("the output is a pipe")?;
        let (send, answers) = channel();
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        Ok(Self { process, asked, answers })
    }

    fn ask(&mut self, pixels: &Path) -> Option<Reading> {
        writeln!(self.asked, "{}", pixels.display()).ok()?;
        let answer = self.answers.recv_timeout(PATIENCE).ok()?;
        serde_json::from_str(&answer).ok()
    }

    fn end(mut self) {
        // It may be busy for minutes, or gone.
        let _gone = self.process.kill();
        let _reaped = self.process.wait();
    }
}

/// Lets a reader read every picture.
pub fn read_all(
    name: &str,
    set: &Set,
    command: impl Fn() -> Command,
) -> Result<Vec<Reading>, Box<dyn Error>> {
    eprintln!("{name} reads {} pictures", set.entries.len());
    let pixels = tempfile::NamedTempFile::new()?;
    let mut worker = Worker::start(command())?;
    let mut readings = Vec::new();
    for (entry, picture) in set.entries.iter().zip(set.pictures()) {
        write(&picture?, pixels.path())?;
        if let Some(reading) = worker.ask(pixels.path()) {
            readings.push(reading);
        } else {
            eprintln!("{name} gave no answer to {}", entry.file);
            let long = PATIENCE.as_secs_f64() * 1e3;
            readings.push(Reading { found: Vec::new(), processor: long, clock: long });
            worker.end();
            worker = Worker::start(command())?;
        }
    }
    worker.end();
    Ok(readings)
}

/// Answers to what is asked on the standard input, as the reader of this name.
pub fn serve(name: &str) -> Result<(), Box<dyn Error>> {
    let (_, ready) = IN_RUST.iter().find(|(own, _)| *own == name).ok_or("there is no such reader")?;
    for path in stdin().lines() {
        let reading = measured(ready(&read(Path::new(&path?))?));
        println!("{}", serde_json::to_string(&reading)?);
    }
    Ok(())
}

/// Writes pixels: width and height as 32-bit little-endian numbers, then red, green and blue.
fn write(picture: &RgbImage, to: &Path) -> Result<(), Box<dyn Error>> {
    let (width, height) = picture.dimensions();
    Ok(fs::write(to, [&width.to_le_bytes()[..], &height.to_le_bytes(), picture.as_raw()].concat())?)
}

fn read(from: &Path) -> Result<RgbImage, Box<dyn Error>> {
    let bytes = fs::read(from)?;
    let (head, pixels) = bytes.split_at_checked(8).ok_or("a picture has sides")?;
    let side = |bytes: &[u8]| bytes.try_into().map(u32::from_le_bytes);
    let picture = RgbImage::from_raw(side(&head[..4])?, side(&head[4..])?, pixels.to_vec());
    Ok(picture.ok_or("the sides fit the pixels")?)
}
