//! What an account's login files define rules no step and no copy.

use crate::stage::Stage;
use crate::{result, run};

/// Login files of hostile or careless accounts.
const LOGIN_FILES: &[&str] = &[
    "trap 'echo NOISE' DEBUG",
    "trap 'exit 0' ERR",
    "trap 'exit 0' EXIT",
    "shopt -s extdebug; trap '[[ $BASH_COMMAND != false ]]' DEBUG",
    "false() { command true; }",
    "false() { command true; }; export -f false",
    "echo() { builtin echo NOISE \"$@\"; }",
    "alias false=true echo='echo NOISE'; shopt -s expand_aliases",
    "eval() { builtin eval \"$@\"; return 0; }; export -f eval",
    "mv() { :; }; export -f mv",
    "printf() { builtin printf \"$@\"; echo NOISE; }; export -f printf",
    "set -o noclobber; umask 077",
    "set -x",
    "set -a",
];

#[test]
fn a_step_ends_as_its_script_does_whatever_the_login_files_define() {
    for file in LOGIN_FILES {
        let stage = Stage::new(
            "steps:\n\
             - {id: quiet, title: Q, on: here, changes: false, run: echo hi, expect_not: NOISE}\n\
             - {id: fails, title: F, on: here, changes: false, run: 'false'}\n\
             - {id: job, title: J, on: here, changes: false, run: 'sleep 0.01 & wait; echo 2', at_most: 3}\n\
             - {id: exits, title: E, on: here, changes: false, run: exit 0, expect: exit}\n\
             - {id: copied, title: C, on: here, copy: {from: files/f, to: ~/f}}\n",
        );
        stage.write("plan/files/f", "new\n");
        stage.write("home/.bashrc", &format!("{file}\n"));
        for (id, state) in [
            ("quiet", "passed"),
            ("fails", "failed"),
            ("job", "passed"),
            ("exits", "failed"),
            ("copied", "passed"),
        ] {
            let ended = result(&run(&stage, &["--step", id]), id);
            assert_eq!(ended["state"], state, "{file}: {ended}");
        }
        assert_eq!(stage.read("home/f"), "new\n", "{file}");
    }
}
