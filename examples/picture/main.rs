//! Draws real screens as pictures: `cargo run --example picture` writes those of the README.
//!
//! `cargo run --example picture -- OUT.svg 120x40 'enter down enter'` draws the built-in plan after
//! these keys.

#![allow(clippy::unwrap_used, clippy::missing_panics_doc)]

#[path = "../../tests/acting/mod.rs"]
mod acting;
mod scenes;
mod svg;

use std::{env, fs};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [file, size, keys] = arguments.as_slice() else {
        for (file, stage) in [
            ("docs/home.svg", scenes::home()),
            ("docs/day.svg", scenes::day()),
        ] {
            fs::create_dir_all("docs").unwrap();
            fs::write(file, svg::svg(&stage.screen(), &stage.theme)).unwrap();
        }
        return;
    };
    let (columns, rows) = size.split_once('x').expect("a size is like 120x40");
    let mut stage = scenes::built_in(columns.parse().unwrap(), rows.parse().unwrap());
    stage.keys(keys);
    fs::write(file, svg::svg(&stage.screen(), &stage.theme)).unwrap();
}
