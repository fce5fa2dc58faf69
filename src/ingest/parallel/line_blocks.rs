//! Cuts a stream of bytes into blocks of whole lines, in bounded memory.

use std::io::{ErrorKind, Read};

/// Usual size of a block: large enough to be worth handing over, small enough to stay in a processor's cache.
const BLOCK: usize = 256 << 10;

/// Whole lines, or the beginning of one that is too long.
#[derive(Debug, PartialEq)]
pub(super) enum Block {
    /// Lines with their line feeds; the last line of a file may lack its own.
    Lines(Vec<u8>),
    /// The first bytes of a line longer than allowed; the rest of it was skipped.
    TooLong(Vec<u8>),
}

/// The blocks of a file, one after the other.
pub(super) struct Blocks<R> {
    bytes: R,
    limit: usize,
    /// The beginning of a line whose end has not been read yet.
    carry: Vec<u8>,
    is_at_end: bool,
}

impl<R: Read> Blocks<R> {
    /// `limit` is the longest accepted line in bytes.
    pub(super) fn new(bytes: R, limit: usize) -> Self {
        Self { bytes, limit, carry: Vec::new(), is_at_end: false }
    }

    /// The next block, in `buffer`, whose old content is thrown away; `None` at the end.
    pub(super) fn next_in(&mut self, mut buffer: Vec<u8>) -> Option<Block> {
        let mut filled = self.carry.len();
        // An old buffer keeps its length: clearing it would mean to zero it again.
        buffer.resize(buffer.len().max(filled), 0);
        buffer[..filled].copy_from_slice(&self.carry);
        self.carry.clear();
        let mut searched = 0;
        while !self.is_at_end {
            if let Some(end) = memchr::memrchr(b'\n', &buffer[searched..filled]) {
                let end = searched + end + 1;
                if filled >= BLOCK {
                    self.carry.extend_from_slice(&buffer[end..filled]);
                    buffer.truncate(end);
                    return Some(Block::Lines(buffer));
                }
            } else {
                searched = filled;
                if filled > self.limit + 1 {
                    buffer.truncate(filled);
                    return Some(self.skip_line(buffer));
                }
            }
            let room = BLOCK.max(filled + BLOCK / 4);
            filled = self.fill(&mut buffer, filled, room);
        }
        buffer.truncate(filled);
        (!buffer.is_empty()).then_some(Block::Lines(buffer))
    }

    /// Fills the buffer from `filled` to `room`, or less at the end; tells how far.
    fn fill(&mut self, buffer: &mut Vec<u8>, mut filled: usize, room: usize) -> usize {
        buffer.resize(buffer.len().max(room), 0);
        while filled < room && !self.is_at_end {
            match self.bytes.read(&mut buffer[filled..room]) {
                Ok(n) => {
                    self.is_at_end = n == 0;
                    filled += n;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // Failures of the disk are caught below this reader.
                Err(_) => self.is_at_end = true,
            }
        }
        filled
    }

    /// Skips the rest of a line that is too long.
    fn skip_line(&mut self, mut buffer: Vec<u8>) -> Block {
        let mut head = buffer.clone();
        head.truncate(1 << 10);
        while !self.is_at_end {
            let filled = self.fill(&mut buffer, 0, BLOCK);
            if let Some(end) = memchr::memchr(b'\n', &buffer[..filled]) {
                self.carry.extend_from_slice(&buffer[end + 1..filled]);
                break;
            }
        }
        Block::TooLong(head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str, limit: usize) -> Vec<Block> {
        let mut blocks = Blocks::new(text.as_bytes(), limit);
        std::iter::from_fn(|| blocks.next_in(Vec::new())).collect()
    }

    #[test]
    fn small_files_are_one_block_with_or_without_a_last_line_feed() {
        assert_eq!(blocks("", 100), []);
        for text in ["a", "a\n", "a\nb", "a\r\nb\r\n", "\n", "\n\n"] {
            assert_eq!(blocks(text, 100), [Block::Lines(text.into())], "{text:?}");
        }
    }

    #[test]
    fn every_block_ends_at_the_end_of_a_line_and_together_they_are_the_file() {
        let text: String = (0..60_000).map(|n| format!("{n:>width$}\n", width = n % 37)).collect();
        let blocks = blocks(&text, 1 << 20);
        assert!(blocks.len() > 2, "{}", blocks.len());
        let mut whole = Vec::new();
        for block in blocks {
            let Block::Lines(bytes) = block else { panic!("too long") };
            assert_eq!(bytes.last(), Some(&b'\n'));
            whole.extend(bytes);
        }
        assert_eq!(whole, text.as_bytes());
    }

    #[test]
    fn a_line_that_is_too_long_is_skipped_and_the_next_ones_are_kept() {
        let long = "x".repeat(3 * BLOCK);
        let text = format!("a\n{long}\nb\n{long}\nc");
        let found = blocks(&text, BLOCK);
        let count = |kind: fn(&Block) -> bool| found.iter().filter(|block| kind(block)).count();
        assert_eq!(
            count(|block| matches!(block, Block::TooLong(head) if head.len() == 1 << 10)),
            2,
            "{found:?}"
        );
        let kept: Vec<u8> = found
            .iter()
            .filter_map(|block| if let Block::Lines(bytes) = block { Some(bytes.clone()) } else { None })
            .flatten()
            .collect();
        assert_eq!(kept, b"a\nb\nc");
    }

    #[test]
    fn a_line_longer_than_a_block_is_whole() {
        let text = format!("{}\nb\n", "x".repeat(2 * BLOCK));
        let found = blocks(&text, 1 << 30);
        let Block::Lines(first) = &found[0] else { panic!("too long") };
        assert!(first.starts_with(&text.as_bytes()[..=2 * BLOCK]), "{}", first.len());
    }
}
