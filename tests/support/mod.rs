//! The rig: real parts around the product, so that each test reads as a story.
//!
//! Everything here is private to one test: folders, ports, buses, screens. What a test starts ends with it, also when it
//! panics ([`running`]) or is killed ([`leftovers`]).

#![allow(dead_code, unused_imports, reason = "the tests and the demo each use a part of the rig")]
#![allow(clippy::unused_self, reason = "a method asks for its bus or screen because that must be there")]

pub(crate) mod assistive;
pub(crate) mod authenticator;
pub(crate) mod browser;
pub(crate) mod clients;
pub(crate) mod code;
pub(crate) mod counter;
pub(crate) mod desk;
pub(crate) mod home;
pub(crate) mod inside;
pub(crate) mod keyring;
pub(crate) mod leftovers;
pub(crate) mod maintainer;
pub(crate) mod memory;
pub(crate) mod mock;
pub(crate) mod notifications;
pub(crate) mod npm;
pub(crate) mod pages;
pub(crate) mod panel;
pub(crate) mod portal;
pub(crate) mod programs;
pub(crate) mod refusals;
pub(crate) mod registry;
pub(crate) mod running;
pub(crate) mod screen;
pub(crate) mod session;
pub(crate) mod shortcuts;
pub(crate) mod spelled;
pub(crate) mod story;
pub(crate) mod terminal;
pub(crate) mod tools;
pub(crate) mod tray;
pub(crate) mod waiting;
pub(crate) mod wayland;
pub(crate) mod windows;

pub(crate) use assistive::Reader;
pub(crate) use authenticator::Authenticator;
pub(crate) use browser::{Browser, Door};
pub(crate) use clients::{Client, Stage};
pub(crate) use counter::Counter;
pub(crate) use desk::Desk;
pub(crate) use home::Home;
pub(crate) use keyring::{Bus, Keyring};
pub(crate) use maintainer::Maintainer;
pub(crate) use mock::{Challenge, Mock};
pub(crate) use npm::Npm;
pub(crate) use panel::Panel;
pub(crate) use programs::Programs;
pub(crate) use registry::{Registry, User};
pub(crate) use running::Running;
pub(crate) use screen::{Screen, Window};
pub(crate) use spelled::spelled;
pub(crate) use story::Story;
pub(crate) use terminal::Terminal;
pub(crate) use tray::Tray;
pub(crate) use waiting::eventually;
