//! Stories of the facade, told with a clock that is turned by hand and a store in memory.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod answering;
mod asking;
mod backing_up;
mod binding;
mod changing;
mod choosing;
mod clock;
mod cutting;
mod deciding;
mod drafting;
mod enrolling;
mod exporting;
mod faulting;
mod importing;
mod keeping;
mod pages;
mod promises;
mod recovering;
mod relocating;
mod runs;
mod setting;
mod showing;
mod store;
mod story;

use super::*;
use crate::account::payload;
use crate::ports::{Provider, StoreError};
use crate::view::{
    AccountRow, AccountState, Answer, Ask, Decision, DraftView, Failure, PromptClaim, RequestView,
    StoreCondition, StoreKind,
};
use std::collections::{BTreeMap, VecDeque};
use story::*;

/// Step 57,000,000 of 30 seconds begins here.
const START_MS: u64 = 1_710_000_000_000;
const REGISTRY: &str = "https://registry.example";
const MONA: &str = "otpauth://totp/npm:mona?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=npm";
const CI: &str = "otpauth://totp/Verdaccio:ci?secret=KRUGKIDROVUWG2ZAMJZG653OEBTG66BA&issuer=Verdaccio";
const TO: ReplyTo = ReplyTo { shell: 1, number: 1 };
