//! How firm the figures are: which verdicts are confirmed, which hours end with a proof, whether people can be
//! counted.

use super::{
    model::{CaseRow, Review},
    numbers::{count, hours, plural},
};

/// False positives by certainty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Certainty {
    /// Decided by a reviewer or by one decisive piece of evidence.
    pub confirmed: u64,
    /// Made probable by the evidence together.
    pub probable: u64,
}

impl Certainty {
    /// Of the false positives of a review.
    pub(super) fn of(review: &Review) -> Self {
        let mut found = Self::default();
        for case in review.cases.iter().filter(|case| case.verdict == "false_positive") {
            match case.certainty.as_deref() {
                Some("confirmed") => found.confirmed += 1,
                _ => found.probable += 1,
            }
        }
        found
    }

    /// `9 confirmed, 27 probable`.
    pub(super) fn words(self) -> String {
        format!("{} confirmed, {} probable", count(self.confirmed), count(self.probable))
    }
}

/// What false positives without a proof of the time of restoration add to sums: each is counted up to a cap.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Capped {
    /// How many.
    pub cases: u64,
    /// Their person-hours.
    pub person_hours: f64,
    /// Their regulated hours.
    pub regulated_hours: f64,
}

impl Capped {
    /// Of the false positives among some cases.
    pub(super) fn of<'a>(cases: impl Iterator<Item = &'a CaseRow>) -> Self {
        let mut found = Self::default();
        for case in cases.filter(|case| case.verdict == "false_positive" && case.capped) {
            found.cases += 1;
            found.person_hours += case.person_hours.filter(|hours| hours.is_finite()).unwrap_or(0.0);
            found.regulated_hours += case.regulated_hours.filter(|hours| hours.is_finite()).unwrap_or(0.0);
        }
        found
    }

    /// `at least 151.0 without 1 case that shows no proof of the time of restoration and is capped at 10 working days`;
    /// `None` where no capped case adds to the total. Overlaps of one person are united in a total and not in
    /// the sum of capped cases, so that the difference can be too small, never too large.
    pub(super) fn at_least(self, total: f64, of_capped: f64, cap_working_days: u32) -> Option<String> {
        if self.cases == 0 || of_capped <= 0.0 {
            return None;
        }
        let (shows, is) = if self.cases == 1 { ("shows", "is") } else { ("show", "are") };
        Some(format!(
            "at least {} without {} that {shows} no proof of the time of restoration and {is} capped at {}",
            hours((total - of_capped).max(0.0)),
            plural(self.cases, "case", "cases"),
            plural(u64::from(cap_working_days), "working day", "working days")
        ))
    }
}

/// Whether a case hit more people than the one who held the device, or nobody knows whom.
fn hits_uncounted_people(case: &CaseRow) -> bool {
    case.person_id.is_none()
        || case.affected_people.is_some_and(|people| people > 1)
        || matches!(case.custody.as_deref(), Some("shared" | "kiosk" | "lab" | "loaner"))
}

/// `34 people`, or `at least 34 people` where shared devices or unknown holders are among the cases: only
/// holders are counted.
pub(super) fn people(review: &Review) -> String {
    let disrupted = plural(review.totals.people, "person", "people");
    let is_uncounted = review.cases.iter().any(|case| case.disruptive && hits_uncounted_people(case));
    if is_uncounted && review.totals.people == 0 {
        "people whom no register or history names".to_owned()
    } else if is_uncounted {
        format!("at least {disrupted}")
    } else {
        disrupted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{self, Size};

    #[test]
    fn a_capped_case_parts_the_total_from_its_lower_bound() {
        let capped = Capped { cases: 1, person_hours: 85.0, regulated_hours: 0.0 };
        assert_eq!(
            capped.at_least(236.0, capped.person_hours, 10).as_deref(),
            Some(
                "at least 151.0 without 1 case that shows no proof of the time of restoration and is capped at 10 working days"
            )
        );
        assert_eq!(capped.at_least(108.7, capped.regulated_hours, 10), None);
        assert!(capped.at_least(80.0, 85.0, 1).unwrap().starts_with("at least 0.0 without"));
    }

    #[test]
    fn a_case_that_was_seen_again_after_the_cap_is_capped_all_the_same() {
        let mut review = sample::review(&Size::small());
        let capped = |review: &Review| Capped::of(review.cases.iter()).cases;
        let before = capped(&review);
        let is_open_ended = |case: &&mut CaseRow| case.verdict == "false_positive" && !case.capped;
        let case = review.cases.iter_mut().find(is_open_ended).unwrap();
        assert_eq!(case.restored_by.as_deref(), Some("check_in"));
        case.capped = true;
        assert_eq!(capped(&review), before + 1);
    }

    #[test]
    fn people_are_at_least_so_many_once_a_device_is_shared() {
        let mut review = sample::review(&Size::small());
        let n = review.totals.people;
        assert_eq!(people(&review), format!("{n} people"));
        let case = review.cases.iter_mut().find(|case| case.disruptive).unwrap();
        case.custody = Some("shared".to_owned());
        assert_eq!(people(&review), format!("at least {n} people"));
        review.totals.people = 0;
        assert_eq!(people(&review), "people whom no register or history names");
    }

    #[test]
    fn certainty_counts_false_positives_only() {
        let mut review = sample::review(&Size::small());
        assert_eq!(Certainty::of(&review), Certainty { confirmed: 0, probable: 27 });
        let case = review.cases.iter_mut().find(|case| case.verdict == "false_positive").unwrap();
        case.certainty = Some("confirmed".to_owned());
        assert_eq!(Certainty::of(&review).words(), "1 confirmed, 26 probable");
    }
}
