//! Rules over ids, guards and waits: each id is unique, each reference names something.

use std::{collections::HashMap, time::Duration};

use crate::plan::{
    DayRange,
    diagnostic::RawDiagnostic,
    plan_index::{ExpectedKind, IdKind, PlanIndex, SpannedName},
    text::{did_you_mean, excerpt},
    yaml::file::{File, FileSpan},
};

/// Reports a reference to an unknown id, or to an item of the wrong kind.
pub(super) fn are_known(index: &PlanIndex, _: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let known: HashMap<&str, IdKind> = index
        .ids
        .iter()
        .map(|(thing, id)| (id.name.as_str(), *thing))
        .collect();
    let mut diagnostics = Vec::new();
    for (wanted, named) in &index.references {
        let found = known.get(named.name.as_str());
        let message = match found {
            Some(thing) if wanted.takes(*thing) => continue,
            Some(thing) => format!(
                "`{}` is {}, not {}",
                named.name,
                thing.with_article(),
                wanted.with_article()
            ),
            None => format!("there is no {} `{}`", wanted.bare(), excerpt(&named.name)),
        };
        let near = index.ids.iter().filter(|(thing, _)| wanted.takes(*thing));
        let hint = did_you_mean(&named.name, near.map(|(_, id)| id.name.as_str()));
        let diagnostic = RawDiagnostic::error("unknown-id", named.span.bytes.clone(), message);
        diagnostics.push((named.span.file, diagnostic.maybe_hint(hint)));
    }
    diagnostics
}

/// Reports a step that depends on itself, also through other steps.
pub(super) fn have_no_cycle(index: &PlanIndex, _: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let afters: HashMap<&str, &[SpannedName]> = index
        .afters
        .iter()
        .map(|after| (after.step.as_str(), after.ids.as_slice()))
        .collect();
    let mut diagnostics = Vec::new();
    for after in &index.afters {
        for named in &after.ids {
            let Some(way) = chain(&afters, &named.name, &after.step) else {
                continue;
            };
            let (message, hint) = match way.as_slice() {
                [_] => (
                    format!("`{}` cannot come after itself", after.step),
                    "name what comes before it",
                ),
                _ => (
                    format!(
                        "`{}` would come after itself: {}",
                        after.step,
                        described(&way)
                    ),
                    "one of them must go first",
                ),
            };
            let diagnostic = RawDiagnostic::error("circle", named.span.bytes.clone(), message);
            diagnostics.push((named.span.file, diagnostic.hint(hint)));
        }
    }
    diagnostics
}

/// Warns if `after` names a later step, which the order of the plan contradicts.
pub(super) fn stand_before(index: &PlanIndex, _: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let first_days: HashMap<usize, u32> = index
        .entries
        .iter()
        .map(|(days, span)| (span.file, days.first))
        .collect();
    let places: HashMap<&str, (u32, usize)> = index
        .ids
        .iter()
        .filter(|(thing, _)| *thing == IdKind::Step)
        .filter_map(|(_, id)| {
            let day = first_days.get(&id.span.file)?;
            Some((id.name.as_str(), (*day, id.span.bytes.start)))
        })
        .collect();
    let mut diagnostics = Vec::new();
    for after in &index.afters {
        let place = places.get(after.step.as_str());
        let later = |named: &&SpannedName| {
            let other = places.get(named.name.as_str());
            other.is_some_and(|other| place.is_some_and(|place| other > place))
        };
        for named in after.ids.iter().filter(later) {
            let message = format!("`{}` comes later in the plan", named.name);
            let diagnostic =
                RawDiagnostic::warning("late-after", named.span.bytes.clone(), message);
            let hint = format!("put it before `{}`", after.step);
            diagnostics.push((named.span.file, diagnostic.hint(hint)));
        }
    }
    diagnostics
}

/// Returns the shortest path of dependencies between two steps, if there is one.
fn chain<'n>(
    afters: &HashMap<&'n str, &'n [SpannedName]>,
    from: &'n str,
    to: &str,
) -> Option<Vec<&'n str>> {
    let mut before: HashMap<&str, Option<&str>> = HashMap::from([(from, None)]);
    let mut turn = vec![from];
    while !turn.is_empty() && !before.contains_key(to) {
        let mut next = Vec::new();
        for step in turn {
            for named in afters.get(step).copied().unwrap_or_default() {
                if !before.contains_key(named.name.as_str()) {
                    before.insert(&named.name, Some(step));
                    next.push(named.name.as_str());
                }
            }
        }
        turn = next;
    }
    let (last, _) = before.get_key_value(to)?;
    let mut way = vec![*last];
    while let Some(Some(step)) = way.last().and_then(|step| before.get(step)) {
        way.push(*step);
    }
    way.reverse();
    Some(way)
}

