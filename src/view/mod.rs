//! What the operator sees: widgets, theme, one file a screen.
/// stub
pub struct Theme;
/// stub
pub fn draw(_: &crate::app::App, _: &crate::term::Panes, _: &Theme, _: &mut ratatui::Frame) {}
