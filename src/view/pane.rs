//! A host's terminal, and the bar above it.

use ratatui::buffer::Cell as Target;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::canvas::Canvas;
use super::footer::cursor;
use super::line::{Line, Span, span, spans_width};
use super::text::{fit, width};
use super::theme::{Role, Theme};
use super::time_format::{between, length};
use crate::app::{App, Day, Focus, STALL_AFTER, asking};
use crate::plan::Address;
use crate::port::ConnectionState;
use crate::term::{self, AnnotationKind, Attributes, PaneId, Panes, SharedPane, Width};
use crate::text::Printable;

/// Draws the bar above a pane: the host, its connection, and the focus of the keyboard.
pub fn bar(canvas: &mut Canvas, app: &App, panes: &Panes, day: &Day, area: Rect) {
    canvas.clear(area, Role::Raised);
    let Some(host) = app.pane_host() else {
        let line = Line::of("  No host yet: the first step opens one.", Role::Muted);
        return canvas.line(area, &line);
    };
    if day.focus != Focus::List {
        canvas.mark_chosen(area);
    }
    let production = app
        .engine
        .plan()
        .host(host)
        .is_some_and(|host| host.production);
    let chip = canvas.theme.chip(chip_role(production));
    let name = Printable::line(&fit(&chip_text(app, host), usize::from(area.width / 3)));
    let taken = 2 + canvas.put(area.x + 2, area.y, area.width, &name, chip);
    let rest = Rect {
        x: area.x + taken,
        width: area.width.saturating_sub(taken),
        ..area
    };
    let scrolled = panes
        .get(&PaneId::of(host))
        .map_or(0, |pane| pane.lock().scroll_offset());
    let right = right(day, production, scrolled);
    let room = usize::from(rest.width).saturating_sub(spans_width(&right) + 2);
    canvas.line(rest, &Line::new(left(app, host, room)).right(right));
}

/// Returns the host and its nested shells.
fn chip_text(app: &App, host: &str) -> String {
    let levels = app.engine.hosts().nested_shells(host);
    let levels: String = levels.iter().map(|level| format!("› {level} ")).collect();
    format!(" {host} {levels}")
}

/// Returns the role of a host's name.
pub fn chip_role(production: bool) -> Role {
    if production {
        Role::Production
    } else {
        Role::Running
    }
}

/// Returns the destination, the connection and the running step, as far as they fit.
fn left(app: &App, host: &str, room: usize) -> Vec<Span> {
    let destination = span(destination(app, host), Role::Text);
    let mut facts = Vec::new();
    // Facts that need a key come first. The destination can wait.
    facts.extend(elsewhere(app, host));
    facts.extend(foreground(app, host));
    facts.extend(slow(app, host));
    if facts.is_empty() && !in_trouble(app, host) {
        facts.extend([destination, link(app, host)]);
    } else {
        facts.extend([link(app, host), destination]);
    }
    facts.extend(running(app, host));
    let mut left = Vec::new();
    for fact in facts.into_iter().filter(|fact| !fact.text.is_empty()) {
        let fits = spans_width(&left) + 2 + width(&fact.text) <= room;
        if left.is_empty() || fits || fact.role == Role::Running {
            left.push(span("  ", Role::Text));
            left.push(fact);
        }
    }
    left
}

fn destination(app: &App, host: &str) -> String {
    match app.engine.plan().host(host).map(|host| &host.address) {
        Some(Address::Local) => "this machine".to_owned(),
        Some(Address::Ssh(template)) => filled(app, template),
        Some(Address::Group(_)) | None => String::new(),
    }
}

/// Returns an address with its variables replaced by their values, if these are known.
fn filled(app: &App, template: &str) -> String {
    let value = |name: &str| {
        let variable = app.engine.plan().variable(name)?;
        let value = app.engine.values().get(variable, app.engine.walk());
        Some(value.map_or_else(|| format!("${name}"), |value| value.shown().to_owned()))
    };
    crate::plan::fill(template, value).unwrap_or_else(|_| template.to_owned())
}

