//! The way from rows to judged cases on the auditor's page, step by step, with what each step left out.

use super::audit::{counted, counts_grid};
use crate::report::{
    block::{Align, Block, Grid, Line},
    model::Review,
    numbers::{self, count, len},
    sections::bursts,
    vocabulary,
};

/// One step: what is left after it, and what it left out, with the reason. Rows and actions are counted in different
/// units, so that the first steps leave nothing out that could be subtracted.
struct Step {
    what: &'static str,
    left: u64,
    out: Option<u64>,
    why: &'static str,
}

/// Scope, from rows to judged cases.
pub(super) fn scope(review: &Review) -> Vec<Block> {
    let reasons = counted(review.scope.iter().map(|row| row.reason.as_str()));
    if reasons.is_empty() {
        return vec![Block::paragraph("No action other than routine management was read.")];
    }
    let in_scope = review.scope.iter().filter(|row| row.in_scope).count();
    let total = format!(
        "{} not of routine management, from before, in and after the period, cases among them: {}. Every one stands with its reason in ",
        numbers::plural(len(review.scope.len()), "action", "actions"),
        count(len(in_scope))
    );
    let mut blocks = vec![
        Block::Paragraph(Line::default().text(&total).file("tables/scope.csv").text(".")),
        Block::Grid(by_step(review)),
        Block::Grid(counts_grid("Every action has one reason", "Reason", &reasons, vocabulary::scope_reason)),
    ];
    blocks.extend(bursts::population(review));
    if in_scope != review.cases.len() {
        blocks.push(Block::Warning(Line::from(format!(
            "{} actions are in scope but there are {} cases: the two should be equal.",
            count(len(in_scope)),
            count(len(review.cases.len()))
        ))));
    }
    blocks
}

fn by_step(review: &Review) -> Grid {
    let mut grid = Grid::new(
        "From rows to judged cases",
        &[
            ("Step", Align::Left),
            ("Left", Align::Right),
            ("Out", Align::Right),
            ("What was left out", Align::Left),
        ],
    );
    grid.rows = steps(review)
        .iter()
        .map(|step| {
            let out = step.out.map_or_else(|| "–".to_owned(), count);
            vec![step.what.into(), count(step.left).into(), out.into(), step.why.into()]
        })
        .collect();
    grid
}

/// In the order in which scope is decided: an action that was not carried out is not asked when it was, and one from
/// outside the period not who started it.
fn steps(review: &Review) -> Vec<Step> {
    let sum =
        |rows: fn(&crate::ingest::source::SourceFile) -> u64| review.sources.iter().map(rows).sum::<u64>();
    let (read, accepted) = (sum(|source| source.rows_read), sum(|source| source.accepted));
    let with = |reason: &str| len(review.scope.iter().filter(|row| row.reason == reason).count());
    let actions = len(review.scope.len());
    let executed = actions - with("not_executed");
    let in_period = executed - with("outside_period");
    let automated = in_period - with("manual") - with("initiator_unknown") - with("routine");
    let totals = &review.totals;
    let step = |what, left, out, why| Step { what, left, out, why };
    vec![
        step("Rows read, of all sources", read, None, ""),
        step("Rows accepted", accepted, Some(read - accepted), "out of scope, duplicate or rejected rows"),
        step(
            "Actions other than routine management",
            actions,
            None,
            "rows about one action are one, and most rows tell of events, devices and tickets",
        ),
        step("Carried out", executed, Some(actions - executed), "pending, failed, cancelled"),
        step("In the period", in_period, Some(executed - in_period), "from before or after it"),
        step(
            "Automated: the cases",
            automated,
            Some(in_period - automated),
            "done by hand, or nothing says who or what started it",
        ),
        step(
            "Judged",
            totals.judged,
            Some(totals.cases - totals.judged),
            "undetermined, too young to judge, or part of a burst",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{Size, review};

    #[test]
    fn every_step_leaves_what_the_one_before_had_without_what_it_left_out() {
        let review = review(&Size::small());
        let steps = steps(&review);
        for pair in steps.windows(2) {
            if let Some(out) = pair[1].out {
                assert_eq!(pair[1].left + out, pair[0].left, "{}", pair[1].what);
            }
        }
        let last = steps.last().unwrap();
        assert_eq!(last.left, review.totals.judged);
        assert_eq!(steps.iter().find(|step| step.what.contains("cases")).unwrap().left, review.totals.cases);
    }
}
