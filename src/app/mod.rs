//! The program's state and its changes: screens, keys, actions, and the engine that knows no screen.

#[macro_use]
pub mod screens;

mod actions;
#[expect(
    clippy::module_inception,
    reason = "the module is named for its main thing"
)]
mod app;
mod attention;
mod breaks;
mod confirm;
mod engine;
mod find;
mod keys;
mod layout;
mod message;
mod not_run;
mod responses;
mod ui_state;
mod update;

pub use app::{App, Notice, NoticeLevel};
pub use attention::{Attention, asking, attention};
pub use breaks::ask_about_breaks;
pub use engine::{
    Approval, CheckJob, Command, CopyPreview, Effects, Engine, HostStates, Intent, Job, Overwrite,
    Precondition, Previews, ProcessState, RunQueue, STALL_AFTER, SessionOptions, Stage, Values,
    WaitCondition, WaitingStep, edit_lines, needed, validate,
};
pub use find::Find;
pub use keys::{
    Action, Binding, KeySection, When, first_row, key_name, key_sections, key_sections_from, keys,
    keys_markdown, keys_text, list_rows, lookup,
};
pub use layout::{DayLayout, HomeLayout, MINIMUM, day_layout, first_day, home_layout, pane_size};
pub use message::{Message, Mouse, MouseKind, Stamped};
pub use screens::{
    CopyScreen, Day, Dialog, DialogAction, Field, Focus, Form, Home, Item, Overview, Pager,
    Palette, PlanSection, PromptPurpose, Recovery, Row, Screen, ScreenKind, TextPrompt, Trust,
    TrustKind, TrustLine, UndoList, UndoScope, changes, parts, rows,
};
pub use ui_state::UiState;
pub use update::update;
