//! Journals damaged in any way: what ran is never open again, and nothing panics.

#![allow(clippy::unwrap_used, reason = "a test without its journal has failed")]

mod walking;

use std::sync::LazyLock;

use daymark::plan::{Plan, StepAction};
use daymark::progress::{
    Chain, Event, Evidence, Head, LineError, Outcome, OutcomeSource, RunResult, StepState, Walk,
    check_state, encode, evidence_name, step_state,
};
use proptest::collection::vec;
use proptest::prelude::*;
use walking::{plan as small_plan, record, step, time};

/// A plan whose day 1 has steps of every kind.
fn plan() -> Plan {
    let mut plan = small_plan().into_parts();
    let run = |id, hosts: &[&str]| step(id, StepAction::Run("true".into()), hosts);
    plan.entries[0].steps.extend([
        run("held", &["app"]),
        run("left", &["app"]),
        run("undone", &["app"]),
        run("lost", &["web"]),
        run("never", &["app"]),
    ]);
    let again = plan.entries[0].steps[0].id.clone();
    plan.entries[0].steps[2].depends_on = vec![again];
    plan.into()
}

/// A journal's bytes, its lines, and the outputs beside it.
#[derive(Debug, Clone)]
struct Kept {
    lines: Vec<Vec<u8>>,
    outputs: Vec<String>,
}

impl Kept {
    fn bytes(&self) -> Vec<u8> {
        let whole = self.lines.iter().map(|line| [line, &b"\n"[..]].concat());
        whole.collect::<Vec<_>>().concat()
    }
}

/// What a walk keeps that went this way, with an output for each end that a script has.
fn kept(happened: &[&str]) -> Kept {
    let mut head = Head::default();
    let mut kept = Kept {
        lines: Vec::new(),
        outputs: Vec::new(),
    };
    for (index, sentence) in happened.iter().enumerate() {
        let seq = index as u64 + 1;
        let mut event = match *sentence {
            "walk" => Event::WalkStarted {
                plan: "small".into(),
                title: "A small plan".into(),
                digest: "d1".into(),
                start: walking::date("2026-11-02"),
            },
            sentence => record(seq, "s1", sentence).event,
        };
        number_attempts(&mut event, &kept.lines);
        if let Event::StepEnded {
            id, host, ended, ..
        } = &mut event
            && ended.state != Outcome::NotRun
        {
            let file = evidence_name(id, host, count(&kept.lines, id));
            kept.outputs.push(file.clone());
            ended.output = Some(Evidence {
                file,
                sha256: "0".into(),
                bytes: 0,
                cut: None,
                recordings: Vec::new(),
            });
        }
        let (sealed, line) =
            encode(&head, time(seq.cast_signed()), "ada", &"s1".into(), event).unwrap();
        head = sealed.head();
        kept.lines.push(line.into_bytes());
    }
    kept
}

/// The number of starts of a step in these lines.
fn count(lines: &[Vec<u8>], id: &str) -> usize {
    let walk = Chain::read(&[lines.join(&b'\n'), b"\n".to_vec()].concat(), &[]).walk;
    walk.attempts(id).len()
}

/// The sentences know only attempt 1; a journal counts them by step and host.
fn number_attempts(event: &mut Event, lines: &[Vec<u8>]) {
    let walk = Chain::read(&[lines.join(&b'\n'), b"\n".to_vec()].concat(), &[]).walk;
    let last = |id: &str, host: &str| walk.last_attempt(id, host).map_or(0, |it| it.number);
    match event {
        Event::StepStarted {
            id, host, attempt, ..
        } => *attempt = last(id, host) + 1,
        Event::StepEnded {
            id, host, attempt, ..
        } => *attempt = last(id, host),
        _ => {}
    }
}

/// A walk in which everything happens that a step can go through; `never` is not touched.
fn walked() -> Kept {
    static WALKED: LazyLock<Kept> = LazyLock::new(walk);
    WALKED.clone()
}

