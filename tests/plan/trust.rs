//! Which changes of a plan ask for trust again, and what is shown of them.

use daymark::app::{Trust, TrustKind, changes};
use daymark::plan::{Facts, SourceFile, read};
use sha2::Digest as _;

use crate::folder::{output, plan};

const PLAN: &str = "daymark: 1
id: small
title: Small
hosts:
  here: {local: true}
  web: {ssh: 'ops@$WEB_IP', about: The site}
  db: {ssh: root@db.example, production: true}
  adm: {ssh: root@web.example}
  both: {group: [web, db]}
variables:
  WEB_IP: {default: 192.0.2.8}
  DOMAIN: {default: shop.example, match: '[a-z.]+'}
  FAR: {default: far.example}
  MOOD: {default: calm}
  TOKEN: {secret: true}
  KEY: {secret: true, from: pass show key, generate: openssl rand -hex 24, keep: pass insert -m key}
guards:
  quiet: {about: It is quiet, on: here, run: ./quiet}
  empty: {on: web, run: ./empty}
phases:
  - title: First
    days: 1
    success: [{id: fast, check: It is fast, on: here, run: ./fast}]
    rollback:
      if: It is slow
      steps: [{id: back, title: Go back, on: here, run: ./back, no_unless: No, no_undo: No}]
      checks: [{id: is-back, check: It is back, on: here, run: ./is-back}]
recurring:
  - id: logs
    every: week
    since: 1
    do: Read the logs
    steps: [{id: sweep, title: Sweep, on: here, run: ./sweep, changes: false}]
";

const DAY: &str = "days: 1
title: One
before: [{id: room, check: There is room, on: here, run: ./room}]
steps:
  - id: key
    title: Make a key
    on: here
    guard: quiet
    when: [{on: web, run: test -e wanted}, {variable: MOOD, is: calm}]
    unless: test -e key
    run: |
      umask 077
      echo $DOMAIN > key
      chmod 400 key
    undo: rm $HOME/key
  - {id: motd, title: Put it here, on: here, copy: {from: files/motd, to: ~/motd}}
  - id: nginx
    title: Install nginx
    on: web
    as: root
    danger: The site is down.
    run: apt install nginx
    no_unless: No
    no_undo: No
  - {id: nest, title: Nest, on: web, inside: sudo -i, run: id, changes: false}
  - {id: dump, title: Dump, on: db, run: ./dump, explain: Always, changes: false}
  - {id: far, title: Look far, on: web, run: echo $FAR, explain: To see it, changes: false}
  - {id: tell, title: Tell, on: web, run: hostname, changes: false}
checks:
  - {id: up, check: It is up, on: web, run: ./up}
  - {id: sure, check: It is sure, on: web, as: postgres, run: ./sure}
";

fn sources(plan_file: &str, day: &str, motd: &str) -> Vec<SourceFile> {
    plan(&[
        ("plan.yaml", plan_file),
        ("day-01.yaml", day),
        ("files/motd", motd),
    ])
}

#[track_caller]
fn facts(sources: &[SourceFile]) -> Facts {
    let plan = read(sources).plan;
    Facts::of(&plan.unwrap_or_else(|| panic!("{}", output(sources))))
}

/// What is shown of the changes, without indent, ` | ` between lines.
fn shown(old: &Facts, new: &Facts) -> String {
    let lines = changes(old, new).into_iter();
    let lines: Vec<String> = lines.map(|line| line.text.trim().to_owned()).collect();
    let lines = lines.iter().map(String::as_str);
    lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" | ")
}

/// The facts of the plan after one text in it was replaced.
#[track_caller]
fn after(from: &str, to: &str) -> Facts {
    assert!(PLAN.contains(from) || DAY.contains(from), "no {from}");
    let (plan, day) = (PLAN.replacen(from, to, 1), DAY.replacen(from, to, 1));
    facts(&sources(&plan, &day, "Welcome\n"))
}

#[track_caller]
fn check(from: &str, to: &str, expect: &str) {
    let (old, new) = (facts(&sources(PLAN, DAY, "Welcome\n")), after(from, to));
    assert_eq!(shown(&old, &new), expect, "{from} -> {to}");
    let asks_back = !shown(&new, &old).is_empty();
    assert_eq!(asks_back, !expect.is_empty(), "back: {from} -> {to}");
    assert_eq!(
        old.digest() != new.digest(),
        !expect.is_empty(),
        "{from} -> {to}"
    );
}

