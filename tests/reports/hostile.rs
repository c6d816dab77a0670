//! Hostile texts in plans, outputs and notes break no format, and nothing runs.

use crate::stage::Stage;

use super::{FORMATS, MADE_AT};

/// Texts that break out of one format or another, as shell words in single quotes.
const TEXTS: [&str; 9] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</pre></details></style><b>",
    "]]><!-- &amp; --><x/>",
    "```\n# heading\n```",
    "| a | b |",
    "=cmd|calc",
    "a\u{202e}b\u{200b}c",
    "\u{1b}]0;title\u{7}\u{1b}[2J\r\u{0085}x",
];

fn walked() -> Stage {
    let stage = Stage::empty();
    let title = "<script>alert(1)</script> & \\\"x\\\" `y` |z|";
    stage.write(
        "plan/plan.yaml",
        &format!("daymark: 1\nid: bad\ntitle: \"{title}\"\nhosts: {{here: {{local: true}}}}\n"),
    );
    stage.write(
        "plan/day-01.yaml",
        &format!(
            "days: 1\ntitle: \"{title}\"\ntasks: [\"{title}\"]\nobjective: \"{title}\"\nsteps:\n\
             - {{id: prints, task: 1, title: \"=1+1 {title}\", on: here, changes: false, run: 'cat \"$HOME/evil\"'}}\n\
             - {{id: long, title: Long, on: here, changes: false, run: 'yes \"<b>line</b>\" | head -c 3000000'}}\n\
             - {{id: broken, title: Broken, on: here, changes: false, run: 'printf \"\\377\\376<i>\\0\"'}}\n"
        ),
    );
    stage.write("home/evil", &TEXTS.join("\n"));
    stage.done(&["run", "--day", "1", "--start", "2026-11-30"]);
    for text in TEXTS {
        stage.done(&["note", "--day", "1", "--step", "prints", text]);
    }
    stage
}

#[test]
fn no_format_is_broken() {
    let stage = walked();
    for format in FORMATS {
        let text = stage.done(&["report", "--format", format, "--made-at", MADE_AT]);
        let hides = |character: &char| {
            let control = character.is_control() && !"\n\t\r".contains(*character);
            control || "\u{202e}\u{200b}".contains(*character)
        };
        assert_eq!(text.chars().find(hides), None, "{format}");
        let bare = text.replace("\r\n", "");
        assert!(!bare.contains('\r'), "{format} has a carriage return");
        assert!(text.len() < 400_000, "{format} has {} bytes", text.len());
        match format {
            "html" => {
                for tag in ["<script", "<img", "<b>line", "<i>", "<x/>"] {
                    assert!(!text.contains(tag), "{tag} is in the page");
                }
                let count = |tag: &str| text.matches(tag).count();
                assert_eq!(count("<details"), count("</details>"));
                assert_eq!(count("</style>"), 1);
            }
            "md" => {
                let is_bad = |line: &&str| {
                    let html = line.replace("\\<", "").contains("<script");
                    line.starts_with("# heading") || html
                };
                let scripted = text.lines().filter(is_bad);
                // In a fence of more backticks these are text.
                assert!(
                    scripted.clone().all(|line| line.starts_with("    ")),
                    "{text}"
                );
            }
            "json" => {
                let value: serde_json::Value = serde_json::from_str(&text).unwrap();
                let title = value["plan"]["title"].as_str().unwrap();
                assert!(
                    title.starts_with("<script>"),
                    "JSON keeps every value: {title}"
                );
            }
            "csv" => {
                let mut rows = csv::Reader::from_reader(text.as_bytes());
                for row in rows.records() {
                    for cell in &row.unwrap() {
                        let first = cell.chars().next();
                        let formula = first.is_some_and(|first| "=+@\t".contains(first));
                        assert!(!formula, "{cell}");
                    }
                }
            }
            _ => {
                let mut reader = quick_xml::Reader::from_str(&text);
                let mut depth = 0;
                loop {
                    match reader.read_event().unwrap() {
                        quick_xml::events::Event::Start(_) => depth += 1,
                        quick_xml::events::Event::End(_) => depth -= 1,
                        quick_xml::events::Event::Eof => break,
                        _ => {}
                    }
                }
                assert_eq!(depth, 0);
            }
        }
    }
}

#[test]
fn a_cut_output_says_how_much_is_left_out_and_where_the_rest_is() {
    let stage = walked();
    for format in ["html", "md", "json"] {
        let text = stage.done(&["report", "--format", format, "--made-at", MADE_AT]);
        let note = "left out here; outputs/long@here.1.txt has the whole output";
        assert!(text.contains(note), "{format}");
    }
}
