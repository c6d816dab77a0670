//! Bundles: whole, changed, hostile.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tar::{Builder, EntryType, Header};

use crate::stage::Stage;

const DAY: &str = "steps:\n\
    - {id: one, title: One, on: here, run: 'echo it is done', changes: false}\n\
    - {id: two, title: Two, on: here, run: 'seq 1000', changes: false}\n";

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A stage with a walk and its bundle.
fn bundled() -> Stage {
    let stage = Stage::new(DAY);
    stage.done(&["run", "--day", "1"]);
    stage.done(&["report", "--bundle", &stage.argument("b.tar.zst")]);
    stage
}

fn verify(stage: &Stage) -> (Option<i32>, Value) {
    let told = stage.tell(&["journal", "verify", &stage.argument("b.tar.zst"), "--json"]);
    (told.exit, told.json()[0].clone())
}

/// The fault that a verification names.
#[track_caller]
fn check_fault(stage: &Stage, expect: &str) {
    let (exit, told) = verify(stage);
    assert_eq!((exit, &told["ok"]), (Some(1), &false.into()), "{told}");
    assert!(
        told["faults"].to_string().contains(expect),
        "no `{expect}` in {told}"
    );
}

/// Restores the bundle into another data folder.
fn restore(stage: &Stage) -> crate::stage::Told {
    let data = stage.argument("elsewhere");
    stage.tell(&[
        "journal",
        "restore",
        &stage.argument("b.tar.zst"),
        "--data-dir",
        &data,
    ])
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<String> {
    let found = Command::new("find")
        .arg(folder)
        .args(["-type", "f"])
        .output()
        .unwrap();
    let mut files: Vec<String> = String::from_utf8(found.stdout)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    files.sort();
    files
}

#[test]
fn a_bundle_is_verified_and_restored_on_another_machine() {
    let stage = bundled();
    let (exit, told) = verify(&stage);
    assert_eq!((exit, &told["ok"]), (Some(0), &true.into()), "{told}");
    let head = stage.journal().last().unwrap()["hash"].clone();
    assert_eq!(told["head"], head);
    assert_eq!(restore(&stage).exit, Some(0));
    let walk = |data: &str| {
        let folder = stage.path(data).join("walks/small/main");
        let names = ["journal.jsonl", "outputs", "recordings"].map(|name| folder.join(name));
        let files = names
            .iter()
            .flat_map(|path| files(path))
            .collect::<Vec<_>>();
        let relative = |file: &String| file.split("/main/").nth(1).unwrap().to_owned();
        files
            .iter()
            .map(|file| (relative(file), std::fs::read(file).unwrap()))
            .collect::<Vec<_>>()
    };
    assert_eq!(walk("elsewhere"), walk("data"));
    assert!(walk("data").len() >= 4);
    let data = stage.argument("elsewhere");
    let plan = stage.argument("plan");
    let verified = stage.tell(&["journal", "verify", &plan, "--data-dir", &data]);
    assert_eq!(verified.exit, Some(0), "{verified:?}");
    let status = stage.tell(&["status", &plan, "--data-dir", &data]);
    assert!(status.out.contains("done"), "{status:?}");
    // A second time, the walk exists.
    let again = restore(&stage);
    assert_eq!(again.exit, Some(1));
    assert!(
        again.err.contains("exists, and is left as it is"),
        "{again:?}"
    );
    // And so does the bundle.
    let again = stage.daymark(&["report", "--bundle", &stage.argument("b.tar.zst")]);
    assert_eq!(again.exit, Some(1));
}

#[test]
fn every_flipped_byte_and_every_cut_is_found() {
    let stage = bundled();
    let whole = std::fs::read(stage.path("b.tar.zst")).unwrap();
    let write = |bytes: &[u8]| std::fs::write(stage.path("b.tar.zst"), bytes).unwrap();
    let steps = whole.len() / 12;
    for at in (0..whole.len())
        .step_by(steps)
        .chain([whole.len() - 1, whole.len() - 70])
    {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        write(&flipped);
        let (exit, told) = verify(&stage);
        assert_eq!(exit, Some(1), "byte {at}: {told}");
        assert_eq!(restore(&stage).exit, Some(1), "byte {at}");
        write(&whole[..at]);
        check_fault(&stage, "does not end as a bundle");
    }
    assert!(!stage.has("elsewhere/walks/small/main"));
    assert!(!stage.has("elsewhere/walks/small") || files(&stage.path("elsewhere")).is_empty());
    let (exit, told) = {
        write(&whole);
        verify(&stage)
    };
    assert_eq!(exit, Some(0), "{told}");
}

/// A file of an archive: its path, its type and its content.
type Entry<'a> = (&'a str, EntryType, &'a [u8]);

/// A file listed in a manifest.
fn listed(path: &str, content: &[u8]) -> Value {
    json!({"path": path, "bytes": content.len(), "sha256": hex(content)})
}

fn manifest(files: &[Value]) -> Value {
    json!({"bundle": 1, "plan": "small", "walk": "main", "events": 0, "head": "0".repeat(64), "files": files})
}

/// An archive with this manifest and these files, and a right digest at its end.
fn archive(manifest: &Value, entries: &[Entry<'_>]) -> Vec<u8> {
    let mut archive = Builder::new(Vec::new());
    let text = manifest.to_string();
    let all = [
        &[("manifest.json", EntryType::Regular, text.as_bytes())],
        entries,
    ]
    .concat();
    for (path, kind, content) in all {
        let mut header = Header::new_gnu();
        // `set_path` would refuse what is tested here.
        let name = &mut header.as_old_mut().name;
        name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_entry_type(kind);
        header.set_mode(0o600);
        header.set_size(content.len() as u64);
        if kind.is_symlink() || kind.is_hard_link() {
            header.set_link_name("/etc/passwd").unwrap();
        }
        header.set_cksum();
        archive.append(&header, content).unwrap();
    }
    sealed(&archive.into_inner().unwrap())
}

/// A content in zstd, with a right digest at its end.
fn sealed(content: &[u8]) -> Vec<u8> {
    let mut bytes = compress_to_vec(content, CompressionLevel::Fastest);
    let digest = hex(&bytes);
    bytes.extend([0x50, 0x2a, 0x4d, 0x18, 64, 0, 0, 0]);
    bytes.extend(digest.as_bytes());
    bytes
}

#[test]
fn a_hostile_archive_is_refused_and_writes_nothing() {
    const FILE: EntryType = EntryType::Regular;
    let stage = Stage::empty();
    let check_archive = |bytes: &[u8], expect: &str| {
        std::fs::write(stage.path("b.tar.zst"), bytes).unwrap();
        check_fault(&stage, expect);
        assert_eq!(restore(&stage).exit, Some(1), "{expect}");
        assert!(files(&stage.path("elsewhere")).is_empty(), "{expect}");
    };
    let check = |manifest: &Value, entries: &[Entry<'_>], expect: &str| {
        check_archive(&archive(manifest, entries), expect);
    };
    let content = b"content";
    for path in [
        "../evil",
        "/etc/evil",
        "outputs/../../evil",
        "outputs/a/b",
        "recordings/..",
        "a",
        "outputs//a",
        "./outputs/a",
        "plan/../evil",
        "outputs",
        "journal.jsonl/x",
        "outputs\\a",
        "manifest.json",
        "",
    ] {
        check(
            &manifest(&[listed(path, content)]),
            &[],
            "is no path of a bundle",
        );
    }
    let good = manifest(&[listed("outputs/a", content)]);
    for path in [
        "../evil",
        "/etc/evil",
        "outputs/b",
        "journal.jsonl",
        "plan/x",
    ] {
        check(&good, &[(path, FILE, content)], "is not in the manifest");
    }
    for kind in [
        EntryType::Symlink,
        EntryType::Link,
        EntryType::Directory,
        EntryType::Fifo,
        EntryType::Char,
        EntryType::Block,
        EntryType::GNUSparse,
        EntryType::XHeader,
        EntryType::GNULongLink,
    ] {
        check(&good, &[("outputs/a", kind, b"")], "is not a plain file");
    }
    check(
        &good,
        &[("outputs/a", FILE, content), ("outputs/a", FILE, content)],
        "is not in the manifest",
    );
    check(
        &good,
        &[("outputs/a", FILE, b"other!!")],
        "outputs/a differs from its digest",
    );
    check(
        &good,
        &[("outputs/a", FILE, b"much more of it")],
        "and the manifest says 7",
    );
    check(&good, &[], "outputs/a is missing");
    check(
        &manifest(&[listed("outputs/a", content), listed("outputs/a", content)]),
        &[],
        "is listed twice",
    );
    check(
        &good,
        &[("x", EntryType::GNULongName, &[b'a'; 5000])],
        "a path in it is too long",
    );
    check(
        &good,
        &[
            ("x", EntryType::GNULongName, b"../evil\0"),
            ("outputs/a", FILE, content),
        ],
        "is not in the manifest",
    );
    let bomb = json!({"path": "outputs/a", "bytes": u64::MAX, "sha256": hex(b"")});
    check(
        &manifest(std::slice::from_ref(&bomb)),
        &[],
        "its files are larger than",
    );
    check(
        &manifest(&[bomb, listed("outputs/b", content)]),
        &[],
        "its files are larger than",
    );
    for (key, value) in [
        ("plan", "../x"),
        ("walk", ".."),
        ("walk", "a/b"),
        ("walk", ""),
        ("plan", ".hidden"),
    ] {
        let mut other = good.clone();
        other[key] = value.into();
        check(
            &other,
            &[("outputs/a", FILE, content)],
            "is no name of a plan or a walk",
        );
    }
    let mut newer = good.clone();
    newer["bundle"] = 2.into();
    check(&newer, &[], "its version is 2");
    check(&json!([]), &[], "cannot be unpacked");
    let journal = b"{\"v\":1,\"seq\":1,\"forged\":true}\n";
    check(
        &manifest(&[listed("journal.jsonl", journal)]),
        &[("journal.jsonl", FILE, journal)],
        "journal.jsonl: ",
    );
    check_archive(&sealed(b""), "it is empty");
    check_archive(&sealed(&[b'x'; 4096]), "cannot be unpacked");
    check_archive(&sealed(&vec![0; 50_000_000]), "it is empty");
    check_archive(b"", "does not end as a bundle");
    check_archive(
        b"plain text, longer than the last frame of a bundle, which has seventy-two bytes in all",
        "does not end as a bundle",
    );
}

#[test]
fn a_signature_is_made_and_verified_with_ssh_keygen() {
    let stage = Stage::new(DAY);
    stage.done(&["run", "--day", "1"]);
    for name in ["ada", "eve"] {
        let made = Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-f"])
            .arg(stage.path(name))
            .status();
        assert!(made.unwrap().success());
    }
    let allow = |file: &str, name: &str| {
        stage.write(
            file,
            &format!("{name}@example.org {}", stage.read(&format!("{name}.pub"))),
        );
    };
    allow("allowed", "ada");
    allow("others", "eve");
    stage.done(&[
        "report",
        "--bundle",
        &stage.argument("b.tar.zst"),
        "--sign",
        &stage.argument("ada"),
    ]);
    let verify = |allowed: &str| {
        let words = [
            "journal",
            "verify",
            &stage.argument("b.tar.zst"),
            "--allowed-signers",
            &stage.argument(allowed),
        ];
        stage.tell(&words)
    };
    let told = verify("allowed");
    assert_eq!(told.exit, Some(0), "{told:?}");
    assert!(told.out.contains("signed by ada@example.org"), "{told:?}");
    let told = verify("others");
    assert_eq!(told.exit, Some(1), "{told:?}");
    assert!(told.out.contains("its signature does not hold"), "{told:?}");
    // A changed bundle whose digest was made again.
    let mut bytes = std::fs::read(stage.path("b.tar.zst")).unwrap();
    let content = bytes.len() - 72;
    bytes[content - 1] ^= 1;
    let digest = hex(&bytes[..content]);
    bytes.truncate(content + 8);
    bytes.write_all(digest.as_bytes()).unwrap();
    std::fs::write(stage.path("b.tar.zst"), bytes).unwrap();
    assert_eq!(verify("allowed").exit, Some(1));
    std::fs::remove_file(stage.path("b.tar.zst.sig")).unwrap();
    assert_eq!(verify("allowed").exit, Some(1));
}

#[test]
fn other_programs_read_a_bundle() {
    if Command::new("zstd").arg("--version").output().is_err() {
        eprintln!("NOT TESTED: zstd is not installed");
        return;
    }
    let stage = bundled();
    let listed = stage
        .other("tar", &["--zstd", "-tf", &stage.argument("b.tar.zst")])
        .output()
        .unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    for name in [
        "manifest.json",
        "report.md",
        "journal.jsonl",
        "outputs/one@here.1.txt",
        "plan/plan.yaml",
    ] {
        assert!(listed.lines().any(|line| line == name), "{name}: {listed}");
    }
}
