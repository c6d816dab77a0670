//! What is told of a plan and of a walk: text for people, JSON for programs, the report.

mod item_json;
mod item_text;
mod markdown;
mod show;
mod show_json;
mod status;
mod text;

pub use markdown::markdown;
pub use show::show_text;
pub use show_json::show_json;
pub use status::{StatusInput, status_json, status_text};
