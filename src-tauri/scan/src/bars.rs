//! Recognises the bars of other barcodes, to be able to say so.

use crate::view::Source;

/// Bars of one code: fewer edges are a table or a fence.
const LEAST_EDGES: usize = 40;
/// Rows between two looks, in pixels of the halved picture.
const APART: usize = 6;
/// Looks in a row that must show the same bars.
const LEAST_LOOKS: u16 = 5;
/// Differences in brightness below this are no edges.
const CONTRAST: u8 = 48;

/// Whether there are bars from top to bottom: many edges at the same columns over many rows.
pub(crate) fn are_in(source: &Source<'_>) -> bool {
    let Some(plane) = source.level(1) else { return false };
    // How many looks in a row each column has had an edge for.
    let mut run = vec![0_u16; plane.width];
    for y in (0..plane.height).step_by(APART) {
        let row = plane.row(y);
        for ((run, &left), &right) in run.iter_mut().zip(row).zip(&row[1..]) {
            *run = if left.abs_diff(right) >= CONTRAST { run.saturating_add(1) } else { 0 };
        }
        let long: Vec<usize> = (0..run.len()).filter(|&x| run[x] >= LEAST_LOOKS).collect();
        // Bars stand close to each other and at uneven distances; the lines of a grid do not.
        for window in long.windows(LEAST_EDGES) {
            let wide = window[LEAST_EDGES - 1] - window[0];
            let gaps: Vec<usize> = window.windows(2).map(|pair| pair[1] - pair[0]).collect();
            let (thin, thick) = (gaps.iter().min(), gaps.iter().max());
            if wide < LEAST_EDGES * 10 && thin < thick {
                return true;
            }
        }
    }
    false
}
