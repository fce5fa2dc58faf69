//! Reads and checks `misfire.toml`. Every mistake is shown with file, line, column and caret.

use std::{fs, io, path::Path};

use super::{
    Config, KnownFormat, check,
    problem::{Problem, listed},
};
use crate::records::regular_file;

/// Name of the configuration inside a review folder.
pub const FILE_NAME: &str = "misfire.toml";

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// There is no `misfire.toml`.
    #[error("`{folder}` holds no `misfire.toml`")]
    Missing {
        /// The folder as the user named it.
        folder: String,
        /// A folder above or below that holds one.
        near: Option<String>,
    },
    /// A file was named where the review folder is expected.
    #[error("`{file}` is a file, expected the review folder: the one that holds `misfire.toml`")]
    NoFolder {
        /// The file as the user named it.
        file: String,
        /// A folder above that holds a `misfire.toml`.
        near: Option<String>,
    },
    /// There is one, and it cannot be read.
    #[error("cannot read `{file}`")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// It holds mistakes; all of them are listed.
    #[error("{}", listed(.0))]
    Invalid(Vec<Problem>),
}

impl ConfigError {
    /// What the user can do about it, where the message does not say so itself.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Missing { near: Some(near), .. } | Self::NoFolder { near: Some(near), .. } => {
                Some(format!("`{near}` holds a `misfire.toml`: name that folder"))
            }
            Self::Missing { folder, near: None } => Some(format!(
                "name the folder that holds `misfire.toml`, or write one with `misfire init {folder}`"
            )),
            Self::NoFolder { near: None, .. } => Some(
                "name the folder itself, for example `sample_data`, not a file in it; `misfire init <folder>` writes one"
                    .to_owned(),
            ),
            Self::Unreadable { .. } | Self::Invalid(_) => None,
        }
    }
}

/// Reads `misfire.toml` of a review folder and checks what its types cannot say: zones, ranges, words, and
/// whether every register it names is there.
///
/// # Errors
/// The file is absent, unreadable, no UTF-8, no TOML, holds unknown keys or wrong values, or names a register
/// that does not exist.
pub fn load(folder: &Path) -> Result<Config, ConfigError> {
    let (file, text) = read(folder)?;
    let config = parse(&file, &text)?;
    let absent = check::absent_registers(&file, &text, folder);
    if absent.is_empty() { Ok(config) } else { Err(ConfigError::Invalid(absent)) }
}

/// Whether every code in `[judge] bits` is a known rule. Apart from [`load`], as the rules are not known here.
///
/// # Errors
/// The unknown codes, each with its line and the nearest known one.
pub fn check_codes(folder: &Path, config: &Config, known: &[&str]) -> Result<(), ConfigError> {
    if config.judge.bits.keys().all(|code| known.contains(&code.as_str())) {
        return Ok(());
    }
    let (file, text) = read(folder)?;
    match check::unknown_codes(&file, &text, config, known) {
        problems if problems.is_empty() => Ok(()),
        problems => Err(ConfigError::Invalid(problems)),
    }
}

/// Whether every source matches a file and names a known format and fields of it: said before anything is read.
/// Apart from [`load`], as the formats are not known here.
///
/// # Errors
/// Each mistake with its line and the nearest known word.
pub fn check_sources(folder: &Path, config: &Config, formats: &[KnownFormat]) -> Result<(), ConfigError> {
    let (file, text) = read(folder)?;
    match check::unusable_sources(&file, &text, folder, config, formats) {
        problems if problems.is_empty() => Ok(()),
        problems => Err(ConfigError::Invalid(problems)),
    }
}

/// Where the file of a folder sets a key, such as `judge.prior`, as `file:line`; `None` where it leaves the default.
pub fn place_of(folder: &Path, key: &str) -> Option<String> {
    let (file, text) = read(folder).ok()?;
    let line = check::line_of(&file, &text, key)?;
    Some(format!("{file}:{line}"))
}

/// Parses and checks the text of a configuration; `file` is its printed name.
///
/// # Errors
/// As [`load`].
pub fn parse(file: &str, text: &str) -> Result<Config, ConfigError> {
    let config: Config = toml::from_str(text)
        .map_err(|error| ConfigError::Invalid(vec![Problem::from_toml(file, text, &error)]))?;
    let problems = check::problems(file, text, &config);
    if problems.is_empty() { Ok(config) } else { Err(ConfigError::Invalid(problems)) }
}

