//! The plan: its model, the reader of its YAML, and the diagnostics about it.

mod action;
mod calendar;
mod check;
mod common_keys;
mod condition;
mod copy;
mod days;
mod dependencies;
mod diagnostic;
mod digest;
pub mod duration;
mod entry;
mod expand_groups;
mod expectation;
mod facts;
mod format;
mod gate;
mod hidden;
mod host;
mod id;
mod indexed;
mod pattern;
mod phase;
#[expect(
    clippy::module_inception,
    reason = "the module is named for its main type"
)]
mod plan;
mod plan_index;
mod procedure;
mod quiz;
mod read;
mod recurring;
mod rules;
mod run_options;
mod script;
mod shell;
mod shell_variables;
mod step;
mod step_format;
mod text;
mod values_file;
mod variable;
mod variable_refs;
mod yaml;

pub use action::StepAction;
pub use calendar::Calendar;
pub use check::{Check, Guard};
pub use condition::{Condition, RequiredState};
pub use copy::FileCopy;
pub use days::DayRange;
pub use diagnostic::{Diagnostic, Severity};
pub use entry::{DAY, Entry};
pub use expectation::Expectation;
pub use facts::{Change, Fact, Facts, Part};
pub use format::{KeyRecord, ObjectFormat, Presence, ValueFormat, objects};
pub use gate::Gate;
pub use host::{Address, Host};
pub use id::kebab;
pub use indexed::Plan;
pub use pattern::{in_output, whole_value};
pub use phase::{Phase, Risk, Rollback, Week};
pub use plan::{PLAN, PlanParts};
pub use procedure::Procedure;
pub use quiz::QuizQuestion;
pub use read::{Reading, is_day_file, read};
pub use recurring::{Frequency, Recurring};
pub use run_options::{Retry, Save, Timeout, Wait};
pub use shell::{ScriptToken, TokenKind, script_tokens};
pub use step::Step;
pub use text::did_you_mean;
pub use values_file::read_values;
pub use variable::Variable;
pub use variable_refs::{address_variables, fill, fill_declared};
pub use yaml::file::{Location, SourceFile};
