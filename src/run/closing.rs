//! The end of a session: what is on disk at that time, and what is not.

use tokio::sync::mpsc::UnboundedReceiver;

use crate::app::Engine;
use crate::port::{Request, Response};
use crate::progress::{Event, Record};
use crate::service::Backend;

/// Closes the journal. `kept` gets each record that reaches the disk meanwhile. The lost results
/// are in [`Engine::unsaved_lines`].
pub(super) fn close(
    engine: &mut Engine,
    backend: &mut Backend,
    answers: &mut UnboundedReceiver<Response>,
    mut kept: impl FnMut(&Engine, &Record),
) {
    backend.close_journal();
    // Processed last: what was saved meanwhile does not belong to these.
    let mut late = Vec::new();
    while let Ok(answer) = answers.try_recv() {
        let effects = engine.handle_response(&answer);
        if let Response::Appended(records) = &answer {
            for record in records {
                kept(engine, record);
            }
        }
        for request in effects.requests {
            if let Request::Append(events) = request
                && events.iter().any(Event::ends)
            {
                late.extend(events);
            }
        }
    }
    let why = "the journal is closed".to_owned();
    engine.handle_response(&Response::Unsaved { events: late, why });
}
