//! The state of each screen, one file per screen; its keys are handled by the file of the same name
//! in `app/actions/`, and `view/screens/` draws it.

pub(super) mod copy_preview;
pub(super) mod day;
pub(super) mod dialog;
pub(super) mod form;
pub(super) mod help;
pub(super) mod home;
pub(super) mod overview;
pub(super) mod pager;
pub(super) mod palette;
pub(super) mod recovery;
pub(super) mod text_prompt;
pub(super) mod trust;
pub(super) mod undo_list;

pub use copy_preview::CopyScreen;
pub use day::{Day, Focus, Item, Row, rows};
pub use dialog::{Dialog, DialogAction};
pub use form::{Field, Form};
pub use help::Help;
pub use home::Home;
pub use overview::{Overview, PlanSection, parts};
pub use pager::Pager;
pub use palette::Palette;
pub use recovery::Recovery;
pub use text_prompt::{PromptPurpose, TextPrompt};
pub use trust::{Trust, TrustKind, TrustLine, changes};
pub use undo_list::{UndoList, UndoScope};
