//! One disruptive case: the verdict with every piece of evidence, what happened when, who answers for it.

use super::{
    case_evidence, case_fan_out,
    owner_cases::{nearest, timeline},
};
use crate::records::Instant;
use crate::report::{
    block::{Align, Block, Grid, Line, Page, PageSection},
    charts,
    model::{CandidateRow, CaseRow, Review, TicketRow},
    numbers::{self, hours, plural},
    owners,
    selection::{self, Lookups, nobody_of, owners_of},
    shown::{Shown, cut, name, visible},
    vocabulary, wording,
};

const MAX_TIMELINE: usize = 200;
/// Rows of one table.
pub(super) const MAX_ROWS: usize = 100;

/// Builds the page of one case.
pub(super) fn page(review: &Review, lookups: &Lookups<'_>, case: &CaseRow) -> Page {
    let tickets = lookups.tickets.get(case.action_id.as_str()).map_or(&[][..], Vec::as_slice);
    let candidates = lookups.candidates.get(case.action_id.as_str()).map_or(&[][..], Vec::as_slice);
    let section = PageSection::new;
    Page {
        root: "../",
        title: Shown::new(&format!(
            "Case {}: {} on {}",
            name(&case.action_id),
            vocabulary::plain(&case.action_kind),
            numbers::date(case.done_at, &review.header)
        )),
        lead: vec![super::lead(review)],
        links: super::links(),
        sections: vec![
            section("verdict", "Verdict", verdict(review, case)),
            section("evidence", "Evidence", case_evidence::evidence(review, case)),
            section("timeline", "Timeline", told(review, case)),
            section("owners", "Owners", owners_of_case(review, case)),
            section("fan-out", "What else it set off", case_fan_out::fan_out(review, lookups, case)),
            section("tickets", "Tickets", tickets_of(review, tickets)),
            section("attribution", "Attribution", attribution(case, candidates)),
        ],
    }
}

fn verdict(review: &Review, case: &CaseRow) -> Vec<Block> {
    let certainty = match case.certainty.as_deref() {
        Some("confirmed") => "Confirmed ",
        Some("probable") => "Probable ",
        _ => "",
    };
    let probability = match (case.certainty.as_deref(), case.probability) {
        (Some("confirmed"), _) | (_, None) => String::new(),
        (_, Some(p)) => format!(" (probability that the action was wrong: {p:.4})"),
    };
    let answer = Line::from(format!("{certainty}{}{probability}", vocabulary::verdict(&case.verdict)));
    let answer = match case.cause.as_deref() {
        Some(cause) => answer
            .text(&vocabulary::cause(cause).map_or_else(String::new, |words| format!(": {words}")))
            .text(" (")
            .code(&name(cause))
            .text(")."),
        None => answer.text("."),
    };
    let mut blocks = vec![Block::Answer(answer), Block::Grid(facts(review, case))];
    if !case.flags.is_empty() {
        blocks.push(Block::List(
            case.flags.iter().take(MAX_ROWS).map(|flag| Line::default().marked(flag)).collect(),
        ));
    }
    blocks
}

fn facts(review: &Review, case: &CaseRow) -> Grid {
    let mut grid = Grid::new("Facts", &[("What", Align::Left), ("Value", Align::Left)]);
    let time = |at: Option<Instant>| {
        at.map(|at| format!("{} ({} UTC)", numbers::time(at, &review.header), numbers::utc(at)))
    };
    let text = |value: &Option<String>| value.as_deref().map(name);
    let facts = [
        ("Action", Some(vocabulary::plain(&case.action_kind))),
        ("Sent", time(case.sent_at)),
        ("Done", time(Some(case.done_at))),
        ("Device", text(&case.device_id)),
        ("Serial", text(&case.serial).filter(|_| case.serial != case.device_id)),
        ("Device class", text(&case.device_class)),
        ("Custody", text(&case.custody)),
        ("Held by", text(&case.person_id)),
        ("Trigger was about", text(&case.subject_person_id)),
        ("Unit", text(&case.unit)),
        ("Workflow", text(&case.workflow_id)),
        ("Trigger", trigger(case)),
        ("Trigger at", time(case.trigger_at)),
        ("Undone at", time(case.reversal_at)),
        (if case.capped { "Restored at the latest" } else { "Restored" }, time(case.restored_at)),
        ("Proof of restoration", proof(review, case)),
        ("Lost working hours", case.lost_hours.map(hours)),
        ("People affected", case.affected_people.map(numbers::count)),
        ("Person-hours", case.person_hours.map(hours)),
        ("Regulated hours", case.regulated_hours.map(hours)),
        ("Regulated scopes", Some(scopes(review, case))),
        ("Data lost", Some(data_lost(case).to_owned())),
        ("Exception", text(&case.exception_id)),
        ("Duplicate of", text(&case.duplicate_of)),
        (
            "Burst",
            text(&case.burst_id).map(|id| format!("{id}: a mass action that looks like misuse or attack")),
        ),
        ("Review", Some(review_words(review, case))),
        (
            "Conflict",
            case.conflict.then(|| {
                if selection::is_disputed(case) { "reviewers disagree" } else { "decisive rules disagree" }
                    .to_owned()
            }),
        ),
    ];
    let known = facts
        .into_iter()
        .filter_map(|(label, value)| value.filter(|value| !value.is_empty()).map(|v| (label, v)));
    grid.rows = known.map(|(label, value)| vec![label.into(), value.into()]).collect();
    grid
}