/// The nearest folder above a path that holds a configuration, at most two steps away, else the first one inside.
fn near(path: &Path) -> Option<String> {
    let holds = |folder: &Path| folder.join(FILE_NAME).is_file();
    let shown = |folder: &Path| {
        let text = folder.display().to_string();
        if text.is_empty() { ".".to_owned() } else { text }
    };
    if let Some(above) = path.ancestors().skip(1).take(2).find(|above| holds(above)) {
        return Some(shown(above));
    }
    let mut inside: Vec<_> = fs::read_dir(path)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|below| holds(below))
        .collect();
    inside.sort();
    inside.first().map(|below| shown(below))
}

fn read(folder: &Path) -> Result<(String, String), ConfigError> {
    if folder.is_file() {
        return Err(ConfigError::NoFolder { file: folder.display().to_string(), near: near(folder) });
    }
    let path = folder.join(FILE_NAME);
    let file = path.display().to_string();
    match regular_file::read(&path) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok((file, text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))),
            Err(error) => {
                let good = error.utf8_error().valid_up_to();
                let line = error.as_bytes()[..good].split(|byte| *byte == b'\n').count() as u64;
                let problem = Problem::at_line(&file, line, "found bytes that are no UTF-8")
                    .with_hint("save the file as UTF-8");
                Err(ConfigError::Invalid(vec![problem]))
            }
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(ConfigError::Missing { folder: folder.display().to_string(), near: near(folder) })
        }
        Err(source) => Err(ConfigError::Unreadable { file, source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[organisation]\nname = \"Meridian Biologics\"\ntime_zone = \"America/New_York\"\n";

    /// The error text of the good configuration with more lines after it.
    fn error_of(more: &str) -> String {
        parse("misfire.toml", &format!("{GOOD}{more}")).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn the_smallest_configuration_has_the_defaults_of_the_contract() {
        let config = parse("misfire.toml", GOOD).unwrap();
        assert_eq!(config.organisation.fiscal_year_start_month, 1);
        assert!((config.judge.prior - 0.05).abs() < f64::EPSILON);
        assert_eq!(config.attribute.clock_skew.to_string(), "2m");
        assert_eq!(config.registers.people, "registers/people.csv");
        assert_eq!(config.review.must, ["wipe", "regulated", "executive", "disruptive"]);
    }

    #[test]
    fn an_unknown_key_is_shown_with_caret_the_nearest_key_and_all_known_ones() {
        let shown = error_of("[judge]\npriro = 0.1\n");
        let expected = "misfire.toml:5:1: unknown key `priro`\n  |\n5 | priro = 0.1\n  | ^^^^^\n  = did you mean `prior`? \
                        known keys: prior, false_positive_at, true_positive_at, bits";
        assert_eq!(shown, expected);
    }

    #[test]
    fn every_wrong_value_is_refused_at_its_place() {
        let cases = [
            ("fiscal_year_start_month = 13", "misfire.toml:4:27: found month 13, expected 1 to 12"),
            ("hourly_rate = -1.0", "misfire.toml:4:15: found -1, expected 0 (no money figures) or "),
            ("working_hours = \"Mo 9-17\"", "misfire.toml:4:17: "),
            ("[[source]]\nformat = \"jawa\"", "misfire.toml:4:1: the key `path` is missing"),
            ("[[source]]\npath = \" \"", "misfire.toml:5:8: a source needs a path"),
            (
                "[[source]]\npath = \"a\"\ntime_zone = \"Mars/Base\"",
                "misfire.toml:6:13: `Mars/Base` is no IANA time zone",
            ),
            ("[judge]\nprior = 1.0", "misfire.toml:5:9: found 1, expected a probability between 0 and 1"),
            ("[judge]\nfalse_positive_at = 0.1", "misfire.toml:5:21: "),
            ("[judge]\nbits.x = nan", "misfire.toml:5:10: "),
            (
                "[rank]\nconfidence = 95",
                "misfire.toml:5:14: found 95, expected a probability from 0.5 to 0.9999",
            ),
            ("[measure]\ndefault_hours.wype = 1", "misfire.toml:5:15: unknown action kind `wype`"),
            ("[measure]\ndefault_hours.wipe = -1", "misfire.toml:5:22: found -1, expected 0 to 2000 hours"),
            ("[attribute]\nburst_devices = 1", "misfire.toml:5:17: found 1, expected 2 to 1000000 devices"),
            (
                "[attribute]\nburst_probability = 1.0",
                "misfire.toml:5:21: found 1, expected a probability between 0 and 1",
            ),
            ("[review]\nmust = [\"wipe\", \"vip\"]", "misfire.toml:5:17: unknown word `vip`"),
            ("[attribute]\nclock_skew = \"2\"", "misfire.toml:5:14: `2` is no duration"),
            ("[chart]\nrebase = [{ week = \"2026-31\", reason = \"\" }]", "misfire.toml:5:20: "),
            ("[tickets]\npatterns = [{ class = \"A\", pattern = \"(\" }]", "misfire.toml:5:38: "),
            (
                "[tickets]\npatterns = [{ class = \"M\", pattern = \"x\" }]",
                "misfire.toml:5:23: unknown class `M`",
            ),
            ("[read]\nmax_line_mb = 0", "misfire.toml:5:15: found 0, expected 1 to 1024 MiB"),
        ];
        for (more, start) in cases {
            let shown = error_of(more);
            assert!(shown.starts_with(start), "{more}\nshows {shown}");
            assert!(shown.contains('^'), "{shown}");
        }
    }

    #[test]
    fn all_wrong_values_are_shown_together() {
        let shown = error_of("fiscal_year_start_month = 0\nhourly_rate = -2.0\n");
        assert!(shown.contains(":4:") && shown.contains(":5:"), "{shown}");
    }

    #[test]
    fn a_wrong_zone_names_the_nearest_one() {
        let text = "[organisation]\nname = \"A\"\ntime_zone = \"America/NewYork\"\n";
        let shown = parse("misfire.toml", text).unwrap_err().to_string();
        assert!(
            shown.contains("misfire.toml:3:13") && shown.contains("did you mean `America/New_York`?"),
            "{shown}"
        );
    }

    #[test]
    fn unknown_rule_codes_are_refused_with_the_nearest_known_one() {
        let text = format!("{GOOD}[judge.bits]\nflaping-trigger = 5\n");
        let config = parse("misfire.toml", &text).unwrap();
        let problems =
            check::unknown_codes("misfire.toml", &text, &config, &["flapping-trigger", "no-trigger"]);
        let shown = listed(&problems);
        assert!(shown.starts_with("misfire.toml:5:1: unknown rule code `flaping-trigger`"), "{shown}");
        assert!(shown.contains("did you mean `flapping-trigger`?"), "{shown}");
    }

    #[test]
    fn a_register_that_is_named_and_not_there_is_refused_at_its_key() {
        let folder = std::env::temp_dir().join(format!("misfire-config-{}", std::process::id()));
        fs::create_dir_all(folder.join("registers")).unwrap();
        fs::write(folder.join("registers/staff.csv"), "").unwrap();
        let with = |more: &str| {
            fs::write(folder.join(FILE_NAME), format!("{GOOD}{more}")).unwrap();
            load(&folder).map(|_| ()).map_err(|error| error.to_string())
        };
        let found = [
            with("[registers]\npeople = \"registers/stuff.csv\"\n"),
            with("[registers]\npeople = \"registers\"\n"),
            with("[registers]\npeople = \"registers/staff.csv\"\n"),
            with(""),
        ];
        fs::remove_dir_all(&folder).unwrap();
        let shown = found[0].as_ref().unwrap_err();
        assert!(
            shown.contains("misfire.toml:5:10: `registers/stuff.csv` is named and does not exist\n"),
            "{shown}"
        );
        assert!(shown.contains("5 | people = \"registers/stuff.csv\"\n  |          ^^^"), "{shown}");
        assert!(shown.contains("did you mean `registers/staff.csv`?"), "{shown}");
        assert!(found[1].as_ref().unwrap_err().contains("is a folder"), "{:?}", found[1]);
        assert_eq!(found[2..], [Ok(()), Ok(())], "a default that is absent is only absent");
    }

    #[test]
    fn a_folder_without_configuration_says_what_to_do() {
        let error = load(Path::new("no-such-folder")).unwrap_err();
        assert_eq!(error.to_string(), "`no-such-folder` holds no `misfire.toml`");
        assert!(error.hint().unwrap().contains("misfire init no-such-folder"));
    }
}
