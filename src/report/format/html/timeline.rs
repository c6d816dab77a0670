//! The timeline as a drawing: planned dates as thin lines, actual dates as bars.

use chrono::{Datelike as _, Days, NaiveDate};

use crate::report::document::{Document, TimelineRow};

/// The width of the drawing, the place of its bars, and the height of its rows, in pixels.
const WIDTH: f64 = 1000.0;
const LEFT: f64 = 250.0;
const RIGHT: f64 = 945.0;
const TOP: f64 = 24.0;
const ROW: f64 = 19.0;

/// A timeline with the places of all its parts, in pixels.
pub(super) struct Drawing {
    pub width: f64,
    pub height: f64,
    /// Grid lines with their dates.
    pub grid: Vec<(f64, String)>,
    /// The place of the day of the report.
    pub today: Option<f64>,
    pub rows: Vec<DrawnRow>,
    /// The same in sentences, for readers who do not see the drawing.
    pub description: String,
}

/// A row of a timeline.
pub(super) struct DrawnRow {
    pub id: String,
    pub title: String,
    pub phase: bool,
    pub y: f64,
    pub late: String,
    pub bars: Vec<Bar>,
}

/// A bar: its class, and its place.
pub(super) struct Bar {
    pub class: &'static str,
    pub x: f64,
    pub width: f64,
    pub dy: f64,
    pub height: f64,
}

/// Draws a timeline; none before the walk starts.
pub(super) fn drawing(document: &Document) -> Option<Drawing> {
    let rows = &document.timeline;
    let dates = || {
        rows.iter().flat_map(|row| {
            let more = [row.actual, row.expected].into_iter().flatten();
            std::iter::once(row.planned).chain(more)
        })
    };
    let first = dates().map(|(first, _)| first).min()?;
    let last = dates().map(|(_, last)| last).max()?;
    let scale = Scale::new(first, last);
    let mut y = TOP;
    let drawn = rows.iter().map(|row| {
        y += if row.phase { ROW + 5.0 } else { ROW };
        drawn_row(&scale, row, y)
    });
    let drawn: Vec<DrawnRow> = drawn.collect();
    let today = document.made_at.date_naive();
    let phases = rows
        .iter()
        .filter(|row| row.phase || !rows.iter().any(|row| row.phase));
    Some(Drawing {
        width: WIDTH,
        height: y + 14.0,
        grid: scale.grid(),
        today: (today >= first && today <= last).then(|| scale.x(today) + scale.day / 2.0),
        rows: drawn,
        description: phases.map(sentence).collect::<Vec<_>>().join(" "),
    })
}

fn drawn_row(scale: &Scale, row: &TimelineRow, y: f64) -> DrawnRow {
    let bar = |class, (first, last): (NaiveDate, NaiveDate), dy, height| Bar {
        class,
        x: scale.x(first),
        width: (scale.x(last) + scale.day - scale.x(first)).max(2.0),
        dy,
        height,
    };
    let class = if row.state == "done" { "done" } else { "now" };
    let mut bars = Vec::new();
    bars.extend(row.expected.map(|dates| bar("come", dates, -8.0, 7.0)));
    bars.extend(row.actual.map(|dates| bar(class, dates, -8.0, 7.0)));
    bars.push(bar("plan", row.planned, 1.0, 2.0));
    DrawnRow {
        id: row.id.clone(),
        title: row.title.clone(),
        phase: row.phase,
        y,
        late: match row.late {
            late if late > 0 => format!("+{late} d"),
            _ => String::new(),
        },
        bars,
    }
}

fn sentence(row: &TimelineRow) -> String {
    let range = |(first, last): (NaiveDate, NaiveDate)| format!("{first} to {last}");
    let mut text = format!("{} was planned for {}", row.title, range(row.planned));
    if let Some(actual) = row.actual {
        text.push_str(&format!(", was worked on from {}", range(actual)));
    }
    if let Some((_, last)) = row.expected {
        text.push_str(&format!(", and is expected to end on {last}"));
    }
    text + "."
}

/// The places of dates.
struct Scale {
    first: NaiveDate,
    days: u32,
    /// The width of a day.
    day: f64,
}

impl Scale {
    fn new(first: NaiveDate, last: NaiveDate) -> Self {
        let days = u32::try_from((last - first).num_days() + 1).unwrap_or(u32::MAX);
        Self {
            first,
            days,
            day: (RIGHT - LEFT) / f64::from(days.max(1)),
        }
    }

    fn x(&self, date: NaiveDate) -> f64 {
        let days = i32::try_from((date - self.first).num_days()).unwrap_or(i32::MAX);
        LEFT + self.day * f64::from(days)
    }

    /// Returns at most a dozen lines: on Mondays, or on every so many of them.
    fn grid(&self) -> Vec<(f64, String)> {
        let monday = self.first.weekday().num_days_from_monday();
        let offset = (7 - monday) % 7;
        let step = 7 * (self.days / 7 / 11 + 1);
        let mut days = Vec::new();
        let mut day = offset;
        while day < self.days {
            days.push(day);
            day = day.saturating_add(step);
        }
        if days.is_empty() {
            days.push(0);
        }
        let dates = days.into_iter().filter_map(|day| {
            let date = self.first.checked_add_days(Days::new(u64::from(day)))?;
            Some((self.x(date), date.format("%-d %b").to_string()))
        });
        dates.collect()
    }
}
