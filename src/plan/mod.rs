//! What is to be done: the model of a plan, reading it from YAML, and what is wrong with it.

mod address;
mod check;
mod days;
mod diagnostic;
mod digest;
mod duration;
mod entry;
mod expectation;
mod field;
mod fields;
mod file;
mod finding;
mod host;
mod id;
mod names;
mod notes;
mod page;
mod pattern;
mod phase;
#[expect(
    clippy::module_inception,
    reason = "the room is named for its main thing"
)]
mod plan;
mod read;
mod recurring;
mod risk;
mod rules;
mod scalar;
mod script;
mod source;
mod spread;
mod step;
mod syntax;
mod tree;
mod values_file;
mod variable;
mod words;
mod work;

pub use check::{Check, Retry};
pub use days::Days;
pub use diagnostic::{Diagnostic, Severity};
pub use digest::trust_digest;
pub use entry::Entry;
pub use expectation::Expectation;
pub use host::{Address, Host};
pub use names::{address_variables, fill, needed, used};
pub use pattern::{in_output, whole_value};
pub use phase::{Phase, Week};
pub use plan::Plan;
pub use read::{Reading, read};
pub use recurring::{Every, Recurring};
pub use risk::Risk;
pub use source::{Place, Source};
pub use step::{Action, Step};
pub use values_file::read_values;
pub use variable::Variable;
pub use words::did_you_mean;
