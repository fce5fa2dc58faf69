//! False positives that nobody reported: how many left no trace on any of the lists of evidence, told from how far
//! those lists agree.

use super::statistics::{self, MIN_ON_TWO, Unseen};
use crate::judge::{
    Effect, Evidence, Judgement,
    rule::{Family, Verdict},
};

/// A kind of evidence that comes to be without the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct List {
    /// Its name in figures.
    pub code: &'static str,
    /// The family of rules whose evidence is on it.
    family: Family,
    /// Rules of that family that are not of this kind.
    but: &'static [&'static str],
}

/// The lists: people who complained, systems that took the trigger back, colleagues who undid the action.
pub const LISTS: [List; 3] = [
    List { code: "tickets", family: Family::Ticket, but: &["ticket-shows-intent"] },
    List { code: "reversal", family: Family::Reversal, but: &[] },
    List { code: "roll-back", family: Family::Undo, but: &["kept-working"] },
];

/// What is said of the false positives on no list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Estimate {
    /// From two lists, by Chapman's estimator.
    Chapman(Unseen),
    /// From more of them, by Chao's lower bound.
    Chao(Unseen),
    /// Fewer than two lists hold anything.
    TooFewLists,
    /// Too few are on exactly two lists.
    TooLittleOverlap,
    /// At most one list holds a false positive that is on no other, so that nothing tells the lists apart.
    Contained,
}

/// How the false positives of a period are spread over the lists.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unreported {
    /// False positives on each of [`LISTS`].
    pub on_list: [u64; LISTS.len()],
    /// Of those, on no other list.
    pub alone: [u64; LISTS.len()],
    /// On at least one.
    pub listed: u64,
    /// On exactly two.
    pub on_two: u64,
    /// On none: found by other evidence.
    pub unlisted: u64,
    /// What follows.
    pub estimate: Estimate,
}

impl List {
    /// Whether evidence of this rule belongs to it.
    pub fn has(self, family: &str, code: &str) -> bool {
        self.family.code() == family && !self.but.contains(&code)
    }

    /// Whether evidence of this list counts for a false positive. What rests on the rows of another family alone does
    /// not count, so that one row never puts a case on two lists.
    fn holds(self, judgement: &Judgement) -> bool {
        let belongs = |piece: &&Evidence| self.has(piece.family.code(), piece.code);
        judgement.evidence.iter().filter(belongs).any(|piece| match piece.effect {
            Effect::Bits(bits) => bits > 0.0,
            Effect::Decisive => piece.decides == Some(Verdict::FalsePositive),
            Effect::Suspended => false,
        })
    }
}

/// Spreads the false positives over the lists and estimates how many are on none.
pub fn unreported<'a>(judgements: impl Iterator<Item = &'a Judgement>, confidence: f64) -> Unreported {
    let (mut on_list, mut alone) = ([0; LISTS.len()], [0; LISTS.len()]);
    let (mut listed, mut on_two, mut unlisted) = (0, 0, 0);
    for judgement in judgements.filter(|judgement| judgement.verdict == Verdict::FalsePositive) {
        let held = LISTS.map(|list| u64::from(list.holds(judgement)));
        let lists: u64 = held.iter().sum();
        for (index, is_on) in held.into_iter().enumerate() {
            on_list[index] += is_on;
            alone[index] += if lists == 1 { is_on } else { 0 };
        }
        listed += u64::from(lists > 0);
        on_two += u64::from(lists == 2);
        unlisted += u64::from(lists == 0);
    }
    let estimate = estimate(on_list, alone, on_two, confidence);
    Unreported { on_list, alone, listed, on_two, unlisted, estimate }
}

