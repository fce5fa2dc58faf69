//! How the ranking of owners moves when cases are judged under other settings.

use super::{
    RankCase, Row,
    dimensions::{self, Dimension},
    ordering,
};
use crate::{
    config::{self, Moved},
    judge::rule::Role,
};

/// One owner in one role over all variants, the settings as they are included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sensitivity {
    /// The role.
    pub role: Option<Role>,
    /// The owner.
    pub key: String,
    /// The rank as it is; `None` with too few judged cases.
    pub rank: Option<u32>,
    /// The first rank under any setting; `None` where no setting ranks the owner.
    pub first_rank: Option<u32>,
    /// The last rank likewise.
    pub last_rank: Option<u32>,
    /// Variants with too few judged cases to rank.
    pub unranked: u64,
    /// False positives as they are.
    pub false_positives: u64,
    /// The fewest under any setting.
    pub fewest: u64,
    /// The most.
    pub most: u64,
}

/// The owners under one setting that was moved.
#[derive(Debug, Clone)]
pub struct Varied {
    /// The setting.
    pub setting: &'static str,
    /// How it was moved.
    pub moved: Moved,
    /// The owners.
    pub rows: Vec<Row>,
}

/// One owner in one role under a setting that changes their rank or count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The role.
    pub role: Option<Role>,
    /// The owner.
    pub key: String,
    /// The setting.
    pub setting: &'static str,
    /// How it was moved.
    pub moved: Moved,
    /// The rank then; `None` with too few judged cases.
    pub rank: Option<u32>,
    /// False positives then.
    pub false_positives: u64,
}