/// Formats a cycle as `a after b after a`.
fn described(way: &[&str]) -> String {
    let last = way.last().copied().unwrap_or_default();
    let all: Vec<&str> = std::iter::once(last).chain(way.iter().copied()).collect();
    all.join(" after ")
}

impl ExpectedKind {
    fn takes(self, thing: IdKind) -> bool {
        match self {
            ExpectedKind::Step => thing == IdKind::Step,
            ExpectedKind::Check => thing == IdKind::Check,
            ExpectedKind::StepOrCheck => thing != IdKind::Recurring,
        }
    }

    fn bare(self) -> &'static str {
        match self {
            ExpectedKind::Step => "step",
            ExpectedKind::Check => "check",
            ExpectedKind::StepOrCheck => "step or check",
        }
    }

    fn with_article(self) -> &'static str {
        match self {
            ExpectedKind::Step => "a step",
            ExpectedKind::Check => "a check",
            ExpectedKind::StepOrCheck => "a step or a check",
        }
    }
}

impl IdKind {
    fn with_article(self) -> &'static str {
        match self {
            IdKind::Step => "a step",
            IdKind::Check => "a check",
            IdKind::Recurring => "recurring work",
        }
    }
}

/// Reports a reference to an undeclared guard.
pub(super) fn guards_are_declared(index: &PlanIndex, _: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let Some(declared) = &index.declared_guards else {
        return Vec::new();
    };
    let names = || declared.iter().map(|guard| guard.name.as_str());
    let diagnostic = |used: &SpannedName| {
        let message = format!("there is no guard `{}`", excerpt(&used.name));
        let hint = did_you_mean(&used.name, names())
            .unwrap_or_else(|| "declare it under `guards` in plan.yaml".to_owned());
        let diagnostic = RawDiagnostic::error("unknown-guard", used.span.bytes.clone(), message);
        (used.span.file, diagnostic.hint(hint))
    };
    let unknown = index
        .used_guards
        .iter()
        .filter(|used| !names().any(|name| name == used.name));
    unknown.map(diagnostic).collect()
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Reports a wait that is longer than the whole plan.
pub(super) fn waits_end_within_the_plan(
    index: &PlanIndex,
    _: &[File],
) -> Vec<(usize, RawDiagnostic)> {
    let last = index.entries.iter().map(|(days, _)| days.last).max();
    let Some(last) = last else {
        return Vec::new();
    };
    let too_long = index.waits.iter().filter(|(wait, _)| *wait > DAY * last);
    too_long
        .map(|(_, span)| {
            let days = if last == 1 { "day" } else { "days" };
            let message = format!("the plan takes {last} {days}, and this waits longer");
            let diagnostic = RawDiagnostic::error("long-wait", span.bytes.clone(), message);
            (span.file, diagnostic)
        })
        .collect()
}

/// Reports an id that is used twice.
pub(super) fn ids_are_unique(index: &PlanIndex, files: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let mut firsts: HashMap<&str, &FileSpan> = HashMap::with_capacity(index.ids.len());
    let mut diagnostics = Vec::new();
    for (_, id) in &index.ids {
        let first = *firsts.entry(&id.name).or_insert(&id.span);
        if *first != id.span {
            let location = files[first.file].location(first.bytes.start);
            let message = format!("the id `{}` is given twice", id.name);
            let hint = format!("the first is in {}:{}", location.file, location.line);
            let diagnostic =
                RawDiagnostic::error("duplicate-id", id.span.bytes.clone(), message).hint(hint);
            diagnostics.push((id.span.file, diagnostic));
        }
    }
    diagnostics
}

/// Reports an id of recurring work that looks like the id of an entry, acceptance or rollback.
pub(super) fn ids_are_no_days(index: &PlanIndex, _: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let recurring = index
        .ids
        .iter()
        .filter(|(thing, _)| *thing == IdKind::Recurring);
    let taken = recurring.filter(|(_, id)| {
        let number = ["success-", "rollback-"]
            .iter()
            .find_map(|part| id.name.strip_prefix(part));
        DayRange::parse(number.unwrap_or(&id.name)).is_some()
    });
    taken
        .map(|(_, id)| {
            let message = format!("`{}` is what the plan calls a part of its own", id.name);
            let diagnostic = RawDiagnostic::error("bad-id", id.span.bytes.clone(), message);
            (
                id.span.file,
                diagnostic.hint("an id of recurring work says what is done"),
            )
        })
        .collect()
}
