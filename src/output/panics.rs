//! The panic handler.

use color_eyre::config::{HookBuilder, Theme};

use super::complain;
use crate::text::Printable;

/// The exit status of a program that panicked, as Rust has it.
const PANICKED: i32 = 101;

/// Installs a panic handler that makes hidden characters in the message visible and ends the
/// program. Without it the panic of a task or thread would leave the others waiting for it.
#[expect(
    clippy::disallowed_methods,
    reason = "the terminal is restored by then, and what is acknowledged is on disk"
)]
pub fn report_panics() {
    let (hook, _) = HookBuilder::default().theme(Theme::new()).into_hooks();
    std::panic::set_hook(Box::new(move |panic| {
        let report = hook.panic_report(panic).to_string();
        complain(&Printable::prose(&report));
        std::process::exit(PANICKED);
    }));
}
