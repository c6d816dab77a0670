//! The end of a walk's session: what is on disk then, and what is not.

use tokio::sync::mpsc::UnboundedReceiver;

use crate::app::Engine;
use crate::port::{Request, Response};
use crate::progress::{Event, Record};
use crate::service::Backend;

/// Closes the journal. `kept` hears of what came to be on disk; ends that did not are left in
/// [`Work::unsaved`].
pub(super) fn close(
    work: &mut Engine,
    world: &mut Backend,
    answers: &mut UnboundedReceiver<Response>,
    mut kept: impl FnMut(&Engine, &Record),
) {
    world.close_journal();
    // Taken in last: what is kept meanwhile is not of these.
    let mut late = Vec::new();
    while let Ok(answer) = answers.try_recv() {
        let reaction = work.handle_response(&answer);
        if let Response::Appended(records) = &answer {
            for record in records {
                kept(work, record);
            }
        }
        for request in reaction.requests {
            if let Request::Append(events) = request
                && events.iter().any(Event::ends)
            {
                late.extend(events);
            }
        }
    }
    let why = "the journal is closed".to_owned();
    work.handle_response(&Response::Unsaved { events: late, why });
}