fn walk() -> Kept {
    let mut kept = kept(&[
        "walk",
        "session",
        "DOMAIN=example.com",
        "update starts",
        "update failed",
        "update starts",
        "update passed",
        "ssh asked",
        "ssh holds",
        "reboot attested",
        "look starts on app",
        "look starts on web",
        "look passed on web",
        "look passed on app",
        "held starts",
        "held not_run",
        "left skipped",
        "undone starts",
        "undone passed",
        "undone undoes",
        "undone passed",
        "note day late",
        "lost starts on web",
        "page seen",
    ]);
    // A run that was interrupted has put something out, and cites it nowhere.
    kept.outputs.push(evidence_name("lost", "web", 1));
    kept.outputs.push(evidence_name("update.unless", "app", 2));
    kept
}

/// One way to damage a journal.
#[derive(Debug, Clone)]
enum Damage {
    Flip(usize, u8),
    Remove(usize),
    Double(usize, usize),
    Move(usize, usize),
    Shorten(usize, usize),
    Zero(usize),
    Cut(usize),
    CutBytes(usize),
    Empty,
    LoseOutput(usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = 0..10_000_usize;
    prop_oneof![
        (at.clone(), 1..=255_u8).prop_map(|(at, with)| Damage::Flip(at, with)),
        at.clone().prop_map(Damage::Remove),
        (at.clone(), at.clone()).prop_map(|(line, to)| Damage::Double(line, to)),
        (at.clone(), at.clone()).prop_map(|(line, to)| Damage::Move(line, to)),
        (at.clone(), at.clone()).prop_map(|(line, at)| Damage::Shorten(line, at)),
        at.clone().prop_map(Damage::Zero),
        at.clone().prop_map(Damage::Cut),
        at.clone().prop_map(Damage::CutBytes),
        Just(Damage::Empty),
        at.prop_map(Damage::LoseOutput),
    ]
}

/// A damaged journal: its bytes, and the outputs that are left.
fn damaged(mut kept: Kept, damages: &[Damage]) -> (Vec<u8>, Vec<String>) {
    let mut cut = None;
    let mut flips = Vec::new();
    for damage in damages {
        let count = kept.lines.len();
        if count == 0 {
            break;
        }
        match *damage {
            Damage::Flip(at, with) => flips.push((at, with)),
            Damage::CutBytes(at) => cut = Some(at),
            Damage::Remove(line) => drop(kept.lines.remove(line % count)),
            Damage::Double(line, to) => {
                let line = kept.lines[line % count].clone();
                kept.lines.insert(to % (count + 1), line);
            }
            Damage::Move(line, to) => {
                let line = kept.lines.remove(line % count);
                kept.lines.insert(to % count, line);
            }
            Damage::Shorten(line, at) => {
                let line = &mut kept.lines[line % count];
                let length = at % (line.len() + 1);
                line.truncate(length);
            }
            Damage::Zero(line) => kept.lines[line % count].fill(0),
            Damage::Cut(at) => kept.lines.truncate(at % (count + 1)),
            Damage::Empty => kept.lines.clear(),
            Damage::LoseOutput(at) => {
                let count = kept.outputs.len();
                if count > 0 {
                    kept.outputs.remove(at % count);
                }
            }
        }
    }
    let mut bytes = kept.bytes();
    for (at, with) in flips {
        let length = bytes.len().max(1);
        if let Some(byte) = bytes.get_mut(at % length) {
            *byte ^= with;
        }
    }
    if let Some(at) = cut {
        let length = at % (bytes.len() + 1);
        bytes.truncate(length);
    }
    (bytes, kept.outputs)
}

/// The steps that something is left of: a line that tells of them as it was written, or an output.
fn with_evidence<'p>(plan: &'p Plan, bytes: &[u8], outputs: &[String]) -> Vec<&'p str> {
    let original = walked();
    let lines: Vec<&[u8]> = bytes
        .split_inclusive(|byte| *byte == b'\n')
        .filter_map(|line| line.strip_suffix(b"\n"))
        .collect();
    let steps = plan.entries[0].steps.iter().map(|step| step.id.as_str());
    let tells = |id: &&str| {
        let output = original.lines.iter().any(|line| {
            let text = String::from_utf8_lossy(line);
            let is_about =
                text.contains("\"event\":\"step_") && text.contains(&format!("\"id\":\"{id}\""));
            is_about && lines.contains(&line.as_slice())
        });
        output
            || outputs.iter().any(|file| {
                let subject = file.split(['@', '.']).next();
                subject == Some(*id)
            })
    };
    steps.filter(tells).collect()
}

