//! The configuration as sorted lines of key and value: printed for the auditor and hashed, so that two
//! reviews can be told to rest on the same settings. Structs are taken apart without `..`: a new key cannot
//! be forgotten here.

use crate::config::{
    Attribute, Chart, Checked, Config, DateOrder, Judge, Measure, Organisation, Rank, Read, Registers,
    Review, Source, Tickets,
};
use crate::records::sha256_hex;

/// Every key with its value, in the order of `misfire.toml`.
pub(super) fn lines(config: &Config) -> Vec<(String, String)> {
    let Config {
        organisation,
        source,
        registers,
        read,
        attribute,
        judge,
        measure,
        rank,
        review,
        tickets,
        chart,
    } = config;
    let mut lines = Lines(Vec::new());
    lines.organisation(organisation);
    for (index, source) in source.iter().enumerate() {
        lines.source(index + 1, source);
    }
    lines.registers(registers);
    lines.thresholds(read, attribute, judge);
    lines.measures(measure, rank, review);
    lines.tickets(tickets, chart);
    lines.0
}

/// SHA-256 over `key = value` lines, each ended by a line feed, in lower-case hex.
pub(super) fn digest(config: &Config) -> String {
    let text: String = lines(config).into_iter().map(|(key, value)| format!("{key} = {value}\n")).collect();
    sha256_hex(text.as_bytes())
}

struct Lines(Vec<(String, String)>);

impl Lines {
    fn add(&mut self, key: impl Into<String>, value: impl std::fmt::Display) {
        self.0.push((key.into(), value.to_string()));
    }

    fn organisation(&mut self, organisation: &Organisation) {
        let Organisation { name, time_zone, fiscal_year_start_month, working_hours, hourly_rate } =
            organisation;
        self.add("organisation.name", name);
        self.add("organisation.time_zone", time_zone);
        self.add("organisation.fiscal_year_start_month", fiscal_year_start_month);
        self.add("organisation.working_hours", working_hours);
        self.add("organisation.hourly_rate", hourly_rate);
    }

    fn source(&mut self, number: usize, source: &Source) {
        let Source { path, format, time_zone, date_order, columns } = source;
        let key = |name: &str| format!("source.{number}.{name}");
        self.add(key("path"), path);
        self.add(key("format"), format.as_deref().unwrap_or("detected"));
        self.add(key("time_zone"), time_zone.as_deref().unwrap_or(""));
        let order = date_order.map_or("", |order| match order {
            DateOrder::Mdy => "mdy",
            DateOrder::Dmy => "dmy",
            DateOrder::Ymd => "ymd",
        });
        self.add(key("date_order"), order);
        for (field, header) in columns {
            self.add(key(&format!("columns.{field}")), header);
        }
    }

    fn registers(&mut self, registers: &Registers) {
        let Registers {
            workflows,
            people,
            devices,
            exceptions,
            regulated_work,
            reviews,
            improvements,
            holidays,
        } = registers;
        self.add("registers.workflows", workflows);
        self.add("registers.people", people);
        self.add("registers.devices", devices);
        self.add("registers.exceptions", exceptions);
        self.add("registers.regulated_work", regulated_work);
        self.add("registers.reviews", reviews);
        self.add("registers.improvements", improvements);
        self.add("registers.holidays", holidays);
    }

    fn thresholds(&mut self, read: &Read, attribute: &Attribute, judge: &Judge) {
        let Read { max_line_mb, max_ratio, checked } = read;
        self.add("read.max_line_mb", max_line_mb);
        self.add("read.max_ratio", max_ratio);
        self.add(
            "read.checked",
            match checked {
                Checked::Candidates => "candidates",
                Checked::All => "all",
            },
        );
        let Attribute {
            min_score,
            min_margin,
            clock_skew,
            merge_window,
            burst_devices,
            burst_window,
            burst_probability,
        } = attribute;
        self.add("attribute.min_score", min_score);
        self.add("attribute.min_margin", min_margin);
        self.add("attribute.clock_skew", clock_skew);
        self.add("attribute.merge_window", merge_window);
        self.add("attribute.burst_devices", burst_devices);
        self.add("attribute.burst_window", burst_window);
        self.add("attribute.burst_probability", burst_probability);
        let Judge { prior, false_positive_at, true_positive_at, bits } = judge;
        self.add("judge.prior", prior);
        self.add("judge.false_positive_at", false_positive_at);
        self.add("judge.true_positive_at", true_positive_at);
        for (code, bits) in bits {
            self.add(format!("judge.bits.{code}"), bits);
        }
    }

    fn measures(&mut self, measure: &Measure, rank: &Rank, review: &Review) {
        let Measure { cap_working_days, default_hours } = measure;
        self.add("measure.cap_working_days", cap_working_days);
        for (kind, hours) in default_hours {
            self.add(format!("measure.default_hours.{kind}"), hours);
        }
        let Rank { min_cases, confidence } = rank;
        self.add("rank.min_cases", min_cases);
        self.add("rank.confidence", confidence);
        let Review { must, within_working_days } = review;
        self.add("review.must", must.join(";"));
        self.add("review.within_working_days", within_working_days);
    }

    fn tickets(&mut self, tickets: &Tickets, chart: &Chart) {
        let Tickets { patterns, closure_codes } = tickets;
        for (index, pattern) in patterns.iter().enumerate() {
            self.add(format!("tickets.patterns.{}.{}", index + 1, pattern.class), &pattern.pattern);
        }
        for (index, code) in closure_codes.iter().enumerate() {
            self.add(
                format!("tickets.closure_codes.{}.{}", index + 1, code.field),
                format!("{} means {:?}", code.value, code.means),
            );
        }
        let Chart { rebase } = chart;
        for rebase in rebase {
            self.add(format!("chart.rebase.{}", rebase.week), &rebase.reason);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn any_changed_setting_changes_the_digest() {
        let config = sample::config();
        let mut changed = config.clone();
        changed.judge.bits.insert("wrong-device".to_owned(), 7.0);
        assert_ne!(digest(&config), digest(&changed));
        assert_eq!(digest(&config), digest(&config.clone()));
    }
}
