//! The part of a sealed file that the passphrase opens: the bytes before the content.

use super::{KEY, Key, NONCE, Random, SealedError, TAG};
use crate::secret::SecretText;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use sha2::{Digest, Sha256};
use std::ops::RangeInclusive;
use zeroize::Zeroizing;

const MAGIC: &[u8; 8] = b"CSSEALED";
const VERSION: u32 = 1;
const SALT: usize = 16;
const CHECK: usize = 16;
/// The size of the header, in bytes.
pub(super) const HEADER: usize = MAGIC.len() + 4 * 4 + SALT + NONCE + KEY + TAG + CHECK;

/// What stretching a passphrase costs. Exists only within the bounds that a file may ask for, so that a planted file
/// cannot make the program swallow all memory or never come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    memory: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// 64 MiB, three passes, one lane: the second choice of RFC 9106 section 4 with one lane in place of four; about a third of a
    /// second on a small machine.
    pub const USUAL: Self = Self { memory: 64 << 10, passes: 3, lanes: 1 };

    /// Memory in KiB, up to 1 GiB.
    const MEMORY: RangeInclusive<u32> = Params::MIN_M_COST..=1 << 20;
    const PASSES: RangeInclusive<u32> = 1..=10;
    const LANES: RangeInclusive<u32> = 1..=4;

    /// Checks the bounds. `memory` is in KiB.
    ///
    /// # Errors
    /// [`SealedError::HostileParameters`].
    pub fn new(memory: u32, passes: u32, lanes: u32) -> Result<Self, SealedError> {
        let cost = Self { memory, passes, lanes };
        let bounded = Self::MEMORY.contains(&memory)
            && Self::PASSES.contains(&passes)
            && Self::LANES.contains(&lanes)
            && cost.params().is_some();
        bounded.then_some(cost).ok_or(SealedError::HostileParameters)
    }

    fn params(self) -> Option<Params> {
        // The bounds stand as they are; within them the least is paid while fuzzing.
        if cfg!(fuzzing) && Self::MEMORY.contains(&self.memory) {
            return Params::new(Params::MIN_M_COST * self.lanes, 1, self.lanes, Some(KEY)).ok();
        }
        Params::new(self.memory, self.passes, self.lanes, Some(KEY)).ok()
    }

    fn stretch(self, passphrase: &SecretText, salt: &[u8]) -> Result<Key, SealedError> {
        let params = self.params().ok_or(SealedError::HostileParameters)?;
        // Own memory: a want of it is an error here and no abort, and it is wiped, for the key follows from its end.
        let mut blocks: Zeroizing<Vec<Block>> = Zeroizing::new(Vec::new());
        blocks.try_reserve_exact(params.block_count()).map_err(|_| SealedError::NotEnoughMemory)?;
        blocks.resize(params.block_count(), Block::new());
        let mut key = Key(Zeroizing::new([0; KEY]));
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(
                passphrase.expose().as_bytes(),
                salt,
                &mut *key.0,
                blocks.as_mut_slice(),
            )
            .map_err(|_| SealedError::HostileParameters)?;
        Ok(key)
    }
}

/// The bytes before the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    cost: Cost,
    salt: [u8; SALT],
    nonce: [u8; NONCE],
    sealed_key: [u8; KEY + TAG],
}

impl Header {
    /// Seals a data key.
    pub(super) fn seal(
        key: &Key,
        passphrase: &SecretText,
        cost: Cost,
        random: Random<'_>,
    ) -> Result<Self, SealedError> {
        let mut header = Self { cost, salt: [0; SALT], nonce: [0; NONCE], sealed_key: [0; KEY + TAG] };
        random(&mut header.salt);
        random(&mut header.nonce);
        let stretched = cost.stretch(passphrase, &header.salt)?;
        let sealed = stretched.seal(&header.nonce, &header.associated(), &*key.0);
        header.sealed_key.copy_from_slice(&sealed);
        Ok(header)
    }

    /// Reads a header, checks that it is whole and within bounds, and stretches nothing yet. Returns what follows too.
    pub(super) fn read(file: &[u8]) -> Result<(Self, &[u8]), SealedError> {
        let mut rest = file.strip_prefix(MAGIC).ok_or(SealedError::Damaged)?;
        // Before anything else, because a newer file may be laid out otherwise from here on.
        match number(&mut rest)? {
            0 => return Err(SealedError::Damaged),
            VERSION => {}
            _ => return Err(SealedError::Newer),
        }
        let cost = Cost::new(number(&mut rest)?, number(&mut rest)?, number(&mut rest)?);
        let (salt, nonce, sealed_key) = (take(&mut rest)?, take(&mut rest)?, take(&mut rest)?);
        let found: [u8; CHECK] = take(&mut rest)?;
        let (checked, _) = file.split_at(HEADER - CHECK);
        if check(checked) != found {
            return Err(SealedError::Damaged);
        }
        Ok((Self { cost: cost?, salt, nonce, sealed_key }, rest))
    }

    /// Opens the data key.
    pub(super) fn open(&self, passphrase: &SecretText) -> Result<Key, SealedError> {
        let stretched = self.cost.stretch(passphrase, &self.salt)?;
        let plain = stretched.open(&self.nonce, &self.associated(), &self.sealed_key);
        let plain = plain.ok_or(SealedError::WrongPassphrase)?;
        let mut key = Key(Zeroizing::new([0; KEY]));
        key.0.copy_from_slice(&plain);
        Ok(key)
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.associated();
        bytes.extend_from_slice(&self.sealed_key);
        let check = check(&bytes);
        bytes.extend_from_slice(&check);
        bytes
    }

    /// Returns what the seal of the data key vouches for besides the key.
    fn associated(&self) -> Vec<u8> {
        let mut bytes = preamble();
        for number in [self.cost.memory, self.cost.passes, self.cost.lanes] {
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        bytes.extend_from_slice(&self.salt);
        bytes.extend_from_slice(&self.nonce);
        bytes
    }
}

/// Returns magic and version, which every seal of the file vouches for.
pub(super) fn preamble() -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend_from_slice(&VERSION.to_be_bytes());
    bytes
}

/// Takes so many bytes off the front.
pub(super) fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], SealedError> {
    let (taken, after) = rest.split_first_chunk().ok_or(SealedError::Damaged)?;
    *rest = after;
    Ok(*taken)
}

fn number(rest: &mut &[u8]) -> Result<u32, SealedError> {
    take(rest).map(u32::from_be_bytes)
}

fn check(bytes: &[u8]) -> [u8; CHECK] {
    let mut check = [0; CHECK];
    check.iter_mut().zip(Sha256::digest(bytes)).for_each(|(to, from)| *to = from);
    check
}
