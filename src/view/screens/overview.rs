//! Draws the overview: a list of sections, and the chosen one in full.

use ratatui::layout::{Constraint, Layout, Rect};

use crate::app::{Action, App, Overview, PlanSection, parts};
use crate::plan::{DayRange, Guard, Phase, Recurring, Risk};
use crate::progress::{RecurringStatus, RunResult, check_state, date_of_day, recurrence};
use crate::view::canvas::{Canvas, below, inset, rows};
use crate::view::evidence::verdict;
use crate::view::header::{done, home_head};
use crate::view::icons::check_mark;
use crate::view::line::{Line, Span, fold, labelled, prose, span};
use crate::view::scene::{Draw, Hints, Scene};
use crate::view::step_list::hosts_text;
use crate::view::theme::Role;
use crate::view::time_format::full_moment;

/// The width from which the chosen section is beside the list.
const BESIDE: u16 = 100;

/// The width of the column of labels.
const LABEL: usize = 13;

impl Draw for Overview {
    fn draw(&self, canvas: &mut Canvas, scene: &Scene) {
        home_head(canvas, scene.app, scene.header);
        overview(canvas, scene.app, self, scene.body);
    }

    fn hints(&self, scene: &Scene) -> Hints {
        let hidden = hidden_on_section(scene.app, self);
        Hints {
            hidden,
            ..Hints::default()
        }
    }
}

/// Draws the overview.
fn overview(canvas: &mut Canvas, app: &App, open: &Overview, body: Rect) {
    canvas.clear(body, Role::Ground);
    let area = below(body, 1);
    let (list, chosen) = if area.width >= BESIDE {
        let [list, chosen] =
            Layout::horizontal([Constraint::Percentage(50), Constraint::Min(1)]).areas(area);
        canvas.upright(Rect { width: 1, ..chosen });
        (list, inset(chosen, 2))
    } else {
        let [list, chosen] =
            Layout::vertical([Constraint::Percentage(60), Constraint::Min(1)]).areas(area);
        canvas.rule(Rect {
            height: 1,
            ..chosen
        });
        (list, inset(below(chosen, 1), 1))
    };
    let all = parts(app.engine.plan());
    draw_list(canvas, app, open, &all, list);
    let Some(part) = all.get(open.cursor) else {
        return;
    };
    let lines = of_part(app, *part, chosen.width.into());
    let top = open
        .scroll
        .min(lines.len().saturating_sub(chosen.height.into()));
    canvas.lines(chosen, &lines[top..]);
}

/// Returns the actions that have no effect on the chosen section.
fn hidden_on_section(app: &App, open: &Overview) -> Vec<Action> {
    let all = [
        Action::Enter,
        Action::Begin,
        Action::Tick,
        Action::Verify,
        Action::ShowUndoList,
    ];
    let meant: &[Action] = match parts(app.engine.plan()).get(open.cursor) {
        Some(PlanSection::Phase(..) | PlanSection::Rollback(..)) => {
            &[Action::Enter, Action::ShowUndoList]
        }
        Some(PlanSection::Success(..)) => &[Action::Enter, Action::Verify, Action::ShowUndoList],
        Some(PlanSection::Risk(_)) => &[Action::Enter, Action::Verify],
        Some(PlanSection::Recurring(_)) => &[Action::Enter, Action::Begin, Action::Tick],
        Some(PlanSection::Guard(_)) => &[Action::Verify],
        Some(PlanSection::NextAction(_) | PlanSection::Calendar) | None => &[],
    };
    let mut hidden = all.to_vec();
    hidden.retain(|action| !meant.contains(action));
    hidden
}