/// The walk of a journal whose writer is gone.
fn left(chain: &Chain, plan: &Plan) -> Walk {
    let mut walk = chain.walk_of(plan);
    walk.live = None;
    walk
}

fn state(plan: &Plan, walk: &Walk, id: &str) -> StepState {
    step_state(plan.step(id).unwrap().1, walk)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_left_of_a_step_keeps_it_from_being_open(damages in vec(damage(), 1..5)) {
        let plan = plan();
        let (bytes, outputs) = damaged(walked(), &damages);
        let chain = Chain::read(&bytes, &outputs);
        let walk = left(&chain, &plan);
        let is_broken = !chain.breaks.is_empty();
        for id in with_evidence(&plan, &bytes, &outputs) {
            // A step that a guard held back has run nowhere: it is open as long as nothing is
            // missing.
            let may_be_open = id == "held" && !is_broken;
            let state = state(&plan, &walk, id);
            prop_assert!(state != StepState::Open || may_be_open, "{id} is open");
        }
        if !is_broken {
            let original = walked().bytes();
            let whole = usize::try_from(chain.whole).unwrap();
            prop_assert!(original.starts_with(&bytes[..whole]), "damage was not found");
            prop_assert_eq!(chain.acceptance(&plan, "why"), None);
            return Ok(());
        }
        // Once accepted, the chain goes on; what was in doubt stays in doubt.
        let event = chain.acceptance(&plan, "I looked").unwrap();
        let (_, line) = encode(chain.head(), time(90), "bea", &"s2".into(), event).unwrap();
        let whole = usize::try_from(chain.whole).unwrap();
        let mut accepted = bytes[..whole].to_vec();
        accepted.extend(chain.unended.then_some(b'\n'));
        accepted.extend(line.as_bytes());
        accepted.push(b'\n');
        let again = Chain::read(&accepted, &outputs);
        prop_assert_eq!(&again.breaks, &Vec::new());
        let walk = left(&again, &plan);
        for id in with_evidence(&plan, &bytes[..whole], &outputs) {
            prop_assert!(state(&plan, &walk, id) != StepState::Open, "{id} is open once accepted");
        }
        // A later break is not covered by it, wherever it is.
        for at in [0, whole / 2, whole.saturating_sub(2), whole + line.len() / 2] {
            let mut later = accepted.clone();
            later[at] ^= 0x01;
            let later = Chain::read(&later, &outputs);
            prop_assert!(!later.breaks.is_empty(), "a change at {at} was not found");
        }
    }

    #[test]
    fn no_bytes_panic(bytes in vec(any::<u8>(), 0..2000), names in vec(".{0,40}", 0..5)) {
        let chain = Chain::read(&bytes, &names);
        left(&chain, &plan());
    }
}

/// How the steps stand after one damage, where they differ from before, and where it is broken.
#[track_caller]
fn check(what: &str, change: impl FnOnce(&mut Kept), expect: &str) {
    let plan = plan();
    let before = Chain::read(&walked().bytes(), &walked().outputs);
    assert_eq!(before.breaks, [], "before {what}");
    let before = left(&before, &plan);
    let mut kept = walked();
    change(&mut kept);
    let chain = Chain::read(&kept.bytes(), &kept.outputs);
    let walk = left(&chain, &plan);
    let mut output: Vec<String> = chain.breaks.iter().map(ToString::to_string).collect();
    for step in &plan.entries[0].steps {
        let (was, is) = (step_state(step, &before), step_state(step, &walk));
        if was != is {
            output.push(format!("{} {}", step.id, is.word()));
        }
    }
    assert_eq!(output.join("; "), expect, "{what}");
}

const MISSING: &str = "does not follow the line before it: one is missing, doubled or moved";
const LACKS: &str = "is missing: outputs are kept of runs that the journal lacks";

