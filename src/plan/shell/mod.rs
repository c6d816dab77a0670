//! The grammar of shell scripts, as far as a plan needs it: what no shell would take, which names a
//! script expects and which it sets itself, and what would end the shell it runs in.
//!
//! It follows bash, whose grammar holds nearly all that other shells know. It must never refuse a
//! script that bash takes, so where bash itself only decides at run time, everything goes.

mod command;
mod compound;
mod cursor;
mod expansion;
mod here;
mod scan;
mod script;
mod simple;
mod token;
mod word;

pub use scan::script_tokens;
pub(super) use scan::{knows, scan};
pub(super) use script::ScannedScript;
pub use token::{ScriptToken, TokenKind};
