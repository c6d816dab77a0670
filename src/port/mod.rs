//! Requests of the core to the backend and its responses, as plain data.

mod fetch;
mod request;
mod response;
mod target;
mod value;

pub use fetch::{Fetch, Fetched, SecretSource};
pub use request::{Probe, Request, RequestId, StepRun, evidence_name};
pub use response::{Completion, ConnectionState, Foreground, Response};
pub use target::{Script, Target, Transport};
pub use value::Value;
