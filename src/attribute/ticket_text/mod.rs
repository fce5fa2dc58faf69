//! What the wording of a ticket says about a device or account action: classes of wording, found sentence by
//! sentence after everything that only looks like them (boilerplate, negations, requests) is out.

mod class;
mod exclusions;
mod patterns;
mod requests;
mod sentences;

pub use class::{TextClass, TextWeight};

use std::collections::BTreeMap;

use regex::{Regex, RegexBuilder};

use crate::config::{PATTERN_SIZE, Tickets};
use exclusions::Exclusions;
use patterns::Says;
use requests::Requests;

/// Longest text that is looked at, in characters; the rest is quoted mail or logs.
const MAX_CHARS: usize = 20_000;
/// Longest sentence that is shown as evidence, in characters.
const MAX_SHOWN_CHARS: usize = 200;

/// One sentence of a ticket and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextMatch {
    /// What it says.
    pub class: TextClass,
    /// The sentence, its first 200 characters. Hostile until escaped.
    pub text: String,
}

/// What somebody who complains of nothing wants. What asks for more stands later.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Intent {
    /// Nothing that an automation does.
    #[default]
    None,
    /// A device erased, not saying which: a request only where the ticket names the device elsewhere.
    BareRequest,
    /// It tells that somebody leaves.
    Leaver,
    /// An action asked for: a wipe, a lock, a new provisioning, an offboarding.
    Request,
}

/// Everything the wording of one ticket says, so that it is read once however many cases it may speak of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wording {
    /// Each class once with the first sentence that says it, in the order of the classes.
    pub classes: Vec<TextMatch>,
    /// What the ticket wants, unless it complains of something.
    pub intent: Intent,
    /// It asks for what a user needs after a wipe: a second factor, VPN, activation, data, a licence. Says something
    /// only next to a wipe of that user's device.
    pub is_wipe_follow_up: bool,
}

/// The compiled patterns of all classes.
#[derive(Debug)]
pub struct TextClasses {
    classes: Vec<(TextClass, Regex)>,
    exclusions: Exclusions,
    requests: Requests,
    /// What is no class: boilerplate, complaints, what follows a wipe.
    others: Vec<(Says, Regex)>,
}

impl TextClasses {
    /// The built-in patterns and those of the site.
    ///
    /// # Errors
    /// A pattern of the site that is no regular expression, or whose class does not exist.
    pub fn new(tickets: &Tickets) -> Result<Self, String> {
        // The languages of one class are one pattern: a sentence is looked through once.
        let mut built_in: BTreeMap<Says, Vec<String>> = BTreeMap::new();
        for wording in patterns::built_in()? {
            built_in
                .entry(says(&wording.class, &wording.pattern)?)
                .or_default()
                .push(format!("(?:{})", wording.pattern));
        }
        let mut all = Vec::new();
        for (says, patterns) in built_in {
            all.push((says, compile(&patterns.join("|"))?));
        }
        for site in &tickets.patterns {
            all.push((says(&site.class, &site.pattern)?, compile(&site.pattern)?));
        }
        let (mut classes, mut others) = (Vec::new(), Vec::new());
        for (says, pattern) in all {
            match says {
                Says::Class(class) => classes.push((class, pattern)),
                other => others.push((other, pattern)),
            }
        }
        Ok(Self { classes, exclusions: Exclusions::new()?, requests: Requests::new()?, others })
    }

    /// Whether a sentence says this.
    fn says(&self, what: Says, sentence: &str) -> bool {
        self.others.iter().any(|(says, pattern)| *says == what && pattern.is_match(sentence))
    }

    /// Reads the texts of a ticket.
    pub fn read(&self, subject: &str, body: &str) -> Wording {
        let sentences = self.sentences(subject, body);
        let classes = self.classify(&sentences);
        let intent = self.intent(&sentences, &classes);
        let is_wipe_follow_up = sentences.iter().any(|sentence| self.says(Says::AfterWipe, sentence));
        Wording { classes, intent, is_wipe_follow_up }
    }

