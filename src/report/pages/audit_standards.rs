//! Which outcomes and controls of published standards this review supplies evidence towards. A row stands only
//! where this review holds that evidence; texts of NIST are in the public domain, of others the titles are named.

use crate::report::{
    block::{Align, Block, Grid, Line},
    model::Review,
};

/// One outcome or control.
struct Outcome {
    standard: &'static str,
    id: &'static str,
    text: &'static str,
    evidence: &'static str,
    file: &'static str,
    is_shown: fn(&Review) -> bool,
}

const CSF: &str = "NIST CSF 2.0";
const SP: &str = "NIST SP 800-53 Rev. 5";
const ISO: &str = "ISO/IEC 27001:2022 Annex A";

const OUTCOMES: &[Outcome] = &[
    Outcome {
        standard: CSF,
        id: "GV.RM-02",
        text: "Risk appetite and risk tolerance statements are established, communicated, and maintained",
        evidence: "observed rates against the tolerated rate of each workflow",
        file: "tables/rankings.csv",
        is_shown: |review| review.rankings.iter().any(|row| row.tolerated_rate.is_some()),
    },
    Outcome {
        standard: CSF,
        id: "GV.OV-03",
        text: "Organizational cybersecurity risk management performance is evaluated and reviewed for adjustments needed",
        evidence: "rates with intervals per owner and workflow",
        file: "tables/rankings.csv",
        is_shown: |review| review.totals.judged > 0,
    },
    Outcome {
        standard: CSF,
        id: "ID.IM-03",
        text: "Improvements are identified from execution of operational processes, procedures, and activities",
        evidence: "causes of false positives, and improvements held against the data",
        file: "tables/causes.csv",
        is_shown: |review| !review.causes.is_empty(),
    },
    Outcome {
        standard: CSF,
        id: "DE.AE-03",
        text: "Information is correlated from multiple sources",
        evidence: "actions linked to identity events and tickets, with every candidate",
        file: "tables/candidates.csv",
        is_shown: |review| !review.candidates.is_empty(),
    },
    Outcome {
        standard: CSF,
        id: "DE.AE-04",
        text: "The estimated impact and scope of adverse events are understood",
        evidence: "hours, people, regulated work and loss of data of each case",
        file: "tables/cases.csv",
        is_shown: |review| review.totals.false_positives > 0,
    },
    Outcome {
        standard: CSF,
        id: "RS.AN-07",
        text: "Incident data and metadata are collected, and their integrity and provenance are preserved",
        evidence: "every input with its rows and its SHA-256",
        file: "evidence/manifest.json",
        is_shown: |review| !review.sources.is_empty(),
    },
    Outcome {
        standard: SP,
        id: "AU-6(3)",
        text: "Correlate Audit Record Repositories",
        evidence: "Jamf and identity logs joined case by case",
        file: "tables/candidates.csv",
        is_shown: |review| !review.candidates.is_empty(),
    },
    Outcome {
        standard: SP,
        id: "AU-6(9)",
        text: "Correlation with Information from Nontechnical Sources",
        evidence: "tickets joined case by case",
        file: "tables/tickets.csv",
        is_shown: |review| !review.tickets.is_empty(),
    },
    Outcome {
        standard: SP,
        id: "SI-4(7)",
        text: "Automated Response to Suspicious Events",
        evidence: "what automated responses disrupted, and whether they were right",
        file: "tables/cases.csv",
        is_shown: |review| {
            review.cases.iter().any(|case| case.trigger_kind.as_deref() == Some("risk_raised"))
        },
    },
    Outcome {
        standard: ISO,
        id: "5.27",
        text: "Learning from information security incidents",
        evidence: "causes and improvements",
        file: "tables/causes.csv",
        is_shown: |review| !review.causes.is_empty(),
    },
    Outcome {
        standard: ISO,
        id: "5.28",
        text: "Collection of evidence",
        evidence: "inputs with their checksums, and the row behind every piece of evidence",
        file: "evidence/manifest.json",
        is_shown: |review| !review.sources.is_empty(),
    },
];

/// The table of standards.
pub(super) fn standards(review: &Review) -> Vec<Block> {
    let mut grid = Grid::new(
        "Outcomes and controls towards which this review supplies evidence",
        &[
            ("Standard", Align::Left),
            ("Id", Align::Left),
            ("Outcome or title", Align::Left),
            ("Evidence here", Align::Left),
            ("File", Align::Left),
        ],
    );
    let shown = OUTCOMES.iter().filter(|outcome| (outcome.is_shown)(review));
    let cells = |outcome: &Outcome| -> Vec<Line> {
        vec![
            outcome.standard.into(),
            Line::default().code(outcome.id),
            outcome.text.into(),
            outcome.evidence.into(),
            Line::default().file(outcome.file),
        ]
    };
    grid.rows = shown.map(cells).collect();
    if grid.rows.is_empty() {
        return vec![Block::paragraph(
            "This review holds no evidence towards any outcome listed by misfire.",
        )];
    }
    vec![
        Block::Grid(grid.stacked()),
        Block::paragraph(
            "Evidence towards an outcome is no statement of conformity: whether it suffices, an auditor decides. Drivers that the control map names for a workflow stand under who authorised what.",
        ),
    ]
}
