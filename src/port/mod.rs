//! What we ask of the world and what it answers, as plain data.

mod evidence_name;
mod fetch;
mod request;
mod response;
mod script;
mod target;
mod value;

pub use evidence_name::evidence_name;
pub use fetch::{Fetch, Fetched, SecretSource};
pub use request::{Probe, Request, RequestId, StepRun};
pub use response::{Completion, ConnectionState, Foreground, Response};
pub use script::Script;
pub use target::{Target, Transport};
pub use value::Value;
