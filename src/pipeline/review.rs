//! The review of one period: link, judge, measure, rank, and put the model together.

use super::{
    PipelineError, Prepared,
    bursts::burst_rows,
    case_row::{candidate_rows, case_row, ticket_rows},
    compared::{self, Before},
    coverage::Needed,
    due::due_rows,
    enrolments::covered,
    figures, improvements,
    pending::pending_row,
    refusals::{refuse_too_early, refuse_without_data},
    registered,
    remarks::remarks,
    rows::Rows,
    sensitivity,
    timeline::mark_later,
    times::other_side,
    unequal::unequal,
    unsaid::unsaid,
};
use crate::{
    attribute::{self, Attributed, Inputs, case::Case, scope::ScopeReason},
    config::{Config, Period},
    judge::{self, Judgement},
    measure::{
        self, Measured,
        review_state::{self, review_state},
    },
    rank::{self, Population, RankCase, Ranked, Setting},
    records::Instant,
    report::{
        earlier::Earlier,
        model::{CaseRow, CoverageRow, Header, PendingRow, Review, ScopeRow},
    },
    resolve::Devices,
};

/// One period, judged and measured.
#[derive(Default)]
pub(super) struct Judged {
    pub(super) attributed: Attributed,
    pub(super) judgements: Vec<Judgement>,
    pub(super) measured: Vec<Measured>,
}

/// Judges a period and puts its review together.
///
/// # Errors
/// The inputs hold no action of the period, or linking fails.
pub fn review(prepared: &Prepared, period: &Period) -> Result<Review, PipelineError> {
    made(prepared, period, None)
}

/// As [`review`], compared with the report of the period before where that is defined by the same.
///
/// # Errors
/// As [`review`]; or the report is of another organisation or of no period to compare with.
pub fn review_against(
    prepared: &Prepared,
    period: &Period,
    earlier: &Earlier,
) -> Result<Review, PipelineError> {
    made(prepared, period, Some(earlier))
}

fn made(prepared: &Prepared, period: &Period, earlier: Option<&Earlier>) -> Result<Review, PipelineError> {
    let previous_period = period.previous();
    let Before { earlier, absent, remark } = Before::of(prepared, period, earlier)?;
    refuse_without_data(prepared, period)?;
    let previous = previous_period.as_ref().filter(|_| absent.is_none() && earlier.is_none());
    let needed = Needed::of(prepared, period);
    let (now, coverage, before) = judged_and_covered(prepared, period, previous)?;
    let (before, covered_before) = before.unzip();
    refuse_too_early(prepared, period, now.attributed.cases.len())?;
    let ranked = ranked(prepared, period, &now, before.as_ref(), earlier);
    let rows = Rows { ingested: &prepared.ingested };
    let cases = case_rows(prepared, &now, &rows);
    let previous_cases = before.as_ref().map(|before| case_rows(prepared, before, &rows));
    let other_side = other_side(prepared, period, &now, &rows);
    let fixed_before = compared::fixed(previous_cases.as_deref(), earlier);
    let unreported = rank::unreported(now.judgements.iter(), prepared.config.rank.confidence);
    let (sensitivity, variants) = sensitivity::sensitivity(prepared, &now);
    let uncompared =
        absent.as_deref().map(|why| compared::uncompared(prepared, previous_period.as_ref(), why));
    let header = header(prepared, period, previous_period.as_ref());
    let covered_before = earlier.map(|earlier| earlier.coverage.as_slice()).or(covered_before.as_deref());
    let unequal_data = unequal((&header.previous_period, covered_before), (&header.period, &coverage));
    Ok(Review {
        header,
        improvements: improvements::improvements(prepared, &cases, fixed_before.as_deref()),
        cases,
        scope: scope_rows(&now.attributed),
        candidates: now.attributed.cases.iter().flat_map(candidate_rows).collect(),
        tickets: now.attributed.cases.iter().flat_map(|case| ticket_rows(case, &rows)).collect(),
        pending: waiting(prepared, &now),
        bursts: burst_rows(&now.attributed, (period.from, period.to)),
        rankings: ranked.rows.iter().map(figures::ranking_row).collect(),
        weekly: ranked.weekly.iter().map(figures::week_row).collect(),
        causes: ranked.causes.iter().map(figures::cause_row).collect(),
        controls: registered::controls(prepared, Some(period)),
        sources: prepared.ingested.sources.clone(),
        rejects: prepared.ingested.rejects.clone(),
        notes: prepared.ingested.notes.clone(),
        coverage,
        unsaid: unsaid(prepared, &needed).into_iter().chain(uncompared).collect(),
        remarks: remarks(prepared, &now.attributed).into_iter().chain(remark).collect(),
        workflows: registered::workflows(prepared, period),
        owner_names: registered::owner_names(prepared, period),
        owners_left: registered::owners_left(prepared, period),
        scopes: registered::scopes(prepared),
        registers: prepared.registers.files.clone(),
        has_regulated_work: prepared.registers.regulated_work.is_some(),
        totals: ranked.totals,
        previous: earlier.map(|earlier| earlier.totals.clone()).or(ranked.previous),
        previous_absent: absent,
        unequal_data,
        containment: other_side.containment,
        due: due_rows(prepared, &now, &rows),
        sides: other_side.sides,
        survival: other_side.survival,
        second_order: other_side.second_order,
        unreported: figures::unreported(&unreported),
        sensitivity,
        variants,
        config: prepared.config.clone(),
    })
}

