//! What the operator is doing: the screens' state, actions, keymap and update.

mod act;
mod action;
mod answers;
#[expect(
    clippy::module_inception,
    reason = "the room is named for its main thing"
)]
mod app;
mod asking;
mod attention;
mod breaks;
mod choice;
mod day;
mod decision;
mod difference;
mod find;
mod form;
mod help;
mod home;
mod home_layout;
mod keymap;
mod keys_told;
mod layout;
mod ledger;
mod lost;
mod message;
mod mouse;
mod overview;
mod palette;
mod place;
mod reader;
mod trust;
mod typing;
mod update;
mod words;
mod work;

pub use action::Action;
pub use app::{App, Notice, Screen, Tone};
pub use asking::asking;
pub use attention::{Attention, attention};
pub use breaks::ask_about_breaks;
pub use choice::{Choice, Pick};
pub use day::{Day, Focus, Item, Row, rows};
pub use difference::Differing;
pub use find::Find;
pub use form::{Field, Form};
pub use help::Help;
pub use home::Home;
pub use home_layout::{HomeLayout, first_day, home_layout};
pub use keymap::{BINDINGS, Binding, When, bindings, key_name, lookup};
pub use keys_told::{keys_markdown, keys_text};
pub use layout::{DayLayout, MINIMUM, day_layout, pane_size};
pub use ledger::{Ledger, LedgerOf};
pub use lost::Lost;
pub use message::{Message, Mouse, MouseKind, Stamped};
pub use mouse::{first_row, list_rows};
pub use overview::{Overview, Part, parts};
pub use palette::Palette;
pub use place::Place;
pub use reader::Reader;
pub use trust::{Trust, TrustKind, TrustLine, changes};
pub use update::update;
pub use words::{Purpose, Words};
pub use work::{
    Command, Consent, Course, Difference, Held, Inquiry, Intent, Job, Overwrite, Question,
    Reaction, Remains, SILENT, Stage, Until, Values, Work, accept, edit_lines, needed,
};

/// How a host's connection stands; screens show it.
pub use crate::port::Link;
