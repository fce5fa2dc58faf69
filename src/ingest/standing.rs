//! Whether a file was changed while it was read: its length and the time of its last change, before and after.

use std::fs::{File, Metadata};

/// How a file was when it was opened; nothing is said of what is no plain file.
pub(super) struct Standing(Option<Metadata>);

impl Standing {
    /// As the file is now.
    pub(super) fn of(file: &File) -> Self {
        Self(file.metadata().ok().filter(Metadata::is_file))
    }

    /// What shows that the file was changed since then, if anything does.
    pub(super) fn changed(&self, file: &File) -> Option<String> {
        let (before, now) = (self.0.as_ref()?, file.metadata().ok()?);
        let how = if before.len() != now.len() {
            format!("went from {} to {} bytes", before.len(), now.len())
        } else if before.modified().ok() != now.modified().ok() {
            "was written to".to_owned()
        } else {
            return None;
        };
        Some(format!("{how} while it was read: read it again once its export has ended"))
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, io::Write as _, time::Duration};

    use crate::ingest::bytes::open;

    #[test]
    fn a_file_that_changes_while_it_is_read_is_noticed() {
        let path = std::env::temp_dir().join(format!("misfire-standing-{}.json", std::process::id()));
        fs::write(&path, "[1]\n").unwrap();
        let opened = open(&path, 200, None).unwrap();
        assert_eq!(opened.disk.changed(), None);
        let mut file = fs::File::options().append(true).open(&path).unwrap();
        let earlier = file.metadata().unwrap().modified().unwrap() - Duration::from_mins(1);
        file.set_modified(earlier).unwrap();
        let rewritten = opened.disk.changed().unwrap();
        file.write_all(b"[2]\n").unwrap();
        let grown = opened.disk.changed().unwrap();
        fs::remove_file(&path).unwrap();
        assert!(rewritten.contains("was written to while it was read"), "{rewritten}");
        assert!(grown.contains("went from 4 to 8 bytes"), "{grown}");
    }
}
