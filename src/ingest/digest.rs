//! SHA-256 of a file while it is read. The digest is a chain, so one file cannot be spread over processors; but a
//! large one is hashed on a thread of its own, beside whoever reads it.

use std::{
    sync::mpsc::{self, Receiver, SyncSender},
    thread::{self, JoinHandle},
};

use sha2::{Digest as _, Sha256};

use crate::records::lower_hex;

/// Files up to this size are hashed where they are read.
const BESIDE_FROM: u64 = 4 << 20;
/// How much is handed over at once.
const CHUNK: usize = 256 << 10;
/// How many chunks may wait.
const WAITING: usize = 8;

/// Takes the bytes of a file in order.
pub(super) struct Digest {
    way: Way,
    given: u64,
}

enum Way {
    Here(Box<Sha256>),
    Beside(Beside),
}

/// A thread that hashes.
struct Beside {
    to: SyncSender<Vec<u8>>,
    /// Chunks that were hashed, to be filled again.
    emptied: Receiver<Vec<u8>>,
    filling: Vec<u8>,
    thread: JoinHandle<Sha256>,
}

impl Digest {
    pub(super) fn new() -> Self {
        Self { way: Way::Here(Box::default()), given: 0 }
    }

    /// The next bytes.
    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.given += bytes.len() as u64;
        match &mut self.way {
            Way::Here(hash) => {
                hash.update(bytes);
                if self.given > BESIDE_FROM
                    && let Some(beside) = Beside::start(hash)
                {
                    self.way = Way::Beside(beside);
                }
            }
            Way::Beside(beside) => beside.take(bytes),
        }
    }

    /// The digest of everything that was given, in lower-case hex.
    ///
    /// # Errors
    /// The thread that hashed came to a sudden end.
    pub(super) fn finish(self) -> Result<String, String> {
        let hash = match self.way {
            Way::Here(hash) => *hash,
            Way::Beside(beside) => beside.finish()?,
        };
        Ok(lower_hex(&hash.finalize()))
    }
}

impl Beside {
    /// `None` where no further thread can be had.
    fn start(hash: &Sha256) -> Option<Self> {
        let (to, from) = mpsc::sync_channel::<Vec<u8>>(WAITING);
        let (back, emptied) = mpsc::sync_channel(WAITING);
        let mut hash = hash.clone();
        let work = move || {
            for chunk in from {
                hash.update(&chunk);
                // Nobody waits for it: a chunk that does not fit is let go.
                drop(back.try_send(chunk));
            }
            hash
        };
        let thread = thread::Builder::new().name("sha256".to_owned()).spawn(work).ok()?;
        Some(Self { to, emptied, filling: Vec::with_capacity(CHUNK), thread })
    }

    fn take(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let n = bytes.len().min(CHUNK - self.filling.len());
            self.filling.extend_from_slice(&bytes[..n]);
            bytes = &bytes[n..];
            if self.filling.len() == CHUNK {
                self.hand_over();
            }
        }
    }

    fn hand_over(&mut self) {
        let mut next = self.emptied.try_recv().unwrap_or_else(|_| Vec::with_capacity(CHUNK));
        next.clear();
        // Fails only when the thread has ended, which shows when it is asked for the digest.
        drop(self.to.send(std::mem::replace(&mut self.filling, next)));
    }

    fn finish(mut self) -> Result<Sha256, String> {
        self.hand_over();
        drop(self.to);
        self.thread.join().map_err(|_| "its digest was not made; this is a defect of misfire".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::sha256_hex;

    #[test]
    fn small_and_large_files_have_the_digest_of_their_bytes_however_they_are_read() {
        let from = usize::try_from(BESIDE_FROM).unwrap();
        for length in [0, 1, CHUNK, from, from + 1, from + CHUNK, 3 * from + 17] {
            let bytes: Vec<u8> = (0..length).map(|n| u8::try_from(n * 7 % 251).unwrap()).collect();
            for step in [1000, CHUNK, CHUNK + 1, from + 5] {
                let mut digest = Digest::new();
                bytes.chunks(step).for_each(|chunk| digest.update(chunk));
                assert_eq!(digest.finish().unwrap(), sha256_hex(&bytes), "{length} bytes by {step}");
            }
        }
    }
}
