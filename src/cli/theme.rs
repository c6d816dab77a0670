//! The theme of screens.

use std::path::Path;

use super::arguments::Globals;
use super::exit::Exit;
use super::output::is_set;
use crate::output::complain;
use crate::service::read_given;
use crate::text::Printable;
use crate::view::Theme;

/// Returns the theme of `--theme`, as far as the terminal can show it.
///
/// # Errors
/// After reporting what is wrong with it.
pub(super) fn theme(globals: &Globals) -> Result<Theme, Exit> {
    let theme = match globals.theme.as_deref() {
        None | Some("daymark") => Theme::built_in(),
        Some("plain") => Theme::plain(),
        Some(path) => from_file(Path::new(path))?,
    };
    let term = std::env::var("TERM").unwrap_or_default();
    let theme = if is_set("NO_COLOR") || term == "dumb" {
        Theme::plain()
    } else {
        theme
    };
    Ok(theme.with_ascii(matches!(term.as_str(), "dumb" | "linux")))
}

fn from_file(path: &Path) -> Result<Theme, Exit> {
    let in_file = |why: String| {
        complain!("Error: {}: {why}", Printable::path(path));
        complain!("Hint: Use `daymark`, `plain`, or a file like themes/daymark.yaml");
        Exit::Usage
    };
    let bytes = read_given(path).map_err(|error| in_file(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|error| in_file(error.to_string()))?;
    Theme::read(&text).map_err(in_file)
}
