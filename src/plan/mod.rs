//! What is to be done: the model of a plan, reading it from YAML, and what is wrong with it.

mod check;
mod diagnostic;
mod entry;
mod expectation;
mod host;
mod phase;
#[expect(
    clippy::module_inception,
    reason = "the room is named for its main thing"
)]
mod plan;
mod recurring;
mod risk;
mod source;
mod step;
mod variable;

pub use check::{Check, Retry};
pub use diagnostic::{Diagnostic, Severity};
pub use entry::{Days, Entry};
pub use expectation::Expectation;
pub use host::{Address, Host};
pub use phase::{Phase, Week};
pub use plan::Plan;
pub use recurring::{Every, Recurring};
pub use risk::Risk;
pub use source::{Place, Source};
pub use step::{Action, Step};
pub use variable::Variable;