/// `reviewed, by P1 and P2, who disagree: to be settled by 2026-07-29`, or how it stands and until when.
fn review_words(review: &Review, case: &CaseRow) -> String {
    let due = case.review_due_at.map(|at| numbers::date(at, &review.header)).unwrap_or_default();
    match (case.review_state.as_str(), case.reviewers.as_slice()) {
        ("reviewed", who) => {
            let who: Vec<String> = who.iter().map(|who| name(who)).collect();
            let who = wording::listed(&who);
            let settle =
                if case.conflict { format!(", who disagree: to be settled by {due}") } else { String::new() };
            format!("reviewed, by {who}{settle}")
        }
        ("due", _) => format!("due by {due}"),
        ("overdue", _) => format!("overdue, due on {due}"),
        (state, _) => vocabulary::plain(state),
    }
}

/// Loss of data is counted for false positives; of other verdicts the column says nothing.
fn data_lost(case: &CaseRow) -> &'static str {
    match (case.data_loss, case.verdict.as_str()) {
        (true, _) => "yes",
        (false, "false_positive") => "no",
        (false, _) => "not counted: no false positive",
    }
}

fn trigger(case: &CaseRow) -> Option<String> {
    let kind = vocabulary::plain(case.trigger_kind.as_deref().unwrap_or("unknown kind"));
    case.trigger_event_id.as_deref().map(|id| format!("{kind}, event {}", name(id)))
}

fn proof(review: &Review, case: &CaseRow) -> Option<String> {
    case.restored_by.as_deref().map(|by| match by {
        "censored" => {
            format!("none found, so capped at {} working days", review.config.measure.cap_working_days)
        }
        by => vocabulary::plain(by),
    })
}

fn scopes(review: &Review, case: &CaseRow) -> String {
    let labels = case.regulated_scopes.iter().take(20).map(|scope| charts::scope_label(review, scope));
    labels.collect::<Vec<_>>().join("; ")
}

fn told(review: &Review, case: &CaseRow) -> Vec<Block> {
    if case.timeline.is_empty() {
        return vec![Block::paragraph("Nothing is joined to the case.")];
    }
    let entries = nearest(case, MAX_TIMELINE);
    let grid = timeline(review, case, &entries);
    match charts::case_timeline(case, &entries, grid.clone()) {
        Some(figure) => vec![Block::Chart(Box::new(figure))],
        None => vec![Block::Grid(grid)],
    }
}

fn owners_of_case(review: &Review, case: &CaseRow) -> Vec<Block> {
    let line = |(role, owner): (&str, Option<&str>)| {
        let is_accountable = case.accountable_role.as_deref() == Some(role);
        let line = Line::default().strong(&vocabulary::role(role)).text(": ");
        let line = match owner {
            Some(owner) => line.join(owners::link(review, owner)),
            None => line.text(&owners::label(review, nobody_of(case))),
        };
        line.text(if is_accountable { " – accountable for this cause" } else { "" })
    };
    let mut lines: Vec<Line> = owners_of(case).into_iter().map(line).collect();
    if case.workflow_id.is_none() {
        lines.push("No workflow of the control map claims this action.".into());
    }
    vec![Block::List(lines)]
}

fn tickets_of(review: &Review, tickets: &[&TicketRow]) -> Vec<Block> {
    if tickets.is_empty() {
        return vec![Block::paragraph("No ticket is linked to the case.")];
    }
    let mut grid = Grid::new(
        "Linked tickets",
        &[
            ("Ticket", Align::Left),
            ("Grade", Align::Left),
            ("Opened", Align::Left),
            ("Resolved", Align::Left),
            ("What it says", Align::Left),
            ("Why linked", Align::Left),
        ],
    );
    let cells = |row: &&TicketRow| -> Vec<Line> {
        vec![
            Line::default().code(&name(&row.ticket_id)),
            name(&row.grade).into(),
            numbers::time(row.opened_at, &review.header).into(),
            row.resolved_at.map_or_else(|| "–".to_owned(), |at| numbers::time(at, &review.header)).into(),
            cut(&visible(&row.subject), 160).into(),
            Line::default().marked(&row.why),
        ]
    };
    grid.rows = tickets.iter().take(MAX_ROWS).map(cells).collect();
    grid.is_stacked = true;
    vec![
        Block::Grid(grid.pointing_to(tickets.len(), "tables/tickets.csv")),
        Block::paragraph(
            "Grades, from the surest on: decisive, strong, medium; coincident tickets are shown and count for nothing.",
        ),
    ]
}

fn attribution(case: &CaseRow, candidates: &[&CandidateRow]) -> Vec<Block> {
    let score = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:+.2}"));
    let sentence = format!(
        "{}: {}. Score of the best {} bits, lead over the best rival {} bits; {} considered.",
        name(&case.attribution),
        vocabulary::attribution(&case.attribution),
        score(case.attribution_score),
        score(case.attribution_margin),
        plural(numbers::len(candidates.len()), "candidate", "candidates")
    );
    let mut blocks = vec![Block::paragraph(&sentence)];
    if !candidates.is_empty() {
        let mut grid = Grid::new(
            "Candidates, best first",
            &[
                ("Event", Align::Left),
                ("Rank", Align::Right),
                ("Score", Align::Right),
                ("Parts", Align::Left),
            ],
        );
        let cells = |row: &&CandidateRow| -> Vec<Line> {
            vec![
                Line::default().code(&name(&row.event_id)),
                row.rank.to_string().into(),
                format!("{:+.2}", row.score).into(),
                row.parts.as_str().into(),
            ]
        };
        grid.rows = candidates.iter().take(20).map(cells).collect();
        blocks.push(Block::Grid(grid.pointing_to(candidates.len(), "tables/candidates.csv")));
    }
    blocks
}
