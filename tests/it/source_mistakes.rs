//! Mistakes in the sources and in the name of the folder are told before anything is read.

use crate::{
    mistakes::{configured, one_source, refused},
    program::{finish, program, run},
};

/// The other file would be refused too: that only the configuration is named shows that nothing was read.
#[test]
fn mistakes_in_a_source_are_shown_at_their_line_before_anything_is_read() {
    let columns = "format = \"csv-tickets\"\ncolumns = { tiket_id = \"Case\" }";
    for (body, parts) in [
        ("format = \"okta\"", ["misfire.toml:6:10: unknown format `okta`", "expected one of"]),
        (columns, ["misfire.toml:7:13: `columns` names `tiket_id`", "did you mean `ticket_id`?"]),
        (
            "[[source]]\npath = \"exprts/*.csv\"",
            ["misfire.toml:7:8: `exprts/*.csv` matches no file", "there is no folder `exprts`"],
        ),
        (
            "[[source]]\npath = \"/srv/exports/*.csv\"",
            ["misfire.toml:7:8: `/srv/exports/*.csv` is absolute", "relative to `misfire.toml`"],
        ),
    ] {
        let scratch = one_source(body, "a.json", "[{\"colour\":1}]");
        let told = refused(&scratch).fails_with(&parts);
        assert!(told.err.contains("^^^") && !told.err.contains("colour"), "{}", told.err);
        let out = scratch.at("extract");
        let line = finish(program().arg("extract").arg(scratch.folder()).arg("--out").arg(&out));
        line.fails_with(&parts);
    }
}

#[test]
fn check_gives_the_same_hint_for_a_wrong_folder_as_review() {
    let scratch = configured("");
    let folder = scratch.folder();
    let right = format!("hint: `{}` holds a `misfire.toml`", folder.display());
    run(["check", folder.join("exports").to_str().unwrap()]).fails_with(&["holds no `misfire.toml`", &right]);
    run(["check", scratch.at("nowhere/x").to_str().unwrap()]).fails_with(&["hint: ", "misfire init "]);
}
