//! The end of a walk's session: what is on disk then, and what is not.

use tokio::sync::mpsc::UnboundedReceiver;

use crate::app::Work;
use crate::port::{Answer, Request};
use crate::progress::{Event, Record};
use crate::service::World;

/// Closes the journal. `kept` hears of what came to be on disk; ends that did not are left in
/// [`Work::unsaved`].
pub(super) fn close(
    work: &mut Work,
    world: &mut World,
    answers: &mut UnboundedReceiver<Answer>,
    mut kept: impl FnMut(&Work, &Record),
) {
    world.close_journal();
    // Taken in last: what is kept meanwhile is not of these.
    let mut late = Vec::new();
    while let Ok(answer) = answers.try_recv() {
        let reaction = work.answer(&answer);
        if let Answer::Kept(records) = &answer {
            for record in records {
                kept(work, record);
            }
        }
        for request in reaction.requests {
            if let Request::Keep(events) = request
                && events.iter().any(Event::ends)
            {
                late.extend(events);
            }
        }
    }
    let why = "the journal is closed".to_owned();
    work.answer(&Answer::Unsaved { events: late, why });
}
