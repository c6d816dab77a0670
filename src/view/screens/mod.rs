//! Draws each screen. The files of the same name in `app/screens/` have its state.

for_each_screen!(screen_modules);
pub mod home;
