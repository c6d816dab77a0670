//! The state of each screen. The files of the same name in `app/actions/` handle its keys, and
//! those in `view/screens/` draw it.

#[macro_use]
mod list;

for_each_screen!(screen_modules);
pub mod home;
pub mod kind;
pub mod screen;
pub mod state;

pub use copy_preview::CopyScreen;
pub use day::{Day, Focus, Item, Row, rows};
pub use dialog::{Dialog, DialogAction};
pub use form::{Field, Form};
pub use home::Home;
pub use kind::ScreenKind;
pub use overview::{Overview, PlanSection, parts};
pub use pager::Pager;
pub use palette::Palette;
pub use recovery::Recovery;
pub use screen::Screen;
pub use text_prompt::{PromptPurpose, TextPrompt};
pub use trust::{Trust, TrustKind, TrustLine, changes};
pub use undo_list::{UndoList, UndoScope};
