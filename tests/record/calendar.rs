//! Calendars: read again by a parser, with ids that stay.

use std::collections::BTreeMap;

use icalendar::parser::{read_calendar, unfold};

use crate::stage::Stage;

/// An event of a calendar: its properties by name, as written, without escapes.
type Event = BTreeMap<String, String>;

const NOON: &str = "2026-12-01T12:00:00+01:00";

/// A stage with a plan of three days on working days, recurring work and a check that is due again.
fn stage() -> Stage {
    let stage = Stage::empty();
    stage.write(
        "plan/plan.yaml",
        "daymark: 1\nid: small\ntitle: 'A small plan; of, three\\days'\nhosts: {here: {local: true}}\n\
         calendar: {skip: [sat, sun]}\n\
         phases:\n- {title: Build, days: 1-2, goal: It runs}\n- {title: Operate, days: 3-4}\n\
         recurring:\n- {id: backup, every: week, since: 2, do: Test the backup}\n",
    );
    let day = |days: &str, title: &str, rest: &str| {
        stage.write(
            &format!("plan/day-{days}.yaml"),
            &format!("days: {days}\ntitle: {title}\n{rest}"),
        );
    };
    day(
        "1",
        "'The first; day, \"quoted\" \\ with BEGIN:VEVENT'",
        "tasks: ['One; two, three\\four', 'Five: six']\nsteps:\n\
        - {id: one, title: One, task: 1, on: here, run: 'true', changes: false}\n\
        checks:\n- {id: kept, check: 'It is kept, still', on: here, run: 'true', again: [1h]}\n",
    );
    day(
        "2",
        "The second",
        "steps:\n- {id: two, title: Two, on: here, run: 'true', changes: false}\n",
    );
    day(
        "3-4",
        "A title of many words that is longer than one line of a calendar may be é€😀 é€😀 é€😀",
        "steps:\n\
        - {id: three, title: Three, on: here, run: 'true', changes: false}\n",
    );
    stage
}

/// Reads a calendar with the parser, and gives its events by id.
#[track_caller]
fn read(ics: &str) -> BTreeMap<String, Event> {
    assert!(ics.ends_with("END:VCALENDAR\r\n"), "{ics}");
    for line in ics.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
    }
    let unfolded = unfold(ics);
    let calendar = read_calendar(&unfolded).unwrap();
    let named = |key: &str| {
        calendar
            .properties
            .iter()
            .find(|property| property.name == key)
            .unwrap()
    };
    assert_eq!(named("VERSION").val, "2.0");
    let mut events = BTreeMap::new();
    for component in &calendar.components {
        assert_eq!(component.name, "VEVENT");
        let property = |property: &icalendar::parser::Property<'_>| {
            (property.name.to_string(), property.val.to_string())
        };
        let event: Event = component.properties.iter().map(property).collect();
        let id = event["UID"]
            .strip_suffix(".main.small@daymark")
            .unwrap()
            .to_owned();
        assert!(events.insert(id, event).is_none(), "an id is used twice");
    }
    events
}

fn ics(stage: &Stage, made_at: &str) -> String {
    stage.done(&["calendar", "--ics", "--made-at", made_at])
}

#[track_caller]
fn check(events: &BTreeMap<String, Event>, id: &str, key: &str, expect: &str) {
    let event = events
        .get(id)
        .unwrap_or_else(|| panic!("no {id} in {:?}", events.keys()));
    let found = event.get(key).map_or("none", String::as_str);
    assert_eq!(found, expect, "{id} {key}");
}

#[test]
fn a_calendar_has_days_phases_recurring_work_and_deadlines() {
    let stage = stage();
    // Day 1 is a Tuesday.
    stage.done(&["run", "--day", "1", "--start", "2026-12-01"]);
    let events = read(&ics(&stage, NOON));
    let ids: Vec<&str> = events.keys().map(String::as_str).collect();
    assert_eq!(
        ids,
        [
            "check-kept",
            "day-1",
            "day-2",
            "day-3-4",
            "phase-1",
            "phase-2",
            "recurring-backup-1",
            "recurring-backup-2"
        ]
    );
    check(&events, "day-1", "STATUS", "CONFIRMED");
    check(
        &events,
        "day-1",
        "SUMMARY",
        "Day 1: The first; day, \"quoted\" \\ with BEGIN:VEVENT",
    );
    check(
        &events,
        "day-1",
        "DESCRIPTION",
        "One; two, three\\four\nFive: six",
    );
    check(&events, "day-2", "STATUS", "TENTATIVE");
    check(&events, "day-2", "DTSTART", "20261202");
    check(&events, "day-2", "DTEND", "20261203");
    check(&events, "day-2", "DTSTAMP", "20261201T110000Z");
    // The end is exclusive.
    check(&events, "day-3-4", "DTSTART", "20261203");
    check(&events, "day-3-4", "DTEND", "20261205");
    check(&events, "phase-1", "DTSTART", "20261202");
    check(&events, "phase-1", "SUMMARY", "Phase 1 ends: Build");
    check(&events, "phase-2", "DTSTART", "20261204");
    check(&events, "recurring-backup-1", "DTSTART", "20261202");
    check(&events, "recurring-backup-2", "DTSTART", "20261209");
    check(
        &events,
        "check-kept",
        "SUMMARY",
        "Due again: It is kept, still",
    );
    assert!(events["check-kept"]["DTSTART"].ends_with('Z'));
}

