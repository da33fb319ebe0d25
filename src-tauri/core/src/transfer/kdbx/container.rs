//! The file around it: header, key, checks, cipher and compression.

use super::super::TransferError;
use super::super::key::{self, Key};
use crate::secret::SecretText;
use aes::Aes256;
use aes::cipher::{Array, BlockCipherEncrypt, KeyInit, KeyIvInit, StreamCipher};
use cbc::cipher::BlockModeDecrypt;
use cbc::cipher::block_padding::Pkcs7;
use chacha20::ChaCha20;
use flate2::read::GzDecoder;
use hmac::{Hmac, Mac};
use salsa20::Salsa20;
use sha2::{Digest, Sha256, Sha512};
use std::collections::HashMap;
use std::io::Read;
use twofish::Twofish;
use zeroize::Zeroizing;

const MAGIC: &[u8] = b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5";
/// Bytes before the fields of the header: the magic and the version.
const FIELDS: usize = 12;
/// The most bytes of what is unpacked.
const GROWN: u64 = 64 << 20;
/// The most rounds of AES, some ten seconds.
const ROUNDS: u64 = 200_000_000;

const AES: &[u8] = b"\x31\xc1\xf2\xe6\xbf\x71\x43\x50\xbe\x58\x05\x21\x6a\xfc\x5a\xff";
const TWOFISH: &[u8] = b"\xad\x68\xf2\x9f\x57\x6f\x4b\xb9\xa3\x6a\xd4\x7a\xf9\x65\x34\x6c";
const CHACHA: &[u8] = b"\xd6\x03\x8a\x2b\x8b\x6f\x4c\xb5\xa5\x24\x33\x9a\x31\xdb\xb5\x9a";

const KDF_AES: &[u8] = b"\xc9\xd9\xf3\x9a\x62\x8a\x44\x60\xbf\x74\x0d\x08\xc1\x8a\x4f\xea";
/// The same, as some programs name it in version 4.
const KDF_AES_4: &[u8] = b"\x7c\x02\xbb\x82\x79\xa7\x4a\xc0\x92\x7d\x11\x4a\x00\x64\x82\x38";
const KDF_ARGON2D: &[u8] = b"\xef\x63\x6d\xdf\x8c\x29\x44\x4b\x91\xf7\xa9\xa4\x03\xe3\x0a\x0c";
const KDF_ARGON2ID: &[u8] = b"\x9e\x29\x8b\x19\x56\xdb\x47\x73\xb2\x3d\xfc\x3e\xc6\xf0\xa1\xe6";

type Plain = Zeroizing<Vec<u8>>;
type Fields<'a> = HashMap<u8, &'a [u8]>;
const DAMAGED: TransferError = TransferError::Unsupported;

/// What was opened.
pub(super) struct Opened {
    pub(super) xml: Zeroizing<String>,
    pub(super) stream: Stream,
}

/// What locks single fields.
pub(in crate::transfer) enum Stream {
    None,
    Salsa(Box<Salsa20>),
    ChaCha(Box<ChaCha20>),
}

impl Stream {
    fn new(kind: u32, key: &[u8]) -> Result<Self, TransferError> {
        const SALSA_NONCE: &[u8] = b"\xe8\x30\x09\x4b\x97\x20\x5d\x2a";
        match kind {
            0 => Ok(Self::None),
            2 => {
                let key = Sha256::digest(key);
                Salsa20::new_from_slices(&key, SALSA_NONCE)
                    .map(|stream| Self::Salsa(Box::new(stream)))
                    .map_err(|_| DAMAGED)
            }
            3 => {
                let key = Sha512::digest(key);
                let (key, nonce) = key.split_at(32);
                let nonce = nonce.get(..12).ok_or(DAMAGED)?;
                ChaCha20::new_from_slices(key, nonce)
                    .map(|stream| Self::ChaCha(Box::new(stream)))
                    .map_err(|_| DAMAGED)
            }
            _ => Err(DAMAGED),
        }
    }

    /// Unlocks the next field.
    pub(super) fn apply(&mut self, bytes: &mut [u8]) {
        // Both fail only at the end of the stream, which is farther than any file goes.
        let _end_of_stream = match self {
            Self::None => Ok(()),
            Self::Salsa(stream) => stream.try_apply_keystream(bytes),
            Self::ChaCha(stream) => stream.try_apply_keystream(bytes),
        };
    }
}

/// Says whether a file is a database.
pub(super) fn is_database(file: &[u8]) -> bool {
    file.starts_with(MAGIC)
}

/// Opens a database.
pub(super) fn open(file: &[u8], password: &SecretText) -> Result<Opened, TransferError> {
    let major = file.get(10..FIELDS).filter(|_| is_database(file)).ok_or(DAMAGED)?;
    let composite = Zeroizing::new(Sha256::digest(Sha256::digest(password.expose())).into());
    match major {
        [3, 0] => open_3(file, &composite),
        [4, 0] => open_4(file, &composite),
        _ => Err(DAMAGED),
    }
}

