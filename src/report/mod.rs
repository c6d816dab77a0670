//! Reports on a plan and its walk: the model, and every format that is written from it.

mod calendar_ics;
mod calendar_item;
mod document;
mod event_words;
mod field;
mod fields;
mod format;
mod gate;
mod item;
mod item_text;
mod preview;
#[expect(
    clippy::module_inception,
    reason = "the module is named for its main type"
)]
mod report;
mod section;
mod show;
mod show_json;
mod status;
mod text;
mod words;

pub use calendar_ics::{CALENDAR_PRODUCT, calendar_ics};
pub use calendar_item::{CalendarItem, CalendarTime, calendar_items};
pub use document::*;
pub use event_words::{EventNews, EventSubject, EventWords, event_words};
pub use field::{Field, FieldPart, FieldValue, Piece, Wording, minutes_text};
pub use fields::{check_fields, fields_of, guard_fields, step_fields};
pub use format::{FORMATS, Format, report_schema};
pub use gate::{ExceededLimit, exceeded_limits};
pub use item::{AttemptKind, ItemAttempt, ItemSource, ItemState, SectionItem};
pub use preview::{check_preview, check_preview_json, step_preview, step_preview_json};
pub use report::{GuardResult, JournalState, RecurringWork, Report, ReportInput, RiskState, Scope};
pub use section::{Section, count_done};
pub use show::show_text;
pub use show_json::show_json;
pub use status::{status_json, status_text};
pub use words::{exit_text, hosts_text, measured_text, outcome_text, seconds_text};
