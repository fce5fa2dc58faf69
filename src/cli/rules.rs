//! `misfire rules` and the manual pages of `misfire explain --rule`.

use super::{Advised, Console, DONE, page::Page};
use crate::{
    config::problem::nearest,
    judge::{UNEXPLAINED, rule::Rule, rules::RULES},
};

/// Arguments of `misfire rules`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// What the command line shows of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleView {
    /// Kebab-case code.
    pub code: &'static str,
    /// Family code.
    pub family: &'static str,
    /// Bits as in the manual, for example `+7 / +4 / +2` or `decisive`.
    pub bits: &'static str,
    /// Accountable role, empty where the rule names no cause.
    pub role: &'static str,
    /// Manual page.
    pub explanation: &'static str,
}

/// The registry of rules as the command line shows it.
pub fn registry() -> Vec<RuleView> {
    let view = |rule: &&'static Rule| RuleView {
        code: rule.code,
        family: rule.family.code(),
        bits: rule.printed_weight,
        role: rule.cause.map_or("", |(_, role)| role.code()),
        explanation: rule.explanation,
    };
    RULES.iter().map(view).collect()
}

/// Runs the command.
///
/// # Errors
/// The output cannot be written.
pub fn run(_args: &Args, console: &mut Console<'_>) -> anyhow::Result<u8> {
    console.out.write_all(listed(&registry()).as_bytes())?;
    Ok(DONE)
}

/// The rules as a table, in the order of the registry.
pub fn listed(rules: &[RuleView]) -> String {
    let column = |title: &str, of: fn(&RuleView) -> &'static str| {
        rules.iter().map(|rule| of(rule).chars().count()).chain([title.len()]).max().unwrap_or_default() + 2
    };
    let (code, family) = (column("code", |rule| rule.code), column("family", |rule| rule.family));
    let bits = column("bits", |rule| rule.bits);
    let mut text = format!("{:<code$}{:<family$}{:<bits$}accountable role\n", "code", "family", "bits");
    for rule in rules {
        let role = if rule.role.is_empty() { "–" } else { rule.role };
        let line = format!("{:<code$}{:<family$}{:<bits$}{role}\n", rule.code, rule.family, rule.bits);
        text.push_str(&line);
    }
    text
}

/// The manual page of a rule.
///
/// # Errors
/// There is no rule with this code.
pub fn manual(rules: &[RuleView], code: &str) -> Result<String, Advised> {
    let code = code.trim();
    if code == UNEXPLAINED {
        return Ok(unexplained());
    }
    let Some(rule) = rules.iter().find(|rule| rule.code == code) else {
        let known: Vec<&str> = rules.iter().map(|rule| rule.code).chain([UNEXPLAINED]).collect();
        let hint = match nearest(code, &known) {
            Some(near) => format!("did you mean `{near}`? `misfire rules` lists the codes"),
            None => "`misfire rules` lists the codes".to_owned(),
        };
        return Err(Advised { message: format!("there is no rule `{code}`"), hint });
    };
    let mut page = Page::default();
    page.line(rule.code, 0);
    page.labelled("family", rule.family, 18);
    page.labelled("bits", rule.bits, 18);
    if !rule.role.is_empty() {
        page.labelled("accountable", rule.role, 18);
    }
    page.line("", 0);
    page.paragraphs(rule.explanation);
    Ok(page.finish())
}

/// The page of the one cause that is no rule.
fn unexplained() -> String {
    let mut page = Page::default();
    page.line(UNEXPLAINED, 0);
    page.labelled("family", "none: it is a cause and no rule", 18);
    page.labelled("bits", "none", 18);
    page.labelled("accountable", "control_owner", 18);
    page.line("", 0);
    page.paragraphs(UNEXPLAINED_PAGE);
    page.finish()
}

const UNEXPLAINED_PAGE: &str = "\
## What it means
The action was a false positive, and no rule that names a mechanism spoke. What decided was evidence that
something was wrong and not why: a reviewer who named no cause, a ticket, a roll-back.

## Why it is a cause of its own
A false positive nobody can explain will come again. It is ranked beside the other causes and stays with the
control owner, who has to find out which part of the control failed.

## What to do
Open the case with `misfire explain FOLDER ACTION_ID`, find the mechanism, and write a row into
`reviews.csv` whose `cause` is the code of a rule with an accountable role; the newest review that names a
known cause stands over the rules. `misfire rules` lists the codes.

## Settings
None. A missing export (assignment history, HR events, exceptions) is the usual reason why no rule that names
a cause could speak; `misfire check FOLDER` says what a review cannot tell.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_that_is_no_rule_has_its_page() {
        let page = manual(&registry(), "unexplained").unwrap();
        assert!(page.starts_with("unexplained\nfamily "), "{page}");
        assert!(page.contains("accountable       control_owner") && page.contains("What to do"), "{page}");
        assert!(manual(&registry(), "unexplaned").unwrap_err().hint.contains("`unexplained`"));
    }

    const RULES: &[RuleView] = &[
        RuleView {
            code: "flapping-trigger",
            family: "reversal",
            bits: "+7",
            role: "control_owner",
            explanation: "What it means\n\nThe trigger was undone within the settling time.",
        },
        RuleView { code: "rolled-back", family: "undo", bits: "+6", role: "", explanation: "What it means" },
    ];

    #[test]
    fn rules_are_listed_in_aligned_columns() {
        let text = listed(RULES);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "code              family    bits  accountable role");
        assert_eq!(lines[1], "flapping-trigger  reversal  +7    control_owner");
        assert_eq!(lines[2], "rolled-back       undo      +6    –");
    }

    #[test]
    fn a_manual_page_has_its_head_and_an_unknown_code_its_advice() {
        let page = manual(RULES, "flapping-trigger").unwrap();
        assert!(page.contains("accountable       control_owner\n\nWhat it means\n\nThe trigger"), "{page}");
        let error = manual(RULES, "flaping-trigger").unwrap_err();
        assert_eq!(error.to_string(), "there is no rule `flaping-trigger`");
        assert!(error.hint.starts_with("did you mean `flapping-trigger`?"));
    }
}