#[test]
fn what_trust_does_not_cover_asks_nothing() {
    for (from, to) in [
        ("title: Small", "title: Tiny"),
        ("about: The site", "about: The shop"),
        ("title: Make a key", "title: Make the key"),
        ("check: There is room", "check: There is no lack of room"),
        ("explain: To see it", "explain: So"),
        ("run: apt install nginx", "run: apt install nginx-full"),
        ("run: ./dump", "run: ./dump --all"),
        ("run: ./up", "run: ./is-up"),
        ("run: ./sure", "run: ./surely"),
        ("run: ./empty", "run: ./void"),
        ("far.example", "further.example"),
        (
            "on: web, run: hostname",
            "on: web, run: hostname, save: FAR",
        ),
        ("It is slow", "It is too slow"),
    ] {
        check(from, to, "");
    }
}

#[test]
fn changes_of_hosts_are_shown() {
    check(
        "192.0.2.8",
        "198.51.100.1",
        "host web | address | - ops@$WEB_IP, by default ops@192.0.2.8 \
         | + ops@$WEB_IP, by default ops@198.51.100.1",
    );
    check(
        "ops@$WEB_IP",
        "root@$WEB_IP",
        "host web | address | - ops@$WEB_IP, by default ops@192.0.2.8 \
         | + root@$WEB_IP, by default root@192.0.2.8",
    );
    check(
        "{ssh: root@db.example,",
        "{local: true,",
        "host db | address | - root@db.example | + this machine \
         | step dump: Dump | run | + ./dump",
    );
    check(
        "about: The site",
        "production: true",
        "host web | production | + yes \
         | guard empty | on | - web | + web (production) \
         | step key: Make a key | when on | - web | + web (production) \
         | step nginx: Install nginx | on | - web | + web (production) \
         | step nest: Nest | on | - web | + web (production) \
         | step far: Look far | on | - web | + web (production) \
         | step tell: Tell | on | - web | + web (production) \
         | check up: It is up | on | - web | + web (production) \
         | check sure: It is sure | on | - web | + web (production)",
    );
    check(
        "group: [web, db]",
        "group: [db]",
        "host both | group | - web, db | + db",
    );
}

#[test]
fn changes_of_what_runs_here_are_shown() {
    check(
        "umask 077",
        "umask 022",
        "step key: Make a key | run | - umask 077 | + umask 022 | echo $DOMAIN > key | chmod 400 key",
    );
    check(
        "shop.example",
        "evil.example",
        "variable DOMAIN | default | - shop.example | + evil.example",
    );
    check(
        "'[a-z.]+'",
        "'.*'",
        "variable DOMAIN | match | - [a-z.]+ | + .*",
    );
    check(
        "default: calm",
        "default: wild",
        "variable MOOD | default | - calm | + wild",
    );
    check(
        "is: calm}",
        "is: wild}",
        "step key: Make a key | when 2 variable | - $MOOD matches calm | + $MOOD matches wild",
    );
    check(
        "test -e wanted",
        "echo yes",
        "step key: Make a key | when | - test -e wanted | + echo yes",
    );
    check(
        "test -e key",
        "test -s key",
        "step key: Make a key | unless | - test -e key | + test -s key",
    );
    check(
        "undo: rm $HOME/key",
        "no_undo: No",
        "step key: Make a key | undo | - rm $HOME/key",
    );
    check(
        "guard: quiet\n",
        "\n",
        "step key: Make a key | guards | - quiet",
    );
    check(
        "./quiet",
        "./loud",
        "guard quiet: It is quiet | run | - ./quiet | + ./loud",
    );
    check(
        "./room",
        "./space",
        "check room: There is room | run | - ./room | + ./space",
    );
    check(
        "./fast",
        "./slow",
        "check fast: It is fast | run | - ./fast | + ./slow",
    );
    check(
        "./back,",
        "./front,",
        "step back: Go back | run | - ./back | + ./front",
    );
    check(
        "./sweep",
        "./wipe",
        "step sweep: Sweep | run | - ./sweep | + ./wipe",
    );
    check(
        "on: here\n    guard",
        "on: here\n    as: root\n    guard",
        "step key: Make a key | as | + root | when as | + root",
    );
    check(
        "on: here\n    guard",
        "on: here\n    uses: FAR\n    guard",
        "step key: Make a key | uses | + FAR | variable FAR | default | + far.example",
    );
    check(
        "KEY: {secret: true, from: pass show key",
        "KEY: {secret: true, from: cat key",
        "variable KEY | from | - pass show key | + cat key",
    );
    check(
        "openssl rand",
        "head -c",
        "variable KEY | generate | - openssl rand -hex 24 | + head -c -hex 24",
    );
    check(
        "-m key",
        "-m it",
        "variable KEY | keep | - pass insert -m key | + pass insert -m it",
    );
    check(
        "from: files/motd, to: ~/motd",
        "from: files/motd, to: ~/.bashrc",
        "step motd: Put it here | copy to ~/.bashrc | + files/motd, mode 0644 | content of ~/.bashrc | + Welcome | copy to ~/motd | - files/motd, mode 0644 | content of ~/motd | - Welcome",
    );
    check(
        "to: ~/motd}",
        "to: ~/motd, mode: '0777'}",
        "step motd: Put it here | copy to ~/motd | - files/motd, mode 0644 | + files/motd, mode 0777",
    );
    check(
        "to: ~/motd}",
        "to: ~/motd, backup: false}",
        "step motd: Put it here | copy to ~/motd | - files/motd, mode 0644 | + files/motd, mode 0644, no backup",
    );
}