#[test]
fn each_damage_leaves_its_steps_unknown() {
    let at = |lines: &[Vec<u8>], word: &str, nth: usize| {
        let found = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| String::from_utf8_lossy(line).contains(word));
        found.map(|(at, _)| at).nth(nth).unwrap()
    };
    check("nothing", |_| {}, "");
    check(
        "the start of a step is gone",
        |kept| drop(kept.lines.remove(10)),
        &format!("line 11 {MISSING}; look unknown; held unknown"),
    );
    check(
        "the end of a step is gone",
        |kept| drop(kept.lines.remove(12)),
        &format!("line 13 {MISSING}; look interrupted; held unknown"),
    );
    check(
        "both are gone, and their output is there",
        |kept| drop(kept.lines.drain(5..7)),
        &format!("line 6 {MISSING}; update unknown; held unknown"),
    );
    check(
        "the undo of a step is gone, and its output is there",
        |kept| drop(kept.lines.drain(19..21)),
        &format!("line 20 {MISSING}; held unknown; undone unknown"),
    );
    check(
        "a reason to skip a step is changed",
        |kept| {
            let line = at(&kept.lines, "step_skipped", 0);
            let text = String::from_utf8_lossy(&kept.lines[line]).replace("no need", "no nead");
            kept.lines[line] = text.into_bytes();
        },
        "line 17 was changed after it was written; held unknown; left unknown",
    );
    check(
        "one byte of a skipped step's id is changed",
        |kept| {
            let text = String::from_utf8_lossy(&kept.lines[16]).replace("\"left\"", "\"lefu\"");
            kept.lines[16] = text.into_bytes();
        },
        "line 17 was changed after it was written; held unknown; left unknown",
    );
    check(
        "the same byte is no UTF-8",
        |kept| {
            let line = &mut kept.lines[16];
            let byte = memchr::memmem::find(line, b"left").unwrap();
            line[byte + 1] = 0xff;
        },
        "line 17 is no record; held unknown; left unknown",
    );
    check(
        "a word in an event's name is changed",
        |kept| {
            let text =
                String::from_utf8_lossy(&kept.lines[3]).replace("step_started", "step_startad");
            kept.lines[3] = text.into_bytes();
        },
        "line 4 is no record; update unknown; held unknown",
    );
    check(
        "the journal ends before a step began, whose output is there",
        |kept| kept.lines.truncate(3),
        &format!(
            "line 4 {LACKS}; update unknown; reboot open; look unknown; left open; undone unknown; \
             lost unknown"
        ),
    );
    check(
        "the journal is empty",
        |kept| kept.lines.clear(),
        &format!(
            "line 1 {LACKS}; update unknown; reboot open; look unknown; left open; undone unknown; \
             lost unknown"
        ),
    );
    check(
        "the journal is another walk's",
        |kept| {
            kept.lines = self::kept(&["walk", "session", "update starts", "update passed"]).lines;
        },
        &format!(
            "line 5 {LACKS}; update unknown; reboot open; look unknown; left open; undone unknown; \
             lost unknown"
        ),
    );
    check(
        "a line is there twice",
        |kept| kept.lines.insert(7, kept.lines[3].clone()),
        &format!("line 8 {MISSING}; held unknown"),
    );
    check(
        "an end stands before its start",
        |kept| kept.lines.swap(10, 13),
        &format!(
            "line 11 {MISSING}; line 12 {MISSING}; line 13 {MISSING}; line 14 {MISSING}; \
             line 15 {MISSING}; look unknown; held unknown"
        ),
    );
    check(
        "a line is all NUL",
        |kept| kept.lines[3].fill(0),
        "line 4 is no record; update unknown; held unknown",
    );
}

