//! The journal of a walk: its interface, the file that implements it, its readers and its lock.

mod file;
mod follower;
#[expect(
    clippy::module_inception,
    reason = "the folder is named for its main thing"
)]
mod journal;
mod lock;
mod open_error;
mod reader;
mod reserve;
mod thread;
mod watch;

pub use file::JournalFile;
pub use follower::Follower;
pub use journal::{AppendError, Journal, JournalSource};
pub use lock::LockOwner;
pub use open_error::{OpenError, breaks_text};
pub use reader::{JournalContents, JournalReader, read_journal};
pub(super) use thread::JournalThread;