/// The owners in the order of [`super::rank`]. Only the order and the counts are looked at: what rates say of each other
/// (priors, tests, simulated places) is left out, as it would be worked out anew for every variant.
pub fn rank_owners(cases: &[RankCase<'_>], config: &config::Rank) -> Vec<Row> {
    let cases = super::in_order(cases);
    let owners = Dimension { has_own_cases: false, is_compared: false, ..dimensions::owner::DIMENSION };
    ordering::rows(&owners, &cases, None, config)
}

/// Compares the owners as they are ranked with the same owners under every variant.
pub fn sensitivity(as_is: &[Row], variants: &[Varied]) -> Vec<Sensitivity> {
    as_is.iter().map(|row| of_owner(row, variants)).collect()
}

/// Every owner under every variant that gives another rank or another number of false positives, in the order of
/// the owners and the variants.
pub fn moves(as_is: &[Row], variants: &[Varied]) -> Vec<Move> {
    let of_owner = |row: &Row| -> Vec<Move> {
        let moves = variants.iter().map(|varied| {
            let other = varied.row(row);
            Move {
                role: row.role,
                key: row.key.clone(),
                setting: varied.setting,
                moved: varied.moved,
                rank: other.and_then(|other| other.rank),
                false_positives: other.map_or(0, |other| other.false_positives),
            }
        });
        moves.filter(|other| (other.rank, other.false_positives) != (row.rank, row.false_positives)).collect()
    };
    as_is.iter().flat_map(of_owner).collect()
}

impl Varied {
    /// The same owner in the same role; `None` where no case counts for them.
    fn row(&self, of: &Row) -> Option<&Row> {
        self.rows.iter().find(|other| other.role == of.role && other.key == of.key)
    }
}

fn of_owner(row: &Row, variants: &[Varied]) -> Sensitivity {
    let others: Vec<Option<&Row>> = variants.iter().map(|varied| varied.row(row)).collect();
    let unranked = others.iter().filter(|other| other.is_none_or(|other| other.rank.is_none())).count();
    let all = || std::iter::once(Some(row)).chain(others.iter().copied());
    let ranks = || all().flatten().filter_map(|row| row.rank);
    let counts = || all().map(|row| row.map_or(0, |row| row.false_positives));
    Sensitivity {
        role: row.role,
        key: row.key.clone(),
        rank: row.rank,
        first_rank: ranks().min(),
        last_rank: ranks().max(),
        unranked: unranked as u64,
        false_positives: row.false_positives,
        fewest: counts().min().unwrap_or(row.false_positives),
        most: counts().max().unwrap_or(row.false_positives),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        judge::rule::{CauseClass, Verdict},
        measure::Measured,
        rank::tests::case,
    };

    const CONFIG: config::Rank = config::Rank { min_cases: 2, confidence: 0.95 };

    /// Three cases of each of two control owners, so many of them wrong.
    fn varied(wrong: [usize; 2]) -> Varied {
        Varied { setting: "prior", moved: Moved::Half, rows: owners(wrong) }
    }

    /// The same as rows.
    fn owners(wrong: [usize; 2]) -> Vec<Row> {
        let measured = Measured::default();
        let ids = [["a1", "a2", "a3"], ["b1", "b2", "b3"]];
        let cases: Vec<RankCase<'_>> = ["team:a", "team:b"]
            .into_iter()
            .zip(ids)
            .zip(wrong)
            .flat_map(|((owner, ids), wrong)| ids.into_iter().enumerate().map(move |at| (owner, at, wrong)))
            .map(|(owner, (index, id), wrong)| {
                let verdict = if index < wrong { Verdict::FalsePositive } else { Verdict::TruePositive };
                let mut case = case(id, verdict, &measured);
                case.owners = [Some(owner), None, None, None];
                if index < wrong {
                    case.cause = Some("trigger-reversed");
                    case.cause_class = Some(CauseClass::Data);
                    case.accountable_role = Some(Role::ControlOwner);
                }
                case
            })
            .collect();
        rank_owners(&cases, &CONFIG)
    }

    #[test]
    fn an_owner_keeps_the_rank_as_it_is_and_the_range_over_all_settings() {
        let found = sensitivity(&owners([2, 1]), &[varied([2, 3]), varied([0, 1]), varied([2, 1])]);
        let control: Vec<&Sensitivity> =
            found.iter().filter(|row| row.role == Some(Role::ControlOwner)).collect();
        assert_eq!(control.len(), 2);
        let a = control.iter().find(|row| row.key == "team:a").unwrap();
        assert_eq!((a.rank, a.first_rank, a.last_rank), (Some(1), Some(1), Some(2)));
        assert_eq!((a.false_positives, a.fewest, a.most), (2, 0, 2));
        let b = control.iter().find(|row| row.key == "team:b").unwrap();
        assert_eq!((b.rank, b.first_rank, b.last_rank), (Some(2), Some(1), Some(2)));
        assert_eq!((b.false_positives, b.fewest, b.most, b.unranked), (1, 1, 3, 0));
    }

    #[test]
    fn settings_that_leave_too_few_judged_cases_are_counted_and_give_no_rank() {
        let mut thin = owners([1, 1]);
        for row in &mut thin {
            row.rank = None;
        }
        let found = sensitivity(&thin, &[Varied { rows: thin.clone(), ..varied([1, 1]) }, varied([1, 0])]);
        let a = found.iter().find(|row| row.key == "team:a").unwrap();
        assert_eq!((a.rank, a.first_rank, a.last_rank, a.unranked), (None, Some(1), Some(1), 1));
        let absent = sensitivity(&thin, &[Varied { rows: Vec::new(), ..varied([1, 1]) }]);
        assert!(absent.iter().all(|row| (row.fewest, row.unranked) == (0, 1)), "{absent:?}");
        let alone = sensitivity(&thin, &[]);
        assert!(alone.iter().all(|row| row.first_rank.is_none() && row.fewest == row.most));
    }

    #[test]
    fn a_setting_that_moves_nothing_is_not_listed() {
        let found = moves(
            &owners([2, 1]),
            &[varied([2, 1]), varied([2, 3]), Varied { rows: Vec::new(), ..varied([0, 0]) }],
        );
        let control: Vec<_> = found
            .iter()
            .filter(|row| row.role == Some(Role::ControlOwner))
            .map(|row| (row.key.as_str(), row.rank, row.false_positives))
            .collect();
        let expected =
            [("team:a", Some(2), 2), ("team:a", None, 0), ("team:b", Some(1), 3), ("team:b", None, 0)];
        assert_eq!(control, expected);
    }
}
