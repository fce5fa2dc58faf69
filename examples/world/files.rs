//! The written exports of a folder, changed in place: unpacked by the end of their name, and packed again.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use flate2::{Compression, read::MultiGzDecoder, write::GzEncoder};

use super::Outcome;

/// The files of a folder whose names begin so, in order.
pub(crate) fn starting(dir: &Path, beginning: &str) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(beginning) {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

/// Puts another line, or none, in place of every line of a file. Lines are text as far as they are UTF-8.
pub(crate) fn each_line(path: &Path, change: &mut dyn FnMut(&str) -> Option<String>) -> Outcome<()> {
    let target = path.with_extension("changed");
    {
        let mut reader = BufReader::with_capacity(1 << 20, unpacked(path)?);
        let mut writer = packed(path, &target)?;
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line)? > 0 {
            if let Some(text) = change(&String::from_utf8_lossy(&line)) {
                writer.write_all(text.as_bytes())?;
            }
            line.clear();
        }
        writer.flush()?;
    }
    fs::rename(target, path)?;
    Ok(())
}

fn unpacked(path: &Path) -> Outcome<Box<dyn Read>> {
    let file = File::open(path)?;
    Ok(match path.extension().and_then(|end| end.to_str()) {
        Some("gz") => Box::new(MultiGzDecoder::new(file)),
        Some("zst") => Box::new(zstd::Decoder::new(file)?),
        _ => Box::new(file),
    })
}

fn packed(like: &Path, target: &Path) -> Outcome<Box<dyn Write>> {
    let file = BufWriter::new(File::create(target)?);
    Ok(match like.extension().and_then(|end| end.to_str()) {
        Some("gz") => Box::new(GzEncoder::new(file, Compression::fast())),
        Some("zst") => Box::new(zstd::Encoder::new(file, 1)?.auto_finish()),
        _ => Box::new(file),
    })
}
