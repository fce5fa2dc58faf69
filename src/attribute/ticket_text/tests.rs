//! Wordings in the manner of real tickets, each with the classes it must and must not give.

use std::sync::LazyLock;

use super::*;
use crate::{config::TicketPattern, records::ActionKind};

fn classes() -> &'static TextClasses {
    static CLASSES: LazyLock<TextClasses> = LazyLock::new(|| TextClasses::new(&Tickets::default()).unwrap());
    &CLASSES
}

fn letters(subject: &str, body: &str) -> String {
    classes().read(subject, body).classes.iter().map(|found| found.class.letter()).collect()
}

#[test]
fn complaints_are_told_by_their_class() {
    let table = [
        // A
        ("A", "My account has been disabled, please help"),
        ("A", "network account disabled. Customer said she hasn't been on leave"),
        ("A", "someone has disabled the AD account of our intern"),
        ("A", "Login was deactivated this morning"),
        ("A", "deactivated user: cannot reach mail"),
        ("A", "The account should not have been disabled"),
        ("A", "account is not locked but disabled"),
        ("A", "I was deactivated again"),
        // A and B
        ("AB", "account reactivation: computer access is terminated, please give access back asap"),
        ("B", "please reactivate my account"),
        ("B", "reactivate P. Sample - it is our CEO - it is urgent"),
        ("B", "user id must be re-enabled today"),
        ("B", "reinstatement of account for returning colleague"),
        // C
        ("C", "account expired on September 29th, extend until the end of the year"),
        ("C", "please extend the contract end date of the contractor"),
        // D
        ("D", "had prior access that has been removed"),
        ("D", "my permissions were revoked over night"),
        // E with C
        (
            "CE",
            "erp user blocked, please unlock immediately and extend the account, tomorrow is our payroll run",
        ),
        // F, G
        ("F", "locked out of the system"),
        ("F", "account locked"),
        ("G", "My MacBook is locked and asks for a code"),
        ("G", "iphone locked, please remove the lock from it"),
        ("FG", "I am locked out of my laptop"),
        // H
        ("H", "office shows activation required after reimage"),
        ("H", "reset VPN MFA because the system has been formatted"),
        ("H", "my phone was wiped over the weekend"),
        // I, in four languages
        ("I", "remove user from Palo Alto quarantine, PC has been replaced"),
        ("I", "Mac shows as non-compliant"),
        (
            "I",
            "Your mobile device is temporarily blocked from synchronizing using Exchange ActiveSync until your administrator grants it access.",
        ),
        (
            "I",
            "Ihr mobiles Gerät wird vorübergehend für die Synchronisierung mit Exchange ActiveSync blockiert, bis Ihr Administrator Zugriff gewährt.",
        ),
        (
            "I",
            "Se ha bloqueado temporalmente la sincronización de su dispositivo móvil con Exchange ActiveSync: bloqueado para sincronizar",
        ),
        (
            "I",
            "Yöneticiniz erişim izni verene kadar mobil cihazınızın Exchange ActiveSync ile eşitlenmesi geçici olarak engellendi.",
        ),
        // J, K, L
        ("J", "printer stopped suddenly"),
        ("K", "Termination of J. Example effective Friday"),
        ("K", "colleague left the company"),
        ("K", "maternity leave from May on"),
        ("L", "Adobe license has been removed from my Mac"),
        ("L", "office says unlicensed product"),
    ];
    for (expected, text) in table {
        assert_eq!(letters(text, ""), expected, "as subject: {text}");
        assert_eq!(letters("", &format!("Hello team,\n\n{text}\n\nRegards")), expected, "as body: {text}");
    }
}

#[test]
fn negations_requests_and_boilerplate_are_no_complaints() {
    let table = [
        "the account is not yet disabled",
        "his login hasn't been deactivated",
        "no account was disabled",
        "Please disable the account of the vendor",
        "can you have the account disabled today",
        "The account will be disabled on Friday",
        "account to be disabled next week",
        "check whether the account is disabled",
        "I want the account disabled",
        "request to wipe the laptop of a former colleague",
        "laptop needs to be wiped before reuse",
        "kindly factory reset this ipad",
        "wipe request for stock devices: factory reset",
        "please remove license for Visio",
        "license renewal: the license expired",
        "the spreadsheet is formatted wrongly",
        "mail was quarantined by the spam filter",
        "account disabled after too many failed login attempts",
        "account locked because of wrong password",
        "forgot my password, locked out",
        "password expired for my account",
        "contract will expire next month, extend the account",
        "account reactivation form",
        "do not reactivate the account",
        "she has not left the company",
        "the application was terminated unexpectedly",
        "If you have received this message in error please delete it",
        "Windows Intune: your account is locked, choose a new password",
        "Please ensure company data has been removed from the old device, it must be wiped",
        "Automatic reply: I am on maternity leave",
        "the file is locked by another computer",
        "printer is out of toner",
        "",
    ];
    for text in table {
        assert_eq!(letters(text, ""), "", "{text}");
    }
}

