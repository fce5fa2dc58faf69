//! Judges the cases of a period under other settings, and compares the ranking of owners.

use std::collections::BTreeSet;

use super::{
    Prepared, figures,
    review::{Judged, measuring},
};
use crate::{
    attribute::{Relinked, case::Case},
    config::{Config, Moved, Variant},
    judge::{
        self, Judgement,
        rule::{Context, Verdict},
    },
    measure::{self, Measured},
    rank::{self, RankCase, Varied},
    report::model::{SensitivityRow, VariantRow},
};

/// The owners of the period over all variants of the settings, and under each of them. Nothing is read again.
pub(super) fn sensitivity(prepared: &Prepared, now: &Judged) -> (Vec<SensitivityRow>, Vec<VariantRow>) {
    let config = &prepared.config;
    let owners = |config: &Config, other: &Other<'_>| rank::rank_owners(&other.over(now), &config.rank);
    let as_is = owners(config, &Other::default());
    let mut variants = Vec::new();
    let mut add = |variant: &Variant, other: &Other<'_>| {
        let is_alike = other.changed.is_empty()
            && other.gone.is_empty()
            && variant.config.rank.min_cases == config.rank.min_cases;
        let rows = if is_alike { as_is.clone() } else { owners(&variant.config, other) };
        variants.push(Varied { setting: variant.setting, moved: variant.moved, rows });
    };
    for variant in judge::variants(config) {
        add(&variant, &judged_anew(prepared, now, &variant.config));
    }
    for relinked in &now.attributed.relinked {
        add(&relinked.variant, &relinked_anew(prepared, now, relinked));
    }
    for variant in of_hours(config) {
        add(&variant, &measured_anew(prepared, now, &variant.config));
    }
    for variant in of_ranks(config) {
        add(&variant, &Other::default());
    }
    (
        rank::sensitivity(&as_is, &variants).iter().map(figures::sensitivity).collect(),
        rank::moves(&as_is, &variants).iter().map(figures::variant).collect(),
    )
}

/// The cap of hours moved down and up: at least one day.
fn of_hours(config: &Config) -> [Variant; 2] {
    Moved::BOTH.map(|moved| {
        Variant::of(config, "cap_working_days", moved, |config| {
            let days = moved.count(u64::from(config.measure.cap_working_days));
            config.measure.cap_working_days = u32::try_from(days).unwrap_or(u32::MAX);
        })
    })
}

/// The fewest judged cases with which an owner is ranked, likewise.
fn of_ranks(config: &Config) -> [Variant; 2] {
    Moved::BOTH.map(|moved| {
        Variant::of(config, "min_cases", moved, |config| {
            config.rank.min_cases = moved.count(config.rank.min_cases);
        })
    })
}

/// A case as it is, or as another setting links it.
enum Source<'a> {
    AsIs(usize),
    Relinked(&'a Case),
}

/// What another setting changes: cases judged or measured otherwise, and places of those that there are not under it.
#[derive(Default)]
struct Other<'a> {
    changed: Vec<(Source<'a>, Judgement, Measured)>,
    gone: BTreeSet<usize>,
}

impl Other<'_> {
    /// All cases with these changes. Their order is nobody's concern: ranking puts them in one.
    fn over<'b>(&'b self, now: &'b Judged) -> Vec<RankCase<'b>> {
        let cases = &now.attributed.cases;
        let place = |(source, ..): &(Source<'_>, Judgement, Measured)| match source {
            Source::AsIs(place) => Some(*place),
            Source::Relinked(_) => None,
        };
        let out: BTreeSet<usize> = self.changed.iter().filter_map(place).collect();
        let is_kept = |place: &usize| !out.contains(place) && !self.gone.contains(place);
        let kept = (0..cases.len())
            .filter(is_kept)
            .map(|place| RankCase::of(&cases[place], &now.judgements[place], &now.measured[place]));
        let changed = self.changed.iter().map(|(source, judgement, measured)| match source {
            Source::AsIs(place) => RankCase::of(&cases[*place], judgement, measured),
            Source::Relinked(case) => RankCase::of(case, judgement, measured),
        });
        kept.chain(changed).collect()
    }
}

/// Cases on which the settings of judging decide, where they decide otherwise.
fn judged_anew(prepared: &Prepared, now: &Judged, config: &Config) -> Other<'static> {
    let context = Context { config, as_of: prepared.as_of };
    let measuring = measuring(prepared, config);
    let cases = now.attributed.cases.iter().zip(&now.judgements).enumerate();
    let changed = cases
        .filter(|(_, (_, judgement))| judge::is_weighed(judgement))
        .filter_map(|(place, (case, as_is))| {
            let judgement = judge::judge(case, &context);
            (judgement.verdict != as_is.verdict).then(|| {
                let measured = measure::measure(case, &judgement, &measuring);
                (Source::AsIs(place), judgement, measured)
            })
        })
        .collect();
    Other { changed, ..Other::default() }
}

/// Cases that another setting of linking changes. A difference of clocks is also looked past when it is asked what
/// proves a device usable again.
fn relinked_anew<'a>(prepared: &Prepared, now: &Judged, relinked: &'a Relinked) -> Other<'a> {
    let config = &relinked.variant.config;
    let context = Context { config, as_of: prepared.as_of };
    let changes_proofs = config.attribute.clock_skew != prepared.config.attribute.clock_skew;
    let mut other = if changes_proofs { measured_anew(prepared, now, config) } else { Other::default() };
    let ids = relinked.changed.iter().map(|case| &case.action.action_id).chain(&relinked.gone);
    let ids: BTreeSet<&str> = ids.map(String::as_str).collect();
    let cases = now.attributed.cases.iter().enumerate();
    other.gone = cases
        .filter(|(_, case)| ids.contains(case.action.action_id.as_str()))
        .map(|(place, _)| place)
        .collect();
    let Other { changed, gone } = &mut other;
    changed.retain(|(source, ..)| !matches!(source, Source::AsIs(place) if gone.contains(place)));
    let measuring = measuring(prepared, config);
    changed.extend(relinked.changed.iter().map(|case| {
        let judgement = judge::judge(case, &context);
        let measured = measure::measure(case, &judgement, &measuring);
        (Source::Relinked(case), judgement, measured)
    }));
    other
}

/// The false positives with their hours under other settings.
fn measured_anew(prepared: &Prepared, now: &Judged, config: &Config) -> Other<'static> {
    let measuring = measuring(prepared, config);
    let cases = now.attributed.cases.iter().zip(&now.judgements).enumerate();
    let wrong = cases.filter(|(_, (_, judgement))| judgement.verdict == Verdict::FalsePositive);
    let changed = wrong.map(|(place, (case, judgement))| {
        (Source::AsIs(place), judgement.clone(), measure::measure(case, judgement, &measuring))
    });
    Other { changed: changed.collect(), ..Other::default() }
}
