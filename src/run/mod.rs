//! Connects the modules: the event loop with a screen, and the same loop without one.

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
