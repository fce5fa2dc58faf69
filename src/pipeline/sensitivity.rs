//! Judges the cases of a period under other settings, and compares the ranking of owners.

use super::{Prepared, figures, review::Judged};
use crate::{
    judge::{self, Judgement, Variant, rule::Context},
    measure::{self, Measured},
    rank::{self, RankCase, Row},
    report::model::SensitivityRow,
};

/// The owners of the period over all variants of the settings. Nothing is read or linked again.
pub(super) fn sensitivity(
    prepared: &Prepared,
    now: &Judged,
    measuring: &measure::Context<'_>,
) -> Vec<SensitivityRow> {
    let as_is = owners(prepared, now, &[]);
    let variants: Vec<Vec<Row>> = judge::variants(&prepared.config)
        .iter()
        .map(|variant| owners(prepared, now, &changed(prepared, now, variant, measuring)))
        .collect();
    rank::sensitivity(&as_is, &variants).iter().map(figures::sensitivity).collect()
}

/// A case whose verdict is another one under a variant, by its place.
type Changed = (usize, Judgement, Measured);

fn changed(
    prepared: &Prepared,
    now: &Judged,
    variant: &Variant,
    measuring: &measure::Context<'_>,
) -> Vec<Changed> {
    let context = Context { config: &variant.config, as_of: prepared.as_of };
    let cases = now.attributed.cases.iter().zip(&now.judgements).enumerate();
    cases
        .filter(|(_, (_, judgement))| judge::is_weighed(judgement))
        .filter_map(|(place, (case, as_is))| {
            let judgement = judge::judge(case, &context);
            (judgement.verdict != as_is.verdict).then(|| {
                let measured = measure::measure(case, &judgement, measuring);
                (place, judgement, measured)
            })
        })
        .collect()
}

/// Ranks the owners with some cases judged otherwise; `changed` is in order of place.
fn owners(prepared: &Prepared, now: &Judged, changed: &[Changed]) -> Vec<Row> {
    let mut changed = changed.iter().peekable();
    let all = now.attributed.cases.iter().zip(&now.judgements).zip(&now.measured).enumerate();
    let cases: Vec<RankCase<'_>> = all
        .map(|(place, ((case, judgement), measured))| match changed.next_if(|(other, ..)| *other == place) {
            Some((_, judgement, measured)) => RankCase::of(case, judgement, measured),
            None => RankCase::of(case, judgement, measured),
        })
        .collect();
    rank::rank_owners(&cases, &prepared.config.rank)
}
