//! Mends the codewords of a damaged symbol, knowing how sure each module is.

use crate::layout::{Format, order};
use crate::reed_solomon;

/// Check codewords that a correction leaves unused: each makes a wrong correction 256 times less likely.
const SPARE: usize = 3;
/// Agreement of the format information with the symbol, below which there is none.
const LEAST_FORMAT: f32 = 0.45;

/// The modules of the symbol that a square of modules was before it was damaged, true where dark.
///
/// `darkness` tells of each module how dark it is: positive dark, negative light, near 0 nobody knows. The least sure
/// codewords are treated as lost, more and more of them (generalised minimum distance decoding, Forney 1966).
pub(crate) fn mend(size: usize, darkness: &[f32]) -> Option<Vec<bool>> {
    whole(size, darkness, mend_block)
}

/// As [`mend`], with the codewords taken as they seem: quick, and as good where no module is known to be doubtful.
pub(crate) fn correct(size: usize, darkness: &[f32]) -> Option<Vec<bool>> {
    whole(size, darkness, |block, soft, checks| {
        let mut codewords: Vec<u8> = block.iter().map(|&number| hard(&soft[number])).collect();
        reed_solomon::correct(&mut codewords, checks, &[]).map(|_| codewords)
    })
}

/// The whole symbol with every block mended.
fn whole(
    size: usize,
    darkness: &[f32],
    mend_block: impl Fn(&[usize], &[[f32; 8]], usize) -> Option<Vec<u8>>,
) -> Option<Vec<bool>> {
    let (format, _) = format(size, darkness);
    let at = |[x, y]: [usize; 2]| {
        let value = darkness[y * size + x];
        if format.masks([x, y]) { -value } else { value }
    };
    let soft: Vec<[f32; 8]> = order(size).as_chunks::<8>().0.iter().map(|modules| modules.map(at)).collect();
    let (blocks, checks) = format.blocks(size);
    let mut codewords: Vec<u8> = soft.iter().map(hard).collect();
    for block in &blocks {
        let mended = mend_block(block, &soft, checks)?;
        for (&number, codeword) in block.iter().zip(mended) {
            codewords[number] = codeword;
        }
    }
    Some(draw(size, darkness, format, &codewords))
}

/// The symbol as it is or mirrored, whichever tells better how it is made; `None` where neither tells it.
pub(crate) fn facing(size: usize, darkness: Vec<f32>) -> Option<Vec<f32>> {
    // Rows and columns exchanged.
    let mirrored: Vec<f32> = (0..size * size).map(|i| darkness[i % size * size + i / size]).collect();
    let rated = [darkness, mirrored].map(|darkness| (format(size, &darkness).1, darkness));
    let [plain, mirrored] = rated;
    let (agreement, darkness) = if plain.0 >= mirrored.0 { plain } else { mirrored };
    (agreement >= LEAST_FORMAT).then_some(darkness)
}

/// The format information that agrees best, and how well it does.
fn format(size: usize, darkness: &[f32]) -> (Format, f32) {
    let agreement = |format: Format| {
        let (mut sum, mut all) = (0.0, 0.01);
        for ([x, y], dark) in format.modules(size) {
            let value = darkness[y * size + x].clamp(-1.0, 1.0);
            sum += if dark { value } else { -value };
            all += value.abs();
        }
        sum / all
    };
    let rated = Format::all().map(|format| (format, agreement(format)));
    rated.fold((Format { level: 0, mask: 0 }, f32::MIN), |best, one| if one.1 > best.1 { one } else { best })
}

fn hard(bits: &[f32; 8]) -> u8 {
    bits.iter().fold(0, |sum, &value| sum << 1 | u8::from(value > 0.0))
}

