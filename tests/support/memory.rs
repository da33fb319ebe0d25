//! What stands in the memory of a running program.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;

use memchr::memmem;

use super::home::Home;

/// As much of a region as is read at once, in bytes.
const PIECE: usize = 4 << 20;

/// Says whether any of these bytes stand in what a program may write to: heap, stacks, buffers.
///
/// # Errors
/// Where the system does not let this user look.
pub(crate) fn holds(process: u32, needles: &[&[u8]]) -> io::Result<bool> {
    let memory = File::open(format!("/proc/{process}/mem"))?;
    let longest = needles.iter().map(|needle| needle.len()).max().unwrap_or(1);
    let mut piece = vec![0; PIECE];
    for region in fs::read_to_string(format!("/proc/{process}/maps"))?.lines() {
        let mut words = region.split_whitespace();
        let (Some(range), Some(access)) = (words.next(), words.next()) else { continue };
        let bounds = range.split_once('-').map(|(from, to)| [from, to].map(|at| u64::from_str_radix(at, 16)));
        let Some([Ok(mut at), Ok(end)]) = bounds else { continue };
        if !access.starts_with("rw") {
            continue;
        }
        while at < end {
            let much = usize::try_from(end - at).unwrap_or(PIECE).min(PIECE);
            // Some regions cannot be read: devices, and what was given back meanwhile.
            let Ok(read) = memory.read_at(&mut piece[..much], at) else { break };
            if needles.iter().any(|needle| memmem::find(&piece[..read], needle).is_some()) {
                return Ok(true);
            }
            // What begins in one piece may end in the next.
            let step = if read == PIECE { read - longest } else { much };
            at += u64::try_from(step).unwrap_or(u64::MAX);
        }
    }
    Ok(false)
}

/// The programs of a home whose file has this name.
pub(crate) fn processes(home: &Home, name: &str) -> Vec<u32> {
    let folder = home.path().as_os_str().as_encoded_bytes().to_owned();
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    all.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|process: &u32| {
            let of = |what: &str| fs::read(format!("/proc/{process}/{what}")).unwrap_or_default();
            memmem::find(&of("cmdline"), name.as_bytes()).is_some()
                && memmem::find(&of("environ"), &folder).is_some()
        })
        .collect()
}
