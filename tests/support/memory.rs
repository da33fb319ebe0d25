//! What stands in the memory of a running program.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;

use memchr::memmem;

use super::home::Home;

/// As much of a region as is read at once, in bytes: a number of pages.
const PIECE: usize = 4 << 20;

/// The size of a page, in bytes.
const PAGE: usize = 4096;

/// Says whether any of these bytes stand in what a program may write to: heap, stacks, buffers.
///
/// # Errors
/// Where the system does not let this user look.
pub(crate) fn holds(process: u32, needles: &[&[u8]]) -> io::Result<bool> {
    let open = |what: &str| File::open(format!("/proc/{process}/{what}"));
    let (memory, pages) = (open("mem")?, open("pagemap")?);
    let longest = needles.iter().map(|needle| needle.len()).max().unwrap_or(1);
    // What was read, after the end of what was read before: what begins in one piece may end in the next.
    let mut text = Vec::with_capacity(longest + PIECE);
    for region in fs::read_to_string(format!("/proc/{process}/maps"))?.lines() {
        let mut words = region.split_whitespace();
        let (Some(range), Some(access)) = (words.next(), words.next()) else { continue };
        let bounds =
            range.split_once('-').map(|(from, to)| [from, to].map(|at| usize::from_str_radix(at, 16)));
        let Some([Ok(from), Ok(end)]) = bounds else { continue };
        if !access.starts_with("rw") {
            continue;
        }
        text.clear();
        for at in (from..end).step_by(PIECE) {
            let much = PIECE.min(end - at);
            if !touched(&pages, at, much)? {
                text.clear();
                continue;
            }
            let kept = text.len().min(longest);
            text.drain(..text.len() - kept);
            text.resize(kept + much, 0);
            // Some regions cannot be read: devices, and what was given back meanwhile.
            let Ok(read) = memory.read_at(&mut text[kept..], offset(at)) else { break };
            text.truncate(kept + read);
            if needles.iter().any(|needle| memmem::find(&text, needle).is_some()) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn offset(at: usize) -> u64 {
    u64::try_from(at).unwrap_or(u64::MAX)
}

/// Whether anything was ever written to these pages. A web engine reserves gigabytes that it does not touch.
fn touched(pages: &File, at: usize, much: usize) -> io::Result<bool> {
    let mut entries = vec![0; much.div_ceil(PAGE) * 8];
    let read = pages.read_at(&mut entries, offset(at / PAGE * 8))?;
    // Linux, admin-guide/mm/pagemap: bit 63 says that a page is present, bit 62 that it is swapped out.
    Ok(entries[..read].chunks_exact(8).any(|entry| entry[7] & 0b1100_0000 != 0))
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
