//! The field with 256 elements that QR codes are protected with (ISO/IEC 18004, 7.5.2): x^8 + x^4 + x^3 + x^2 + 1.

/// Powers of 2, twice over so that sums of two logarithms need no division, and the logarithms of 1 to 255.
const TABLES: ([u8; 512], [u8; 256]) = {
    let mut powers = [0_u8; 512];
    let mut logarithms = [0_u8; 256];
    let mut value = 1_u8;
    let mut power = 0_u8;
    let mut i = 0;
    while i < 510 {
        powers[i] = value;
        if i < 255 {
            logarithms[index(value)] = power;
            power += if power < 254 { 1 } else { 0 };
        }
        value = if value & 0x80 == 0 { value << 1 } else { (value << 1) ^ 0x1d };
        i += 1;
    }
    (powers, logarithms)
};

#[expect(clippy::as_conversions, reason = "the only way in a constant")]
const fn index(value: u8) -> usize {
    value as usize
}

/// 2 to the power of `exponent`, which is below 510.
pub(crate) fn power(exponent: usize) -> u8 {
    TABLES.0[exponent]
}

/// The exponent of 2 that gives `value`, which is not 0.
fn logarithm(value: u8) -> usize {
    usize::from(TABLES.1[usize::from(value)])
}

pub(crate) fn times(a: u8, b: u8) -> u8 {
    if a == 0 || b == 0 { 0 } else { power(logarithm(a) + logarithm(b)) }
}

/// `a` divided by `b`, which is not 0.
pub(crate) fn over(a: u8, b: u8) -> u8 {
    if a == 0 { 0 } else { power(logarithm(a) + 255 - logarithm(b)) }
}

/// The value of a polynomial, its constant first, at `x`.
pub(crate) fn value_at(polynomial: &[u8], x: u8) -> u8 {
    polynomial.iter().rev().fold(0, |sum, &factor| times(sum, x) ^ factor)
}

/// The product of two polynomials.
pub(crate) fn product(a: &[u8], b: &[u8]) -> Vec<u8> {
    let mut product = vec![0; a.len() + b.len() - 1];
    for (i, &x) in a.iter().enumerate() {
        for (j, &y) in b.iter().enumerate() {
            product[i + j] ^= times(x, y);
        }
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_but_zero_has_an_inverse() {
        for value in 1..=255 {
            assert_eq!(times(value, over(1, value)), 1, "{value}");
        }
    }

    #[test]
    fn products_are_carryless_and_reduced() {
        // 2 * 128 leaves the byte and comes back as the field's polynomial.
        assert_eq!((times(2, 128), times(3, 7), times(0, 9)), (0x1d, 9, 0));
        assert_eq!(product(&[1, 1], &[1, 1]), [1, 0, 1]);
        assert_eq!(value_at(&[5, 0, 1], 2), 5 ^ 4);
    }
}
