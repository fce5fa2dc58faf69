//! One entry of the directory audit as plain text fields, whichever container it came in.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    activities::normalised,
    fields::{field, guid, known_guid, opened, text},
};
use crate::records::lower_hex;

/// One entry. Texts are cleaned; words that mean "nothing" are absent.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in super::super) struct Audit {
    /// `id`; the CSV of the portal has none.
    pub(in super::super) id: Option<String>,
    /// `activityDateTime`, as found.
    pub(in super::super) at: Option<String>,
    /// `activityDisplayName`, normalised.
    pub(in super::super) activity: String,
    /// `result`.
    pub(in super::super) result: Option<String>,
    /// `correlationId`.
    pub(in super::super) correlation_id: Option<String>,
    /// `initiatedBy`.
    pub(in super::super) actor: Option<Actor>,
    /// `targetResources`.
    pub(in super::super) targets: Vec<Target>,
}

/// Who or what did it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in super::super) struct Actor {
    /// A person rather than an application.
    pub(in super::super) is_user: bool,
    /// Object id of the person, id of the application.
    pub(in super::super) id: Option<String>,
    /// Name as printed.
    pub(in super::super) name: Option<String>,
    /// User principal name.
    pub(in super::super) upn: Option<String>,
}

/// One of `targetResources`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in super::super) struct Target {
    /// `type`: `User`, `Device`, `Group`, …
    pub(in super::super) kind: String,
    /// Object id.
    pub(in super::super) id: Option<String>,
    /// Name as printed; often absent.
    pub(in super::super) name: Option<String>,
    /// User principal name.
    pub(in super::super) upn: Option<String>,
    /// `modifiedProperties`.
    pub(in super::super) properties: Vec<Property>,
}

/// A changed property; values are JSON inside a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in super::super) struct Property {
    /// Its name, for example `AccountEnabled`.
    pub(in super::super) name: String,
    /// Before.
    pub(in super::super) old: Option<String>,
    /// After.
    pub(in super::super) new: Option<String>,
}

impl Audit {
    /// What happened, as found. Only Log Analytics may lack the activity; the operation says the same there. See the
    /// prefilter.
    pub(super) fn activity_of(entry: &Value) -> Option<String> {
        text(entry, "activityDisplayName").or_else(|| text(entry, "OperationName"))
    }

    /// Reads an entry as Graph writes it, or with the capitals and texts of Log Analytics. `envelope` is what an event
    /// hub put around it.
    pub(super) fn from_json(entry: &Value, envelope: Option<&Value>) -> Self {
        let around = |name| envelope.and_then(|envelope| text(envelope, name));
        let at = text(entry, "activityDateTime").or_else(|| around("time"));
        let correlation = guid(entry, "correlationId");
        Self {
            id: text(entry, "id"),
            at: at.or_else(|| text(entry, "timeGenerated")),
            activity: normalised(&Self::activity_of(entry).unwrap_or_default()),
            result: text(entry, "result"),
            correlation_id: correlation.or_else(|| envelope.and_then(|around| guid(around, "correlationId"))),
            actor: opened(entry, "initiatedBy").as_ref().and_then(Actor::from_json),
            targets: match opened(entry, "targetResources") {
                Some(Value::Array(targets)) => targets.iter().map(Target::from_json).collect(),
                _ => Vec::new(),
            },
        }
    }

    /// The first target of a type: their order means nothing.
    pub(super) fn target(&self, kind: &str) -> Option<&Target> {
        self.targets.iter().find(|target| target.kind.eq_ignore_ascii_case(kind))
    }

    /// A changed property of any target.
    pub(super) fn property(&self, name: &str) -> Option<&Property> {
        self.targets.iter().find_map(|target| target.property(name))
    }

    /// The id, or what stands for it where the export has none: a hash of time, operation, activity, targets and
    /// changes. `at` is the time as it is read, so that another spelling of it is the same entry.
    pub(super) fn event_id(&self, at: &str) -> String {
        if let Some(id) = &self.id {
            return id.clone();
        }
        let mut hash = Sha256::new();
        let mut add = |text: Option<&str>| hash.update(format!("{}\u{0}", text.unwrap_or_default()));
        add(Some(at));
        add(self.correlation_id.as_deref());
        add(Some(&self.activity));
        for target in &self.targets {
            add(target.id.as_deref());
        }
        for property in self.targets.iter().flat_map(|target| &target.properties) {
            add(Some(&property.name));
            add(property.old.as_deref());
            add(property.new.as_deref());
        }
        format!("h-{}", lower_hex(&hash.finalize()[..8]))
    }
}

impl Actor {
    fn from_json(value: &Value) -> Option<Self> {
        if let Some(user) = field(value, "user") {
            return Some(Self {
                is_user: true,
                id: guid(user, "id"),
                name: text(user, "displayName"),
                upn: text(user, "userPrincipalName"),
            });
        }
        let app = field(value, "app")?;
        let name = text(app, "displayName").or_else(|| text(app, "servicePrincipalName"));
        let id = guid(app, "appId").or_else(|| guid(app, "servicePrincipalId"));
        Some(Self { is_user: false, id, name, upn: None })
    }

    /// As it is printed.
    pub(super) fn printed(&self) -> Option<String> {
        let second = if self.is_user { &self.upn } else { &self.id };
        match (&self.name, second) {
            (Some(name), Some(second)) if name != second => Some(format!("{name} ({second})")),
            (name, second) => name.clone().or_else(|| second.clone()).or_else(|| self.id.clone()),
        }
    }
}

impl Target {
    fn from_json(value: &Value) -> Self {
        let properties = opened(value, "modifiedProperties");
        let properties = properties.as_ref().and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let id = text(value, "id").map(|id| known_guid(&id).unwrap_or(id));
        Self {
            kind: text(value, "type").unwrap_or_default(),
            upn: text(value, "userPrincipalName").map(|upn| kept_upn(&upn, id.as_deref())),
            id,
            name: text(value, "displayName"),
            properties: properties.iter().map(Property::from_json).collect(),
        }
    }

    /// A changed property by its name in any case.
    pub(super) fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name.eq_ignore_ascii_case(name))
    }
}

impl Property {
    fn from_json(value: &Value) -> Self {
        let side = |name| match field(value, name) {
            Some(Value::String(text)) => Some(text.clone()),
            Some(other) => Some(other.to_string()),
            None => None,
        };
        Self {
            name: text(value, "displayName").or_else(|| text(value, "name")).unwrap_or_default(),
            old: side("oldValue"),
            new: side("newValue"),
        }
    }
}

/// A name without the object id that Entra puts before that of a deleted user, to keep it unique in the bin.
pub(in super::super) fn kept_upn(upn: &str, id: Option<&str>) -> String {
    let prefix = id.map(|id| id.replace('-', "")).filter(|prefix| prefix.len() == 32);
    let cut = prefix.and_then(|prefix| {
        let head = upn.get(..prefix.len()).filter(|head| head.eq_ignore_ascii_case(&prefix))?;
        upn.strip_prefix(head)
    });
    cut.filter(|rest| !rest.is_empty()).unwrap_or(upn).to_owned()
}
