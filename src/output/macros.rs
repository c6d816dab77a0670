//! Printing as with the standard library's macros.

/// Prints lines on standard error, as `eprintln!` does; nothing in them hides.
macro_rules! complain {
    ($($part:tt)*) => {
        $crate::output::complain(&$crate::text::Printable::prose(&::std::format!($($part)*)))
    };
}

pub(crate) use complain;
