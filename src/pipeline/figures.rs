//! Ranked figures as the model prints them.

use crate::{
    rank::{Cause, Estimate, LISTS, List, Move, Row, Sensitivity, Unreported, Week},
    report::model::{self, CauseRow, EvidenceList, RankingRow, SensitivityRow, VariantRow, WeekRow},
};

/// One ranking row.
pub(super) fn ranking_row(row: &Row) -> RankingRow {
    RankingRow {
        dimension: row.dimension.to_owned(),
        role: row.role.map_or_else(String::new, |role| role.code().to_owned()),
        key: row.key.clone(),
        rank: row.rank,
        cases: row.cases,
        judged: row.judged,
        false_positives: row.false_positives,
        disruptive: row.disruptive,
        data_losses: row.data_losses,
        regulated_data_losses: row.regulated_data_losses,
        person_hours: row.person_hours,
        regulated_hours: row.regulated_hours,
        undetermined: row.undetermined,
        apart: row.apart,
        rate: row.rate,
        rate_low: row.rate_low,
        rate_high: row.rate_high,
        shrunken_rate: row.shrunken_rate,
        shrunken_low: row.shrunken_low,
        shrunken_high: row.shrunken_high,
        tolerated_rate: row.tolerated_rate,
        probability_above_tolerated: row.probability_above_tolerated,
        change: row.change,
        change_low: row.change_low,
        change_high: row.change_high,
        p_value: row.p_value,
        p_adjusted: row.p_adjusted,
        rate_place_low: row.rate_place_low,
        rate_place_high: row.rate_place_high,
        note: row.note.clone(),
    }
}

/// One week.
pub(super) fn week_row(week: &Week) -> WeekRow {
    WeekRow {
        week: week.week.clone(),
        cases: week.cases,
        judged: week.judged,
        false_positives: week.false_positives,
        disruptive: week.disruptive,
        rate: week.rate,
        person_hours: week.person_hours,
        partial: week.partial,
        stretch: week.limits.map(|limits| limits.stretch),
        centre: week.limits.map(|limits| limits.centre),
        limit_low: week.limits.map(|limits| limits.low),
        limit_high: week.limits.map(|limits| limits.high),
        sigma_z: week.limits.and_then(|limits| limits.sigma_z),
        trial: week.limits.is_some_and(|limits| limits.is_trial),
        beyond_limits: week.limits.is_some_and(|limits| limits.is_beyond),
        in_run: week.limits.is_some_and(|limits| limits.is_in_run),
    }
}

/// One cause.
pub(super) fn cause_row(cause: &Cause) -> CauseRow {
    CauseRow {
        cause: cause.cause.clone(),
        cause_class: cause.cause_class.code().to_owned(),
        accountable_role: cause.accountable_role.code().to_owned(),
        false_positives: cause.false_positives,
        disruptive: cause.disruptive,
        data_losses: cause.data_losses,
        person_hours: cause.person_hours,
        regulated_hours: cause.regulated_hours,
    }
}

/// False positives that nobody reported.
pub(super) fn unreported(unreported: &Unreported) -> model::Unreported {
    let counts = LISTS.iter().zip(unreported.on_list).zip(unreported.alone);
    let list = |((list, false_positives), alone): ((&List, u64), u64)| EvidenceList {
        list: list.code.to_owned(),
        false_positives,
        alone,
    };
    let (method, unseen, refused) = match unreported.estimate {
        Estimate::Chapman(unseen) => (Some("chapman"), Some(unseen), None),
        Estimate::Chao(unseen) => (Some("chao"), Some(unseen), None),
        Estimate::TooFewLists => (None, None, Some("too_few_lists")),
        Estimate::TooLittleOverlap => (None, None, Some("too_little_overlap")),
        Estimate::Contained => (None, None, Some("contained")),
    };
    model::Unreported {
        lists: counts.map(list).collect(),
        listed: unreported.listed,
        on_two: unreported.on_two,
        unlisted: unreported.unlisted,
        method: method.map(str::to_owned),
        unseen: unseen.map(|unseen| unseen.value),
        unseen_low: unseen.map(|unseen| unseen.low),
        unseen_high: unseen.map(|unseen| unseen.high),
        refused: refused.map(str::to_owned),
    }
}

/// One owner under one setting that moves them.
pub(super) fn variant(moved: &Move) -> VariantRow {
    VariantRow {
        role: moved.role.map_or_else(String::new, |role| role.code().to_owned()),
        key: moved.key.clone(),
        setting: moved.setting.to_owned(),
        moved: moved.moved.words().to_owned(),
        rank: moved.rank,
        false_positives: moved.false_positives,
    }
}

/// One owner under other settings.
pub(super) fn sensitivity(row: &Sensitivity) -> SensitivityRow {
    SensitivityRow {
        role: row.role.map_or_else(String::new, |role| role.code().to_owned()),
        key: row.key.clone(),
        rank: row.rank,
        first_rank: row.first_rank,
        last_rank: row.last_rank,
        unranked: row.unranked,
        false_positives: row.false_positives,
        fewest: row.fewest,
        most: row.most,
    }
}