#[test]
fn the_sender_line_of_a_mail_gateway_does_not_hide_the_sentence() {
    assert_eq!(letters("", "received from: disabled.account@example.com\n\nmy laptop does not start"), "");
    assert_eq!(letters("", "received from: pat@example.com hello, my account is disabled"), "A");
}

#[test]
fn patterns_do_not_reach_over_the_end_of_a_sentence() {
    assert_eq!(letters("", "I wrote about my account. The printer is disabled."), "");
    assert_eq!(letters("", "my account\nhas been\ndisabled"), "A");
}

#[test]
fn a_match_shows_the_sentence_that_says_it() {
    let found = classes().read("Help", "Hello.  My account\nis disabled today. Bye.").classes;
    assert_eq!(
        found,
        [TextMatch { class: TextClass::AccountDisabled, text: "My account is disabled today.".into() }]
    );
}

#[test]
fn intent_is_a_request_or_a_leaver_without_complaint() {
    let table = [
        (true, "please wipe the laptop of our leaver", ""),
        (true, "Stolen phone", "Somebody took it on the train, please lock and erase the iPhone."),
        (true, "Offboarding request", "Last working day is Friday."),
        (true, "Termination of J. Example", "effective tomorrow"),
        (true, "account to be disabled on Monday", ""),
        (true, "Please disable account of temp", ""),
        (false, "computer access is terminated, please give access back", ""),
        (false, "Termination by mistake", "I am still employed"),
        (false, "why did you wipe my laptop", ""),
        (false, "please do not wipe my laptop", ""),
        (false, "my account was disabled", "please help"),
        (false, "please remove the lock from my phone", ""),
        (false, "please remove the printer", ""),
        (false, "toner", ""),
        (false, "", ""),
    ];
    for (expected, subject, body) in table {
        let found = classes().read(subject, body).intent >= Intent::Leaver;
        assert_eq!(found, expected, "{subject} / {body}");
    }
}

#[test]
fn requests_to_provision_a_device_anew_are_told_from_what_only_sounds_alike() {
    use Intent::{BareRequest as Bare, Leaver, None as No, Request};
    let table = [
        (Request, "Please wipe SER-0001"),
        (Request, "Please erase C02X0000ABCD"),
        (Request, "please wipe: (C02X0000ABCD)"),
        (Request, "Please wipe serial number: C02X0000ABCD"),
        (Request, "Please wipe and reinstall C02X0000ABCD, it goes to a new colleague"),
        (Request, "Wipe & restore MB-0042"),
        (Request, "Can you re-image the MacBook of the lab"),
        (Request, "could someone reimage MB-0042"),
        (Request, "RE: Re-provision this Mac"),
        (Request, "kindly reprovision asset tag M-00077"),
        (Request, "I would like to hand back this Mac"),
        (Request, "We want to retire Ada's MacBook"),
        (Request, "Retire this Mac"),
        (Request, "handing in my old laptop"),
        (Request, "Re-imaging of MB-0042"),
        (Request, "MB-0042 needs to be re-provisioned"),
        (Request, "Laptop is ready for refurbishment"),
        (Request, "re-provisioning request"),
        (Bare, "Please wipe and reinstall"),
        (Bare, "wipe and reinstall"),
        (Bare, "Reimage please"),
        (Bare, "Re-provisioning"),
        (Bare, "please wipe the whiteboard"),
        (Leaver, "Termination of J. Example"),
        // Exclusions first.
        (No, "please do not wipe SER-0001"),
        (No, "Please do not re-provision this Mac"),
        (No, "There is no need to wipe SER-0001"),
        (No, "please tell me before you wipe SER-0001"),
        (No, "please ask me if you have to erase MB-0042"),
        (No, "why did you wipe SER-0001"),
        (No, "please remove the lock from MB-0042"),
        (No, "SER-0001 was wiped"),
        (No, "wipe failed on SER-0001"),
        (No, "reimage of SER-0001 removed my files"),
        (No, "after the wipe and reinstall nothing works"),
        (No, "I was wrong to retire this Mac"),
        (No, "please wipe SER-0001 and restore my files"),
        (No, "please format B2 as a date"),
        (No, "the toner is empty on MB-0042"),
    ];
    for (expected, text) in table {
        assert_eq!(classes().read(text, "").intent, expected, "as subject: {text}");
        let body = format!("Hello team,\n\n{text}\n\nRegards");
        assert_eq!(classes().read("", &body).intent, expected, "as body: {text}");
    }
}