fn open_4(file: &[u8], composite: &[u8; 32]) -> Result<Opened, TransferError> {
    let mut rest = Bytes(file.get(FIELDS..).ok_or(DAMAGED)?);
    let fields = rest.fields(4)?;
    let header = file.get(..file.len() - rest.0.len()).ok_or(DAMAGED)?;
    if rest.take(32)? != Sha256::digest(header).as_slice() {
        return Err(DAMAGED);
    }
    let seed = field(&fields, 4)?;
    let transformed = transform_4(&dictionary(field(&fields, 11)?)?, composite)?;
    let base = Zeroizing::new(digest_512(&[seed, transformed.as_slice(), &[1]]));
    check(&base, u64::MAX, &[header], rest.take(32)?).map_err(|_| TransferError::WrongPassword)?;

    let mut sealed = Vec::with_capacity(rest.0.len());
    for number in 0.. {
        let sum = rest.take(32)?;
        let length = rest.take(4)?;
        let block = rest.take(size(length))?;
        check(&base, number, &[&u64::to_le_bytes(number), length, block], sum)?;
        if block.is_empty() {
            break;
        }
        sealed.extend_from_slice(block);
    }
    let body = unpack(&fields, unseal(&fields, &transformed, &sealed)?)?;
    let mut rest = Bytes(&body);
    let inner = rest.fields(4)?;
    let stream = Stream::new(number_32(field(&inner, 1)?)?, field(&inner, 2)?)?;
    Ok(Opened { xml: text(rest.0)?, stream })
}

fn open_3(file: &[u8], composite: &[u8; 32]) -> Result<Opened, TransferError> {
    let mut rest = Bytes(file.get(FIELDS..).ok_or(DAMAGED)?);
    let fields = rest.fields(2)?;
    let rounds = field(&fields, 6)?.try_into().map(u64::from_le_bytes).map_err(|_| DAMAGED)?;
    let transformed = transform_aes(field(&fields, 5)?, rounds, composite)?;
    let start = field(&fields, 9)?;
    // Nothing but the padding and the first bytes tells a wrong password.
    let body = unseal(&fields, &transformed, rest.0).map_err(|_| TransferError::WrongPassword)?;
    let mut blocks = Bytes(body.strip_prefix(start).ok_or(TransferError::WrongPassword)?);
    let mut packed = Zeroizing::new(Vec::with_capacity(body.len()));
    loop {
        blocks.take(4)?;
        let sum = blocks.take(32)?;
        let block = blocks.take(4).map(size)?;
        let block = blocks.take(block)?;
        if block.is_empty() {
            break;
        }
        if sum != Sha256::digest(block).as_slice() {
            return Err(DAMAGED);
        }
        packed.extend_from_slice(block);
    }
    let stream = Stream::new(number_32(field(&fields, 10)?)?, field(&fields, 8)?)?;
    Ok(Opened { xml: text(&unpack(&fields, packed)?)?, stream })
}

/// Makes the key of a password in version 4, as the header's parameters say.
fn transform_4(parameters: &HashMap<&[u8], &[u8]>, composite: &[u8; 32]) -> Result<Key, TransferError> {
    let bytes = |name: &[u8]| parameters.get(name).copied().ok_or(DAMAGED);
    let number = |name: &[u8]| bytes(name)?.try_into().map(u64::from_le_bytes).map_err(|_| DAMAGED);
    let algorithm = match bytes(b"$UUID")? {
        KDF_AES | KDF_AES_4 => return transform_aes(bytes(b"S")?, number(b"R")?, composite),
        KDF_ARGON2D => argon2::Algorithm::Argon2d,
        KDF_ARGON2ID => argon2::Algorithm::Argon2id,
        _ => return Err(DAMAGED),
    };
    let version = argon2::Version::try_from(number_32(bytes(b"V")?)?).map_err(|_| DAMAGED)?;
    let lanes = u64::from(number_32(bytes(b"P")?)?);
    key::argon2(algorithm, version, composite, bytes(b"S")?, number(b"M")? / 1_024, number(b"I")?, lanes)
}

/// Encrypts the key with AES over and over.
fn transform_aes(seed: &[u8], rounds: u64, composite: &[u8; 32]) -> Result<Key, TransferError> {
    if rounds > ROUNDS {
        return Err(TransferError::TooCostly);
    }
    let cipher = Aes256::new_from_slice(seed).map_err(|_| DAMAGED)?;
    let (left, right) = composite.split_at(16);
    let mut blocks = [left, right].map(|half| Array::try_from(half).unwrap_or_default());
    for _ in 0..rounds {
        cipher.encrypt_blocks(&mut blocks);
    }
    Ok(Key::new(Sha256::digest(Zeroizing::new(blocks.concat())).into()))
}

