//! Following a journal that another session writes.

use futures_util::StreamExt as _;
use tokio::sync::mpsc::UnboundedSender;

use super::journal::JournalSource;
use super::lock::LockOwner;
use super::open_error::OpenError;
use super::reader::{JournalContents, JournalReader};
use crate::port::Response;
use crate::progress::Head;
use crate::service::walk_folder::WalkFolder;

/// Follows a journal that another session may write.
pub struct Follower {
    journal: Box<dyn JournalSource>,
    head: Head,
    writer: Option<LockOwner>,
}

impl Follower {
    /// Returns a follower that continues where a journal was read. A broken journal, or one of a
    /// newer daymark, cannot be followed.
    pub fn behind(folder: &WalkFolder, contents: &JournalContents) -> Option<Self> {
        let chain = &contents.chain;
        let can_follow = chain.breaks.is_empty() && chain.newer.is_none();
        can_follow.then(|| Self {
            journal: Box::new(JournalReader::behind(folder, chain)),
            head: chain.head().clone(),
            writer: contents.holder.clone(),
        })
    }

    /// Reports new records, and sessions that start or exit, until the receiver is closed.
    pub(in crate::service) async fn follow(mut self, responses: UnboundedSender<Response>) {
        let mut changes = self.journal.watch();
        loop {
            let (response, can_follow) = match self.observe() {
                Ok(observed) => (observed, true),
                Err(why) => (Some(Response::OperatorMessage(Err(stopped(&why)))), false),
            };
            let is_open = response.is_none_or(|response| responses.send(response).is_ok());
            if !is_open || !can_follow || changes.next().await.is_none() {
                return;
            }
        }
    }

    /// Reads what is new: the writer first, so that an end that it recorded right before it exited
    /// is read too.
    fn observe(&mut self) -> Result<Option<Response>, OpenError> {
        let writer = self.journal.writer()?;
        let records = self.journal.read_from(&self.head)?;
        if records.is_empty() && writer == self.writer {
            return Ok(None);
        }
        if let Some(last) = records.last() {
            self.head = last.head();
        }
        let read_only_reason = LockOwner::read_only_reason(writer.as_ref());
        let live = writer.as_ref().and_then(|writer| writer.session.clone());
        self.writer = writer;
        Ok(Some(Response::Observed {
            records,
            live,
            read_only_reason,
        }))
    }
}

fn stopped(why: &OpenError) -> String {
    format!("{why}. This screen follows the journal no longer: open the walk again")
}
