//! The outside world: journal, hosts, files, clipboard.

mod backend;
mod built_in;
mod bundle;
mod clock;
mod desktop;
mod disk_space;
mod evidence;
mod files;
mod foreground;
mod hosts;
mod journal;
mod limited_file;
mod outputs;
mod plain_file;
mod plan_folder;
mod random;
mod raw_judge;
mod recordings;
mod secrets;
mod trust_file;
mod walk_folder;
mod walks;
mod withheld;

pub use backend::{Backend, BackendOptions};
pub use built_in::{built_in, built_in_files};
pub use bundle::{
    BundleFindings, BundleParts, BundledFile, Manifest, restore_bundle, sign_bundle,
    signature_path, verify_bundle, verify_signature, write_bundle,
};
pub use clock::{instant, now};
pub use evidence::{KeptExcerpt, read_excerpt};
pub use files::{read_given, replace_own};
pub use foreground::run_in_foreground;
pub use journal::{
    AppendError, Follower, Journal, JournalContents, JournalFile, JournalReader, JournalSource,
    LockOwner, OpenError, breaks_text, read_journal,
};
pub use outputs::{FaultyOutput, OutputFault, faulty_outputs};
pub use plan_folder::plan_folder;
pub use random::salt;
pub use recordings::{read_recorded, read_recording};
pub use secrets::{HAS_KEYRING, fetch};
pub use trust_file::TrustFile;
pub use walk_folder::{WalkFolder, data_dir, read_ui_state};
pub use walks::{FoundWalk, durations_of_others, read_walks};