fn mend_block(block: &[usize], soft: &[[f32; 8]], checks: usize) -> Option<Vec<u8>> {
    let codewords: Vec<u8> = block.iter().map(|&number| hard(&soft[number])).collect();
    // A codeword is as sure as its least sure module.
    let sureness = |number: usize| soft[number].iter().fold(f32::MAX, |least, value| least.min(value.abs()));
    let mut doubtful: Vec<usize> = (0..block.len()).collect();
    doubtful.sort_by(|&a, &b| sureness(block[a]).total_cmp(&sureness(block[b])));
    let most = checks.saturating_sub(SPARE);
    (0..=most).step_by(2).chain([most]).find_map(|count| {
        let mut mended = codewords.clone();
        let wrong = reed_solomon::correct(&mut mended, checks, &doubtful[..count.min(block.len())])?;
        (2 * wrong + count + SPARE <= checks + 1).then_some(mended)
    })
}

/// Puts codewords and format information back into the symbol.
fn draw(size: usize, darkness: &[f32], format: Format, codewords: &[u8]) -> Vec<bool> {
    let mut modules: Vec<bool> = darkness.iter().map(|&value| value > 0.0).collect();
    for (i, &[x, y]) in order(size).iter().enumerate() {
        if let Some(codeword) = codewords.get(i / 8) {
            modules[y * size + x] = (codeword >> (7 - i % 8) & 1 == 1) != format.masks([x, y]);
        }
    }
    for ([x, y], dark) in format.modules(size) {
        modules[y * size + x] = dark;
    }
    modules
}

#[cfg(test)]
mod tests {
    use super::*;
    use qrcode::{Color, EcLevel, QrCode};

    const LINK: &[u8] = b"otpauth://totp/npm:tester?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=npm";

    fn drawn() -> (usize, Vec<bool>) {
        let Ok(code) = QrCode::with_error_correction_level(LINK, EcLevel::L) else { panic!("the link fits") };
        let size = code.width();
        let dark = (0..size * size).map(|i| code[(i % size, i / size)] == Color::Dark);
        (size, dark.collect())
    }

    fn darkness(modules: &[bool]) -> Vec<f32> {
        modules.iter().map(|&dark| if dark { 0.8 } else { -0.8 }).collect()
    }

    #[test]
    fn a_whole_symbol_stays_as_it_is() {
        let (size, modules) = drawn();
        assert!(mend(size, &darkness(&modules)) == Some(modules));
    }

    #[test]
    fn lost_modules_come_back_where_they_are_known_to_be_lost() {
        let (size, modules) = drawn();
        let mut damaged = darkness(&modules);
        // A cursor of 8 by 12 modules: more than can be corrected when nobody knows where it is.
        for y in 14..26 {
            for x in 15..23 {
                damaged[y * size + x] = 0.05;
            }
        }
        let hard: Vec<bool> = damaged.iter().map(|&value| value > 0.0).collect();
        assert_eq!(crate::foreign::read_matrix(size, &hard), None);
        assert!(mend(size, &damaged) == Some(modules));
    }

    #[test]
    fn symbols_of_every_size_and_level_are_corrected() {
        for version in 1..=40 {
            for level in [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H] {
                let Ok(code) = QrCode::with_version(b"otp", qrcode::Version::Normal(version), level) else {
                    panic!("three bytes fit")
                };
                let size = code.width();
                let dark = |i: usize| code[(i % size, i / size)] == Color::Dark;
                let modules: Vec<bool> = (0..size * size).map(dark).collect();
                let mut damaged = modules.clone();
                // As many wrong codewords as the smallest symbol bears.
                damaged[size * size - 1] ^= true;
                assert!(correct(size, &darkness(&damaged)) == Some(modules), "{version} {level:?}");
            }
        }
    }

    #[test]
    fn noise_is_no_symbol() {
        let mut seed = 7_u32;
        for size in [21, 25, 37, 57] {
            for _ in 0..200 {
                let noise: Vec<f32> = (0..size * size)
                    .map(|_| {
                        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        f32::from(u16::try_from(seed >> 16).unwrap_or(0)) / 32768.0 - 1.0
                    })
                    .collect();
                assert_eq!(mend(size, &noise), None, "{size} modules");
            }
        }
    }
}