fn link(app: &App, host: &str) -> Span {
    let known = app.engine.plan().host(host);
    let is_local = known.is_some_and(|host| host.address == Address::Local);
    let word = |here, there| if is_local { here } else { there };
    match app.engine.hosts().connection(host) {
        None => span(word("no shell yet", "not connected"), Role::Faint),
        Some(ConnectionState::Opening) => {
            span(word("starting a shell", "connecting"), Role::Warned)
        }
        Some(ConnectionState::Asking(question)) => span(format!("asks: {question}"), Role::Warned),
        Some(ConnectionState::Ready { .. }) => span(word("ready", "connected"), Role::Muted),
        Some(ConnectionState::NoShellIntegration(why)) => {
            span(format!("no shell integration: {why}"), Role::Warned)
        }
        Some(ConnectionState::Retrying {
            attempt, seconds, ..
        }) => span(
            format!("reconnecting in {seconds} s (attempt {attempt}), t cancels"),
            Role::Warned,
        ),
        Some(ConnectionState::Refused(why)) => {
            let text = format!("refused, t tries again ({why})");
            span(text, Role::Failed)
        }
        Some(ConnectionState::Lost(why)) => span(
            format!("connection lost, t reconnects ({why})"),
            Role::Failed,
        ),
    }
}

/// Returns another host that waits for an answer, and the key for its pane.
fn elsewhere(app: &App, host: &str) -> Option<Span> {
    let (other, _) = asking(&app.engine).find(|(other, _)| *other != host)?;
    Some(span(
        format!("{other} needs an answer, w shows it"),
        Role::Warned,
    ))
}

/// Returns the nested shell in the pane that daymark is not attached to, and the key to attach.
fn foreground(app: &App, host: &str) -> Option<Span> {
    let process = app
        .engine
        .hosts()
        .foreground(host)
        .filter(|process| process.is_shell)?;
    let text = format!("in `{}`, m attaches", fit(&process.command, 30));
    Some(span(text, Role::Warned))
}

/// Returns whether the connection needs the operator or lacks shell integration.
fn in_trouble(app: &App, host: &str) -> bool {
    let link = app.engine.hosts().connection(host);
    matches!(
        link,
        Some(
            ConnectionState::Asking(_)
                | ConnectionState::NoShellIntegration(_)
                | ConnectionState::Retrying { .. }
                | ConnectionState::Refused(_)
                | ConnectionState::Lost(_)
        )
    )
}

/// Returns how long the innermost step has been running here, and how long it usually runs.
fn running(app: &App, host: &str) -> Option<Span> {
    let job = app.engine.jobs().iter().rfind(|job| job.host == host)?;
    let attempt = app.engine.walk().last_attempt(&job.id, host)?;
    let clock = between(attempt.started.at, app.now);
    let usual = app.spread(&job.id).map(|spread| length(spread.median));
    let planned = || {
        let (_, step) = app.engine.plan().step(&job.id)?;
        step.minutes.map(|count| length(f64::from(count) * 60.0))
    };
    let usual = usual.or_else(planned);
    let usual = usual.map_or(String::new(), |usual| format!(" of about {usual}"));
    Some(span(format!("● running {clock}{usual}"), Role::Running))
}

/// Returns the warning that a step runs too long or has stalled.
fn slow(app: &App, host: &str) -> Option<Span> {
    let job = app.engine.jobs().iter().rfind(|job| job.host == host)?;
    if job.overdue {
        return Some(span("past its timeout, S stops it", Role::Failed));
    }
    if let Some(how) = job.stopped {
        return Some(span(
            format!("sent {}, S escalates", how.word()),
            Role::Warned,
        ));
    }
    let silence = app.engine.time_without_output(host)?;
    let duration = || length(silence.as_seconds_f64().trunc());
    (silence >= STALL_AFTER).then(|| span(format!("no output for {}", duration()), Role::Warned))
}

fn right(day: &Day, production: bool, scrolled: usize) -> Vec<Span> {
    if day.focus == Focus::Typing {
        return vec![
            span("you type here", Role::Accent),
            span("  ctrl-]", Role::Strong),
            span(" releases the keyboard ", Role::Muted),
        ];
    }
    let mut right = Vec::new();
    if scrolled > 0 {
        right.push(span(format!("{scrolled} lines back  "), Role::Warned));
    } else if day.focus == Focus::Pane {
        right.push(span("enter types here  ", Role::Muted));
    }
    if production {
        right.push(span("production ", Role::Production));
    }
    right
}

/// Draws the terminal of the host in the pane.
pub fn pane(canvas: &mut Canvas, app: &App, panes: &Panes, day: &Day, area: Rect) {
    let shared = app.pane().and_then(|pane| panes.get(&pane));
    let Some(shared) = shared else {
        return empty(canvas, app, area);
    };
    if app
        .pane_host()
        .and_then(|host| app.engine.plan().host(host))
        .is_some_and(|host| host.production)
    {
        edges(canvas, area);
    }
    cells(canvas, &shared, area, day.focus == Focus::Typing);
}

