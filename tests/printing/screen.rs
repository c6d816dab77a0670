//! The screen of the real program.

use crate::hostile::{safe, stage};

#[test]
fn nothing_hides_on_the_screen() {
    let stage = stage();
    let mut screen = stage.open_sized(&["--operator", "ada"], 160, 48);
    let look = |shown: String| safe(&shown, "the screen");
    look(screen.shows("Trust Plan evil^[]0;t^G^[[2J<U+009B>2J"));
    look(screen.shows("false # evil^[]0;t^G"));
    screen.press("y");
    look(screen.shows("Day evil^["));
    screen.press("\r");
    look(screen.shows("Prints evil^[]0;t^G^[[2J<U+009B>2J^?^H<U+202E><U+2066><U+200B>"));
    look(screen.shows("cat ~/evil.txt # evil^["));
    screen.press("v");
    look(screen.shows("Before evil"));
}