/// Draws the list with its headings, so that the chosen section is visible.
fn draw_list(canvas: &mut Canvas, app: &App, open: &Overview, all: &[PlanSection<'_>], area: Rect) {
    let mut lines: Vec<(Option<usize>, Line)> = Vec::new();
    let mut heading = "";
    for (at, part) in all.iter().enumerate() {
        if part.heading() != heading {
            heading = part.heading();
            if at > 0 {
                lines.push((None, Line::default()));
            }
            lines.push((None, Line::of(format!(" {heading}"), Role::Faint)));
        }
        lines.push((Some(at), part_line(app, *part)));
    }
    let chosen = lines.iter().position(|(at, _)| *at == Some(open.cursor));
    let first = (chosen.unwrap_or(0) + 1).saturating_sub(area.height.into());
    for ((at, line), place) in lines.into_iter().skip(first).zip(rows(area)) {
        let chosen = at == Some(open.cursor);
        canvas.line(place, &line.chosen(chosen));
        if chosen {
            canvas.mark_chosen(place);
        }
    }
}

fn part_line(app: &App, part: PlanSection<'_>) -> Line {
    let title = part.title();
    let indent = match part {
        PlanSection::Success(..) | PlanSection::Rollback(..) => "     ",
        _ => "   ",
    };
    let left = vec![span(indent, Role::Text), span(title, Role::Text)];
    Line::new(left).right(vec![fact(app, part), span(" ", Role::Text)])
}

/// Returns the state of a section in the words of the list.
fn fact(app: &App, part: PlanSection<'_>) -> Span {
    let plan = app.engine.plan();
    match part {
        PlanSection::Phase(_, phase) => span(format!("days {}", phase.days), Role::Faint),
        PlanSection::Success(..) | PlanSection::Rollback(..) => {
            let procedure = part
                .procedure(plan)
                .and_then(|id| app.engine.plan().procedure(&id));
            procedure.map_or_else(
                || span("", Role::Faint),
                |procedure| {
                    let (steps, checks) = done(app, procedure);
                    let all = procedure.steps().len() + procedure.checks().len();
                    span(format!("{}/{all}", steps + checks), Role::Faint)
                },
            )
        }
        PlanSection::Risk(risk) => {
            let days = DayRange::merged(&risk.days);
            let days: Vec<String> = days.iter().map(ToString::to_string).collect();
            let days = days.join(", ");
            let text = if days.is_empty() {
                days
            } else {
                format!("day {days}")
            };
            span(text, Role::Faint)
        }
        PlanSection::Recurring(work) => due_text(app, work),
        PlanSection::Guard(guard) => {
            let attribution = attribution(app, guard).into_iter().next();
            attribution.map_or(span("not run yet", Role::Faint), |(_, ended)| {
                verdict(&ended).remove(0)
            })
        }
        PlanSection::NextAction(_) | PlanSection::Calendar => span("", Role::Faint),
    }
}

/// Returns the due date of recurring work.
fn due_text(app: &App, work: &Recurring) -> Span {
    let stands = recurrence(app.engine.plan(), work, app.engine.walk(), app.today());
    match (stands.due, stands.next) {
        (Some(due), _) if due < app.today() => {
            span(format!("due since {}", due.format("%-d %b")), Role::Warned)
        }
        (Some(_), _) => span("due today", Role::Warned),
        (None, Some(next)) => span(format!("next {}", next.format("%-d %b")), Role::Faint),
        (None, None) => span(format!("every {}", work.every.word()), Role::Faint),
    }
}

/// Returns the last results of a guard: the unrecorded ones by host, then that before a step.
fn attribution(app: &App, guard: &Guard) -> Vec<(String, RunResult)> {
    let glanced = app.engine.previews().guard(&guard.name);
    let mut attribution: Vec<(String, RunResult)> = glanced
        .map(|(host, ended)| (format!("on {host}, not recorded"), ended.clone()))
        .collect();
    if let Some((ended, by)) = app.engine.walk().guard(&guard.name) {
        let at = full_moment(by.at, app.today());
        attribution.push((format!("before a step, {at}"), ended.clone()));
    }
    attribution
}

fn of_part(app: &App, part: PlanSection<'_>, room: usize) -> Vec<Line> {
    let mut lines = prose(part.title(), Role::Strong, room);
    lines.push(Line::default());
    lines.extend(match part {
        PlanSection::Phase(_, phase) => of_phase(phase, room),
        PlanSection::Success(_, phase) => of_success(app, phase, room),
        PlanSection::Rollback(_, phase) => of_rollback(phase, room),
        PlanSection::Risk(risk) => of_risk(app, risk, room),
        PlanSection::Recurring(work) => of_recurring(app, work, room),
        PlanSection::Guard(guard) => of_guard(app, guard, room),
        PlanSection::NextAction(_) => prose(
            "The author asks for this right after reading.",
            Role::Muted,
            room,
        ),
        PlanSection::Calendar => of_calendar(app, room),
    });
    lines
}

fn labelled_part(label: &str, text: Option<&str>, room: usize) -> Vec<Line> {
    let text = text.filter(|text| !text.is_empty());
    text.map_or_else(Vec::new, |text| {
        let body = prose(text, Role::Text, room.saturating_sub(LABEL));
        labelled(label, Role::Faint, LABEL, &body)
    })
}

fn of_phase(phase: &Phase, room: usize) -> Vec<Line> {
    let mut lines = labelled_part("goal", phase.goal.as_deref(), room);
    lines.extend(labelled_part("cost", phase.cost.as_deref(), room));
    lines.extend(labelled_part("capacity", phase.capacity.as_deref(), room));
    for (at, deliverable) in phase.deliverables.iter().enumerate() {
        let label = if at == 0 { "deliverables" } else { "" };
        lines.extend(labelled_part(label, Some(deliverable), room));
    }
    lines
}

fn of_success(app: &App, phase: &Phase, room: usize) -> Vec<Line> {
    let line = |check: &crate::plan::Check| {
        let left = vec![
            check_mark(check_state(check, app.engine.walk())),
            span(" ", Role::Text),
            span(&check.text, Role::Text),
        ];
        Line::new(left).right(vec![span(hosts_text(&check.hosts), Role::Faint)])
    };
    let mut lines: Vec<Line> = phase.success.iter().map(line).collect();
    lines.push(Line::default());
    lines.extend(prose(
        "Press v to run all checks, enter to open them.",
        Role::Muted,
        room,
    ));
    lines
}

fn of_rollback(phase: &Phase, room: usize) -> Vec<Line> {
    let Some(rollback) = &phase.rollback else {
        return Vec::new();
    };
    let mut lines = labelled_part("roll back if", rollback.condition.as_deref(), room);
    for (step, number) in rollback.steps.iter().zip(1..) {
        lines.extend(labelled_part(
            &format!("{number}."),
            Some(&step.title),
            room,
        ));
    }
    lines.push(Line::default());
    lines.extend(prose(
        "Press enter to open it like a day.",
        Role::Muted,
        room,
    ));
    lines
}

fn of_risk(app: &App, risk: &Risk, room: usize) -> Vec<Line> {
    let mut lines = labelled_part("mitigation", risk.mitigation.as_deref(), room);
    lines.extend(labelled_part(
        "contingency",
        risk.contingency.as_deref(),
        room,
    ));
    for id in &risk.checks {
        let Some((_, check)) = app.engine.plan().check(id) else {
            continue;
        };
        let left = vec![
            check_mark(check_state(check, app.engine.walk())),
            span(" ", Role::Text),
            span(&check.text, Role::Text),
        ];
        lines.push(Line::new(left));
    }
    lines
}

fn of_recurring(app: &App, work: &Recurring, room: usize) -> Vec<Line> {
    let RecurringStatus {
        due,
        next,
        done,
        missed,
    } = recurrence(app.engine.plan(), work, app.engine.walk(), app.today());
    let date = |date: chrono::NaiveDate| date.format("%a %-d %b %Y").to_string();
    let every = format!("{}, from day {} on", work.every.word(), work.since);
    let mut lines = labelled_part("every", Some(&every), room);
    lines.extend(labelled_part("due", due.map(date).as_deref(), room));
    lines.extend(labelled_part("next", next.map(date).as_deref(), room));
    lines.extend(labelled_part("done", Some(&times(done)), room));
    let all: Vec<String> = missed.iter().map(|day| date(*day)).collect();
    lines.extend(labelled_part("missed", Some(&all.join(", ")), room));
    for (step, number) in work.steps.iter().zip(1..) {
        lines.extend(labelled_part(
            &format!("{number}."),
            Some(&step.title),
            room,
        ));
    }
    for check in &work.checks {
        lines.extend(labelled_part("then", Some(&check.text), room));
    }
    let last = app.engine.walk().occurrences(&work.id).last();
    if let Some(attribution) = last.and_then(|round| round.ended.as_ref()) {
        let at = full_moment(attribution.at, app.today());
        let text = format!("{at} by {} {}", attribution.operator, attribution.text);
        lines.extend(labelled_part("last", Some(text.trim()), room));
    }
    lines
}

fn times(count: usize) -> String {
    match count {
        0 => "not yet".to_owned(),
        1 => "once".to_owned(),
        count => format!("{count} times"),
    }
}

fn of_guard(app: &App, guard: &Guard, room: usize) -> Vec<Line> {
    let mut lines = labelled_part("name", Some(&guard.name), room);
    let hosts = guard.check.hosts.join(", ");
    lines.extend(labelled_part("runs on", Some(&hosts), room));
    for (how, ended) in attribution(app, guard) {
        let mut text = verdict(&ended);
        text.push(span(format!(" {how}"), Role::Muted));
        let mut body: Vec<Line> = fold(&text, room.saturating_sub(LABEL))
            .into_iter()
            .map(Line::new)
            .collect();
        body.extend(prose(&ended.reason, Role::Text, room.saturating_sub(LABEL)));
        lines.extend(labelled("result", Role::Faint, LABEL, &body));
    }
    if let Some(run) = &guard.check.run {
        lines.push(Line::default());
        lines.extend(crate::view::script::script(run, room));
    }
    lines
}

fn of_calendar(app: &App, room: usize) -> Vec<Line> {
    let calendar = &app.engine.plan().calendar;
    let skipped: Vec<String> = calendar.skip.iter().map(ToString::to_string).collect();
    let skipped = if skipped.is_empty() {
        "none".to_owned()
    } else {
        skipped.join(", ")
    };
    let mut lines = labelled_part("days off", Some(&skipped), room);
    let holidays: Vec<String> = calendar
        .holidays
        .iter()
        .map(|date| date.format("%-d %b %Y").to_string())
        .collect();
    lines.extend(labelled_part("holidays", Some(&holidays.join(", ")), room));
    let start = app.engine.walk().start.unwrap_or(app.today());
    for entry in &app.engine.plan().entries {
        let date = date_of_day(calendar, start, entry.days.first);
        let label = format!("day {}", entry.days);
        let text = format!("{}  {}", date.format("%a %-d %b"), entry.title);
        lines.extend(labelled_part(&label, Some(&text), room));
    }
    lines
}
