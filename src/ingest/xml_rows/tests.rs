//! Documents, lists and damage of XML files.

use std::io::{BufReader, Cursor};

use super::*;

fn rows(text: &'static str) -> Vec<String> {
    let mut rows = XmlRows::new(BufReader::new(Box::new(Cursor::new(text))), 1 << 20);
    let mut all = Vec::new();
    while let Some(cut) = rows.next_row() {
        all.push(match cut.data {
            Ok(RowData::Json(value)) => format!("{} {value}", cut.line),
            Ok(RowData::Csv(_) | RowData::Text(_) | RowData::Log(_)) => "not parsed".to_owned(),
            Err(damage) => format!("{} damaged: {}", cut.line, damage.reason),
        });
    }
    all
}

#[test]
fn a_document_becomes_one_row() {
    let found = rows(
        "<?xml version=\"1.0\"?>\n<h a=\"1\">\n <x>A &amp; B &#233;</x><x><![CDATA[<c>]]></x>\n <y/><z k=\"v\">t</z></h>",
    );
    assert_eq!(found, [r##"2 {"h":{"@a":"1","x":["A & B é","<c>"],"y":"","z":{"@k":"v","#text":"t"}}}"##]);
}

#[test]
fn an_unload_is_cut_per_record() {
    let found =
        rows("<unload d=\"x\">\n<incident><n>1</n></incident>\n<incident><n>2</n></incident>\n</unload>");
    let expected = [
        r#"2 {"unload":{"@d":"x","incident":{"n":"1"}}}"#,
        r#"3 {"unload":{"@d":"x","incident":{"n":"2"}}}"#,
    ];
    assert_eq!(found, expected);
}

#[test]
fn damage_keeps_what_stands_before_it() {
    let found = rows("<unload>\n<i><n>1</n></i>\n<i><n>2</m></i>\n</unload>");
    assert_eq!(found.len(), 2);
    assert!(found[1].contains("damaged: not well-formed XML on line 3"), "{}", found[1]);
    assert!(rows("<a><b></b>")[0].contains("the file ends inside an element"));
}

#[test]
fn entities_are_never_expanded() {
    let found = rows("<!DOCTYPE a [<!ENTITY big \"boom\">]>\n<a>&big;</a>");
    assert_eq!(found, [r#"2 {"a":"&big;"}"#]);
}
