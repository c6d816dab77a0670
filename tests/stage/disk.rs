//! A small disk under the data folder, in a mount namespace of the test's own.

use std::process::Command;

use rustix::process::geteuid;

use super::Stage;

/// Tells a test that it runs in a mount namespace of its own.
const ALONE: &str = "DAYMARK_TEST_ALONE";

/// Runs the test once more in a mount namespace of its own, and its body there. Nothing that is
/// mounted outlives it.
#[track_caller]
pub fn alone(body: impl FnOnce()) {
    if std::env::var_os(ALONE).is_some() {
        return body();
    }
    let thread = std::thread::current();
    let name = thread.name().unwrap();
    let how: &[&str] = if geteuid().is_root() {
        &["--mount"]
    } else {
        &["--mount", "--map-root-user"]
    };
    let output = Command::new("unshare")
        .args(how)
        .arg(std::env::current_exe().unwrap())
        .args([name, "--exact", "--nocapture"])
        .env(ALONE, "yes")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let text = text + String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}"
    );
}

impl Stage {
    /// Mounts a disk of so many kB under the data folder.
    #[track_caller]
    pub fn mount_disk(&self, kilobytes: u32) {
        self.mount_disk_at("data", kilobytes);
    }

    /// Mounts a disk of so many kB under a folder.
    #[track_caller]
    pub fn mount_disk_at(&self, folder: &str, kilobytes: u32) {
        std::fs::create_dir_all(self.path(folder)).unwrap();
        let size = format!("size={kilobytes}k");
        let words = ["-t", "tmpfs", "-o", &size, "tmpfs", &self.argument(folder)];
        assert!(
            Command::new("mount")
                .args(words)
                .status()
                .unwrap()
                .success()
        );
    }

    /// Changes the disk's size, or how many files it takes.
    #[track_caller]
    pub fn remount_disk(&self, options: &str) {
        let options = format!("remount,{options}");
        let words = ["-o", &options, &self.argument("data")];
        assert!(
            Command::new("mount")
                .args(words)
                .status()
                .unwrap()
                .success()
        );
    }

    /// Takes the disk away, so that the stage can go.
    pub fn unmount_disk(&self) {
        self.unmount_disk_at("data");
    }

    /// Takes the disk away that is mounted under a folder.
    pub fn unmount_disk_at(&self, folder: &str) {
        let words = ["--lazy", &self.argument(folder)];
        // It may be gone already.
        let _ = Command::new("umount").args(words).status();
    }

    /// Fills the disk until it takes not a byte more.
    pub fn fill_disk(&self) {
        let fill = self.argument("data/fill");
        let script = "cat /dev/zero >>\"$1\"";
        // It ends when the disk is full.
        let _ = self.other("sh", &["-c", script, "sh", &fill]).output();
    }

    /// Makes room on the disk again.
    pub fn free_disk(&self) {
        // Some tests fill it otherwise.
        let _ = std::fs::remove_file(self.path("data/fill"));
    }
}
