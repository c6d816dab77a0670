//! What is told of a plan and of a walk: text for people, JSON for programs, the report.

mod item_json;
mod item_text;
mod markdown;
mod preview;
mod show;
mod show_json;
mod status;
mod text;

pub use markdown::markdown;
pub use preview::{check_preview, check_preview_json, step_preview, step_preview_json};
pub use show::show_text;
pub use show_json::show_json;
pub use status::{StatusInput, status_json, status_text};
