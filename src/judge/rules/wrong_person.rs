//! `wrong-person`: an identifier changed hands, and the action hit its other owner.

use crate::{
    attribute::case::{Candidate, Case},
    judge::{
        facts::{action_and, subject_is_not_holder, told, utc},
        rule::{About, CauseClass, Context, Family, Fired, Role, Rule, Weight},
    },
};

/// An identifier changed hands, and the action hit its other owner.
pub(super) const RULE: Rule = Rule {
    code: "wrong-person",
    family: Family::Subject,
    about: About::Trigger,
    cause: Some((CauseClass::Data, Role::ControlOwner)),
    printed_weight: "+8",
    full_bits: Some(8.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
The trigger is about one person and the device was held by another, and an e-mail or login stood for both of
them at different times. A renamed or recycled address led the automation from the one to the other.

## Why it speaks for or against a false positive
Whatever became of the first person, the second one is hit by mistake. The fault lies in the matching key,
so a true departure does not make it better: the truth family is suspended.

## What speaks against it
The two persons may be one, entered twice in `people.csv`. The rows show both owners of the identifier;
compare their employee ids before calling it a mix-up.

## Settings
`[judge].bits.wrong-person` replaces its +8 bits. It silences `wrong-device`, which would otherwise say the
same with a weaker reason. A stable id as the matching key removes the cause.
";

pub(super) fn fires(case: &Case, candidate: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    let candidate = candidate?;
    let moved = candidate.identifier_moved.as_ref()?;
    let (subject, holder) = subject_is_not_holder(case, candidate)?;
    let mut rows = moved.rows.clone();
    rows.push(holder.row.clone());
    rows.extend(action_and(case, [candidate.trigger.as_ref()]));
    Some(Fired {
        weight: Weight::Bits(8.0),
        because: format!(
            "{} is about `{subject}`, but at {} the device was held by `{}`; `{}` stood for the one and stands for the other",
            told(&candidate.trigger),
            utc(case.done_at),
            holder.person_id,
            moved.identifier
        ),
        rows,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        attribute::case::{IdentifierMove, RowRef},
        judge::fixtures::*,
    };

    fn moved(subject: Option<&str>, held_by: Option<&str>) -> Case {
        let mut case = linked(|c| {
            let rows = vec![RowRef::Register(register_row("people", 7))];
            c.identifier_moved =
                Some(IdentifierMove { identifier: "r.sample@meridian.example".to_owned(), rows });
            c.subject_person_id = subject.map(str::to_owned);
        });
        case.holder = held_by.map(holder);
        case
    }

    #[test]
    fn it_asks_for_two_known_persons() {
        for (subject, held_by, expected) in [
            (Some("p1"), Some("p2"), Some(8.0)),
            (Some("p1"), Some("p1"), None),
            (None, Some("p2"), None),
            (Some("p1"), None, None),
        ] {
            assert_eq!(bits(&RULE, &moved(subject, held_by)), expected, "{subject:?} and {held_by:?}");
        }
    }

    #[test]
    fn without_a_moved_identifier_it_is_silent() {
        let mut case = moved(Some("p1"), Some("p2"));
        case.attribution.candidates[0].identifier_moved = None;
        assert_eq!(bits(&RULE, &case), None);
    }

    #[test]
    fn the_sentence_names_both_persons_and_the_identifier() {
        let case = moved(Some("p1"), Some("p2"));
        assert_says(&RULE, &case, &["about `p1`", "held by `p2`", "`r.sample@meridian.example`"]);
    }
}
