//! Joins the rooms: the event loop for people, and the same loop without a screen.

mod closing;
mod editor;
mod frames;
mod headless;
mod input;
mod screen;
mod seat;
mod signals;
mod silences;
mod terminal;

pub use headless::{Headless, Listener, Stopped};
pub use screen::{Left, Session, walk};
pub use seat::Seat;
