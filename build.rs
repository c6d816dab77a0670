//! Names the commit, and parses the built-in plan at build time, so that daymark does not parse it at every start. The
//! build fails if the plan has errors.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use plan::{Severity, read};
use plan_folder::plan_folder;

#[path = "src/service/plain_file.rs"]
mod plain_file;
#[allow(
    dead_code,
    unused_imports,
    clippy::pedantic,
    reason = "the program's own module, of which the build uses one function"
)]
#[path = "src/plan/mod.rs"]
mod plan;
#[path = "src/service/plan_folder.rs"]
mod plan_folder;
#[allow(
    dead_code,
    unused_imports,
    reason = "the program's own module, which `plan` uses"
)]
#[path = "src/text/mod.rs"]
mod text;

const PLAN: &str = "runbooks/senex-trader";

/// Returns the commit of the sources; `unknown` outside their own git checkout.
fn commit() -> String {
    let git = |arguments: &[&str]| {
        let run = Command::new("git").args(arguments).output().ok()?;
        let text = String::from_utf8(run.stdout).ok()?;
        run.status.success().then(|| text.trim().to_owned())
    };
    let own = env::var("CARGO_MANIFEST_DIR").ok();
    let root = git(&["rev-parse", "--show-toplevel"]).filter(|root| Some(root) == own.as_ref());
    // This log changes with every commit and checkout.
    if let Some(log) = root
        .as_ref()
        .and_then(|_| git(&["rev-parse", "--git-path", "logs/HEAD"]))
    {
        println!("cargo::rerun-if-changed={log}");
    }
    let commit = root.and_then(|_| git(&["rev-parse", "--short=12", "HEAD"]));
    commit.unwrap_or_else(|| "unknown".to_owned())
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={PLAN}");
    println!("cargo::rustc-env=DAYMARK_COMMIT={}", commit());
    let sources = plan_folder(Path::new(PLAN))?;
    let reading = read(&sources);
    let errors = reading.diagnostics.iter();
    for found in errors.filter(|found| found.severity == Severity::Error) {
        let (location, message) = (&found.location, &found.message);
        let (file, line) = (&location.file, location.line);
        println!("cargo::error={PLAN}/{file}:{line}: {message}");
    }
    let plan = reading.plan.ok_or("the built-in plan is not sound")?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("built-in.plan"), postcard::to_stdvec(&plan)?)?;
    Ok(())
}
