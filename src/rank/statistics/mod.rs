//! The statistics of the report, each with its formula and source, tested against values of SciPy and
//! statsmodels that stand in the tests. What cannot be said (no trials, too few groups) is `None`, never a number.

mod binomial;
mod control_chart;
mod dispersion;
mod intervals;
mod multiplicity;
mod quantiles;
mod random;
mod rank_interval;
mod recapture;
mod shrinkage;
mod survival;

pub use binomial::{control_limit, exact_test};
pub use control_chart::{in_a_run, sigma_z};
pub use dispersion::{Dispersion, stretched_p_value};
pub use intervals::{newcombe, newcombe_limits, two_sided_quantile, wilson};
pub use multiplicity::benjamini_hochberg;
pub use quantiles::{median, poisson_interval, poisson_tail, quantile};
pub use rank_interval::rank_intervals;
pub use recapture::{MIN_ON_TWO, Unseen, chao, chapman};
pub use shrinkage::{BetaPrior, Posterior};
pub use survival::{Curve, Quantile, Stay, Step};

/// A count as a floating number.
#[expect(clippy::cast_precision_loss, reason = "counts of cases stay far below 2^53")]
fn real(count: u64) -> f64 {
    count as f64
}
