//! Light that falls on things: slopes, shadows, spots and reflections.

use super::chance::Chance;
use super::light::Light;

/// Lets the light fall from one side: from `least` to 1.
pub(crate) fn slope(light: &mut Light, chance: &mut Chance, least: f32) {
    let (sin, cos) = chance.between(0.0..std::f32::consts::TAU).sin_cos();
    light.change(|x, y, colour| {
        let along = ((x - 0.5) * cos + (y - 0.5) * sin) / std::f32::consts::SQRT_2 + 0.5;
        colour.map(|value| value * (least + (1.0 - least) * along))
    });
}

/// Casts shadows with straight edges, as window frames, hands and phones do.
pub(crate) fn shadows(light: &mut Light, chance: &mut Chance, count: u32) {
    for _ in 0..count {
        let (sin, cos) = chance.between(0.0..std::f32::consts::TAU).sin_cos();
        let (from, wide) = (chance.between(-0.35..0.3), chance.between(0.08..0.7));
        let (depth, soft) = (chance.between(0.12..0.5), chance.between(0.002..0.06));
        light.change(|x, y, colour| {
            let along = (x - 0.5) * cos + (y - 0.5) * sin;
            let edge = |distance: f32| (distance / soft).clamp(-0.5, 0.5) + 0.5;
            let shade = edge(along - from) * edge(from + wide - along);
            colour.map(|value| value * (1.0 - shade * (1.0 - depth)))
        });
    }
}

/// Adds spots of light, as lamps and the sun leave them; `strength` 1 turns black to white.
pub(crate) fn spots(light: &mut Light, chance: &mut Chance, count: u32, strength: f32) {
    for _ in 0..count {
        let (x, y) = (chance.between(0.15..0.85), chance.between(0.15..0.85));
        let (wide, high) = (chance.between(0.04..0.22), chance.between(0.04..0.22));
        let hard = chance.between(1.0..4.0);
        light.change(|at_x, at_y, colour| {
            let distance = ((at_x - x) / wide).powi(2) + ((at_y - y) / high).powi(2);
            colour.map(|value| value + strength * (-distance.powf(hard)).exp())
        });
    }
}

/// Adds a streak of light that a polished surface throws back.
pub(crate) fn streak(light: &mut Light, chance: &mut Chance, strength: f32) {
    let (sin, cos) = chance.between(0.0..std::f32::consts::TAU).sin_cos();
    let (from, wide) = (chance.between(-0.25..0.25), chance.between(0.03..0.15));
    light.change(|x, y, colour| {
        let along = (x - 0.5) * cos + (y - 0.5) * sin - from;
        colour.map(|value| value + strength * (-(along / wide).powi(2)).exp())
    });
}