#[test]
fn changes_of_who_and_where_are_shown() {
    check(
        "as: root",
        "as: ops",
        "step nginx: Install nginx | as | - root | + ops",
    );
    check(
        "    danger: The site is down.\n",
        "",
        "step nginx: Install nginx | danger | - The site is down.",
    );
    check(
        "danger: The site is down.",
        "danger: It is slow.",
        "step nginx: Install nginx | danger | - The site is down. | + It is slow.",
    );
    check(
        "on: web\n    as: root",
        "on: db\n    as: root",
        "step nginx: Install nginx | on | - web | + db (production)",
    );
    check(
        "as: postgres",
        "as: root",
        "check sure: It is sure | as | - postgres | + root",
    );
    check(
        "{on: web, run: ./empty}",
        "{on: web, as: root, run: ./empty}",
        "guard empty | as | + root",
    );
    check(
        "[{on: web, run: test",
        "[{on: web, as: root, run: test",
        "step key: Make a key | when as | + root",
    );
    check(
        "inside: sudo -i",
        "inside: su - ops",
        "step nest: Nest | inside | - sudo -i | + su - ops",
    );
    check(
        "on: web, run: hostname",
        "on: web, as: ops, run: hostname",
        "step tell: Tell | as | + ops",
    );
    check(
        "on: web, run: hostname",
        "on: here, run: hostname",
        "step tell: Tell | on | - web | + here | run | + hostname",
    );
    check(
        "on: web, run: hostname",
        "on: [web, here], run: hostname",
        "step tell: Tell | on | - web | + web, here | run | + hostname",
    );
    check(
        "on: web, run: hostname",
        "on: db, run: hostname",
        "step tell: Tell | on | - web | + db (production)",
    );
    check(
        "on: db, run: ./dump",
        "on: web, run: ./dump",
        "step dump: Dump | on | - db (production) | + web",
    );
}

#[test]
fn where_something_runs_counts() {
    check(
        "when: [{on: web,",
        "when: [{on: here,",
        "step key: Make a key | when on | - web | + here",
    );
    check(
        "when: [{on: web,",
        "when: [{",
        "step key: Make a key | when on | - web | + here",
    );
    check(
        "when: [{on: web,",
        "when: [{on: adm,",
        "step key: Make a key | when on | - web | + adm",
    );
    check(
        "on: web, run: hostname",
        "on: adm, run: hostname",
        "step tell: Tell | on | - web | + adm",
    );
    check(
        "on: web, run: ./up",
        "on: adm, run: ./up",
        "check up: It is up | on | - web | + adm",
    );
    check(
        "on: web, run: ./empty",
        "on: adm, run: ./empty",
        "guard empty | on | - web | + adm",
    );
    check(
        "on: here, run: ./fast",
        "on: [here, web], run: ./fast",
        "check fast: It is fast | on | - here | + here, web",
    );
}

