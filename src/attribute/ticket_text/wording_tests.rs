//! The table of the built-in wording holds what it promises: every entry gives its hits and none of its misses.

use super::{
    patterns::{Says, Wording, built_in},
    *,
};

fn is_said(texts: &TextClasses, wording: &Wording, sentence: &str) -> bool {
    match Says::of(&wording.class).unwrap() {
        Says::Class(class) => texts.read(sentence, "").classes.iter().any(|found| found.class == class),
        other => texts.says(other, sentence),
    }
}

#[test]
fn every_wording_gives_its_hits_and_none_of_its_misses() {
    let texts = TextClasses::new(&Tickets::default()).unwrap();
    let mut wrong = Vec::new();
    for wording in built_in().unwrap() {
        let what = format!("{} ({})", wording.class, wording.language);
        for hit in wording.hits.iter().filter(|hit| !is_said(&texts, &wording, hit)) {
            wrong.push(format!("{what} is not told by: {hit}"));
        }
        for miss in wording.misses.iter().filter(|miss| is_said(&texts, &wording, miss)) {
            wrong.push(format!("{what} is told by: {miss}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_wording_names_its_language_and_source_and_tells_its_own_hits() {
    for wording in built_in().unwrap() {
        let own = compile(&wording.pattern).unwrap();
        assert!(["en", "de", "es", "tr"].contains(&wording.language.as_str()), "{wording:?}");
        assert!(wording.source.len() > 20 && !wording.hits.is_empty(), "{wording:?}");
        for hit in &wording.hits {
            assert!(own.is_match(hit), "{} ({}): {hit}", wording.class, wording.language);
        }
    }
    let mut told: Vec<Says> =
        built_in().unwrap().iter().filter_map(|wording| Says::of(&wording.class)).collect();
    told.sort_unstable();
    told.dedup();
    assert_eq!(told.len(), 12 + 3, "every class has a wording");
}
