//! Headers of Jira's delimited exports: in the language of whoever exported.

/// Fields with their headers, lower case: English, Spanish, German, French, Italian. Those of Spanish were seen in real
/// exports; the others are the words of the interface.
const HEADERS: &[(&str, &[&str])] = &[
    (
        "ticket_id",
        &[
            "issue key",
            "work item key",
            "key",
            "clave de incidencia",
            "clave de la incidencia",
            "clave",
            "vorgangsschlüssel",
            "vorgangs-schlüssel",
            "schlüssel",
            "clé de ticket",
            "clé du ticket",
            "clé",
            "chiave ticket",
            "chiave del ticket",
            "chiave segnalazione",
            "chiave",
        ],
    ),
    (
        "native_id",
        &[
            "issue id",
            "work item id",
            "id de la incidencia",
            "id de incidencia",
            "identificación de la incidencia",
            "vorgangs-id",
            "id de ticket",
            "id du ticket",
            "id ticket",
            "id del ticket",
        ],
    ),
    ("subject", &["summary", "resumen", "zusammenfassung", "résumé", "riepilogo"]),
    ("body", &["description", "descripción", "beschreibung", "descrizione"]),
    (
        "issue_type",
        &[
            "issue type",
            "work type",
            "tipo de incidencia",
            "vorgangstyp",
            "type de ticket",
            "tipo ticket",
            "tipo di ticket",
        ],
    ),
    (
        "project_type",
        &[
            "project type",
            "tipo de proyecto",
            "projekttyp",
            "type de projet",
            "tipo progetto",
            "tipo di progetto",
        ],
    ),
    ("status", &["status", "estado", "état", "statut", "stato"]),
    (
        "status_category",
        &[
            "status category",
            "categoría de estado",
            "categoría del estado",
            "statuskategorie",
            "status-kategorie",
            "catégorie d'état",
            "catégorie de statut",
            "categoria stato",
            "categoria di stato",
        ],
    ),
    (
        "status_changed",
        &[
            "status category changed",
            "categoría de estado cambiada",
            "categoría de estado modificada",
            "cambio de categoría de estado",
            "statuskategorie geändert",
            "catégorie d'état modifiée",
            "catégorie de statut modifiée",
            "categoria stato modificata",
            "categoria di stato modificata",
        ],
    ),
    (
        "opened_at",
        &["created", "creada", "creado", "erstellt", "création", "créé", "créée", "creato", "creata"],
    ),
    (
        "updated_at",
        &[
            "updated",
            "actualizada",
            "actualizado",
            "aktualisiert",
            "mise à jour",
            "mis à jour",
            "aggiornato",
            "aggiornata",
        ],
    ),
    (
        "resolved_at",
        &[
            "resolved",
            "resuelta",
            "resuelto",
            "erledigt",
            "gelöst",
            "résolu",
            "résolue",
            "date de résolution",
            "risolto",
            "risolta",
        ],
    ),
    ("close_code", &["resolution", "resolución", "lösung", "résolution", "risoluzione"]),
    ("person", &["reporter", "informador", "autor", "rapporteur", "segnalante", "reporter (informador)"]),
    (
        "comment",
        &[
            "comment",
            "comments",
            "comentario",
            "comentarios",
            "kommentar",
            "kommentare",
            "commentaire",
            "commentaires",
            "commento",
            "commenti",
        ],
    ),
    ("parent", &["parent", "parent key", "principal", "clave principal", "übergeordnet", "parente"]),
];

/// What stands around the name of a custom field.
const CUSTOM: [&str; 6] = [
    "custom field",
    "campo personalizado",
    "benutzerdefiniertes feld",
    "champ personnalisé",
    "campo personalizzato",
    "campo custom",
];

/// Words with which a header says that it holds an id, and words around them.
const ID_WORDS: [&str; 3] = ["id", "identificador", "identificación"];
const FILLERS: [&str; 8] = ["de", "del", "de la", "du", "des", "der", "di", "la"];

/// The field a header stands for; `None` for every other column.
pub(super) fn field(header: &str) -> Option<&'static str> {
    let header = lower(header);
    let known = |name: &str| HEADERS.iter().find(|(_, names)| names.contains(&name)).map(|(field, _)| *field);
    known(&header).or_else(|| {
        let words: Vec<&str> = header.split([' ', '-', '.']).filter(|word| !word.is_empty()).collect();
        let rest: Vec<&str> = words
            .iter()
            .copied()
            .filter(|word| !ID_WORDS.contains(word) && !FILLERS.contains(word))
            .collect();
        let is_id = words.iter().any(|word| ID_WORDS.contains(word));
        (is_id && known(&rest.join(" ")) == Some("person")).then_some("person_id")
    })
}

/// The name of a custom field: `Root cause` of `Custom field (Root cause)`.
pub(super) fn custom_name(header: &str) -> Option<&str> {
    let (kind, name) = header.trim().split_once('(')?;
    CUSTOM.contains(&lower(kind).as_str()).then(|| name.strip_suffix(')').unwrap_or(name).trim())
}

/// The name of a link between issues: `Causes` of `Inward issue link (Causes)`.
pub(super) fn link_name(header: &str) -> Option<&str> {
    const LINKS: [&str; 6] = ["link", "enlace", "verknüpfung", "lien", "collegamento", "vínculo"];
    let (kind, name) = header.trim().split_once('(')?;
    let kind = lower(kind);
    LINKS.iter().any(|word| kind.contains(word)).then(|| name.strip_suffix(')').unwrap_or(name).trim())
}

fn lower(header: &str) -> String {
    header.trim().trim_start_matches('\u{feff}').trim().to_lowercase().replace('\u{2019}', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_five_languages_mean_the_same_fields() {
        for (header, expected) in [
            ("Issue key", Some("ticket_id")),
            ("\u{feff}Summary", Some("subject")),
            ("Clave de incidencia", Some("ticket_id")),
            ("Categoría de estado", Some("status_category")),
            ("Informador", Some("person")),
            ("Reporter Id", Some("person_id")),
            ("Id. del informador", Some("person_id")),
            ("Resuelta", Some("resolved_at")),
            ("Zusammenfassung", Some("subject")),
            ("Statuskategorie geändert", Some("status_changed")),
            ("Catégorie d\u{2019}état", Some("status_category")),
            ("Chiave ticket", Some("ticket_id")),
            ("Watchers Id", None),
            ("Component/s", None),
        ] {
            assert_eq!(field(header), expected, "{header}");
        }
    }

    #[test]
    fn names_of_custom_fields_and_links_stand_in_brackets() {
        assert_eq!(custom_name("Custom field (Root cause)"), Some("Root cause"));
        assert_eq!(custom_name("Campo personalizado (Root cause)"), Some("Root cause"));
        assert_eq!(custom_name("Summary (old)"), None);
        assert_eq!(link_name("Inward issue link (Causes)"), Some("Causes"));
        assert_eq!(link_name("Enlace de incidencia entrante (Causes)"), Some("Causes"));
        assert_eq!(link_name("Custom field (Causes)"), None);
    }
}
