//! What counts as dark, square by square.

use crate::number::byte;
use crate::plane::Plane;

/// Side of the squares in which the threshold is one number, in pixels.
pub(crate) const TILE: usize = 16;

/// The threshold of every tile; 0 where a tile and its neighbours have too little contrast.
pub(crate) struct Thresholds {
    across: usize,
    values: Vec<u8>,
}

impl Thresholds {
    pub(crate) fn row(&self, y: usize) -> &[u8] {
        &self.values[y / TILE * self.across..][..self.across]
    }

    /// The threshold at a place in the picture.
    pub(crate) fn at(&self, [x, y]: [f32; 2]) -> u8 {
        let tile = |coordinate: f32| crate::number::pixel(coordinate) / TILE;
        self.values.get(tile(y) * self.across + tile(x).min(self.across - 1)).copied().unwrap_or(0)
    }

    /// Halfway between the darkest and the lightest pixel of a tile and its neighbours.
    pub(crate) fn of(plane: &Plane<'_>, contrast: u8) -> Self {
        let (across, down) = (plane.width.div_ceil(TILE), plane.height.div_ceil(TILE));
        let (darkest, lightest) = extremes(plane, across, down);
        let mut values = vec![0; across * down];
        for y in 0..down {
            for x in 0..across {
                let (mut low, mut high) = (255_u8, 0_u8);
                for row in y.saturating_sub(1)..(y + 2).min(down) {
                    for i in row * across + x.saturating_sub(1)..row * across + (x + 2).min(across) {
                        low = low.min(darkest[i]);
                        high = high.max(lightest[i]);
                    }
                }
                if high.saturating_sub(low) >= contrast {
                    values[y * across + x] = byte(u32::from(low).midpoint(u32::from(high)) + 1).max(1);
                }
            }
        }
        Self { across, values }
    }
}

/// The darkest and the lightest pixel of every tile.
fn extremes(plane: &Plane<'_>, across: usize, down: usize) -> (Vec<u8>, Vec<u8>) {
    let mut darkest = vec![255_u8; across * down];
    let mut lightest = vec![0_u8; across * down];
    let mut column_low = vec![0_u8; plane.width];
    let mut column_high = vec![0_u8; plane.width];
    let tiles = darkest.chunks_exact_mut(across).zip(lightest.chunks_exact_mut(across));
    for (rows, (darkest, lightest)) in plane.bytes.chunks(TILE * plane.width).zip(tiles) {
        column_low.fill(255);
        column_high.fill(0);
        for row in rows.chunks_exact(plane.width) {
            for ((low, high), &value) in column_low.iter_mut().zip(&mut column_high).zip(row) {
                *low = value.min(*low);
                *high = value.max(*high);
            }
        }
        for (tile, columns) in darkest.iter_mut().zip(column_low.chunks(TILE)) {
            *tile = columns.iter().fold(255, |low, &value| low.min(value));
        }
        for (tile, columns) in lightest.iter_mut().zip(column_high.chunks(TILE)) {
            *tile = columns.iter().fold(0, |high, &value| high.max(value));
        }
    }
    (darkest, lightest)
}
