//! Does another open draft propose the same thing?
//!
//! Drafts do not see each other in the register: of two that wait, whoever decides on one ought to know of the other.

use super::case::Case;
use super::overlap::{is_one_ground, measured};
use super::plane::{apart_m, area_m2};
use super::road_line::common_share;
use super::rule::{Check, Rule};
use super::subject::{Shape, Subject};
use crate::words::both;
use crate::{Collection, Finding, Language, Severity};
use geo::Coord;
use uuid::Uuid;

const TARGET: Rule = Rule {
    code: "draft_same_target",
    severity: Severity::Note,
    title: ["Autre brouillon sur le même objet", "Another draft of the same feature"],
    why: [
        "De deux propositions ouvertes sur un objet, la seconde est refusée dès que la première est approuvée : elles \
         se décident ensemble.",
        "Of two open proposals about one feature the second is refused once the first is approved: they are to be \
         decided together.",
    ],
    advice: ["Comparez les deux brouillons avant de décider.", "Compare both drafts before deciding."],
};

const GROUND: Rule = Rule {
    code: "draft_same_ground",
    severity: Severity::Note,
    title: ["Autre brouillon au même endroit", "Another draft in the same place"],
    why: [
        "Le même sol, la même voie ou la même place levés deux fois feraient deux objets, si les deux brouillons \
         étaient approuvés.",
        "The same ground, road or pitch surveyed twice would become two features if both drafts were approved.",
    ],
    advice: [
        "Comparez les deux brouillons, et renvoyez celui qui est de trop.",
        "Compare both drafts, and return the one that is too many.",
    ],
};

pub(super) const CHECK: Check = Check {
    rules: &[TARGET, GROUND],
    collections: &[
        Collection::Parcels,
        Collection::Roads,
        Collection::Markets,
        Collection::MarketAssets,
        Collection::Facilities,
    ],
    judge,
};

/// Another open draft.
#[derive(Debug, Clone)]
pub struct Rival {
    /// What it proposes.
    pub subject: Subject,
    /// The features that it would change.
    pub targets: Vec<Uuid>,
}

/// What a draft is held against beside the register.
#[derive(Debug, Clone, Default)]
pub struct Rivals {
    /// The features that the draft would change itself.
    pub targets: Vec<Uuid>,
    /// The other open drafts.
    pub drafts: Vec<Rival>,
}

fn judge(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rivals = &case.around.rivals;
    for rival in &rivals.drafts {
        let other = &rival.subject;
        if rival.targets.iter().any(|target| rivals.targets.contains(target)) {
            let what =
                both(|language| named(language, other, "vise le même objet", "is about the same feature"));
            findings.push(case.beside(TARGET.finding(&what), other, case.subject.middle()));
        } else if let Some(at) = common_place(case, other) {
            let what =
                both(|language| named(language, other, "propose le même endroit", "proposes the same place"));
            findings.push(case.beside(GROUND.finding(&what), other, at));
        }
    }
}

fn named(language: Language, other: &Subject, fr: &str, en: &str) -> String {
    let label = other.label();
    match language {
        Language::French => format!("Un autre brouillon ouvert ({label}) {fr}."),
        Language::English => format!("Another open draft ({label}) {en}."),
    }
}

/// Where two drafts of a collection propose the same, by more than both surveys err.
fn common_place(case: &Case<'_>, other: &Subject) -> Option<Coord> {
    if other.collection != case.subject.collection {
        return None;
    }
    let limits = case.limits();
    let doubt_m = case.doubt_m(other);
    match (&case.subject.shape, &other.shape) {
        (Shape::Area(own), Shape::Area(area)) => {
            let overlap = measured(own, area, limits.contact_m)?;
            let share = overlap.area_m2 / (area_m2(own) + area_m2(area) - overlap.area_m2);
            let is_same = overlap.width_m > doubt_m || is_one_ground(case, own, area, share, doubt_m);
            is_same.then_some(overlap.at)
        }
        (Shape::Line(_), Shape::Line(_)) => {
            let within_m = doubt_m.clamp(limits.junction_contact_m, limits.road_apart_max_m);
            let (share, at) = common_share(case, other, within_m);
            (share >= limits.road_duplicate_share).then_some(at)
        }
        (Shape::Point(_), Shape::Point(_)) => {
            let at = case.subject.middle();
            (apart_m(at, other.middle()) <= doubt_m).then_some(at)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::picture::{Picture, Told, judge};
    use super::*;

    fn picture() -> Picture {
        Picture::of(
            2.0,
            "
a.......e.b.......f
.       . .       .
.   p   . .   q   .
.       . .       .
c.......g.d.......h
",
        )
    }

    /// What is said of a draft of that, which would change those features, beside another.
    fn told(subject: &Subject, targets: &[Uuid], other: &Subject, others: &[Uuid]) -> Told {
        let rival = Rival { subject: other.clone(), targets: others.to_vec() };
        Told::of(judge().judge_beside(subject, Rivals { targets: targets.to_vec(), drafts: vec![rival] }))
    }

    #[test]
    fn two_drafts_of_one_feature_name_each_other() {
        let (one, other) = (picture().parcel("abdc"), picture().parcel("efhg"));
        let feature = Uuid::from_u128(7);
        let found = told(&one, &[feature], &other, &[feature]);
        let finding = found.only("draft_same_target");
        let named = finding.other.as_ref().expect("the other draft");
        assert_eq!((named.collection.as_str(), named.id), ("drafts", other.id));
        assert!(finding.message.fr.contains("vise le même objet") && finding.at.is_some());
        assert!(!found.has("draft_same_ground"), "it is said once");
        assert!(!told(&one, &[feature], &other, &[Uuid::from_u128(8)]).has("draft_same_target"));
    }

    #[test]
    fn two_drafts_of_one_ground_are_told_of_as_far_as_both_surveys_err() {
        let (one, other) = (picture().parcel("abdc"), picture().parcel("efhg"));
        assert_eq!(told(&one, &[], &other, &[]).only("draft_same_ground").severity, Severity::Note);
        assert!(
            !told(&one.clone().sigma(3.0), &[], &other, &[]).has("draft_same_ground"),
            "a common boundary"
        );
        assert!(
            !told(&picture().parcel("aegc"), &[], &picture().parcel("bfhd"), &[]).has("draft_same_ground")
        );
    }

    #[test]
    fn two_drafts_of_one_road_or_one_pitch_are_told_of_and_no_others() {
        let (road, same) = (picture().road("ab"), picture().road("ae"));
        assert!(told(&road, &[], &same, &[]).has("draft_same_ground"));
        assert!(!told(&road, &[], &picture().road("cd"), &[]).has("draft_same_ground"));
        let (pitch, far) = (picture().spot('p'), picture().spot('q'));
        assert!(!told(&pitch, &[], &far, &[]).has("draft_same_ground"));
        assert!(told(&pitch, &[], &far.sigma(10.0), &[]).has("draft_same_ground"));
        assert!(!told(&road, &[], &pitch, &[]).has("draft_same_ground"), "of another collection");
    }
}
