//! What happens to drawings on their way through the clipboard, undone.

use super::cell::Cell;

type Lines = Vec<Vec<Cell>>;

/// The lines as they were before one kind of damage, or `None` where it did not happen.
pub(super) type Repair = fn(&[Vec<Cell>]) -> Option<Lines>;

/// Tried in this order, after the lines as they are.
pub(super) const REPAIRS: [Repair; 4] =
    [doubled, wrapped, |lines| joined(lines, 2), |lines| joined(lines, 3)];

fn blank(line: &[Cell]) -> bool {
    line.iter().all(|cell| cell.drawn == 0 && cell.behind == super::cell::EMPTY.behind)
}

/// A blank line after every line.
fn doubled(lines: &[Vec<Cell>]) -> Option<Lines> {
    let empty = lines.iter().filter(|line| line.is_empty()).count();
    (empty * 3 > lines.len()).then(|| lines.iter().filter(|line| !line.is_empty()).cloned().collect())
}

/// A line as long as the longest goes on in the next one.
fn wrapped(lines: &[Vec<Cell>]) -> Option<Lines> {
    let longest = lines.iter().map(Vec::len).max()?;
    if longest < 8 || lines.iter().filter(|line| line.len() == longest).count() < 8 {
        return None;
    }
    let mut whole: Lines = Vec::new();
    let mut goes_on = false;
    for line in lines {
        match whole.last_mut() {
            Some(last) if goes_on => last.extend_from_slice(line),
            _ => whole.push(line.clone()),
        }
        goes_on = line.len() == longest;
    }
    Some(whole)
}

/// Every so many lines are one, where all lines but the last of each are equally long.
fn joined(lines: &[Vec<Cell>], pieces: usize) -> Option<Lines> {
    let begin = lines.iter().position(|line| !blank(line))?;
    let longest = lines.iter().map(Vec::len).max()?;
    (longest >= 8).then(|| {
        let join = |group: &[Vec<Cell>]| {
            let mut whole = Vec::new();
            for piece in group {
                let mut piece = piece.clone();
                if whole.is_empty() {
                    piece.resize(longest, super::cell::EMPTY);
                }
                whole.extend(piece);
            }
            whole
        };
        lines[begin..].chunks(pieces).map(join).collect()
    })
}
