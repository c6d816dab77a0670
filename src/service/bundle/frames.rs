//! Zstd frames, written and read one after another.

use std::io::{self, BufRead, Read, Write};

use ruzstd::decoding::StreamingDecoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::trailer::trailer;
use crate::text::Sha256;

/// The content of a frame, in bytes. The encoder cannot report a failed write, so each frame is
/// encoded in memory.
const FRAME: usize = 1024 * 1024;
/// The largest window that a frame may ask for, in bytes.
const WINDOW: u64 = 8 * 1024 * 1024;

/// Writes zstd frames, and at the end the digest of all.
pub(super) struct FrameWriter<W: Write> {
    file: W,
    content: Vec<u8>,
    digest: Sha256,
}

impl<W: Write> FrameWriter<W> {
    pub(super) fn new(file: W) -> Self {
        Self {
            file,
            content: Vec::new(),
            digest: Sha256::default(),
        }
    }

    fn write_frame(&mut self) -> io::Result<()> {
        let frame = compress_to_vec(self.content.as_slice(), CompressionLevel::Fastest);
        self.content.clear();
        self.digest.push(&frame);
        self.file.write_all(&frame)
    }

    /// Writes the last frames, and returns the file.
    pub(super) fn finish(mut self) -> io::Result<W> {
        self.write_frame()?;
        self.file.write_all(&trailer(&self.digest.finish()))?;
        Ok(self.file)
    }
}

impl<W: Write> Write for FrameWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(FRAME - self.content.len());
        self.content.extend_from_slice(&bytes[..taken]);
        if self.content.len() == FRAME {
            self.write_frame()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads the content of zstd frames, one after another.
pub(super) struct FrameReader<R: BufRead> {
    source: Option<R>,
    decoder: Option<StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>,
}

impl<R: BufRead> FrameReader<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            source: Some(source),
            decoder: None,
        }
    }
}

impl<R: BufRead> Read for FrameReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(decoder) = &mut self.decoder {
                let length = decoder.read(buffer)?;
                if length > 0 || buffer.is_empty() {
                    return Ok(length);
                }
                self.source = self.decoder.take().map(StreamingDecoder::into_inner);
            }
            let Some(mut source) = self.source.take() else {
                return Ok(0);
            };
            if source.fill_buf()?.is_empty() {
                return Ok(0);
            }
            let decoder = StreamingDecoder::new_with_max_window_size(source, WINDOW);
            self.decoder = Some(decoder.map_err(io::Error::other)?);
        }
    }
}