/// A period, and what the inputs cover of it.
type JudgedAndCovered = (Judged, Vec<CoverageRow>);

/// The period and the one before it, and beside them what the inputs cover, which hangs on no link.
fn judged_and_covered(
    prepared: &Prepared,
    period: &Period,
    previous: Option<&Period>,
) -> Result<(Judged, Vec<CoverageRow>, Option<JudgedAndCovered>), PipelineError> {
    let periods: Vec<_> = [Some(period), previous].into_iter().flatten().map(|p| (p.from, p.to)).collect();
    let devices = Devices::of(&prepared.ingested, prepared.registers.devices.as_deref().unwrap_or_default());
    std::thread::scope(|scope| {
        let of = |period: &Period| covered(prepared, &devices, Some(Needed::of(prepared, period)));
        let coverage = scope.spawn(move || (of(period), previous.map(of)));
        let judged = judged(prepared, &devices, &periods);
        let (now, before) = coverage.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let mut judged = judged?.into_iter();
        Ok((judged.next().unwrap_or_default(), now, judged.next().zip(before)))
    })
}

/// Every period, linked together because they share nearly everything.
fn judged(
    prepared: &Prepared,
    devices: &Devices,
    periods: &[(Instant, Instant)],
) -> Result<Vec<Judged>, PipelineError> {
    let inputs = Inputs {
        ingested: &prepared.ingested,
        registers: &prepared.registers,
        config: &prepared.config,
        as_of: prepared.as_of,
    };
    let context = judge::rule::Context { config: &prepared.config, as_of: prepared.as_of };
    let measuring = measuring(prepared, &prepared.config);
    let judge = |attributed: Attributed| {
        let judgements: Vec<Judgement> =
            attributed.cases.iter().map(|case| judge::judge(case, &context)).collect();
        let cases = attributed.cases.iter().zip(&judgements);
        let measured = cases.map(|(case, judgement)| measure::measure(case, judgement, &measuring)).collect();
        Judged { attributed, judgements, measured }
    };
    Ok(attribute::attribute_varied(devices, &inputs, periods)?.into_iter().map(judge).collect())
}

pub(super) fn measuring<'a>(prepared: &'a Prepared, config: &'a Config) -> measure::Context<'a> {
    measure::Context {
        config,
        as_of: prepared.as_of,
        zone: prepared.zone,
        calendar: &prepared.calendar,
        holidays: prepared.registers.holidays.as_deref().unwrap_or_default(),
        has_regulated_work: prepared.registers.regulated_work.is_some(),
    }
}