/// Draws the present cells of a terminal, with the cursor if it has the keyboard.
pub fn cells(canvas: &mut Canvas, shared: &SharedPane, area: Rect, typing: bool) {
    // The lock is held only while the cells are copied: the reader of the terminal waits for it.
    let grid = shared.lock();
    for (row, place) in grid.rows().zip(area.rows()) {
        for (cell, at) in row.cells().zip(place.columns()) {
            if let Some(target) = canvas.buffer.cell_mut((at.x, at.y)) {
                copy(cell, target, canvas.theme, at.x + 1 < area.right());
            }
        }
    }
    if typing
        && let Some(at) = grid.cursor()
        && at.row < area.height
        && at.column < area.width
    {
        cursor(canvas, area.x + at.column, area.y + at.row);
    }
}

/// Marks the columns at either side of a pane in production.
fn edges(canvas: &mut Canvas, area: Rect) {
    let edge = |x| Rect {
        x,
        width: 1,
        ..area
    };
    canvas.fill(edge(area.x.saturating_sub(1)), '▌', Role::Production);
    canvas.fill(edge(area.right()), '▐', Role::Production);
}

fn empty(canvas: &mut Canvas, app: &App, area: Rect) {
    let text = if app.pane_host().is_some() {
        "No step has run here yet. The first one opens the connection."
    } else {
        "The output of steps appears here."
    };
    canvas.lines(
        area,
        &super::line::prose(text, Role::Faint, area.width.into()),
    );
}

/// Copies one cell; `room` is whether the area has another cell to its right.
fn copy(cell: term::Cell, target: &mut Target, theme: &Theme, room: bool) {
    match cell.width() {
        // The wide character to the left covers this cell, so the terminal must skip it.
        Width::Spacer => {
            target.set_symbol(" ");
        }
        Width::Wide if !room => {
            target.set_symbol(" ");
        }
        Width::Wide | Width::Narrow => {
            let mut text = String::new();
            cell.push_symbol(&mut text);
            target.set_symbol(&text);
        }
    }
    target.set_style(style(cell, theme));
}

fn style(cell: term::Cell, theme: &Theme) -> Style {
    if cell.has_hidden() {
        return theme.style(Role::Warned).add_modifier(Modifier::REVERSED);
    }
    if let Some(role) = note_role(cell.foreground()) {
        return theme.style(role).add_modifier(modifiers(cell.attributes()));
    }
    theme.printed(term::Style {
        foreground: cell.foreground(),
        background: cell.background(),
        attributes: cell.attributes(),
    })
}

impl Theme {
    /// Returns the style of text that a host printed.
    pub fn printed(&self, printed: term::Style) -> Style {
        let mut style = Style::new();
        if self.has_colors() {
            style.fg = color(printed.foreground);
            style.bg = color(printed.background);
        }
        style.add_modifier(modifiers(printed.attributes))
    }
}

fn note_role(color: term::Color) -> Option<Role> {
    let term::Color::Note(role) = color else {
        return None;
    };
    Some(match role {
        AnnotationKind::Title => Role::Strong,
        AnnotationKind::Passed => Role::Passed,
        AnnotationKind::Failed => Role::Failed,
        AnnotationKind::Unknown => Role::Warned,
        AnnotationKind::Quiet => Role::Faint,
    })
}

/// Converts a colour of the host. The first 16 are those of the operator's terminal.
fn color(color: term::Color) -> Option<Color> {
    match color {
        term::Color::Default | term::Color::Note(_) => None,
        term::Color::Indexed(index) => Some(Color::Indexed(index)),
        term::Color::Rgb(red, green, blue) => Some(Color::Rgb(red, green, blue)),
    }
}

fn modifiers(attributes: Attributes) -> Modifier {
    let pairs = [
        (Attributes::BOLD, Modifier::BOLD),
        (Attributes::DIM, Modifier::DIM),
        (Attributes::ITALIC, Modifier::ITALIC),
        (Attributes::UNDERLINE, Modifier::UNDERLINED),
        (Attributes::INVERSE, Modifier::REVERSED),
        (Attributes::HIDDEN, Modifier::HIDDEN),
        (Attributes::STRIKE, Modifier::CROSSED_OUT),
    ];
    let set = pairs
        .iter()
        .filter(|(attribute, _)| attributes.has(*attribute));
    set.fold(Modifier::empty(), |all, (_, modifier)| all | *modifier)
}
