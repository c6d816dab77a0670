//! The world: journal, hosts, files, clipboard.

mod browser;
mod built_in;
mod clipboard;
mod contents;
mod data_dir;
mod evidence;
mod fetch;
mod foreground;
mod hosts;
mod journal;
mod keeper;
mod keyring;
mod lock;
mod place;
mod plan_folder;
mod random;
mod raw_judge;
mod walk_folder;
mod withheld;
mod world;

pub use built_in::{built_in, built_in_files};
pub use contents::{BrokenLine, Contents, OpenError, read_journal};
pub use data_dir::data_dir;
pub use evidence::read_output;
pub use fetch::fetch;
pub use journal::Journal;
pub use keyring::HAS_KEYRING;
pub use lock::Holder;
pub use place::read_place;
pub use plan_folder::plan_folder;
pub use walk_folder::WalkFolder;
pub use world::{Opening, World};
