//! A macro that prints as `eprintln!` does.

/// Prints lines on standard error as `eprintln!` does, with hidden characters made visible.
macro_rules! complain {
    ($($part:tt)*) => {
        $crate::output::complain(&$crate::text::Printable::prose(&::std::format!($($part)*)))
    };
}

pub(crate) use complain;
