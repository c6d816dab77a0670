//! The plan format for editors and readers: the JSON Schema and the reference page.

mod page;
mod schema;

pub use page::plan_format_page;
pub use schema::{SchemaOf, schema};
