//! Draws the choices for a run whose result is unknown, as a dialog.

use crate::app::Recovery;
use crate::view::canvas::Canvas;
use crate::view::scene::{Draw, Scene};
use crate::view::screens::dialog::dialog;

impl Draw for Recovery {
    fn draw(&self, canvas: &mut Canvas, scene: &Scene) {
        dialog(canvas, &self.choices(&scene.app.engine), scene.whole);
    }

    fn is_box(&self) -> bool {
        true
    }
}
