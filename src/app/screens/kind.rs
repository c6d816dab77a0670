//! The names of the screens.

macro_rules! kinds {
    ($($(#[$doc:meta])* $module:ident: $screen:ident($state:ident),)+) => {
        /// The name of a screen, without its state.
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
