//! Collection of the output of a script beside the pane.

use std::io;
use std::sync::Arc;

use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::JoinHandle;

use super::super::evidence::EvidenceFile;
use super::super::raw_judge::RawJudge;
use super::context::Context;
use crate::port::Probe;
use crate::progress::{Evidence, Excerpt, Findings};

/// How many reads wait in the queue at most; then the script waits.
const MOST_WAITING: usize = 16;
/// How much of standard error is buffered until standard output ends, in bytes.
const MOST_HELD: usize = 8 * 1024 * 1024;

/// Collects the output of a script on a thread, so that keys are still handled.
pub(super) struct Intake {
    worker: JoinHandle<Taken>,
}

/// The sender for the output of a script.
#[derive(Clone)]
pub(super) struct Inlet(Sender<(Stream, Vec<u8>)>);

/// One of a script's streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Error,
}

/// The output of a script, judged and kept.
#[derive(Default)]
pub(super) struct Printed {
    /// The matches in both streams.
    pub(super) findings: Findings,
    /// The excerpt of standard output for the screen.
    pub(super) stdout: Excerpt,
    /// The excerpt of standard error for the screen.
    pub(super) stderr: Excerpt,
    /// The kept output, or why it was not kept; none if it was not to be kept.
    pub(super) evidence: Option<io::Result<Evidence>>,
}

impl Intake {
    /// Starts to collect. Bytes come through the inlet.
    pub(super) fn begin(ask: &Probe, context: &Arc<Context>) -> (Self, Inlet) {
        let (sender, receiver) = channel(MOST_WAITING);
        let taken = Taken::new(ask, context);
        let worker = tokio::task::spawn_blocking(move || taken.all(receiver));
        (Self { worker }, Inlet(sender))
    }

    /// Waits until everything is collected. The inlet must be gone. Of a script that never ran
    /// nothing is kept.
    pub(super) async fn end(self, ran: bool) -> io::Result<Printed> {
        let taken = self.worker.await.map_err(io::Error::other)?;
        let finish = move || taken.finish(ran);
        tokio::task::spawn_blocking(finish)
            .await
            .map_err(io::Error::other)
    }
}

impl Inlet {
    /// Sends bytes of one stream.
    pub(super) async fn push(&self, stream: Stream, bytes: &[u8]) {
        // The worker receives until the inlet is gone, or it panics; then `end` reports it.
        let _ = self.0.send((stream, bytes.to_vec())).await;
    }
}

/// The output collected so far.
struct Taken {
    out: RawJudge,
    error: RawJudge,
    kept: Option<KeptOutput>,
    context: Arc<Context>,
}

impl Taken {
    fn new(ask: &Probe, context: &Arc<Context>) -> Self {
        let secrets = context.secrets();
        let kept = |name: &String| KeptOutput::new(name.clone(), context.clone());
        Self {
            out: RawJudge::new(&ask.query, secrets.clone()),
            error: RawJudge::new(&ask.query.patterns(), secrets),
            kept: ask.evidence.as_ref().map(kept),
            context: context.clone(),
        }
    }

    fn all(mut self, mut receiver: Receiver<(Stream, Vec<u8>)>) -> Self {
        while let Some((stream, bytes)) = receiver.blocking_recv() {
            self.refresh_secrets();
            match stream {
                Stream::Out => self.out.push(&bytes),
                Stream::Error => self.error.push(&bytes),
            }
            if let Some(kept) = &mut self.kept {
                kept.push(stream, &bytes);
            }
        }
        self
    }

    /// Masks also the secrets that became known after the script started.
    fn refresh_secrets(&mut self) {
        let secrets = self.context.secrets();
        if let Some(KeptOutput {
            file: Some(Ok(file)),
            ..
        }) = &mut self.kept
        {
            file.set_secrets(secrets.clone());
        }
        self.out.set_secrets(secrets.clone());
        self.error.set_secrets(secrets);
    }

    fn finish(mut self, ran: bool) -> Printed {
        self.refresh_secrets();
        let evidence = self.kept.and_then(|kept| {
            if ran {
                Some(kept.finish())
            } else {
                kept.discard();
                None
            }
        });
        let (out, error) = (self.out.finish(), self.error.finish());
        Printed {
            findings: out.findings.or(error.findings),
            stdout: out.excerpt,
            stderr: error.excerpt,
            evidence,
        }
    }
}

/// The kept output of both streams: standard output, then standard error. They are judged apart, so
/// a line end separates them.
struct KeptOutput {
    name: String,
    context: Arc<Context>,
    /// Created with the first byte, or at the end.
    file: Option<io::Result<EvidenceFile>>,
    /// Whether standard output ends inside a line.
    inside_line: bool,
    /// Standard error, as far as it is buffered.
    held: Vec<u8>,
    /// How many bytes of it are not buffered.
    dropped: u64,
}

impl KeptOutput {
    fn new(name: String, context: Arc<Context>) -> Self {
        Self {
            name,
            context,
            file: None,
            inside_line: false,
            held: Vec::new(),
            dropped: 0,
        }
    }

    fn push(&mut self, stream: Stream, bytes: &[u8]) {
        match stream {
            Stream::Out => {
                self.inside_line = bytes.last().is_some_and(|last| *last != b'\n');
                if let Ok(file) = self.file() {
                    file.push(bytes);
                }
            }
            Stream::Error => {
                let room = MOST_HELD - self.held.len();
                let fits = bytes.len().min(room);
                self.held.extend_from_slice(&bytes[..fits]);
                self.dropped += (bytes.len() - fits) as u64;
            }
        }
    }

    fn file(&mut self) -> &mut io::Result<EvidenceFile> {
        let Self {
            name,
            context,
            file,
            ..
        } = self;
        file.get_or_insert_with(|| EvidenceFile::create(&context.folder, name, context.secrets()))
    }

    fn finish(mut self) -> io::Result<Evidence> {
        let held = std::mem::take(&mut self.held);
        let dropped = self.dropped;
        let separator: &[u8] = if self.inside_line && !held.is_empty() {
            b"\n"
        } else {
            b""
        };
        if let Ok(file) = self.file() {
            file.push(separator);
            file.push(&held);
            if dropped > 0 {
                let why = format!("standard error is longer than {MOST_HELD} bytes");
                file.leave_out(dropped, why);
            }
        }
        match self.file {
            Some(file) => file?.finish(None),
            None => Err(io::Error::other("there is no file")),
        }
    }

    /// Removes the file of a script that never ran: it is no evidence.
    fn discard(self) {
        if let Some(Ok(file)) = self.file {
            // If this fails, the file stays, but no journal line cites it.
            let _ = file.discard();
        }
    }
}
