//! The state of each screen, one file per screen; its keys are handled by the file of the same name
//! in `app/actions/`, and `view/screens/` draws it.

pub(in crate::app) mod copy_preview;
pub(in crate::app) mod day;
pub(in crate::app) mod dialog;
pub(in crate::app) mod form;
pub(in crate::app) mod help;
pub(in crate::app) mod home;
pub(in crate::app) mod overview;
pub(in crate::app) mod pager;
pub(in crate::app) mod palette;
pub(in crate::app) mod recovery;
pub(in crate::app) mod text_prompt;
pub(in crate::app) mod trust;
pub(in crate::app) mod undo_list;

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
