//! The open screens and their states.

use super::state::ScreenState;

macro_rules! screens {
    ($($(#[$doc:meta])* $module:ident: $screen:ident($state:ident),)+) => {
        /// An open screen, on top of the home screen.
        #[derive(Debug, Clone)]
        pub enum Screen {
            $(
                $(#[$doc])*
                $screen(super::$module::$state),
            )+
        }

        impl Screen {
            /// Returns the state of the screen.
            pub fn state(&self) -> &dyn ScreenState {
                match self {
                    $(Screen::$screen(state) => state,)+
                }
            }

            /// Returns the mutable state of the screen.
            pub fn state_mut(&mut self) -> &mut dyn ScreenState {
                match self {
                    $(Screen::$screen(state) => state,)+
                }
            }
        }
    };
}

for_each_screen!(screens);
