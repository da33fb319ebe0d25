//! Keys that other programs make of a password. Every cost is bounded before anything is spent.

use super::TransferError;
use crate::secret::SecretText;
use argon2::{Algorithm, Argon2, Params, Version};
use hmac::{EagerHash, Hmac, KeyInit};
use sha2::Sha256;
use std::ops::RangeInclusive;
use zeroize::Zeroizing;

/// A key of 256 bits.
pub(super) type Key = Zeroizing<[u8; 32]>;

/// The most rounds of PBKDF2: what Bitwarden lets people choose.
const ROUNDS: RangeInclusive<u64> = 1..=2_000_000;
/// The most memory of scrypt, in blocks of 128 bytes: 128 MiB, four times what Aegis takes.
const SCRYPT_BLOCKS: u64 = 1 << 20;
/// The most memory of scrypt times lanes, in the same blocks.
const SCRYPT_WORK: u64 = 1 << 21;
/// The most memory of Argon2, in KiB: what Bitwarden lets people choose.
const ARGON_MEMORY: RangeInclusive<u64> = 8..=1 << 20;
/// The most memory times passes, in KiB: some five seconds.
const ARGON_WORK: u64 = 1 << 22;
/// The most lanes of Argon2: what Bitwarden lets people choose.
const ARGON_LANES: RangeInclusive<u64> = 1..=16;

/// Returns the password, of a file that cannot be read without one.
pub(super) fn required(password: Option<&SecretText>) -> Result<&SecretText, TransferError> {
    password.ok_or(TransferError::WrongPassword)
}

/// PBKDF2 with SHA-256 (RFC 8018 section 5.2).
pub(super) fn pbkdf2_sha256(password: &[u8], salt: &[u8], rounds: u64) -> Result<Key, TransferError> {
    let mut key = Key::default();
    pbkdf2::<Sha256>(password, salt, rounds, &mut *key)?;
    Ok(key)
}

/// PBKDF2 with the HMAC of any hash, for a key of any length.
pub(super) fn pbkdf2<D>(
    password: &[u8],
    salt: &[u8],
    rounds: u64,
    key: &mut [u8],
) -> Result<(), TransferError>
where
    D: EagerHash<Core: Sync>,
    Hmac<D>: KeyInit + Sync,
{
    let rounds = Some(rounds).filter(|rounds| ROUNDS.contains(rounds)).ok_or(TransferError::TooCostly)?;
    let rounds = u32::try_from(rounds).map_err(|_| TransferError::TooCostly)?;
    ::pbkdf2::pbkdf2_hmac::<D>(password, salt, cheap(rounds, 1), key);
    Ok(())
}

/// scrypt (RFC 7914) with the costs `n`, `r` and `p`.
pub(super) fn scrypt(password: &[u8], salt: &[u8], n: u64, r: u64, p: u64) -> Result<Key, TransferError> {
    let blocks = n.checked_mul(r).filter(|blocks| (1..=SCRYPT_BLOCKS).contains(blocks));
    let work = blocks.and_then(|blocks| blocks.checked_mul(p));
    let work = work.is_some_and(|work| (1..=SCRYPT_WORK).contains(&work));
    if !n.is_power_of_two() || !work {
        return Err(TransferError::TooCostly);
    }
    let (Ok(log_n), Ok(r), Ok(p)) = (u8::try_from(n.ilog2()), u32::try_from(r), u32::try_from(p)) else {
        return Err(TransferError::TooCostly);
    };
    let params = ::scrypt::Params::new(cheap(log_n, 1), r, p).map_err(|_| TransferError::TooCostly)?;
    let mut key = Key::default();
    ::scrypt::scrypt(password, salt, &params, &mut *key).map_err(|_| TransferError::TooCostly)?;
    Ok(key)
}

/// Argon2id, version 1.3 (RFC 9106). `memory` is in KiB.
pub(super) fn argon2id(
    password: &[u8],
    salt: &[u8],
    memory: u64,
    passes: u64,
    lanes: u64,
) -> Result<Key, TransferError> {
    argon2(Algorithm::Argon2id, Version::V0x13, password, salt, memory, passes, lanes)
}

/// Argon2 of any kind and version. `memory` is in KiB.
pub(super) fn argon2(
    algorithm: Algorithm,
    version: Version,
    password: &[u8],
    salt: &[u8],
    memory: u64,
    passes: u64,
    lanes: u64,
) -> Result<Key, TransferError> {
    let work = memory.checked_mul(passes).is_some_and(|work| work <= ARGON_WORK);
    if !(work && ARGON_MEMORY.contains(&memory) && ARGON_LANES.contains(&lanes)) {
        return Err(TransferError::TooCostly);
    }
    let (Ok(memory), Ok(passes), Ok(lanes)) =
        (u32::try_from(memory), u32::try_from(passes), u32::try_from(lanes))
    else {
        return Err(TransferError::TooCostly);
    };
    let mut key = Key::default();
    let memory = cheap(memory, 8 * lanes);
    let params = Params::new(memory, cheap(passes, 1), lanes, Some(key.len()))
        .map_err(|_| TransferError::TooCostly)?;
    let argon = Argon2::new(algorithm, version, params);
    // What is left to fail is a salt of the wrong length.
    argon.hash_password_into(password, salt, &mut *key).map_err(|_| TransferError::Unsupported)?;
    Ok(key)
}

/// Returns a cost as it is, but the least one while fuzzing: keys are the wrong ones then, and come a thousand times as fast.
pub(super) fn cheap<T: Ord>(cost: T, least: T) -> T {
    if cfg!(fuzzing) { cost.min(least) } else { cost }
}
