//! What the state of a risk says, graded by its detail: a false alarm, a dismissal that may be one, a risk that was dealt
//! with, or a compromise.

use crate::records::EventKind;

/// What became of a risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grade {
    /// It stands.
    AtRisk,
    /// Microsoft or an administrator says that it never was one.
    Safe,
    /// Somebody dismissed it: a false alarm, a harmless truth, or dealt with elsewhere.
    Dismissed,
    /// It was one, and was dealt with.
    Remediated,
    /// An administrator confirmed the compromise.
    Compromised,
    /// There is none.
    None,
}

/// Details that say that the detection was wrong, whatever the state is called.
const SAFE: [&str; 5] = [
    "adminconfirmedsigninsafe",
    "aiconfirmedsigninsafe",
    "m365dadmindismisseddetection",
    "adminconfirmedusersafe",
    "adminconfirmedaccountsafe",
];

/// Details that say that the risk was dealt with.
const DEALT_WITH: [&str; 5] = [
    "admingeneratedtemporarypassword",
    "userperformedsecuredpasswordchange",
    "userperformedsecuredpasswordreset",
    "userpassedmfadrivenbyriskbasedpolicy",
    "userchangedpasswordonpremises",
];

/// The grade of a state with its detail; `None` for a state that is not documented.
pub(super) fn grade(state: &str, detail: &str) -> Option<Grade> {
    let detail = detail.to_ascii_lowercase();
    Some(match state.to_ascii_lowercase().as_str() {
        "atrisk" => Grade::AtRisk,
        "confirmedsafe" => Grade::Safe,
        "confirmedcompromised" => Grade::Compromised,
        "remediated" | "dismissed" if SAFE.contains(&detail.as_str()) => Grade::Safe,
        "remediated" => Grade::Remediated,
        "dismissed" if DEALT_WITH.contains(&detail.as_str()) => Grade::Remediated,
        "dismissed" => Grade::Dismissed,
        "none" => Grade::None,
        _ => return None,
    })
}

impl Grade {
    /// The kind of the event of a version with this grade. Of a user it is said that the person is safe, of a detection
    /// that it was wrong.
    pub(super) fn kind(self, is_of_user: bool) -> Option<EventKind> {
        match self {
            Self::AtRisk => Some(EventKind::RiskRaised),
            Self::Safe if is_of_user => Some(EventKind::ConfirmedSafe),
            Self::Safe => Some(EventKind::RiskRecanted),
            Self::Dismissed => Some(EventKind::RiskDismissed),
            Self::Remediated => Some(EventKind::Remediated),
            Self::Compromised => Some(EventKind::CompromiseConfirmed),
            Self::None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_detail_decides_where_the_state_is_ambiguous() {
        for (state, detail, expected) in [
            ("atRisk", "none", Some(Grade::AtRisk)),
            ("atRisk", "hidden", Some(Grade::AtRisk)),
            ("confirmedSafe", "adminConfirmedSigninSafe", Some(Grade::Safe)),
            ("dismissed", "aiConfirmedSigninSafe", Some(Grade::Safe)),
            ("dismissed", "m365DAdminDismissedDetection", Some(Grade::Safe)),
            ("dismissed", "adminDismissedAllRiskForUser", Some(Grade::Dismissed)),
            ("dismissed", "none", Some(Grade::Dismissed)),
            ("dismissed", "userPerformedSecuredPasswordReset", Some(Grade::Remediated)),
            ("remediated", "userPassedMFADrivenByRiskBasedPolicy", Some(Grade::Remediated)),
            ("remediated", "none", Some(Grade::Remediated)),
            ("confirmedCompromised", "adminConfirmedUserCompromised", Some(Grade::Compromised)),
            ("none", "none", Some(Grade::None)),
            ("somethingNew", "none", None),
        ] {
            assert_eq!(grade(state, detail), expected, "{state} {detail}");
        }
    }
}
