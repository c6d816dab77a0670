//! Joins the rooms: the event loop for people, and the same loop without a screen.

mod closing;
mod editor;
mod frames;
mod headless;
mod input;
mod screen;
mod signals;
mod stall_watch;
mod step_terminal;
mod terminal;

pub use headless::{Headless, Listener, RunError};
pub use screen::{Left, Session, walk};
pub use step_terminal::StepTerminal;