fn unseal(fields: &Fields<'_>, transformed: &Key, sealed: &[u8]) -> Result<Plain, TransferError> {
    let (seed, iv) = (field(fields, 4)?, field(fields, 7)?);
    let hash = Sha256::new().chain_update(seed).chain_update(transformed.as_slice());
    let key = Key::new(hash.finalize().into());
    let opened = match field(fields, 2)? {
        AES => {
            let cipher =
                cbc::Decryptor::<Aes256>::new_from_slices(key.as_slice(), iv).map_err(|_| DAMAGED)?;
            cipher.decrypt_padded_vec::<Pkcs7>(sealed).map_err(|_| DAMAGED)?
        }
        TWOFISH => {
            let cipher =
                cbc::Decryptor::<Twofish>::new_from_slices(key.as_slice(), iv).map_err(|_| DAMAGED)?;
            cipher.decrypt_padded_vec::<Pkcs7>(sealed).map_err(|_| DAMAGED)?
        }
        CHACHA => {
            let mut cipher = ChaCha20::new_from_slices(key.as_slice(), iv).map_err(|_| DAMAGED)?;
            let mut opened = sealed.to_vec();
            cipher.try_apply_keystream(&mut opened).map_err(|_| DAMAGED)?;
            opened
        }
        _ => return Err(DAMAGED),
    };
    Ok(Zeroizing::new(opened))
}

fn unpack(fields: &Fields<'_>, packed: Plain) -> Result<Plain, TransferError> {
    match number_32(field(fields, 3)?)? {
        0 => Ok(packed),
        1 => {
            let mut bytes = Zeroizing::new(Vec::new());
            GzDecoder::new(packed.as_slice()).take(GROWN + 1).read_to_end(&mut bytes).map_err(|_| DAMAGED)?;
            let fits = u64::try_from(bytes.len()).is_ok_and(|length| length <= GROWN);
            if fits { Ok(bytes) } else { Err(TransferError::TooLarge) }
        }
        _ => Err(DAMAGED),
    }
}

fn digest_512(parts: &[&[u8]]) -> [u8; 64] {
    parts.iter().fold(Sha512::new(), Digest::chain_update).finalize().into()
}

/// Checks a sum whose key is made for the block with this number.
fn check(base: &[u8; 64], block: u64, parts: &[&[u8]], sum: &[u8]) -> Result<(), TransferError> {
    let key = Zeroizing::new(digest_512(&[&block.to_le_bytes(), base]));
    let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_slice()).map_err(|_| DAMAGED)?;
    let mac = parts.iter().fold(mac, Mac::chain_update);
    mac.verify_slice(sum).map_err(|_| DAMAGED)
}

/// Reads a dictionary of named values, whose types are known by their names.
fn dictionary(bytes: &[u8]) -> Result<HashMap<&[u8], &[u8]>, TransferError> {
    let mut rest = Bytes(bytes);
    let mut values = HashMap::new();
    rest.take(2)?;
    while rest.take(1)? != [0] {
        let name = rest.take(4).map(size)?;
        let name = rest.take(name)?;
        let value = rest.take(4).map(size)?;
        values.insert(name, rest.take(value)?);
    }
    Ok(values)
}

fn field<'a>(fields: &Fields<'a>, number: u8) -> Result<&'a [u8], TransferError> {
    fields.get(&number).copied().ok_or(DAMAGED)
}

fn number_32(bytes: &[u8]) -> Result<u32, TransferError> {
    bytes.try_into().map(u32::from_le_bytes).map_err(|_| DAMAGED)
}

/// Returns a length of up to four bytes, the low one first.
fn size(bytes: &[u8]) -> usize {
    bytes.iter().rev().fold(0, |size, byte| size << 8 | usize::from(*byte))
}

fn text(bytes: &[u8]) -> Result<Zeroizing<String>, TransferError> {
    std::str::from_utf8(bytes).map(|text| Zeroizing::new(text.to_owned())).map_err(|_| DAMAGED)
}

/// Bytes that are read from their beginning.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], TransferError> {
        let (bytes, rest) = self.0.split_at_checked(length).ok_or(DAMAGED)?;
        self.0 = rest;
        Ok(bytes)
    }

    /// Reads the fields of a header, whose lengths have this many bytes. Field 0 is the last.
    fn fields(&mut self, width: usize) -> Result<Fields<'a>, TransferError> {
        let mut fields = Fields::new();
        loop {
            let number = self.take(1)?;
            let length = self.take(width).map(size)?;
            let value = self.take(length)?;
            match number {
                [0] => return Ok(fields),
                [number] => drop(fields.insert(*number, value)),
                _ => return Err(DAMAGED),
            }
        }
    }
}
