//! What must hold for any input: the bodies of the fuzz targets, which
//! tests/fuzz_replay.rs runs too, on stable.
#![allow(dead_code)]

pub mod c_abi;
pub mod callback;
pub mod diagnose;
pub mod percent_encoding;
pub mod query_and_form;
pub mod reply;
pub mod url;
pub mod webhook;