#[test]
fn a_late_walk_moves_its_open_days_under_the_same_ids() {
    let stage = stage();
    stage.done(&["run", "--day", "1", "--start", "2026-12-01"]);
    let early = read(&ics(&stage, NOON));
    // Two working days late, over a weekend.
    let late = read(&ics(&stage, "2026-12-04T12:00:00+01:00"));
    assert_eq!(
        early.keys().collect::<Vec<_>>(),
        late.keys().collect::<Vec<_>>()
    );
    check(&late, "day-2", "DTSTART", "20261204");
    check(&late, "day-3-4", "DTSTART", "20261207");
    check(&late, "day-3-4", "DTEND", "20261209");
    check(&late, "phase-2", "DTSTART", "20261208");
    assert_eq!(early["day-1"]["DTSTART"], late["day-1"]["DTSTART"]);
    let sequence =
        |events: &BTreeMap<String, Event>| events["day-2"]["SEQUENCE"].parse::<u32>().unwrap();
    assert!(sequence(&late) > sequence(&early));
    stage.done(&["run", "--day", "2"]);
    let done = read(&ics(&stage, "2026-12-04T12:00:01+01:00"));
    check(&done, "day-2", "STATUS", "CONFIRMED");
    assert!(sequence(&done) > sequence(&late));
}

#[test]
fn the_same_journal_and_clock_give_the_same_bytes() {
    let stage = stage();
    stage.done(&["run", "--day", "1", "--start", "2026-12-01"]);
    assert_eq!(ics(&stage, NOON), ics(&stage, NOON));
    stage.done(&[
        "calendar",
        "--ics",
        &stage.argument("home/c.ics"),
        "--made-at",
        NOON,
    ]);
    assert_eq!(stage.read("home/c.ics"), ics(&stage, NOON));
}

#[test]
fn a_walk_that_has_not_started_starts_today() {
    let events = read(&ics(&stage(), NOON));
    check(&events, "day-1", "DTSTART", "20261201");
    check(&events, "day-3-4", "DTEND", "20261205");
    assert!(!events.contains_key("check-kept"));
}

#[test]
fn the_built_in_plan_has_a_calendar() {
    let stage = Stage::empty();
    let told = stage.tell(&["calendar", "--ics", "--made-at", NOON]);
    let calendar = unfold(&told.out);
    let days = read_calendar(&calendar).unwrap().components.len();
    assert!(told.exit == Some(0) && days > 20, "{days} {told:?}");
}

#[test]
fn a_text_cannot_add_a_property() {
    let stage = Stage::empty();
    stage.write(
        "plan/plan.yaml",
        "daymark: 1\nid: small\ntitle: \"P\\nATTENDEE:mailto:x\"\nhosts: {here: {local: true}}\n",
    );
    stage.write(
        "plan/day-1.yaml",
        "days: 1\ntitle: \"T\\r\\nATTACH:http://x\\nEND:VEVENT\"\n\
         tasks: [\"a\\r\\nEND:VEVENT\\r\\nBEGIN:VALARM\", \"b\\u202eevil\\u0007\\u001b[31m\"]\n\
         steps: [{id: one, title: One, on: here, run: 'true', changes: false}]\n",
    );
    stage.done(&[
        "calendar",
        "--ics",
        &stage.argument("home/c.ics"),
        "--made-at",
        NOON,
    ]);
    let ics = stage.read("home/c.ics");
    let events = read(&ics);
    let day = &events["day-1"];
    let keys: Vec<&str> = day.keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "DESCRIPTION",
            "DTEND",
            "DTSTAMP",
            "DTSTART",
            "SEQUENCE",
            "STATUS",
            "SUMMARY",
            "TRANSP",
            "UID"
        ]
    );
    assert!(!ics.contains(['\u{202e}', '\u{7}', '\u{1b}']));
    assert!(
        !ics.contains("\r\nATTENDEE") && !ics.contains("\r\nATTACH"),
        "{ics}"
    );
}

#[test]
fn only_a_calendar_of_daymark_is_replaced() {
    let stage = stage();
    let file = stage.argument("home/c.ics");
    let write = || stage.daymark(&["calendar", "--ics", &file, "--made-at", NOON]);
    assert_eq!(write().exit, Some(0));
    assert_eq!(write().exit, Some(0));
    let check = |text: &str| {
        stage.write("home/c.ics", text);
        let told = write();
        assert_eq!(told.exit, Some(1), "{told:?}");
        assert!(
            told.err.contains("daymark did not write the file"),
            "{told:?}"
        );
        assert_eq!(stage.read("home/c.ics"), text);
    };
    check("");
    check("my own notes");
    check("BEGIN:VCALENDAR\r\nPRODID:other\r\nEND:VCALENDAR\r\n");
    std::fs::remove_file(stage.path("home/c.ics")).unwrap();
    std::fs::create_dir(stage.path("home/c.ics")).unwrap();
    assert_eq!(write().exit, Some(1));
}

#[test]
fn without_ics_it_prints_lines() {
    let stage = stage();
    let text = stage.done(&["calendar", "--made-at", NOON]);
    assert!(
        text.contains("2026-12-01                open  Day 1: The first"),
        "{text}"
    );
    assert!(
        text.contains("2026-12-03 to 2026-12-04  open  Day 3-4: A title"),
        "{text}"
    );
}
