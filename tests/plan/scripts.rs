//! What is said about scripts, beside what bash itself says.

use std::io::Write as _;
use std::process::{Command, Stdio};

use daymark::plan::read;
use daymark::service::{built_in, built_in_files};

use crate::folder::with_day;

/// Scripts that look wrong and are right.
const RIGHT: [&str; 57] = [
    "# only a comment, don't mind the quote",
    "echo fi done esac then } ]] \\) in",
    "echo a;\n\n\n# comment (\n echo b",
    "if a; then b; elif c; then d; else e; fi > f 2>&1",
    "if a\nthen\n\nb\nfi",
    "for x in a b; do echo; done | sort",
    "for x\ndo echo; done",
    "for x; do :; done",
    "for ((i = 0; i < (3); i++)); do echo $i; done",
    "for x in a; { echo; }",
    "select x in a b; do break; done",
    "while read -r a; do echo $a; done < <(sort f)",
    "until a; do b; done &",
    "case $1 in esac",
    "case $1 in a|b) x;; (c) y;& *) z;;& d) esac",
    "case $1 in\n  if) x ;;\n  *'('*) y\nesac",
    "case x in x) echo $(case y in y) z;; esac) ;; esac",
    "f() { echo; }; f",
    "f () ( exit 1 )",
    "function f { echo; }",
    "function f() [[ -e a ]]",
    "a-b::c() if x; then y; fi",
    "{ echo a; } && ( b; c ) || ! d",
    "{a,b} }",
    "! time -p ls | wc",
    "time",
    "(( x = (1 + 2) * 3 )) && echo $((x << 2)) $(( (1) ))",
    "((a); (b))",
    "echo $((a); (b))",
    "[[ $a =~ ^(a|b c)$ && ! -e x || ( $b == [[:space:]]* ) ]]",
    "[[ a < b ]] && [[ -n $x\n&& -n $y ]]",
    "[ a = b ] || test ! -e c",
    "x=1 y+=2 z=(a 'b c' $(d) [5]=e\n# comment)\n) w[1 + 2]=f cmd",
    "declare -A m=([a]=1 [b c]=2); local -r n=(1)",
    "echo ${x:-${y:-'}'}} ${x#'}'} ${x//\\}/b} ${#x} ${!x} ${x[@]:1:2} ${x^^}",
    "echo \"${x:-it's}\" \"${x#'}'}\" \"${x:-\"a b\"}\"",
    "echo \"a $(echo \"b $(echo 'c)' \")\")\" ) d\"",
    "echo `date` \"`echo \\`nested\\``\" 'a`b'",
    "echo $'it\\'s' $\"locale\" a\\'b \\\n  goes on",
    "echo $ $? $$ $! $# $@ $* $- $1 ${10} $_",
    "cat <<EOF\nit's \"$x\" $(echo 'y') `z` ${w}\nEOF",
    "cat <<'EOF' | tr a b && echo c\n$( ` ${ it's\nEOF",
    "cat <<-EOF\n\ttext\n\tEOF",
    "cat <<A; cat <<\"B\"\na\nA\nb\nB\n",
    "x=$(cat <<EOF\n)\nEOF\n)",
    "cat <<\\EOF >f\n$(\nEOF",
    "cat <<<\"$x\" >&2 2>&1 <&- >|f &>g &>>h <>i 3>&1- {fd}>j",
    "> f",
    "a | b |& c && d || e & f; wait",
    "a &&\n# comment\nb |\n\nc",
    "diff <(a) <(b; c) > >(tee d)",
    "shopt -s extglob; ls !(a|b) @(c)d +(e) *(f) ?(g)",
    "coproc cat; coproc NAME { cat; }",
    "find . \\( -name a -o -name b \\) -exec rm {} \\;",
    "awk '{ print $1 \"(\" }' f; sed -e \"s/'/\\\"/\"",
    "ssh host 'if a; then b; fi' \"for x in \\$y; do echo \\\"\\$x\\\"; done\"",
    "echo a#b '#' \"#\" $# # comment '",
];

/// Scripts that no shell takes.
const WRONG: [&str; 34] = [
    "if a; then b",
    "if a then b; fi",
    "if a; then; fi",
    "if a; b; fi",
    "while a; do done",
    "while a; b; done",
    "for x in a; echo; done",
    "for x in a; do echo; fi",
    "case $1 in a) b",
    "case $1 a) b;; esac",
    "case $1 in a b) c;; esac",
    "echo (a)",
    "(a",
    "a)",
    "{ a; ",
    "a; }",
    "a && && b",
    "a | | b",
    "| a",
    "a ;; b",
    "; a",
    "a & & b",
    "echo 'a",
    "echo \"a",
    "echo \"$(a\"",
    "echo ${a",
    "echo `a",
    "cat <<EOF\na\n EOF",
    "cat <<EOF",
    "echo >",
    "[[ a = b",
    "f() { echo",
    "fi",
    "((1 + 2)",
];

#[test]
fn a_right_script_is_never_refused() {
    for script in RIGHT {
        assert_eq!(output(script), None, "{script:?}");
        assert!(bash_takes(script), "bash refuses {script:?}");
    }
}

#[test]
fn what_bash_grumbles_at_and_still_runs_is_not_refused() {
    assert_eq!(output("x=$(cat <<EOF\na\nEOF)"), None);
}

#[test]
fn a_wrong_script_is_refused() {
    for script in WRONG {
        assert!(output(script).is_some(), "{script:?}");
        assert!(!bash_takes(script), "bash takes {script:?}");
    }
}

#[test]
fn nothing_is_said_about_the_shipped_plan() {
    let reading = read(&built_in_files());
    assert_eq!(reading.diagnostics, []);
    let plan = reading.plan.unwrap();
    assert!(plan == built_in(), "the build script read something else");
    let scripts = plan.procedures().flat_map(|procedure| {
        let steps = procedure.steps().iter();
        let steps =
            steps.flat_map(|step| [step.script(), step.unless.as_deref(), step.undo.as_deref()]);
        let checks = procedure.all_checks().map(|check| check.run.as_deref());
        steps.chain(checks).flatten()
    });
    for script in scripts {
        assert!(bash_takes(script), "bash refuses {script:?}");
    }
}

#[test]
fn scripts_for_a_shell_of_another_grammar_are_left_to_it() {
    let day = "days: 1\ntitle: T\nchecks: [{id: a, check: A, run: 'for x (a b) { echo $x }'}]\n";
    let mut sources = with_day(day);
    assert_eq!(read(&sources).diagnostics.len(), 1);
    sources[0].bytes.extend(b"shell: zsh\n");
    assert_eq!(read(&sources).diagnostics, []);
}

/// What is said about the grammar of a script.
fn output(script: &str) -> Option<String> {
    let quoted = serde_json::to_string(script).unwrap();
    let day = format!("days: 1\ntitle: T\nchecks: [{{id: a, check: A, run: {quoted}}}]\n");
    let diagnostics = read(&with_day(&day)).diagnostics;
    let bad = diagnostics
        .into_iter()
        .find(|diagnostic| diagnostic.code == "bad-script");
    bad.map(|diagnostic| diagnostic.message)
}

/// Whether bash takes a script; what it only grumbles at counts as refused.
fn bash_takes(script: &str) -> bool {
    let mut bash = Command::new("bash")
        .args(["--norc", "-O", "extglob", "-n"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    bash.stdin
        .take()
        .unwrap()
        .write_all(script.as_bytes())
        .unwrap();
    let output = bash.wait_with_output().unwrap();
    output.status.success() && output.stderr.is_empty()
}
