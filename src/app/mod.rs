//! What the operator is doing: the screens' state, actions, keymap and update.

mod act;
mod action;
#[expect(
    clippy::module_inception,
    reason = "the room is named for its main thing"
)]
mod app;
mod asking;
mod attention;
mod breaks;
mod confirm;
mod copy_preview;
mod day;
mod dialog;
mod find;
mod form;
mod help;
mod home;
mod home_layout;
mod key_tables;
mod keymap;
mod layout;
mod message;
mod mouse;
mod overview;
mod pager;
mod palette;
mod recovery;
mod responses;
mod text_prompt;
mod trust;
mod typing;
mod ui_state;
mod undo_list;
mod update;
mod work;

pub use action::Action;
pub use app::{App, Notice, NoticeLevel, Screen};
pub use asking::asking;
pub use attention::{Attention, attention};
pub use breaks::ask_about_breaks;
pub use copy_preview::CopyScreen;
pub use day::{Day, Focus, Item, Row, rows};
pub use dialog::{Dialog, DialogAction};
pub use find::Find;
pub use form::{Field, Form};
pub use help::Help;
pub use home::Home;
pub use home_layout::{HomeLayout, first_day, home_layout};
pub use key_tables::{keys_markdown, keys_text};
pub use keymap::{BINDINGS, Binding, When, bindings, key_name, lookup};
pub use layout::{DayLayout, MINIMUM, day_layout, pane_size};
pub use message::{Message, Mouse, MouseKind, Stamped};
pub use mouse::{first_row, list_rows};
pub use overview::{Overview, PlanSection, parts};
pub use pager::Pager;
pub use palette::Palette;
pub use recovery::Recovery;
pub use text_prompt::{PromptPurpose, TextPrompt};
pub use trust::{Trust, TrustKind, TrustLine, changes};
pub use ui_state::UiState;
pub use undo_list::{UndoList, UndoScope};
pub use update::update;
pub use work::{
    Approval, CheckJob, Command, CopyPreview, Effects, Engine, Intent, Job, Overwrite,
    Precondition, ProcessState, RunQueue, STALL_AFTER, Stage, Values, WaitCondition, WaitingStep,
    edit_lines, needed, validate,
};

/// How a host's connection stands; screens show it.
pub use crate::port::ConnectionState;
