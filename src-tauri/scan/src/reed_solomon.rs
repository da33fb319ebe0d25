//! Corrects a block of codewords, some of which are known to be doubtful (ISO/IEC 18004, 7.5.2 and annex B).

use crate::galois::{over, power, product, times, value_at};

/// Corrects a block in place, the highest power first; `doubtful` are positions whose value tells nothing.
///
/// Corrects `t` wrong codewords besides `e` doubtful ones as long as `2 t + e` is at most `checks`, the number of
/// check codewords at the end of the block. Gives how many unexpected ones were wrong, or `None` when there are too
/// many: the block is as it was then.
pub(crate) fn correct(block: &mut [u8], checks: usize, doubtful: &[usize]) -> Option<usize> {
    let syndromes: Vec<u8> = (0..checks).map(|i| at_power(block, i)).collect();
    if syndromes.iter().all(|&syndrome| syndrome == 0) {
        return Some(0);
    }
    if doubtful.len() > checks {
        return None;
    }
    let place = |position: usize| power(block.len() - 1 - position);
    let erasures = doubtful.iter().fold(vec![1], |all, &position| product(&all, &[1, place(position)]));
    let locator = locator(&syndromes, erasures, doubtful.len())?;
    let wrong: Vec<usize> =
        (0..block.len()).filter(|&position| value_at(&locator, over(1, place(position))) == 0).collect();
    if wrong.len() != locator.len() - 1 {
        return None;
    }
    // Forney's formula; with the first root at 2^0 the locator's place comes back as a factor.
    let mut evaluator = product(&syndromes, &locator);
    evaluator.truncate(checks);
    let slope: Vec<u8> =
        locator.iter().skip(1).enumerate().map(|(i, &f)| if i % 2 == 0 { f } else { 0 }).collect();
    let corrections: Vec<(usize, u8)> = wrong
        .iter()
        .map(|&position| {
            let inverse = over(1, place(position));
            let value =
                times(place(position), over(value_at(&evaluator, inverse), value_at(&slope, inverse)));
            (position, value)
        })
        .collect();
    for &(position, value) in &corrections {
        block[position] ^= value;
    }
    if (0..checks).any(|i| at_power(block, i) != 0) {
        for &(position, value) in &corrections {
            block[position] ^= value;
        }
        return None;
    }
    Some(wrong.iter().filter(|position| !doubtful.contains(position)).count())
}

fn at_power(block: &[u8], exponent: usize) -> u8 {
    block.iter().fold(0, |sum, &codeword| times(sum, power(exponent)) ^ codeword)
}

/// The polynomial whose roots tell the places of all wrong codewords, begun with the doubtful ones (Berlekamp, Massey).
fn locator(syndromes: &[u8], erasures: Vec<u8>, doubtful: usize) -> Option<Vec<u8>> {
    let mut locator = erasures;
    let mut before = locator.clone();
    let mut errors = 0;
    let mut last = 1;
    let mut since = 1;
    for step in doubtful..syndromes.len() {
        let discrepancy =
            locator.iter().zip(syndromes[..=step].iter().rev()).fold(0, |sum, (&a, &b)| sum ^ times(a, b));
        if discrepancy == 0 {
            since += 1;
            continue;
        }
        let shifted: Vec<u8> = std::iter::repeat_n(0, since)
            .chain(before.iter().map(|&factor| times(over(discrepancy, last), factor)))
            .collect();
        let old = locator.clone();
        locator.resize(locator.len().max(shifted.len()), 0);
        locator.iter_mut().zip(&shifted).for_each(|(a, b)| *a ^= b);
        if 2 * errors <= step - doubtful {
            errors = step - doubtful + 1 - errors;
            (before, last, since) = (old, discrepancy, 1);
        } else {
            since += 1;
        }
    }
    while locator.last() == Some(&0) {
        locator.pop();
    }
    (2 * errors + doubtful <= syndromes.len()).then_some(locator)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 16 codewords and their 10 check codewords: version 1-M of "01234567", from the standard's annex I.
    const BLOCK: [u8; 26] = [
        0x10, 0x20, 0x0c, 0x56, 0x61, 0x80, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xa5,
        0x24, 0xd4, 0xc1, 0xed, 0x36, 0xc7, 0x87, 0x2c, 0x55,
    ];

    #[test]
    fn the_example_of_the_standard_is_right() {
        assert_eq!(correct(&mut BLOCK.clone(), 10, &[]), Some(0));
    }

    #[test]
    fn errors_and_doubtful_codewords_are_corrected_up_to_the_bound() {
        for (wrong, doubtful) in [(5, 0), (4, 2), (3, 4), (2, 6), (1, 8), (0, 10), (0, 3), (1, 1), (2, 0)] {
            let mut block = BLOCK;
            let places: Vec<usize> = (0..wrong + doubtful).map(|i| i * 7 % 26).collect();
            for &place in &places {
                block[place] ^= 0x5a;
            }
            assert_eq!(
                correct(&mut block, 10, &places[wrong..]),
                Some(wrong),
                "{wrong} wrong, {doubtful} doubtful"
            );
            assert_eq!(block, BLOCK, "{wrong} wrong, {doubtful} doubtful");
        }
    }

    #[test]
    fn doubtful_codewords_that_are_right_stay() {
        let mut block = BLOCK;
        block[3] ^= 1;
        assert_eq!(correct(&mut block, 10, &[0, 1, 2, 25]), Some(1));
        assert_eq!(block, BLOCK);
    }

    #[test]
    fn too_much_damage_changes_nothing() {
        let mut block = BLOCK;
        for (i, codeword) in block.iter_mut().take(9).enumerate() {
            *codeword ^= 0x31 + u8::try_from(i).unwrap_or(0);
        }
        let damaged = block;
        assert_eq!(correct(&mut block, 10, &[]), None);
        assert_eq!(correct(&mut block, 10, &[20, 21, 22, 23, 24, 25, 19, 18, 17, 16, 15]), None);
        assert_eq!(block, damaged);
    }
}
