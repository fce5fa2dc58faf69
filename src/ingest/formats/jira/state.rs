//! States and classes of issues: names are free and in the language of the site, the category of a state is not.

use crate::records::TicketState;

/// The category `Done` as an API key and in the languages of the interface.
const DONE: [&str; 12] = [
    "done",
    "complete",
    "listo",
    "finalizado",
    "hecho",
    "erledigt",
    "fertig",
    "terminé",
    "terminée",
    "fini",
    "completato",
    "completata",
];
const CANCELLED: [&str; 12] = [
    "cancel",
    "declin",
    "reject",
    "won't",
    "wont",
    "rechaz",
    "abgebrochen",
    "abgelehnt",
    "storniert",
    "annul",
    "rifiut",
    "duplicate",
];
const CLOSED: [&str; 8] = ["closed", "cerrad", "geschlossen", "fermé", "fermee", "chius", "clos", "archiv"];
const RESOLVED: [&str; 9] =
    ["resolved", "resuelt", "gelöst", "résolu", "resolu", "risolt", "completed", "done", "finished"];
const HOLD: [&str; 11] = [
    "wait",
    "pending",
    "hold",
    "esper",
    "pendiente",
    "wart",
    "attente",
    "attesa",
    "sospes",
    "blocked",
    "pausiert",
];
const OPEN: [&str; 17] = [
    "open",
    "to do",
    "new",
    "progress",
    "review",
    "escalated",
    "abiert",
    "nuevo",
    "curso",
    "offen",
    "neu",
    "arbeit",
    "ouvert",
    "nouveau",
    "cours",
    "apert",
    "corso",
];

/// Whether a category of states, or the name of a state where there is no category, says that work is over.
pub(in super::super) fn is_done(category: &str) -> bool {
    let category = category.trim().to_lowercase();
    DONE.contains(&category.as_str())
}

/// The state of an issue from its state, the category of that, and its resolution.
pub(in super::super) fn state(status: &str, category: &str, resolution: &str) -> TicketState {
    let (status, resolution) = (status.to_lowercase(), resolution.to_lowercase());
    let has = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    let is_over = is_done(category)
        || (category.trim().is_empty()
            && (is_done(&status)
                || has(&status, &CLOSED)
                || has(&status, &RESOLVED)
                || has(&status, &CANCELLED)));
    if is_over {
        return if has(&status, &CANCELLED) || has(&resolution, &CANCELLED) {
            TicketState::Cancelled
        } else if has(&status, &CLOSED) {
            TicketState::Closed
        } else {
            TicketState::Resolved
        };
    }
    if has(&status, &HOLD) {
        TicketState::Hold
    } else if !category.trim().is_empty() || has(&status, &OPEN) {
        TicketState::Open
    } else {
        TicketState::Unknown
    }
}

/// The class of an issue from its type: `incident`, `request`, `problem`, `change`, `task`, or the type as printed.
pub(in super::super) fn class(issue_type: &str) -> Option<String> {
    const CLASSES: [(&str, &[&str]); 5] = [
        ("incident", &["incident", "störung", "vorfall"]),
        ("request", &["request", "solicitud", "petición", "anfrage", "demande", "richiesta"]),
        ("problem", &["problem"]),
        ("change", &["change", "cambio", "änderung", "changement", "modifica"]),
        ("task", &["task", "tarea", "aufgabe", "tâche", "attività"]),
    ];
    let printed = issue_type.trim();
    let lower = printed.to_lowercase();
    let known = CLASSES.iter().find(|(_, words)| words.iter().any(|word| lower.contains(word)));
    let class = known.map_or(printed, |(class, _)| class);
    (!class.is_empty()).then(|| class.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_category_decides_whether_work_is_over_and_names_tell_the_rest() {
        use TicketState as S;
        for (status, category, resolution, expected) in [
            ("Resolved", "Done", "Done", S::Resolved),
            ("Closed", "done", "", S::Closed),
            ("Canceled", "Done", "", S::Cancelled),
            ("Done", "Done", "Won't Do", S::Cancelled),
            ("Resuelta", "Listo", "", S::Resolved),
            ("Cerrado", "Finalizado", "", S::Closed),
            ("Geschlossen", "Erledigt", "", S::Closed),
            ("Erledigt gemeldet", "In Arbeit", "", S::Open),
            ("Waiting for customer", "In Progress", "", S::Hold),
            ("Esperando al cliente", "En curso", "", S::Hold),
            ("En attente du client", "En cours", "", S::Hold),
            ("Closed", "", "", S::Closed),
            ("Open", "", "", S::Open),
            ("Irgendwo", "", "", S::Unknown),
        ] {
            assert_eq!(state(status, category, resolution), expected, "{status} {category}");
        }
    }

    #[test]
    fn the_class_is_that_of_the_type_in_several_languages() {
        for (printed, expected) in [
            ("[System] Incident", Some("incident")),
            ("Service Request with Approvals", Some("request")),
            ("Solicitud de servicio", Some("request")),
            ("Change", Some("change")),
            ("Bug", Some("Bug")),
            ("", None),
        ] {
            assert_eq!(class(printed).as_deref(), expected, "{printed}");
        }
    }
}
