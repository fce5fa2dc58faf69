//! People of Jira: an account id that only a list explains, with whatever the site shows beside it.

use crate::records::{List, PersonKeys};

/// A person from what is shown and the account id. Portal customers (`qm:…`) have their address as display name; on
/// sites of one's own the id is absent and a name without blanks is the login.
pub(in super::super) fn person(
    shown: Option<&str>,
    account: Option<&str>,
    email: Option<&str>,
) -> PersonKeys {
    let present = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let (shown, account) = (present(shown), present(account));
    let mut keys = PersonKeys { email: present(email), ..PersonKeys::default() };
    keys.listed_id = account.as_deref().map(|id| List::JiraUser.id(id));
    let Some(shown) = shown else { return keys };
    if shown.contains('@') && !shown.contains(char::is_whitespace) {
        keys.email = keys.email.or(Some(shown));
    } else if account.is_none() && !shown.contains(char::is_whitespace) {
        keys.login = Some(shown);
    } else {
        keys.display_name = Some(shown);
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_known_by_account_address_login_or_name() {
        let keys = |shown, account, email| {
            let keys = person(Some(shown), account, email);
            [keys.display_name, keys.login, keys.email, keys.listed_id].map(Option::unwrap_or_default)
        };
        assert_eq!(
            keys("Ann Sample", Some("712020:aa"), None),
            ["Ann Sample", "", "", "jira-user:712020:aa"]
        );
        assert_eq!(
            keys("ann@meridian.example", Some("qm:1:2"), None),
            ["", "", "ann@meridian.example", "jira-user:qm:1:2"]
        );
        assert_eq!(
            keys("Ann Sample", None, Some("ann@meridian.example")),
            ["Ann Sample", "", "ann@meridian.example", ""]
        );
        assert_eq!(keys("asample", None, None), ["", "asample", "", ""]);
        assert!(person(Some(" "), None, None).is_empty());
    }
}
