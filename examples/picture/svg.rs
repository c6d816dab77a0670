//! A screen as SVG: runs of cells of one look, on the grid of the terminal.

use std::fmt::Write as _;

use daymark::view::{Role, Theme};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// The size of a cell, and the room round the screen.
const WIDTH: u16 = 9;
const HEIGHT: u16 = 20;
const ROOM: u16 = 14;

/// A screen as SVG.
pub fn svg(screen: &Buffer, theme: &Theme) -> String {
    let ground = theme.style(Role::Ground).bg.unwrap_or_default();
    let text = theme.style(Role::Text).fg.unwrap_or_default();
    let palette = Palette { ground, text };
    let (width, height) = (
        screen.area.width * WIDTH + 2 * ROOM,
        screen.area.height * HEIGHT + 2 * ROOM,
    );
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" \
         font-size=\"15\">\n<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{}\"/>\n",
        palette.back(ground)
    );
    for row in 0..screen.area.height {
        let cells: Vec<&Cell> = (0..screen.area.width)
            .map(|column| &screen[(column, row)])
            .collect();
        let y = ROOM + row * HEIGHT;
        for (x, run) in runs(&cells, |cell| palette.looks(cell).back) {
            let look = palette.looks(run[0]);
            if look.back != palette.back(ground) {
                let (x, width) = (ROOM + x * WIDTH, run.len() as u16 * WIDTH);
                writeln!(
                    svg,
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{HEIGHT}\" fill=\"{}\"/>",
                    look.back
                )
                .unwrap();
            }
        }
        for (x, run) in runs(&cells, |cell| (palette.looks(cell), shape(cell.symbol()))) {
            draw(&mut svg, ROOM + x * WIDTH, y, run, &palette);
        }
    }
    svg + "</svg>\n"
}

/// Neighbours that look the same, with the column of the first.
fn runs<'c, 's, T: PartialEq>(
    cells: &'s [&'c Cell],
    look: impl Fn(&Cell) -> T,
) -> Vec<(u16, &'s [&'c Cell])> {
    let mut column = 0;
    let mut found = Vec::new();
    for run in cells.chunk_by(|one, other| look(one) == look(other)) {
        found.push((column, run));
        column += run.len() as u16;
    }
    found
}

/// How a cell is drawn: as a letter, or as a part of its area.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Letter,
    Blank,
    Area(Area),
}

/// A part of a cell, in parts of its width and height.
#[derive(Clone, Copy, PartialEq)]
struct Area {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    opacity: f64,
}

/// Lines and blocks are drawn as areas, so that they meet whatever the font.
fn shape(symbol: &str) -> Shape {
    let area = |left, top, width, height, opacity| {
        Shape::Area(Area {
            left,
            top,
            width,
            height,
            opacity,
        })
    };
    match symbol {
        " " => Shape::Blank,
        "─" => area(0.0, 0.47, 1.0, 0.06, 1.0),
        "━" => area(0.0, 0.43, 1.0, 0.14, 1.0),
        "│" => area(0.44, 0.0, 0.12, 1.0, 1.0),
        "▌" => area(0.0, 0.0, 0.4, 1.0, 1.0),
        "█" => area(0.0, 0.0, 1.0, 1.0, 1.0),
        "░" => area(0.0, 0.0, 1.0, 1.0, 0.45),
        _ => Shape::Letter,
    }
}

fn draw(svg: &mut String, x: u16, y: u16, run: &[&Cell], palette: &Palette) {
    let look = palette.looks(run[0]);
    match shape(run[0].symbol()) {
        Shape::Blank => {}
        Shape::Area(area) => areas(svg, (x, y), run.len() as u16, area, &look.fore),
        Shape::Letter => {
            let text: String = run.iter().map(|cell| cell.symbol()).collect();
            let bold = if look.bold {
                " font-weight=\"bold\""
            } else {
                ""
            };
            writeln!(
                svg,
                "<text x=\"{x}\" y=\"{}\" textLength=\"{}\" fill=\"{}\"{bold}>{}</text>",
                y + 15,
                run.len() as u16 * WIDTH,
                look.fore,
                escaped(&text)
            )
            .unwrap();
        }
    }
}

/// Parts of neighbouring cells: one for all where they meet.
fn areas(svg: &mut String, (x, y): (u16, u16), count: u16, area: Area, color: &str) {
    let meets = area.width >= 1.0;
    let pieces = if meets { 1 } else { count };
    let (width, height) = (f64::from(WIDTH), f64::from(HEIGHT));
    let wide = if meets { f64::from(count) } else { area.width } * width;
    for piece in 0..pieces {
        writeln!(
            svg,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{wide:.1}\" height=\"{:.1}\" fill=\"{color}\" opacity=\"{}\"/>",
            f64::from(x) + (f64::from(piece) + area.left) * width,
            f64::from(y) + area.top * height,
            area.height * height,
            area.opacity,
        )
        .unwrap();
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// What the terminal's own colours are.
struct Palette {
    ground: Color,
    text: Color,
}

#[derive(Clone, PartialEq)]
struct Look {
    fore: String,
    back: String,
    bold: bool,
}

impl Palette {
    fn looks(&self, cell: &Cell) -> Look {
        let (fore, back) = (self.fore(cell.fg), self.back(cell.bg));
        let turned = cell.modifier.contains(Modifier::REVERSED);
        let (fore, back) = if turned { (back, fore) } else { (fore, back) };
        Look {
            fore,
            back,
            bold: cell.modifier.contains(Modifier::BOLD),
        }
    }

    fn fore(&self, color: Color) -> String {
        Self::hex(if color == Color::Reset {
            self.text
        } else {
            color
        })
    }

    fn back(&self, color: Color) -> String {
        Self::hex(if color == Color::Reset {
            self.ground
        } else {
            color
        })
    }

    fn hex(color: Color) -> String {
        match color {
            Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
            Color::Indexed(index) => SIXTEEN[usize::from(index) % 16].to_owned(),
            _ => "#808080".to_owned(),
        }
    }
}

/// The sixteen colours of a terminal.
const SIXTEEN: [&str; 16] = [
    "#1d242c", "#e06c75", "#8fcb7f", "#e8b75a", "#6fb3f2", "#c49be8", "#5cc8c0", "#c9d3dc",
    "#5c6773", "#f0737c", "#a6dd97", "#f2c979", "#8cc5f7", "#d4b3f0", "#7fdcd4", "#f2f5f7",
];
