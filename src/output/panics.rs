//! Panics, on standard error.

use color_eyre::config::{HookBuilder, Theme};

use super::complain;
use crate::text::Printable;

/// Reports panics from now on: their message may hold anything.
pub fn report_panics() {
    let (hook, _) = HookBuilder::default().theme(Theme::new()).into_hooks();
    std::panic::set_hook(Box::new(move |panic| {
        let report = hook.panic_report(panic).to_string();
        complain(&Printable::prose(&report));
    }));
}