    fn classify(&self, sentences: &[String]) -> Vec<TextMatch> {
        let mut found: Vec<TextMatch> = Vec::new();
        for sentence in sentences {
            for (class, pattern) in &self.classes {
                if found.iter().any(|known| known.class == *class) {
                    continue;
                }
                let kept = self.exclusions.apply(*class, sentence);
                if kept.is_some_and(|kept| pattern.is_match(&kept)) {
                    let text = sentence.chars().take(MAX_SHOWN_CHARS).collect();
                    found.push(TextMatch { class: *class, text });
                }
            }
        }
        found.sort_by_key(|known| known.class);
        found
    }

    fn intent(&self, sentences: &[String], classes: &[TextMatch]) -> Intent {
        let complains =
            |sentence: &String| self.says(Says::Complaint, &self.requests.without_planned(sentence));
        if sentences.iter().any(complains) || classes.iter().any(|known| known.class.complains()) {
            return Intent::None;
        }
        let of_sentence = |sentence: &String| {
            let kept = self.exclusions.without_undoing(sentence);
            match () {
                () if self.requests.are_in(&kept) => Intent::Request,
                () if self.requests.are_bare_in(&kept) => Intent::BareRequest,
                () => Intent::None,
            }
        };
        let is_leaver = classes.iter().any(|known| known.class == TextClass::IntendedLeaver);
        let of_class = if is_leaver { Intent::Leaver } else { Intent::None };
        sentences.iter().map(of_sentence).max().unwrap_or_default().max(of_class)
    }

    /// The sentences that somebody wrote about the matter: no boilerplate.
    fn sentences(&self, subject: &str, body: &str) -> Vec<String> {
        let mut all = Vec::new();
        for text in [subject, body] {
            let capped: String = text.chars().take(MAX_CHARS).collect();
            all.extend(sentences::split(&self.exclusions.without_sender(&capped)));
        }
        all.retain(|sentence| !self.says(Says::Boilerplate, sentence));
        all
    }
}

/// What an entry is for.
fn says(class: &str, pattern: &str) -> Result<Says, String> {
    Says::of(class).ok_or_else(|| {
        format!(
            "ticket pattern `{pattern}` has class `{class}`, expected a letter from A to L, `boilerplate`, `complaint` or \
             `after-wipe`"
        )
    })
}

/// Compiles a pattern that does not regard case.
fn compile(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern)
        .case_insensitive(true)
        .ignore_whitespace(false)
        .size_limit(PATTERN_SIZE)
        .build()
        .map_err(|error| format!("ticket pattern `{pattern}` is no usable regular expression: {error}"))
}

/// Text in which ids are looked for, in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes(String);

impl Notes {
    /// Notes and closure notes of a ticket.
    pub fn new(notes: &str, close_notes: &str) -> Self {
        Self(format!("{}\n{}", notes.to_ascii_lowercase(), close_notes.to_ascii_lowercase()))
    }

    /// Whether they name the action by its id or command UUID as a whole word.
    pub fn name_action(&self, action_id: &str, uuid: Option<&str>) -> bool {
        [Some(action_id), uuid].into_iter().flatten().any(|id| self.hold_word(id))
    }

    /// Whether `id` stands there without a letter, digit or dash right beside it. Ids under eight characters are
    /// too common to mean anything.
    fn hold_word(&self, id: &str) -> bool {
        let id = id.trim().to_ascii_lowercase();
        if id.len() < 8 {
            return false;
        }
        let text = &self.0;
        let is_inside = |c: char| c.is_alphanumeric() || c == '-';
        text.match_indices(&id).any(|(start, _)| {
            let before = text[..start].chars().next_back();
            let after = text[start + id.len()..].chars().next();
            !before.is_some_and(is_inside) && !after.is_some_and(is_inside)
        })
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod wording_tests;
