//! Watching a walk's folder for changes that other processes make.

use std::path::PathBuf;
use std::pin::Pin;
use std::time::Duration;

use futures_util::stream::{self, Stream};
use tokio::time::sleep;

use crate::service::walk_folder::WalkFolder;

/// Yields whenever a journal, or the session that writes it, may have changed.
pub type Changes = Pin<Box<dyn Stream<Item = ()> + Send>>;

/// How often the journal is read where the system reports no changes.
const LOOK: Duration = Duration::from_secs(2);

/// Watches a walk's journal and its lock.
pub(super) fn watch(folder: &WalkFolder) -> Changes {
    let watch = FolderWatch {
        inotify: Inotify::of(folder.path()),
        folder: folder.path().to_owned(),
        again: true,
    };
    Box::pin(stream::unfold(watch, |mut watch| async {
        watch.changed().await;
        Some(((), watch))
    }))
}

struct FolderWatch {
    folder: PathBuf,
    /// `None` where the system reports no changes: the folder is missing or remote, or the system
    /// has no inotify.
    inotify: Option<Inotify>,
    /// Whether the last change is looked at once more: the system reports that a killed process
    /// closed its lock file before it releases the lock.
    again: bool,
}

impl FolderWatch {
    async fn changed(&mut self) {
        match &self.inotify {
            None => {
                sleep(LOOK).await;
                self.inotify = Inotify::of(&self.folder);
            }
            Some(inotify) if self.again => {
                self.again = tokio::select! {
                    () = inotify.changed() => true,
                    () = sleep(LOOK) => false,
                };
            }
            Some(inotify) => {
                inotify.changed().await;
                self.again = true;
            }
        }
    }
}

#[cfg(target_os = "linux")]
use linux::Inotify;

#[cfg(target_os = "linux")]
mod linux {
    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;
    use std::path::Path;

    use rustix::fs::inotify::{CreateFlags, Reader, WatchFlags, add_watch, init};
    use rustix::fs::{FsWord, statfs};
    use tokio::io::unix::AsyncFd;

    /// Reports changes of a folder's own files.
    pub(super) struct Inotify(AsyncFd<OwnedFd>);

    /// File systems that report no change of another machine, by their magic number (statfs(2)):
    /// NFS, SMB, CIFS, SMB2, FUSE, 9p, Ceph, AFS and that of `VirtualBox`.
    const REMOTE: [FsWord; 9] = [
        0x6969,
        0x517B,
        0xFF53_4D42,
        0xFE53_4D42,
        0x6573_5546,
        0x0102_1997,
        0x00C3_6400,
        0x5346_414F,
        0x786F_4256,
    ];

    impl Inotify {
        /// Starts to watch a folder; `None` where the system reports no changes in it.
        pub(super) fn of(folder: &Path) -> Option<Self> {
            let found = statfs(folder).ok()?;
            if REMOTE.contains(&found.f_type) {
                return None;
            }
            let inotify = init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC).ok()?;
            let changes = WatchFlags::MODIFY
                | WatchFlags::CLOSE_WRITE
                | WatchFlags::CREATE
                | WatchFlags::MOVED_TO
                | WatchFlags::DELETE
                | WatchFlags::ONLYDIR;
            add_watch(&inotify, folder, changes).ok()?;
            #[expect(
                deprecated,
                reason = "its successor is unsafe; an `OwnedFd` stays open as long as this owns it"
            )]
            let inotify = AsyncFd::new(inotify);
            inotify.ok().map(Self)
        }

        /// Waits for a change of the journal or its lock.
        pub(super) async fn changed(&self) {
            loop {
                let Ok(mut ready) = self.0.readable().await else {
                    // Only a runtime that shuts down ends up here.
                    return std::future::pending().await;
                };
                if self.drain() {
                    return;
                }
                ready.clear_ready();
            }
        }

        /// Takes all reports; returns whether one is about the journal or its lock.
        fn drain(&self) -> bool {
            let mut buffer = [MaybeUninit::uninit(); 4096];
            let mut reports = Reader::new(&self.0, &mut buffer);
            let mut found = false;
            while let Ok(report) = reports.next() {
                // A report without a name is about the folder, or says that reports were lost.
                let name = report
                    .file_name()
                    .map_or(&b"journal."[..], |name| name.to_bytes());
                found |= name.starts_with(b"journal.");
            }
            found
        }
    }
}

/// Other systems report no changes here.
#[cfg(not(target_os = "linux"))]
struct Inotify;

#[cfg(not(target_os = "linux"))]
impl Inotify {
    fn of(_: &std::path::Path) -> Option<Self> {
        None
    }

    async fn changed(&self) {
        std::future::pending().await
    }
}
