//! Cells that must not be shown: recovery keys and bypass codes stand in exports of devices, and rejected rows are
//! printed.

/// Parts of the headers under which secrets stand, without case and blanks.
const SECRET: [&str; 9] = [
    "password",
    "recoverykey",
    "bypasscode",
    "passcodetoken",
    "unlocktoken",
    "escrowkey",
    "filevaultkey",
    "secret",
    "lapspin",
];

/// The row as it is shown when it is rejected, with what is secret left out.
pub(super) fn shown(header: &[String], cells: &[String]) -> String {
    let is_secret = |index: usize| header.get(index).is_some_and(|name| is_secret(name));
    // A row of another width stands under the wrong headers.
    let hides_all = cells.len() != header.len() && header.iter().any(|name| self::is_secret(name));
    let shown: Vec<&str> = cells
        .iter()
        .enumerate()
        .map(|(index, cell)| match cell.as_str() {
            "" => "",
            _ if hides_all || is_secret(index) => "…",
            cell => cell,
        })
        .collect();
    shown.join(",")
}

fn is_secret(name: &str) -> bool {
    let folded: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    SECRET.iter().any(|part| folded.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str) -> Vec<String> {
        line.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn secrets_of_devices_are_not_shown() {
        let header = texts("Serial Number,FileVault 2 Personal Recovery Key,ActivationLockBypassCode,Notes");
        assert_eq!(shown(&header, &texts("C02,ABCD-1,,x")), "C02,…,,x");
        assert_eq!(shown(&header, &texts("C02,a,b,c,d")), "…,…,…,…,…");
        assert_eq!(shown(&texts("Serial Number,Passcode Status"), &texts("C02,Present,x")), "C02,Present,x");
    }
}