#[test]
fn facts_of_different_kinds_are_different() {
    let between = |one: &str, other: &str, expect: &str| {
        let with = |text: &str| {
            let conditions = "[{on: web, run: test -e wanted}, {variable: MOOD, is: calm}]";
            let day = DAY.replace(conditions, text);
            assert_ne!(day, DAY);
            facts(&sources(PLAN, &day, ""))
        };
        assert_eq!(shown(&with(one), &with(other)), expect);
    };
    between(
        "[{step: tell, is: passed}]",
        "[{on: here, run: tell is passed}]",
        "step key: Make a key | when on | + here | when | + tell is passed \
         | when step | - tell is passed",
    );
    between(
        "[{variable: MOOD}]",
        "[{on: here, run: $MOOD has a value}]",
        "step key: Make a key | when on | + here | when | + $MOOD has a value \
         | when variable | - $MOOD has a value",
    );
    // What belongs to one condition does not move to another.
    between(
        "[{on: web, as: root, run: id}, {on: web, run: id}]",
        "[{on: web, run: id}, {on: web, as: root, run: id}]",
        "step key: Make a key | when 2 as | + root | when as | - root",
    );
    // One command of two lines, and two commands.
    let with = |inside: &str| facts(&sources(PLAN, &DAY.replace("sudo -i", inside), ""));
    assert_eq!(
        shown(&with(r#""su\nid""#), &with("[su, id]")),
        "step nest: Nest | inside | su | - id | inside | + id"
    );
}

#[test]
fn a_value_that_reaches_this_machine_another_way_is_shown() {
    // A host would print what a script here runs with.
    check(
        "run: hostname",
        "save: DOMAIN, run: hostname",
        "variable DOMAIN | saved by | + tell",
    );
    check(
        "run: hostname",
        "save: WEB_IP, run: hostname",
        "variable WEB_IP | saved by | + tell",
    );
    // The plan declares a name that a script here uses already.
    check(
        "  FAR: {",
        "  HOME: {default: /tmp/x}\n  FAR: {",
        "variable HOME | default | + /tmp/x",
    );
    check(
        "undo: rm $HOME/key",
        "undo: rm $FAR",
        "step key: Make a key | undo | - rm $HOME/key | + rm $FAR | variable FAR | default | + far.example",
    );
    // The keyring keeps secrets by the plan's id and the variable's name.
    check("id: small", "id: other", "plan | id | - small | + other");
    check(
        "MOOD: {default: calm}",
        "MOOD: {secret: true}",
        "variable MOOD | secret | + yes | default | - calm",
    );
    check(
        "title: Small",
        "title: Small\nshell: zsh",
        "plan | shell | - bash | + zsh",
    );
    check(
        "TOKEN: {secret: true}",
        "TOKEN: {optional: true}",
        "variable TOKEN | secret | - yes",
    );
}

/// What is shown where the file that is copied to this machine holds something else.
#[track_caller]
fn shown_of_file(old: &[u8], new: &[u8]) -> String {
    let facts = |content: &[u8]| {
        let mut sources = sources(PLAN, DAY, "");
        sources[2].bytes = content.to_vec();
        facts(&sources)
    };
    let (old, new) = (facts(old), facts(new));
    shown(&old, &new).replace("step motd: Put it here | content of ~/motd | ", "")
}

fn digest(content: &[u8]) -> String {
    let hash = sha2::Sha256::digest(content);
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256 {hex}")
}

#[test]
fn a_file_that_is_copied_here_is_compared_whole() {
    let check = |old: &[u8], new: &[u8], expect: &str| {
        assert_eq!(shown_of_file(old, new), expect);
    };
    check(b"one\ntwo\n", b"one\ntwo\n", "");
    check(b"one\ntwo\n", b"one\nthree\n", "one | - two | + three");
    check(b"one\n", b"one", "one | -");
    check(b"one\r\n", b"one\n", "- one^M | + one");
    check(
        b"a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n",
        b"A\nb\nc\nd\ne\nf\ng\nh\ni\nJ\n",
        "- a | + A | b | c | d | ... | g | h | i | - j | + J",
    );
    check(b"", b"one", &format!("- {} | + one", digest(b"")));
    check(b"one", b"\x7fELF\0\xff", "- one | + ^?ELF^@<FF>");
    check(b"a\n\xff\nb\n", b"a\n\xfe\nb\n", "a | - <FF> | + <FE> | b");
    check(b"one\0\n", b"two\0\n", "- one^@ | + two^@");
    // Two files that read alike.
    let change = format!("- {} | + {}", digest(b"\xff"), digest(b"<FF>"));
    check(b"\xff", b"<FF>", &change);
    let long = "long\n".repeat(20_000);
    let longer = format!("{long}and one more\n");
    let change = format!(
        "- {} | + {}",
        digest(long.as_bytes()),
        digest(longer.as_bytes())
    );
    check(long.as_bytes(), longer.as_bytes(), &change);
    // A text that reads like the digest of a long one is not that long one.
    let fake = digest(long.as_bytes());
    let facts = |content: &[u8]| {
        let mut sources = sources(PLAN, DAY, "");
        sources[2].bytes = content.to_vec();
        facts(&sources)
    };
    let (fake, long) = (facts(fake.as_bytes()), facts(long.as_bytes()));
    assert_eq!(fake.changes(&long).len(), 1);
}

#[test]
fn a_name_that_is_filled_into_a_file_here_counts() {
    let day = DAY.replace("to: ~/motd}", "to: ~/motd, fill: true}");
    let with = |far: &str| {
        let plan = PLAN.replace("far.example", far);
        facts(&sources(&plan, &day, "Go to $FAR\n"))
    };
    assert_eq!(
        shown(&with("far.example"), &with("evil.example")),
        "variable FAR | default | - far.example | + evil.example"
    );
}

#[test]
fn a_long_script_is_shown_whole() {
    let with = |last: &str| {
        let script = format!("{}echo {last}", "true\n      ".repeat(20_000));
        let day = DAY.replace("chmod 400 key", &script);
        facts(&sources(PLAN, &day, ""))
    };
    let (one, two) = (with("one"), with("two"));
    assert_eq!(
        shown(&one, &two),
        "step key: Make a key | run | true | true | true | - echo one | + echo two"
    );
    let lines = Trust::new(&one, None).lines;
    let is_whole = lines
        .iter()
        .filter(|line| line.text.trim() == "true")
        .count()
        == 20_000;
    assert!(is_whole && lines.iter().any(|line| line.text.trim() == "echo one"));
}

#[test]
fn a_guard_elsewhere_of_a_step_here_counts() {
    let plan = |guard: &str| {
        let guard = format!("empty: {{on: web, {guard}}}");
        let changed = PLAN.replace("empty: {on: web, run: ./empty}", &guard);
        assert!(changed.contains(&guard));
        changed
    };
    let between = |steps: &str, one: &str, other: &str, expect: &str| {
        let day = DAY.replace("guard: quiet", steps);
        let with = |guard: &str| facts(&sources(&plan(guard), &day, ""));
        assert_eq!(shown(&with(one), &with(other)), expect, "{one} -> {other}");
    };
    let used = "guard: [quiet, empty]";
    for (one, other, expect) in [
        ("run: ./empty", "run: 'true'", "run | - ./empty | + true"),
        ("run: id", "run: id, exit: [0, 1]", "exit | + 0, 1"),
        (
            "run: id, expect: a",
            "run: id, expect: b",
            "expect | - a | + b",
        ),
        ("run: id, expect_not: a", "run: id", "expect_not | - a"),
        (
            "run: id, at_most: 1",
            "run: id, at_most: 2.5",
            "at_most | - 1 | + 2.5",
        ),
        (
            "run: id, warns: [3]",
            "run: id, warns: [4]",
            "warns | - 3 | + 4",
        ),
    ] {
        let expect = format!("guard empty | {expect}");
        between(used, one, other, &expect);
        between("guard: quiet", one, other, "");
    }
}

#[test]
fn the_order_of_steps_does_not_count() {
    let motd =
        "  - {id: motd, title: Put it here, on: here, copy: {from: files/motd, to: ~/motd}}\n";
    assert!(DAY.contains(motd));
    let moved = DAY.replace(motd, "");
    let moved = moved.replace("checks:\n", &format!("{motd}checks:\n"));
    let old = facts(&sources(PLAN, DAY, "Welcome\n"));
    assert_eq!(shown(&old, &facts(&sources(PLAN, &moved, "Welcome\n"))), "");
}

#[test]
fn each_line_says_what_it_is() {
    use TrustKind::{Added, Heading, Removed, Text, Title};
    let old = facts(&sources(PLAN, DAY, "Welcome\n"));
    let lines = changes(&old, &after("umask 077", "umask 022"));
    let kinds: Vec<TrustKind> = lines.iter().map(|line| line.kind).collect();
    assert_eq!(kinds, [Title, Heading, Removed, Added, Text, Text]);
}
