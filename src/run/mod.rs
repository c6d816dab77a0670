//! Joins the rooms: the event loop for people, and the same loop without a screen.

mod editor;
mod headless;
mod input;
mod screen;
mod signals;
mod terminal;

pub use headless::{Headless, Listener, Stopped};
pub use screen::{Session, walk};
