//! What keeps inputs from being read, all of it at once rather than one file per run.

use std::fmt;

use crate::records::one_line;

/// One input that could not be read, or a question it raises.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Path relative to the review folder, or the pattern of the source.
    pub file: String,
    /// What was found, what was expected and what to do.
    pub message: String,
    /// True when an answer in the configuration (a zone, an order of day and month) solves it.
    pub is_question: bool,
}

/// Why reading stopped: every input that stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct IngestError {
    /// The inputs, in the order of the sources.
    pub problems: Vec<Problem>,
}

impl fmt::Display for IngestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.len() {
            1 => write!(f, "an input could not be read:")?,
            n => write!(f, "{n} inputs could not be read:")?,
        }
        for problem in &self.problems {
            write!(f, "\n  `{}`: {}", one_line(&problem.file), one_line(&problem.message))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_end_in_a_name_forges_no_line() {
        let problem = Problem {
            file: "a\n  `b.json`: fine".to_owned(),
            message: "found `x\ny`".to_owned(),
            is_question: false,
        };
        let told = IngestError { problems: vec![problem] }.to_string();
        assert_eq!(told.lines().count(), 2, "{told}");
        assert!(told.contains("a\\n  `b.json`") && told.contains("`x\\ny`"), "{told}");
    }
}
