//! What nobody reported: how many false positives left nothing on any list of evidence.

use super::Section;
use crate::{
    rank::statistics::MIN_ON_TWO,
    report::{
        block::{Align, Block, Grid},
        model::{Review, Unreported},
        numbers::{count, level, plural},
    },
};

pub(super) const SECTION: Section = Section { id: "unreported", title: "What nobody reported", build };

/// Beyond that an estimate says nothing worth a figure.
const MANY: f64 = 1e9;

fn build(review: &Review) -> Vec<Block> {
    let found = &review.unreported;
    let told = format!(
        "Tickets, the reversal of the trigger and roll-backs by hand tell of {}",
        plural(found.listed, "false positive", "false positives")
    );
    let estimate = found.unseen.zip(found.unseen_low.zip(found.unseen_high));
    let Some((unseen, (low, high))) = estimate else {
        return vec![Block::paragraph(&format!(
            "{told}. How many more there are that nobody reported cannot be said: {}.",
            refusal(found)
        ))];
    };
    let at_least = whole(unseen.round());
    let (low, high) = (whole(low.floor()), whole(high.ceil()));
    let sentence = format!(
        "{told}, {} of them on exactly two of these lists. From how far the lists agree, at least {} more that nobody reported ({} interval {}–{}). {}",
        count(found.on_two),
        count(at_least),
        level(review.config.rank.confidence),
        count(low),
        count(high),
        found_otherwise(found.unlisted, at_least),
    );
    vec![
        Block::paragraph(&sentence),
        Block::Grid(grid(found)),
        Block::paragraph(
            "Counted are all false positives, disruptive or not, that at least one list can tell of. That the lists come to be without each other is assumed, and is not quite so: a complaint brings about a reversal or a roll-back, what hurts is both reported and undone, and a case with one weak piece of evidence alone stays undetermined. All three let the lists agree too well, so the figure is a lower bound. A false positive that cannot come onto a list at all is not in it; where some causes can only be reported and others only reversed, the figure can be too high.",
        ),
    ]
}

fn refusal(found: &Unreported) -> String {
    let filled: Vec<&str> =
        found.lists.iter().filter(|list| list.false_positives > 0).map(|list| list.list.as_str()).collect();
    match (found.refused.as_deref(), filled.as_slice()) {
        (Some("too_few_lists"), [one]) => {
            format!("all of them are on one list ({one}), and there is nothing to compare it with")
        }
        (Some("too_few_lists"), _) | (None, []) => "no list holds any".to_owned(),
        (Some("contained"), _) => {
            "no two lists hold a false positive of their own, so they do not tell of it independently"
                .to_owned()
        }
        _ => format!(
            "{} on exactly two of the lists, and fewer than {MIN_ON_TWO} say nothing about how many are on none",
            match found.on_two {
                1 => "1 is".to_owned(),
                n => format!("{} are", count(n)),
            }
        ),
    }
}

/// What of them this review knows all the same.
fn found_otherwise(unlisted: u64, at_least: u64) -> String {
    let known = format!("By other evidence this review found {} that nobody reported", count(unlisted));
    match at_least.checked_sub(unlisted) {
        None | Some(0) => format!("{known}, so the lists do not point to any that it missed."),
        Some(missed) => format!("{known}; the other {} are in no figure of this report.", count(missed)),
    }
}

fn grid(found: &Unreported) -> Grid {
    use Align::{Left, Right};
    let mut grid = Grid::new(
        "False positives by the evidence that tells of them",
        &[("Evidence", Left), ("False positives", Right), ("On no other list", Right)],
    );
    let name = |list: &str| match list {
        "tickets" => "a ticket complains of it",
        "reversal" => "the trigger was taken back",
        _ => "a person undid the action",
    };
    grid.rows = found
        .lists
        .iter()
        .map(|list| {
            vec![name(&list.list).into(), count(list.false_positives).into(), count(list.alone).into()]
        })
        .collect();
    grid.rows.push(vec!["none of these".into(), count(found.unlisted).into(), "–".into()]);
    grid
}

/// A number of cases.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held between 0 and a billion")]
fn whole(value: f64) -> u64 {
    value.clamp(0.0, MANY) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{
        model::EvidenceList,
        sample::{self, Size},
    };

    /// The first paragraph, and how many blocks there are.
    fn said(found: Unreported) -> (String, usize) {
        let review = Review { unreported: found, ..sample::review(&Size::small()) };
        let blocks = build(&review);
        let Some(Block::Paragraph(line)) = blocks.first() else { panic!("a sentence comes first") };
        (format!("{line:?}").replace("\\u{a0}", " "), blocks.len())
    }

    fn lists(counts: [(u64, u64); 3]) -> Vec<EvidenceList> {
        let named = ["tickets", "reversal", "roll-back"].into_iter().zip(counts);
        let list = |(list, (false_positives, alone)): (&str, _)| EvidenceList {
            list: list.to_owned(),
            false_positives,
            alone,
        };
        named.map(list).collect()
    }

    fn estimated() -> Unreported {
        Unreported {
            lists: lists([(24, 3), (36, 13), (15, 7)]),
            listed: 47,
            on_two: 20,
            unlisted: 16,
            method: Some("chao".to_owned()),
            unseen: Some(7.19),
            unseen_low: Some(2.379),
            unseen_high: Some(21.73),
            refused: None,
        }
    }

    #[test]
    fn the_estimate_stands_with_its_interval_rounded_outwards_and_what_is_known_of_it() {
        let (text, blocks) = said(estimated());
        assert!(text.contains("tell of 47 false positives, 20 of them on exactly two"), "{text}");
        assert!(text.contains("at least 7 more that nobody reported (95 % interval 2–22)"), "{text}");
        assert!(text.contains("found 16 that nobody reported, so the lists do not point to any"), "{text}");
        assert_eq!(blocks, 3);
        let (text, _) = said(Unreported { unlisted: 3, ..estimated() });
        assert!(text.contains("found 3 that nobody reported; the other 4 are in no figure"), "{text}");
    }

    #[test]
    fn a_refusal_is_one_sentence_with_the_reason() {
        let refused = |why: &str, lists, on_two| Unreported {
            lists,
            listed: 12,
            on_two,
            refused: Some(why.to_owned()),
            ..Unreported::default()
        };
        let table = [
            (refused("too_few_lists", lists([(0, 0), (12, 12), (0, 0)]), 0), "one list (reversal)"),
            (refused("too_few_lists", lists([(0, 0); 3]), 0), "no list holds any"),
            (
                refused("too_little_overlap", lists([(6, 5), (7, 6), (0, 0)]), 1),
                "1 is on exactly two of the lists",
            ),
            (refused("too_little_overlap", lists([(8, 2), (10, 4), (0, 0)]), 6), "fewer than 7 say nothing"),
            (refused("contained", lists([(7, 0), (12, 5), (0, 0)]), 7), "do not tell of it independently"),
            (Unreported::default(), "no list holds any"),
        ];
        for (found, expected) in table {
            let (text, blocks) = said(found);
            assert!(text.contains("cannot be said") && text.contains(expected), "{text}");
            assert_eq!(blocks, 1, "{text}");
        }
    }
}