#[test]
fn an_answer_that_is_damaged_leaves_its_check_unknown_until_it_is_asked_again() {
    let check = |happened: &[&str], damaged: usize, since: &[&str], expect: &str| {
        let plan = plan();
        let id = if happened[0].starts_with("page") {
            "page"
        } else {
            "ssh"
        };
        let mut kept = kept(&[&["walk", "session"], happened].concat());
        let line = &mut kept.lines[damaged + 2];
        let byte = memchr::memmem::find(line, b"\"operator\"").unwrap();
        line[byte + 12] ^= 0x01;
        let mut bytes = kept.bytes();
        let chain = Chain::read(&bytes, &[]);
        assert_eq!(chain.breaks.len(), 1, "{happened:?}");
        let mut head = chain.head().clone();
        let accepted = chain.acceptance(&plan, "I looked").unwrap();
        let since = since.iter().map(|sentence| record(1, "s2", sentence).event);
        for event in [accepted].into_iter().chain(since) {
            let (record, line) = encode(&head, time(60), "bea", &"s2".into(), event).unwrap();
            head = record.head();
            bytes.extend(line.into_bytes());
            bytes.push(b'\n');
        }
        let chain = Chain::read(&bytes, &[]);
        assert_eq!(chain.breaks, []);
        let walk = left(&chain, &plan);
        let state = check_state(plan.check(id).unwrap().1, &walk);
        assert_eq!(state.word(), expect, "{happened:?} without {damaged}");
    };
    let twice = ["ssh asked", "ssh holds", "ssh asked", "ssh no"];
    check(&twice, 3, &[], "unknown");
    check(&twice, 2, &[], "failed");
    check(&twice, 3, &["ssh asked", "ssh holds"], "passed");
    check(&twice, 3, &["ssh waived"], "waived");
    check(&["ssh asked", "ssh holds"], 0, &[], "unknown");
    check(&["ssh asked", "ssh holds"], 1, &[], "unknown");
    check(&["ssh waived", "ssh unticked"], 1, &[], "unknown");
    check(&["page seen", "page unticked"], 1, &[], "unknown");
    check(
        &["page seen", "page unticked"],
        1,
        &["page seen"],
        "attested",
    );
    check(
        &["ssh asked", "ssh holds", "update starts"],
        2,
        &[],
        "passed",
    );
}

#[test]
fn a_journal_that_is_empty_is_broken_beside_any_output() {
    let check = |names: &[&str], expect: &[LineError]| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let found = Chain::read(b"", &names).breaks;
        let kinds: Vec<LineError> = found.iter().map(|found| found.kind).collect();
        assert_eq!(kinds, expect, "{names:?}");
    };
    check(&[], &[]);
    check(&["update@app.1.txt"], &[LineError::CutShort]);
    check(&["20261102-090000.000@app.cast"], &[LineError::CutShort]);
    check(&["anything"], &[LineError::CutShort]);
}

#[test]
fn what_runs_leave_behind_is_no_damage() {
    let check = |happened: &[&str], outputs: &[&str], expect: &str| {
        let mut kept = kept(&[&["walk", "session"], happened].concat());
        kept.outputs
            .extend(outputs.iter().map(|file| (*file).to_owned()));
        let chain = Chain::read(&kept.bytes(), &kept.outputs);
        let state = state(&plan(), &left(&chain, &plan()), "update").word();
        let output = format!("{} {state}", chain.breaks.len());
        assert_eq!(output, expect, "{happened:?} {outputs:?}");
    };
    let one = "update@app.1.txt";
    // Killed while it ran, and run again.
    check(&["update starts", "session"], &[one], "0 interrupted");
    check(
        &["update starts", "session", "update starts", "update passed"],
        &[one],
        "0 passed",
    );
    // Its output was created, and then it did not get to its host.
    check(&["update starts", "update not_run"], &[one], "0 open");
    // Asked beside it, once and again.
    let asked = [
        "update.unless@app.1.txt",
        "update.unless@app.1-2.txt",
        "update.guard-a@app.1.txt",
    ];
    check(&["update starts", "update passed"], &asked, "0 passed");
    // A check that was asked until it held.
    let checks = ["ssh@app.1.txt", "ssh@app.1-2.txt", "ssh@app.1-3.txt"];
    check(&["ssh asked", "ssh holds"], &checks, "0 open");
    // Nothing of ours.
    check(
        &["session"],
        &["notes.txt", ".hidden", "a@b.txt", "@.1.txt.gz"],
        "0 open",
    );
    // The same names, of runs that the journal lacks.
    check(&["session"], &[one], "1 unknown");
    check(
        &["update starts", "update passed"],
        &["update@app.2.txt"],
        "1 unknown",
    );
    check(
        &["update starts", "update passed"],
        &["update@web.1.txt"],
        "1 passed",
    );
    check(&["session"], &["update.unless@app.1.txt"], "1 unknown");
    check(&["session"], &["ssh@app.1.txt"], "1 open");
}