fn estimate(
    on_list: [u64; LISTS.len()],
    alone: [u64; LISTS.len()],
    on_two: u64,
    confidence: f64,
) -> Estimate {
    let used: Vec<u64> = on_list.into_iter().zip(alone).filter(|(on, _)| *on > 0).map(|(_, z)| z).collect();
    let found = match used.as_slice() {
        [] | [_] => return Estimate::TooFewLists,
        _ if on_two < MIN_ON_TWO => return Estimate::TooLittleOverlap,
        [first, second] => statistics::chapman([*first, *second], on_two, confidence).map(Estimate::Chapman),
        alone => statistics::chao(alone, on_two, confidence).map(Estimate::Chao),
    };
    found.unwrap_or(Estimate::Contained)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{judge::rules::RULES, measure::specimen};

    fn piece(code: &str, effect: Effect) -> Evidence {
        let rule = RULES.iter().find(|rule| rule.code == code).unwrap();
        let decides = (effect == Effect::Decisive).then_some(Verdict::FalsePositive);
        let (code, family) = (rule.code, rule.family);
        Evidence { code, family, effect, own_bits: None, decides, because: String::new(), rows: Vec::new() }
    }

    /// A false positive on which these rules count.
    fn wrong(codes: &[&str]) -> Judgement {
        let evidence = codes.iter().map(|code| piece(code, Effect::Bits(4.0))).collect();
        Judgement { evidence, ..specimen::judgement(Verdict::FalsePositive) }
    }

    fn spread(groups: &[(usize, &[&str])]) -> Unreported {
        let judgements: Vec<Judgement> =
            groups.iter().flat_map(|(n, codes)| std::iter::repeat_n(wrong(codes), *n)).collect();
        unreported(judgements.iter(), 0.95)
    }

    #[test]
    fn every_rule_named_in_a_list_is_one_of_its_family() {
        for list in LISTS {
            for code in list.but {
                assert!(RULES.iter().any(|rule| rule.code == *code && rule.family == list.family), "{code}");
            }
        }
    }

    #[test]
    fn false_positives_are_spread_over_the_lists_of_what_counts() {
        let found = spread(&[
            (1, &["ticket-strong"]),
            (2, &["trigger-reversed"]),
            (3, &["ticket-medium", "trigger-reversed"]),
            (4, &["rolled-back", "ticket-names-action"]),
            (5, &["rolled-back", "ticket-strong", "bulk-trigger"]),
            (6, &["wrong-device"]),
            (7, &["kept-working", "ticket-shows-intent"]),
        ]);
        assert_eq!(found.on_list, [13, 10, 9]);
        assert_eq!(found.alone, [1, 2, 0]);
        assert_eq!((found.listed, found.on_two, found.unlisted), (15, 7, 13));
        // (f1^2 - sum z^2) / (2 (f2 + 1)) with f1 = 3, f2 = 7.
        let Estimate::Chao(unseen) = found.estimate else { panic!("{found:?}") };
        assert!((unseen.value - 4.0 / 16.0).abs() < 1e-12, "{unseen:?}");
    }

    #[test]
    fn what_counts_nothing_or_decides_otherwise_is_on_no_list() {
        let mut judgement = wrong(&["trigger-reversed"]);
        judgement.evidence.push(piece("ticket-strong", Effect::Bits(0.0)));
        judgement.evidence.push(piece("rolled-back", Effect::Suspended));
        let mut denied = piece("ticket-names-action", Effect::Decisive);
        denied.decides = Some(Verdict::BenignPositive);
        judgement.evidence.push(denied);
        assert_eq!(unreported([&judgement].into_iter(), 0.95).on_list, [0, 1, 0]);
        judgement.evidence.push(piece("ticket-names-action", Effect::Decisive));
        assert_eq!(unreported([&judgement].into_iter(), 0.95).on_list, [1, 1, 0]);
        judgement.verdict = Verdict::Undetermined;
        let nothing = unreported([&judgement].into_iter(), 0.95);
        assert_eq!((nothing.listed, nothing.unlisted), (0, 0));
    }

    #[test]
    fn two_lists_are_chapmans_when_the_third_is_empty() {
        let found = spread(&[
            (10, &["ticket-strong"]),
            (20, &["trigger-reversed"]),
            (9, &["ticket-strong", "trigger-reversed"]),
        ]);
        let Estimate::Chapman(unseen) = found.estimate else { panic!("{found:?}") };
        assert!((unseen.value - 20.0).abs() < 1e-12, "{unseen:?}");
    }

    #[test]
    fn lists_that_say_too_little_are_refused_with_the_reason() {
        let both: &[&str] = &["ticket-strong", "trigger-reversed"];
        assert_eq!(spread(&[]).estimate, Estimate::TooFewLists);
        assert_eq!(spread(&[(50, &["trigger-reversed"])]).estimate, Estimate::TooFewLists);
        let apart = [(10, &["ticket-strong"][..]), (20, &["trigger-reversed"]), (6, both)];
        assert_eq!(spread(&apart).estimate, Estimate::TooLittleOverlap);
        let on_all = [(10, &["ticket-strong"][..]), (20, &["rolled-back", "ticket-strong", "bulk-trigger"])];
        assert_eq!(spread(&on_all).estimate, Estimate::TooLittleOverlap);
        assert_eq!(spread(&[(20, &["trigger-reversed"]), (7, both)]).estimate, Estimate::Contained);
    }
}