fn ranked(
    prepared: &Prepared,
    period: &Period,
    now: &Judged,
    before: Option<&Judged>,
    earlier: Option<&Earlier>,
) -> Ranked {
    let earlier = earlier.map(compared::counts);
    let cases = rank_cases(now);
    let previous = before.map(rank_cases);
    let setting = Setting {
        config: &prepared.config.rank,
        zone: prepared.zone,
        period: (period.from, period.to),
        rebase: &prepared.config.chart.rebase,
        population: population(&now.attributed),
        previous_population: before.map(|before| population(&before.attributed)).unwrap_or_default(),
        earlier: earlier.as_ref(),
    };
    rank::rank(&cases, previous.as_deref(), &setting)
}

pub(super) fn rank_cases(judged: &Judged) -> Vec<RankCase<'_>> {
    let cases = judged.attributed.cases.iter().zip(&judged.judgements).zip(&judged.measured);
    cases.map(|((case, judgement), measured)| RankCase::of(case, judgement, measured)).collect()
}

fn population(attributed: &Attributed) -> Population {
    let count = |reason| attributed.scope.iter().filter(|row| row.reason == reason).count() as u64;
    Population {
        actions: attributed.scope.len() as u64,
        initiator_unknown: count(ScopeReason::InitiatorUnknown),
        manual: count(ScopeReason::Manual),
    }
}

fn case_rows(prepared: &Prepared, judged: &Judged, rows: &Rows<'_>) -> Vec<CaseRow> {
    let context = measuring(prepared, &prepared.config);
    let all = judged.attributed.cases.iter().zip(&judged.judgements).zip(&judged.measured);
    all.map(|((case, judgement), measured)| {
        let review = review_state(case, judgement, measured, &context);
        let mut row = case_row(case, judgement, measured, &review, rows);
        mark_later(&mut row, case, prepared.as_of);
        row
    })
    .collect()
}

/// Commands to be stopped, by owner and action.
fn waiting(prepared: &Prepared, now: &Judged) -> Vec<PendingRow> {
    let context = judge::rule::Context { config: &prepared.config, as_of: prepared.as_of };
    let rows = Rows { ingested: &prepared.ingested };
    let row = |case: &Case| pending_row(case, &judge::judge(case, &context), &rows);
    let mut pending: Vec<PendingRow> = now.attributed.waiting.iter().filter_map(row).collect();
    pending.sort_by(|a, b| (&a.owner, &a.action_id).cmp(&(&b.owner, &b.action_id)));
    pending
}

fn scope_rows(attributed: &Attributed) -> Vec<ScopeRow> {
    let row = |decision: &attribute::scope::ScopeDecision| ScopeRow {
        action_id: decision.action.action_id.clone(),
        in_scope: decision.reason == ScopeReason::InScope,
        reason: decision.reason.code().to_owned(),
        action_kind: decision.action.kind.code().to_owned(),
        outcome: decision.action.outcome.code().to_owned(),
        initiator: decision
            .action
            .initiator
            .as_ref()
            .map_or_else(String::new, |i| format!("{}:{}", i.kind, i.name)),
        sent_at: decision.action.sent_at,
        done_at: decision.action.done_at,
    };
    attributed.scope.iter().map(row).collect()
}

fn header(prepared: &Prepared, period: &Period, previous: Option<&Period>) -> Header {
    Header {
        organisation: prepared.config.organisation.name.clone(),
        period: period.label.clone(),
        period_from: period.from,
        period_to: period.to,
        previous_period: previous.map_or_else(String::new, |previous| previous.label.clone()),
        time_zone: prepared.zone,
        as_of: prepared.as_of,
        // The board has as long as a reviewer has after an action.
        decide_by: review_state::working_days_after(
            prepared.as_of,
            prepared.config.review.within_working_days,
            &measuring(prepared, &prepared.config),
        ),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}
