//! Writes small workbooks by hand: the parts of a zip archive, stored or deflated.

use std::io::Write;

/// A cell as it stands in a sheet.
pub(crate) enum C<'a> {
    /// A text.
    T(&'a str),
    /// A number.
    N(&'a str),
    /// A date: days since the epoch of the workbook.
    D(f64),
    /// True or false.
    B(bool),
    /// A formula whose value was not saved, as programs write it that do not compute.
    F(&'a str),
    /// A formula that gives a text.
    S(&'a str, &'a str),
    /// Nothing.
    E,
}

/// A sheet: name, state (`visible`, `hidden`), rows with their numbers.
pub(crate) type Sheet<'a> = (&'a str, &'a str, Vec<(usize, Vec<C<'a>>)>);

/// A workbook with these sheets.
pub(crate) fn workbook(sheets: &[Sheet<'_>]) -> Vec<u8> {
    zip(&parts(sheets), false)
}

/// The parts of a workbook with these sheets.
pub(crate) fn parts(sheets: &[Sheet<'_>]) -> Vec<(String, String)> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let numbered = || sheets.iter().zip(1..);
    let listed: String = numbered()
        .map(|((name, state, _), n)| {
            format!("<sheet name=\"{name}\" sheetId=\"{n}\" state=\"{state}\" r:id=\"rId{n}\"/>")
        })
        .collect();
    let targets: String = numbered()
        .map(|(_, n)| {
            format!(
                "<Relationship Id=\"rId{n}\" Type=\"{REL}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
            )
        })
        .collect();
    let mut parts = vec![
        (
            "_rels/.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{REL}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{REL}\"><sheets>{listed}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{PACKAGE}\">{targets}<Relationship Id=\"rId99\" Type=\"{REL}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/styles.xml".to_owned(),
            format!(
                "<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>"
            ),
        ),
    ];
    parts.extend(numbered().map(|((_, _, rows), n)| {
        let rows: String = rows.iter().map(|(number, cells)| row(*number, cells)).collect();
        let text = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
        (format!("xl/worksheets/sheet{n}.xml"), text)
    }));
    parts
}

fn row(number: usize, cells: &[C<'_>]) -> String {
    let cell = |(cell, column): (&C<'_>, char)| match cell {
        C::T(text) => format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
        C::N(value) => format!("<c r=\"{column}{number}\"><v>{value}</v></c>"),
        C::D(days) => format!("<c r=\"{column}{number}\" s=\"1\"><v>{days}</v></c>"),
        C::B(is_true) => format!("<c r=\"{column}{number}\" t=\"b\"><v>{}</v></c>", u8::from(*is_true)),
        C::F(formula) => format!("<c r=\"{column}{number}\"><f>{formula}</f><v></v></c>"),
        C::S(formula, text) => {
            format!("<c r=\"{column}{number}\" t=\"str\"><f>{formula}</f><v>{text}</v></c>")
        }
        C::E => String::new(),
    };
    let cells: String = cells.iter().zip('A'..).map(cell).collect();
    format!("<row r=\"{number}\">{cells}</row>")
}

/// A zip archive.
pub(crate) fn zip(parts: &[(String, String)], is_deflated: bool) -> Vec<u8> {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    for (name, text) in parts {
        let mut crc = flate2::Crc::new();
        crc.update(text.as_bytes());
        let packed = if is_deflated { deflated(text) } else { text.clone().into_bytes() };
        let mut common = Vec::new();
        common.extend([20, 0, 0, 0, u8::from(is_deflated) * 8, 0, 0, 0, 0x21, 0x58]);
        common.extend(crc.sum().to_le_bytes());
        common.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
        common.extend(u32::try_from(text.len()).unwrap().to_le_bytes());
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        list.extend(b"PK\x01\x02\x14\x00");
        list.extend(&common);
        list.extend([0; 10]);
        list.extend(u32::try_from(out.len()).unwrap().to_le_bytes());
        list.extend(name.as_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(common);
        out.extend(name.as_bytes());
        out.extend(packed);
    }
    let start = u32::try_from(out.len()).unwrap();
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    let length = u32::try_from(list.len()).unwrap();
    out.extend(list);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([count, count].concat());
    out.extend(length.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

fn deflated(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}
