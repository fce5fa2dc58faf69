//! Cross-validation: every case is predicted by bits learned without it.

use sha2::{Digest, Sha256};

/// Parts into which cases fall.
pub const FOLDS: u64 = 10;

/// The part of a case: the first eight bytes of the SHA-256 of its action id, modulo [`FOLDS`]. Chance without a
/// seed: the same case is in the same part whatever else is there.
pub(super) fn fold(action_id: &str) -> u64 {
    let digest = Sha256::digest(action_id.as_bytes());
    let number = digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    number % FOLDS
}

/// What is predicted of every item, in the order of the items, each by what was learned from the other parts.
pub(super) fn cross_validated<T, Model, Said>(
    items: &[T],
    part: impl Fn(&T) -> u64,
    learn: impl Fn(&[&T]) -> Model,
    predict: impl Fn(&T, &Model) -> Said,
) -> Vec<Said> {
    let folds: Vec<u64> = items.iter().map(part).collect();
    let models: Vec<Model> = (0..FOLDS)
        .map(|fold| {
            let others: Vec<&T> =
                items.iter().zip(&folds).filter(|(_, of)| **of != fold).map(|(item, _)| item).collect();
            learn(&others)
        })
        .collect();
    let with_models = items.iter().zip(&folds).filter_map(|(item, fold)| {
        let model = models.get(usize::try_from(*fold).ok()?)?;
        Some((item, model))
    });
    with_models.map(|(item, model)| predict(item, model)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_of_a_case_hangs_on_its_id_alone() {
        // python: int.from_bytes(hashlib.sha256(id).digest()[:8], "big") % 10
        assert_eq!(["a", "action-17", ""].map(fold), [0, 6, 2]);
    }

    #[test]
    fn no_case_is_predicted_by_what_was_learned_from_it() {
        let ids: Vec<String> = (0..200).map(|n| format!("action-{n}")).collect();
        let learn = |others: &[&String]| others.iter().map(|id| (*id).clone()).collect::<Vec<_>>();
        let said = cross_validated(
            &ids,
            |id| fold(id),
            learn,
            |id, others| (id.clone(), others.contains(id), others.len()),
        );
        assert_eq!(said.iter().map(|(id, ..)| id.clone()).collect::<Vec<_>>(), ids);
        assert!(said.iter().all(|(_, seen, others)| !seen && *others > 150 && *others < 200));
    }
}
