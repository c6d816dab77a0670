//! What is told about broken plans.

use std::{env, fs, path::Path};

use crate::folder::{open, output};

#[test]
fn everything_wrong_is_told() {
    let mut wrong = Vec::new();
    let mut count = 0;
    let broken = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plan/broken");
    for folder in fs::read_dir(broken).unwrap() {
        let folder = folder.unwrap().path();
        let output = output(&open(&folder));
        count += 1;
        assert!(
            !output.trim().is_empty(),
            "nothing is told about {}",
            folder.display()
        );
        let file = folder.join("expected.txt");
        if env::var_os("UPDATE").is_some() {
            fs::write(&file, &output).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if output != expected {
            wrong.push(format!(
                "{}\n--- expected\n{expected}\n--- told\n{output}",
                folder.display()
            ));
        }
    }
    assert!(count > 30, "there are only {count} broken plans");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
