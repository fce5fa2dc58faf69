//! The statistics of the report, each with its formula and source, tested against values of SciPy and
//! statsmodels that stand in the tests. What cannot be said (no trials, too few groups) is `None`, never a number.

mod intervals;
mod quantiles;
mod recapture;
mod shrinkage;

pub use intervals::{newcombe, newcombe_limits, two_sided_quantile, wilson};
pub use quantiles::{median, poisson_tail, quantile};
pub use recapture::{MIN_ON_TWO, Unseen, chao, chapman};
pub use shrinkage::{BetaPrior, Posterior};

/// A count as a floating number.
#[expect(clippy::cast_precision_loss, reason = "counts of cases stay far below 2^53")]
fn real(count: u64) -> f64 {
    count as f64
}
