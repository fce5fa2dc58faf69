//! What the figures of a review are defined by, apart from its inputs: settings, weights of the rules, the program and
//! the form of its tables. Two periods are compared only where all of it is the same.

use std::collections::BTreeMap;

use super::{configuration, formats::json::SCHEMA};
use crate::{config::Config, judge::rules::RULES};

/// Settings that say what is read, what is asked of people and what is drawn, but not what a figure means.
const NO_DEFINITIONS: [&str; 6] =
    ["source.", "registers.", "read.", "review.", "chart.", "organisation.hourly_rate"];

/// Every definition by its name: settings by their key, the form as `schema`, the program as `version`.
pub fn definitions(config: &Config) -> BTreeMap<String, String> {
    let is_definition = |key: &str| {
        !NO_DEFINITIONS.iter().any(|start| key.starts_with(start)) && !key.starts_with("judge.bits.")
    };
    let settings = configuration::lines(config).into_iter().filter(|(key, _)| is_definition(key));
    let bits = RULES.iter().map(|rule| {
        let own = config.judge.bits.get(rule.code).filter(|bits| rule.full_bits != Some(**bits));
        let weight = own.map_or_else(|| rule.printed_weight.to_owned(), |bits| format!("{bits:+}"));
        (format!("judge.bits.{}", rule.code), weight)
    });
    let form = [("schema", SCHEMA), ("version", env!("CARGO_PKG_VERSION"))];
    let form = form.map(|(key, value)| (key.to_owned(), value.to_owned()));
    settings.chain(bits).chain(form).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn differing(change: impl FnOnce(&mut Config)) -> Vec<String> {
        let config = sample::config();
        let mut changed = config.clone();
        change(&mut changed);
        let (was, is) = (definitions(&config), definitions(&changed));
        assert!(was.keys().eq(is.keys()));
        was.into_iter().filter(|(key, value)| is.get(key) != Some(value)).map(|(key, _)| key).collect()
    }

    #[test]
    fn what_a_figure_means_is_a_definition() {
        assert_eq!(differing(|config| config.judge.prior = 0.1), ["judge.prior"]);
        assert_eq!(differing(|config| config.attribute.min_score = 3.0), ["attribute.min_score"]);
        assert_eq!(differing(|config| config.measure.cap_working_days = 5), ["measure.cap_working_days"]);
        assert_eq!(differing(|config| config.rank.confidence = 0.9), ["rank.confidence"]);
        let organisation = |change: fn(&mut crate::config::Organisation)| {
            differing(|config| change(&mut config.organisation))
        };
        assert_eq!(
            organisation(|own| own.fiscal_year_start_month = 4),
            ["organisation.fiscal_year_start_month"]
        );
        assert_eq!(
            organisation(|own| own.working_hours = "Mon-Thu 08:00-16:00".into()),
            ["organisation.working_hours"]
        );
    }

    #[test]
    fn the_weight_of_a_rule_is_one_whether_printed_or_set() {
        let set = |bits: f64| {
            differing(|config| {
                config.judge.bits.insert("wrong-device".to_owned(), bits);
            })
        };
        assert_eq!(set(7.0), ["judge.bits.wrong-device"]);
        assert_eq!(set(8.0), Vec::<String>::new());
    }

    #[test]
    fn what_is_read_asked_or_drawn_is_none() {
        let none = Vec::<String>::new();
        assert_eq!(differing(|config| config.review.within_working_days = 3), none);
        assert_eq!(differing(|config| config.read.max_line_mb = 3), none);
        assert_eq!(differing(|config| config.organisation.hourly_rate = 80.0), none);
        assert_eq!(differing(|config| config.source.clear()), none);
    }
}
