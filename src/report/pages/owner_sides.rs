//! Both sides on an owner's page: nobody tunes a trigger without seeing what it contains.

use crate::report::{
    block::Block,
    both_sides,
    model::{Review, SideRow, WorkflowRow},
    selection::{self, UNMAPPED, holders},
    vocabulary, workflow_name,
};

/// Workflows shown.
const TOP: usize = 50;

/// The roles held here, then the workflows in which one is held; nothing where neither has anything to count.
pub(super) fn both(review: &Review, owner: &str) -> Vec<Block> {
    let roles: Vec<&SideRow> =
        review.sides.iter().filter(|row| row.dimension == "owner" && row.key == owner).collect();
    let workflows: Vec<&SideRow> = review
        .sides
        .iter()
        .filter(|row| row.dimension == "workflow" && is_held(review, owner, row))
        .collect();
    if roles.is_empty() && workflows.is_empty() {
        return Vec::new();
    }
    let mut blocks = Vec::new();
    if !roles.is_empty() {
        let grid =
            both_sides::grid(review, "By role, while it was held here", "Role", roles.into_iter(), |row| {
                vocabulary::role(&row.role).into()
            });
        blocks.push(Block::Grid(grid));
    }
    let n_workflows = workflows.len();
    if n_workflows > 0 {
        let shown = workflows.into_iter().take(TOP);
        let grid = both_sides::grid(review, "By workflow, whoever held it", "Workflow", shown, |row| {
            if row.key == UNMAPPED { "none".into() } else { workflow_name::line(review, &row.key) }
        });
        blocks.push(Block::Grid(grid.pointing_to(n_workflows, "tables/containment.csv")));
    }
    blocks.extend(both_sides::legend());
    blocks
}

/// Whether some version of the workflow in the period names this owner.
fn is_held(review: &Review, owner: &str, row: &SideRow) -> bool {
    if selection::is_nobody(owner) {
        return owner == UNMAPPED && row.key == UNMAPPED;
    }
    let holds = |version: &WorkflowRow| holders(version).iter().any(|(_, holder)| *holder == owner);
    review.workflows.iter().any(|version| version.workflow_id == row.key && holds(version))
}