#[test]
fn a_line_that_is_not_whole_opens_nothing_and_closes_nothing() {
    let check = |happened: &[&str], torn: &str, expect: &str| {
        let whole = kept(&[&["walk", "session"], happened].concat());
        let mut bytes = whole.bytes();
        bytes.extend(torn.as_bytes());
        let chain = Chain::read(&bytes, &whole.outputs);
        let state = state(&plan(), &left(&chain, &plan()), "update").word();
        assert_eq!(format!("{} {state}", chain.breaks.len()), expect, "{torn}");
        assert!(chain.torn.is_some());
    };
    let started = "{\"v\":1,\"seq\":3,\"event\":\"step_started\",\"day\":\"1\",\"id\":\"update\"";
    check(&[], started, "0 open");
    let ended = "{\"v\":1,\"seq\":4,\"event\":\"step_ended\",\"day\":\"1\",\"id\":\"update\"";
    check(&["update starts", "session"], ended, "0 interrupted");
    check(&[], "{", "0 open");
    check(&[], "{\"v\":1,\"text\":\"ends in an escape \\u00", "0 open");
}

#[test]
fn what_lacks_only_its_newline_is_a_line() {
    let check = |what: &str, tail: &dyn Fn(&Kept) -> Vec<u8>, expect: &str| {
        let mut whole = kept(&["walk", "session", "update skipped"]);
        let tail = tail(&whole);
        whole.lines.pop();
        let bytes = [whole.bytes(), tail].concat();
        let chain = Chain::read(&bytes, &[]);
        let state = state(&plan(), &left(&chain, &plan()), "update").word();
        let kinds: Vec<LineError> = chain.breaks.iter().map(|found| found.kind).collect();
        let output = format!(
            "{kinds:?} {} {state} {} {}",
            chain.records.len(),
            chain.torn.is_some(),
            chain.unended
        );
        assert_eq!(output, expect, "{what}");
        assert_eq!(chain.unended, chain.whole == bytes.len() as u64, "{what}");
    };
    let last = |kept: &Kept| kept.lines[2].clone();
    check("a record", &last, "[] 3 skipped false true");
    let all_but = |count: usize| {
        move |kept: &Kept| {
            let line = &kept.lines[2];
            line[..line.len() - count].to_vec()
        }
    };
    check("all but a byte", &all_but(1), "[] 2 open true false");
    check("half of it", &all_but(150), "[] 2 open true false");
    let changed = |kept: &Kept| {
        let text = String::from_utf8_lossy(&kept.lines[2]).replace("no need", "no nead");
        text.into_bytes()
    };
    check("changed", &changed, "[Changed] 2 unknown false true");
    let doubled = |kept: &Kept| kept.lines[1].clone();
    check("doubled", &doubled, "[OutOfChain] 2 open false true");
    let nuls = |kept: &Kept| vec![0; kept.lines[2].len()];
    check("NULs", &nuls, "[Unreadable] 2 open false true");
    let few = |_: &Kept| vec![0; 4];
    check("a few NULs", &few, "[Unreadable] 2 open false true");
    let begun = |kept: &Kept| [&kept.lines[2][..200], &[0; 40]].concat();
    check(
        "NULs in a record",
        &begun,
        "[Unreadable] 2 unknown false true",
    );
    let two = |kept: &Kept| [&kept.lines[2][..], &kept.lines[2][..90]].concat();
    check(
        "more than one record",
        &two,
        "[Unreadable] 2 unknown false true",
    );
    let garbage = |_: &Kept| b"garbage".to_vec();
    check("garbage", &garbage, "[Unreadable] 2 open false true");
}

#[test]
fn a_journal_of_nuls_is_broken() {
    for length in [1, 4, 4096] {
        let breaks = Chain::read(&vec![0; length], &[]).breaks;
        assert_eq!(breaks[0].kind, LineError::Unreadable, "{length}");
    }
}