#[test]
fn an_action_is_named_by_a_whole_id_only() {
    let uuid = "aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb";
    let table = [
        (true, "caused by AAAAAAAA-1111-4222-8333-BBBBBBBBBBBB.", ""),
        (true, "", "see action h-0011223344556677"),
        (false, "xh-0011223344556677", ""),
        (false, "h-00112233445566778", ""),
        (false, "", ""),
    ];
    for (expected, notes, close_notes) in table {
        let found = Notes::new(notes, close_notes).name_action("h-0011223344556677", Some(uuid));
        assert_eq!(found, expected, "{notes} / {close_notes}");
    }
    assert!(!Notes::new("closed as 42", "").name_action("42", None), "short ids mean nothing");
}

#[test]
fn what_follows_a_wipe_is_told() {
    for text in ["reset VPN MFA", "Office: activation required", "please restore my files from backup"] {
        assert!(classes().read(text, "").is_wipe_follow_up, "{text}");
    }
    assert!(!classes().read("toner is empty", "").is_wipe_follow_up);
}

#[test]
fn a_site_adds_its_own_wording() {
    let site = |class: &str, pattern: &str| Tickets {
        patterns: vec![TicketPattern {
            class: class.into(),
            pattern: pattern.into(),
            language: None,
            why: None,
        }],
        ..Tickets::default()
    };
    let classes = TextClasses::new(&site("b", r"\blwd enable\b")).unwrap();
    assert_eq!(classes.read("LWD enable on id", "").classes[0].class, TextClass::Reactivation);
    let mail = "my account was disabled, says the newsletter of the service desk";
    let classes = TextClasses::new(&site("boilerplate", "newsletter of the service desk")).unwrap();
    assert!(classes.read(mail, "").classes.is_empty());
    let classes = TextClasses::new(&site("after-wipe", "new crypto card")).unwrap();
    assert!(classes.read("need a new crypto card", "").is_wipe_follow_up);
    assert!(TextClasses::new(&site("M", "x")).unwrap_err().contains("letter from A to L"));
    assert!(TextClasses::new(&site("A", "(")).unwrap_err().contains("regular expression"));
    assert!(TextClasses::new(&site("A", "(?:x{1000}){1000}")).is_err(), "patterns are limited in size");
}

#[test]
fn every_class_has_one_letter_in_order() {
    let letters: String = TextClass::all().map(TextClass::letter).collect();
    assert_eq!(letters, "ABCDEFGHIJKL");
    for class in TextClass::all() {
        assert_eq!(TextClass::from_letter(&class.letter().to_string()), Some(class));
    }
}

#[test]
fn device_classes_fit_device_actions() {
    use ActionKind as K;
    let table = [
        (TextClass::AccountDisabled, K::Lock, true),
        (TextClass::DeviceLocked, K::Lock, true),
        (TextClass::DeviceLocked, K::Wipe, false),
        (TextClass::DeviceErased, K::Wipe, true),
        (TextClass::DeviceErased, K::Lock, false),
        (TextClass::LicenceLost, K::LicenceRevoke, true),
        (TextClass::LicenceLost, K::Lock, false),
        (TextClass::Unexpected, K::Wipe, false),
    ];
    for (class, kind, expected) in table {
        assert_eq!(class.fits(kind), expected, "{class:?} {kind}");
    }
}

#[test]
fn hostile_texts_end_quickly() {
    let texts = [
        "account ".repeat(200_000),
        "please ".repeat(100_000),
        "\u{1f600}".repeat(500_000),
        "a".repeat(1_000_000),
        "not not not disabled\u{0} account\u{202e} ".repeat(50_000),
    ];
    for text in texts {
        classes().read(&text, &text);
    }
}
