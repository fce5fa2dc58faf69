//! Opens what is a file and nothing else: reading a pipe waits for ever, and a device may never end. Links to files are
//! files.

use std::{
    fs::{self, File, Metadata},
    io::{self, Read as _},
    path::Path,
};

/// Why what lies there is not read, where it is no file.
pub(crate) fn refusal(found: &Metadata) -> Option<&'static str> {
    if found.is_file() {
        None
    } else if found.is_dir() {
        Some("it is a folder, expected a file")
    } else {
        Some("it is no file but a pipe, socket or device; save its content as a file")
    }
}

/// Opens a file.
///
/// # Errors
/// As the system says, or that it is no file.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    match refusal(&fs::metadata(path)?) {
        None => File::open(path),
        Some(why) => Err(io::Error::other(why)),
    }
}

/// Reads a file.
///
/// # Errors
/// As [`open`].
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::{fs::symlink, net::UnixListener};

    use super::*;

    #[test]
    fn files_and_links_to_files_are_read_and_nothing_else_is_opened() {
        let folder = std::env::temp_dir().join(format!("misfire-regular-{}", std::process::id()));
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(folder.join("folder")).unwrap();
        let at = |name: &str| folder.join(name);
        fs::write(at("file"), "text").unwrap();
        symlink("file", at("link")).unwrap();
        symlink("nowhere", at("dangling")).unwrap();
        drop(UnixListener::bind(at("socket")).unwrap());
        let why = |path: &Path| read(path).unwrap_err().to_string();
        for name in ["file", "link"] {
            assert_eq!(read(&at(name)).unwrap(), b"text", "{name}");
        }
        assert_eq!(why(&at("folder")), "it is a folder, expected a file");
        for path in [at("socket"), "/dev/zero".into()] {
            assert!(
                why(&path).starts_with("it is no file but a pipe, socket or device"),
                "{}",
                path.display()
            );
        }
        assert_eq!(read(&at("dangling")).unwrap_err().kind(), io::ErrorKind::NotFound);
        fs::remove_dir_all(&folder).unwrap();
    }
}
