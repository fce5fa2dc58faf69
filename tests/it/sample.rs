//! The committed sample report is what the committed sample folder gives.

use std::path::Path;

use crate::program::{PERIOD, Scratch, differing, files_under, finish, program};

#[test]
fn sample_report_is_reproduced_byte_for_byte() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let scratch = Scratch::new();
    let out = scratch.at("out");
    let mut command = program();
    command.current_dir(root).args(["review", "sample_data", "--period", PERIOD, "--out"]);
    finish(command.arg(&out)).succeeds();
    let differing = differing(&files_under(&root.join("reports").join(PERIOD)), &files_under(&out));
    assert!(differing.is_empty(), "these files are not what `reports/{PERIOD}` holds: {differing:#?}");
}
