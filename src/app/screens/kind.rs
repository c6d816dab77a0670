//! The screens by name.

macro_rules! kinds {
    ($($(#[$doc:meta])* $module:ident: $screen:ident($state:ident),)+) => {
        /// A screen by name, without its state.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ScreenKind {
            $(
                $(#[$doc])*
                $screen,
            )+
        }
    };
}

for_each_screen!(kinds);
