//! A parser for shell scripts. It finds syntax errors, the variables that a script expects and
//! sets, and commands that end the shell.
//!
//! The grammar is bash's, which covers nearly everything in other shells. The parser must never
//! reject a script that bash accepts. Where bash decides at run time, the parser accepts
//! everything.

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
