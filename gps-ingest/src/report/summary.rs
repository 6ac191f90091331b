//! The report in a sentence or two: what was found, what it is worth, what to do next.

use gis_core::survey::DraftKind;
use gis_core::{Severity, Text};

use super::{DraftReport, Report};
use crate::words::{Language, both};

/// Sums a report up.
pub(super) fn summary(report: &Report) -> Text {
    both(|language| {
        let mut sentences = vec![found(report, language)];
        sentences.extend(next_step(report, language));
        sentences.join(" ")
    })
}

/// How a draft is called with its size: "a parcel of 1.02 ha".
pub(super) fn named(draft: &DraftReport, language: Language) -> String {
    let area = language.area(draft.area_m2.unwrap_or_default());
    let length = language.length(draft.length_m.unwrap_or_default());
    match draft.kind {
        DraftKind::Parcel => language.pick("une parcelle de {}", "a parcel of {}").replace("{}", &area),
        DraftKind::Road => language.pick("un tronçon de {}", "a road of {}").replace("{}", &length),
        DraftKind::MarketAsset => language.pick("un point", "a point").to_owned(),
    }
}

fn found(report: &Report, language: Language) -> String {
    match report.drafts.as_slice() {
        [] => nothing_found(report, language),
        [draft] => found_one(draft, language),
        drafts => {
            let names: Vec<String> = drafts.iter().take(3).map(|draft| named(draft, language)).collect();
            let more = if drafts.len() > 3 { "…" } else { "" };
            language
                .pick("{n} objets trouvés : {names}{more}.", "{n} features found: {names}{more}.")
                .replace("{n}", &language.count(drafts.len() as u64))
                .replace("{names}", &names.join(", "))
                .replace("{more}", more)
        }
    }
}

fn found_one(draft: &DraftReport, language: Language) -> String {
    language
        .pick(
            "Trouvé : {what}, chaque position connue à ± {error} m près (95 %).",
            "Found: {what}, each position known to within ± {error} m (95 %).",
        )
        .replace("{what}", &named(draft, language))
        .replace("{error}", &language.figure(2.0 * draft.sigma_m, 0))
}

fn nothing_found(report: &Report, language: Language) -> String {
    let gravest = report.findings.first().filter(|finding| finding.severity >= Severity::Warning);
    let why = gravest.map(|finding| language.of(&finding.message).to_owned());
    let nothing = language.pick("Rien n'est proposé.", "Nothing is proposed.");
    why.map_or_else(|| nothing.to_owned(), |why| format!("{nothing} {why}"))
}

fn next_step(report: &Report, language: Language) -> Option<String> {
    if report.drafts.is_empty() {
        return None;
    }
    let of_drafts = report.drafts.iter().flat_map(|draft| &draft.findings);
    let warnings =
        of_drafts.chain(&report.findings).filter(|finding| finding.severity >= Severity::Warning).count();
    Some(match warnings {
        0 => language.pick("Prêt pour la vérification.", "Ready for review.").to_owned(),
        1 => language
            .pick("Une remarque est à lire avant la vérification.", "Read one remark before review.")
            .to_owned(),
        _ => language
            .pick("{} remarques sont à lire avant la vérification.", "Read {} remarks before review.")
            .replace("{}", &language.count(warnings as u64)),
    })
}
