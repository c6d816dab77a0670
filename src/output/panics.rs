//! The panic handler.

use color_eyre::config::{HookBuilder, Theme};

use super::complain;
use crate::text::Printable;

/// Installs a panic handler that makes hidden characters in the message visible.
pub fn report_panics() {
    let (hook, _) = HookBuilder::default().theme(Theme::new()).into_hooks();
    std::panic::set_hook(Box::new(move |panic| {
        let report = hook.panic_report(panic).to_string();
        complain(&Printable::prose(&report));
    }));
}