#[test]
fn a_person_decides_what_damage_left_in_doubt() {
    let plan = plan();
    let ended = |state| Event::StepEnded {
        day: "1".into(),
        id: "update".into(),
        host: "app".into(),
        attempt: 1,
        ended: RunResult {
            state,
            exit: None,
            seconds: 0.0,
            source: OutcomeSource::Operator,
            reason: "I looked".into(),
            output: None,
        },
    };
    let skipped = record(1, "s2", "update skipped").event;
    let again = [
        record(1, "s2", "update starts").event,
        record(1, "s2", "update passed").event,
    ];
    for (events, expect) in [
        (vec![], "unknown"),
        (vec![ended(Outcome::Passed)], "passed"),
        (vec![ended(Outcome::Failed)], "failed"),
        (vec![skipped], "skipped"),
        (again.to_vec(), "passed"),
    ] {
        let outputs = ["update@app.1.txt".to_owned()];
        let mut bytes = kept(&["walk", "session"]).bytes();
        let chain = Chain::read(&bytes, &outputs);
        let mut head = chain.head().clone();
        let accepted = chain.acceptance(&plan, "a backup").unwrap();
        for event in [accepted].into_iter().chain(events) {
            let (record, line) = encode(&head, time(60), "bea", &"s2".into(), event).unwrap();
            head = record.head();
            bytes.extend(line.into_bytes());
            bytes.push(b'\n');
        }
        let chain = Chain::read(&bytes, &outputs);
        assert_eq!(chain.breaks, []);
        let walk = left(&chain, &plan);
        assert_eq!(state(&plan, &walk, "update").word(), expect);
    }
}

/// A line as a newer daymark may write it.
fn written_by_another(head: &Head, body: &str) -> (Head, Vec<u8>) {
    use sha2::Digest as _;
    let seq = head.seq + 1;
    let prev = &head.hash;
    let body = format!(
        "{{\"v\":1,\"seq\":{seq},\"at\":\"2026-11-02T09:01:00+00:00\",\"operator\":\"ada\",\
         \"session\":\"s1\",{body},\"prev\":\"{prev}\"}}"
    );
    let digest = sha2::Sha256::digest(body.as_bytes());
    let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let line = format!("{},\"hash\":\"{hash}\"}}\n", &body[..body.len() - 1]);
    (Head { seq, hash }, line.into_bytes())
}

#[test]
fn what_a_newer_daymark_wrote_is_no_damage() {
    let check = |body: &str, outputs: &[&str], expect: &str| {
        let mut bytes = kept(&["walk", "session"]).bytes();
        let outputs: Vec<String> = outputs.iter().map(|file| (*file).to_owned()).collect();
        let head = Chain::read(&bytes, &[]).head().clone();
        let (head, line) = written_by_another(&head, body);
        bytes.extend(line);
        let note = record(4, "s1", "note day late").event;
        let (_, line) = encode(&head, time(70), "ada", &"s1".into(), note).unwrap();
        bytes.extend(line.into_bytes());
        bytes.push(b'\n');
        let chain = Chain::read(&bytes, &outputs);
        let newer = chain
            .newer
            .as_ref()
            .map_or("none".to_owned(), |newer| newer.event.clone());
        let walk = left(&chain, &plan());
        let state = state(&plan(), &walk, "update").word();
        let output = format!(
            "{} {newer} {state} {}",
            chain.breaks.len(),
            walk.deviations.len()
        );
        assert_eq!(output, expect, "{body}");
    };
    let day = "\"day\":\"1\",\"id\":\"update\"";
    check(
        &format!("\"event\":\"step_approved\",{day},\"by\":\"bea\""),
        &[],
        "0 step_approved unknown 1",
    );
    check("\"event\":\"sync_done\"", &[], "0 sync_done open 1");
    let ended = format!(
        "\"event\":\"step_ended\",{day},\"host\":\"app\",\"attempt\":1,\"state\":\"abandoned\",\
         \"exit\":0,\"seconds\":1.0,\"manner\":\"exit\""
    );
    check(&ended, &["update@app.1.txt"], "0 step_ended unknown 1");
    // A field that is new is passed over; the event is known.
    let note = "\"event\":\"deviation_noted\",\"day\":\"1\",\"text\":\"so\",\"mood\":\"good\"";
    check(note, &[], "0 none open 2");
}
