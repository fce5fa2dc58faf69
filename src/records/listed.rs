//! Entries of lists that stand beside the exports: what an id that the exports carry stands for.

use super::{Origin, PersonKeys, code::coded};

coded! {
    /// The lists that are read, and so the kinds of ids that can be looked up in one.
    List {
        JamfApiClient = "jamf-api-client", ZendeskUser = "zendesk-user",
        FreshserviceRequester = "freshservice-requester", ServiceNowUser = "servicenow-user",
        JiraUser = "jira-user", JiraField = "jira-field", SailPointIdentity = "sailpoint-identity",
    }
}

/// One entry of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The list.
    pub list: List,
    /// The id as the exports carry it.
    pub id: String,
    /// What people call it.
    pub name: Option<String>,
    /// For lists of persons: the keys it gives.
    pub person: PersonKeys,
    /// Where it was read.
    pub origin: Origin,
}

impl List {
    /// An id of this list as it stands in `PersonKeys::listed_id`: `zendesk-user:123`.
    pub fn id(self, id: &str) -> String {
        format!("{self}:{id}")
    }
}
