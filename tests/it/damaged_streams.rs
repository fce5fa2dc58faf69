//! Compressed logs of several members or frames that break off: what stands before the break is kept, and the break is
//! named. A stream that expands without end is stopped.

use std::fmt::Write as _;

use misfire::ingest::Ingested;

use crate::folder::Folder;

const ROWS: u32 = 6_000;

/// Lines of a log in which every event matters; the padding keeps them from compressing to nothing.
fn log(from: u32, to: u32) -> Vec<u8> {
    let mut text = String::new();
    let mut seed = 7_u64;
    for n in from..to {
        let time = chrono::DateTime::from_timestamp(1_782_900_000 + i64::from(n) * 60, 0).unwrap();
        let time = time.format("%Y-%m-%dT%H:%M:%S.000Z");
        let mut pad = String::new();
        for _ in 0..8 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(u64::from(n) | 1);
            write!(pad, "{seed:016x}").unwrap();
        }
        writeln!(
            text,
            r#"{{"uuid":"e-{n}","published":"{time}","eventType":"user.lifecycle.deactivate","outcome":{{"result":"SUCCESS"}},"actor":{{"id":"00u0","type":"User"}},"target":[{{"id":"00u{n}","type":"User","alternateId":"p{n}@meridian.example"}}],"debugContext":{{"debugData":{{"pad":"{pad}"}}}}}}"#
        )
        .unwrap();
    }
    text.into_bytes()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut encoder, bytes).unwrap();
    encoder.finish().unwrap()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

/// Three packed pieces one after the other, and where each ends.
fn packed(pack: fn(&[u8]) -> Vec<u8>) -> (Vec<u8>, [usize; 3]) {
    let mut whole = Vec::new();
    let ends = [0, 1, 2].map(|piece| {
        whole.extend(pack(&log(piece * ROWS / 3, (piece + 1) * ROWS / 3)));
        whole.len()
    });
    (whole, ends)
}

fn read(name: &str, file: &str, bytes: &[u8]) -> Ingested {
    Folder::new(name).file(file, bytes).source("path = \"*\"").read().unwrap()
}

fn breaks_off(file: &'static str, pack: fn(&[u8]) -> Vec<u8>) {
    let (whole, ends) = packed(pack);
    let read_whole = read(&format!("whole-{file}"), file, &whole);
    assert_eq!(read_whole.sources[0].accepted, u64::from(ROWS));
    assert_eq!(read_whole.sources[0].incomplete, None);
    let piece = u64::from(ROWS / 3);
    for (cut, least, most) in [
        (ends[0] / 2, 100, piece),
        (ends[0] - 3, piece - 100, piece),
        (ends[0] + 3, piece, piece),
        (ends[1] - ends[0] / 3, piece + 100, 2 * piece),
        (ends[1] + 9, 2 * piece, 2 * piece),
        (ends[2] - 1, 3 * piece - 100, 3 * piece),
    ] {
        let found = read(&format!("cut-{cut}-{file}"), file, &whole[..cut]);
        let source = &found.sources[0];
        assert!((least..=most).contains(&source.accepted), "{cut}: {} rows", source.accepted);
        assert!(source.adds_up());
        assert!(source.rejected <= 1, "{cut}: only the row at the break is lost: {source:?}");
        let why = source.incomplete.as_deref().unwrap_or_default();
        assert!(why.contains(&format!("after {cut} bytes of the file")), "{cut}: {why}");
        assert!(found.notes.iter().any(|note| note.key == "incomplete-file"));
    }
}

#[test]
fn a_gz_of_several_members_that_breaks_off_keeps_what_came_before() {
    breaks_off("a.json.gz", gz);
}

#[test]
fn a_zst_of_several_frames_that_breaks_off_keeps_what_came_before() {
    breaks_off("a.json.zst", zst);
}

#[test]
fn lines_that_expand_too_far_are_stopped() {
    let lines = log(0, 200);
    for (file, pack) in [("a.json.gz", gz as fn(&[u8]) -> Vec<u8>), ("a.json.zst", zst)] {
        // The bomb is a member of its own behind honest lines: one endless run of blank lines.
        let mut bytes = pack(&lines);
        bytes.extend(pack(&vec![b'\n'; 100 << 20]));
        let found = read(&format!("bomb-{file}"), file, &bytes);
        let source = &found.sources[0];
        assert_eq!(source.accepted, 200, "{file}");
        assert!(
            source.incomplete.as_deref().is_some_and(|why| why.contains("max_ratio")),
            "{file}: {:?}",
            source.incomplete
        );
    }
}
