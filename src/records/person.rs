//! The keys by which an export names a person. Kept as found (trimmed); resolving is `resolve`'s work.

/// Keys of one person as one record gives them. Nothing here is guessed: an absent key is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonKeys {
    /// Our own `person_id`, only from mapped formats.
    pub person_id: Option<String>,
    /// Okta user id (`00u…`), stable.
    pub okta_id: Option<String>,
    /// Entra object id (GUID), stable.
    pub entra_object_id: Option<String>,
    /// Employee number from HR, compared as trimmed text.
    pub employee_id: Option<String>,
    /// Login or UPN as valid at the record's time.
    pub login: Option<String>,
    /// E-mail as valid at the record's time.
    pub email: Option<String>,
    /// Display name: never a join key, except a unique exact one for tickets.
    pub display_name: Option<String>,
    /// Id in a list that stands beside the exports (`zendesk-user:123`): the list says who that is.
    pub listed_id: Option<String>,
}

impl PersonKeys {
    /// True when no key is present at all.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
