//! The report in a sentence or two: what was found, how good it is and why, what to do next.

use gis_core::survey::{DraftKind, Grade};
use gis_core::{Severity, Text};

use super::advice::grade_name;
use super::build::rounded;
use super::{DraftReport, Report};
use crate::words::{Language, both};

/// So many drafts are named one by one.
const DRAFTS_NAMED: usize = 3;

/// Standard deviations to either side that hold 95 % of a normal error.
pub(crate) const SIGMAS_95: f64 = 1.96;

/// Sums a report up.
pub(super) fn summary(report: &Report) -> Text {
    both(|language| match report.drafts.as_slice() {
        [] => nothing_found(report, language),
        [draft] => one_found(report, draft, language),
        drafts => several_found(drafts, language),
    })
}

/// How a draft is called with its size: "a parcel of 4 803 m² ± 245 m² (5 %)".
pub(super) fn named(draft: &DraftReport, language: Language) -> String {
    let length = || language.length(draft.length_m.unwrap_or_default());
    let what = match draft.kind {
        DraftKind::Parcel => {
            let area = area(draft.area_m2.unwrap_or_default(), draft.area_sd_m2, language);
            language.pick("une parcelle de {}", "a parcel of {}").replace("{}", &area)
        }
        DraftKind::Road => language.pick("un tronçon de {}", "a road of {}").replace("{}", &length()),
        DraftKind::MarketAsset => language.pick("un point", "a point").to_owned(),
    };
    with_name(what, draft.name.as_deref(), language)
}

/// What a draft is, with the name that the receiver stored.
pub(crate) fn called(kind: DraftKind, name: Option<&str>, language: Language) -> String {
    let kind = match kind {
        DraftKind::Parcel => language.pick("parcelle", "parcel"),
        DraftKind::Road => language.pick("tronçon", "road"),
        DraftKind::MarketAsset => language.pick("point", "point"),
    };
    with_name(kind.to_owned(), name, language)
}

fn with_name(what: String, name: Option<&str>, language: Language) -> String {
    match name {
        Some(name) => {
            language.pick("{} « {name} »", "{} “{name}”").replace("{}", &what).replace("{name}", name)
        }
        None => what,
    }
}

/// An area with its margin at 95 %, as an area and as a share.
pub(crate) fn area(area_m2: f64, sd_m2: Option<f64>, language: Language) -> String {
    // As the report states it.
    let area_m2 = rounded(area_m2);
    let Some(margin_m2) = sd_m2.map(|sd_m2| SIGMAS_95 * sd_m2).filter(|_| area_m2 > 0.0) else {
        return language.area(area_m2);
    };
    let per_cent = 100.0 * margin_m2 / area_m2;
    let per_cent = language.figure(per_cent.max(0.1), usize::from(per_cent < 2.0));
    format!("{} ± {} ({per_cent} %)", language.area(area_m2), language.margin(area_m2, margin_m2))
}

fn one_found(report: &Report, draft: &DraftReport, language: Language) -> String {
    let grade = match draft.grade {
        Grade::Rejected => language.pick("Rejeté", "Rejected").to_owned(),
        grade => format!("{} {}", language.pick("Qualité", "Grade"), grade_name(grade, language)),
    };
    let mut text = format!("{grade}{} {}", language.pick(" :", ":"), named(draft, language));
    if draft.kind != DraftKind::Parcel {
        text.push_str(&known_to(draft, language));
    }
    text.push_str(". ");
    text.push_str(language.of(&draft.reason));
    text.push(' ');
    text.push_str(language.of(&draft.next_step));
    let of_log = report.findings.iter().filter(|finding| finding.severity >= Severity::Warning).count();
    if of_log > 0 {
        text.push_str(
            language.pick(" Voyez aussi les remarques sur le journal.", " See the remarks on the log too."),
        );
    }
    text
}

fn known_to(draft: &DraftReport, language: Language) -> String {
    let margin = language.figure(SIGMAS_95 * draft.sigma_m, 1);
    language.pick(", à ± {} m près (95 %)", ", to within ± {} m (95 %)").replace("{}", &margin)
}

fn several_found(drafts: &[DraftReport], language: Language) -> String {
    let grade = |draft: &DraftReport| match draft.grade {
        Grade::Rejected => language.pick("rejeté", "rejected"),
        grade => grade.name(),
    };
    let name = |draft: &DraftReport| format!("{} [{}]", named(draft, language), grade(draft));
    let names: Vec<String> = drafts.iter().take(DRAFTS_NAMED).map(name).collect();
    let found = language
        .pick("{n} objets trouvés : {names}{more}.", "{n} features found: {names}{more}.")
        .replace("{n}", &language.count(drafts.len() as u64))
        .replace("{names}", &names.join(language.pick(" ; ", "; ")))
        .replace("{more}", if drafts.len() > DRAFTS_NAMED { " …" } else { "" });
    let poor = drafts.iter().filter(|draft| draft.grade >= Grade::C).count() as u64;
    let next = match poor {
        0 => language.pick("Prêts pour la vérification.", "Ready for review.").to_owned(),
        1 => language
            .pick("Un objet est à lever à nouveau.", "One feature is better surveyed again.")
            .to_owned(),
        _ => language
            .pick("{} objets sont à lever à nouveau.", "{} features are better surveyed again.")
            .replace("{}", &language.count(poor)),
    };
    format!("{found} {next}")
}

fn nothing_found(report: &Report, language: Language) -> String {
    let gravest = report.findings.first().filter(|finding| finding.severity >= Severity::Warning);
    let why = gravest.map(|finding| language.of(&finding.message).to_owned());
    let nothing = language.pick("Rien n'est proposé.", "Nothing is proposed.");
    why.map_or_else(|| nothing.to_owned(), |why| format!("{nothing} {why}"))
}
