//! What we ask of the world and what it answers, as plain data.

mod answer;
mod evidence_name;
mod fetch;
mod request;
mod script;
mod target;
mod value;

pub use answer::{Answer, Front, Link, Result};
pub use evidence_name::evidence_name;
pub use fetch::{Fetch, Fetched, Source};
pub use request::{Ask, Request, Run, Ticket};
pub use script::Script;
pub use target::{Reach, Target};
pub use value::Value;
