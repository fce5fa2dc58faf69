//! `entra-risk`: risk detections and risky users of Entra ID Protection, rows that change after they were written.

use super::entra::{Entry, entry, settle_entry, settle_risk};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::Sink,
    },
    records::Origin,
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "entra-risk",
    title: "Microsoft Entra ID Protection (JSON): risk detections, risky users and their history",
    gives: &["events"],
    manual: MANUAL,
    shapes: &[Shape::Json],
    starts_record: None,
    columns: &[],
    apart: Apart::Rows,
    prefilter: None,
    keeps_days: &[7, 30, 90],
    unused: &["additionalInfo", "AdditionalInfo", "location", "Location"],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "Graph: `GET /v1.0/identityProtection/riskDetections`, `…/riskyUsers` and `…/riskyUsers/{id}/history`, \
        following `@odata.nextLink`. Diagnostic settings: the categories `UserRiskEvents` and `RiskyUsers`; Log \
        Analytics: the tables `AADUserRiskEvents` and `AADRiskyUsers`. A row is rewritten when its state changes, and \
        Graph answers with the last state only: export often, or let diagnostic settings keep every version.",
    read: "Every version of a row is kept, under its id and `lastUpdatedDateTime`. A detection was raised at \
        `activityDateTime` and known from `detectedDateTime`; a version that already says what became of it gives both \
        the detection and the decision, which came at `lastUpdatedDateTime`. `confirmedSafe`, and `dismissed` with \
        `adminConfirmedSigninSafe`, `aiConfirmedSigninSafe` or `m365DAdminDismissedDetection`, say that the detection \
        was wrong: `risk_recanted`, naming the detection (of a user: `confirmed_safe`). Any other `dismissed` may be a \
        false alarm, a harmless truth or dealt with elsewhere: `risk_dismissed`, which counts little. `remediated` and \
        the details of a changed password or a passed second factor say that the risk was one: `remediated`. \
        `confirmedCompromised` is `compromise_confirmed`. The envelope's `correlationId` is not that of the sign-in and \
        is left aside.",
    lost: "States between two exports of Graph. Levels and details of tenants without P2, which read `hidden`. Risks \
        of applications.",
    needs: "Nothing",
    checked: "No recorded export: read from the vendor's documentation",
};

fn detect(head: &Head) -> bool {
    if head.header.is_some() {
        return false;
    }
    let (mut risks, mut foreign, mut audits) = (0, 0, 0);
    for row in &head.rows {
        match entry(row) {
            Entry::Risk(_) => risks += 1,
            Entry::Audit(..) => audits += 1,
            Entry::Foreign => foreign += 1,
            Entry::OtherLog => {}
        }
    }
    // A hub that carries the audit too is read by `entra-audit`, which knows risks.
    risks > foreign && audits <= foreign
}

fn open(_head: &Head, _options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    Ok(Box::new(Reader))
}

struct Reader;

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Json(value) = row else {
            return sink.reject(at, "no JSON, expected a risk in JSON", &row.shown());
        };
        match entry(value) {
            Entry::Risk(record) => settle_risk(record, at, sink),
            Entry::Audit(entry, envelope) => settle_entry(entry, envelope, at, sink),
            Entry::OtherLog => sink.out_of_scope(at),
            Entry::Foreign => {
                let reason = "no risk of a person: expected `riskState` with `userId`, `detectedDateTime` and \
                              `riskEventType` (a detection) or with `riskLastUpdatedDateTime` (a risky user)";
                sink.reject(at, reason, &value.to_string());
            }
        }
    }
}
