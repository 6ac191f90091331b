//! Does a feature lie in one commune?

use super::case::Case;
use super::department::Outside;
use super::frame::Outline;
use super::rule::{Check, Rule};
use crate::words::both;
use crate::{Collection, Finding, Language, Severity, Text, Unit};

const OUTSIDE: Rule = Rule {
    code: "outside_communes",
    severity: Severity::Note,
    title: ["Hors de toute commune", "Outside every commune"],
    why: [
        "Depuis la communalisation intégrale (loi 2013-10), tout le territoire relève d'une commune : un trou est une \
         erreur de limite, ou de levé.",
        "Since every place belongs to a commune (law 2013-10), a hole between them is an error of a boundary, or of \
         the survey.",
    ],
    advice: ["Vérifiez la limite des communes.", "Check the boundaries of the communes."],
};

const ACROSS: Rule = Rule {
    code: "across_communes",
    severity: Severity::Note,
    title: ["À cheval sur deux communes", "Across two communes"],
    why: [
        "Le conseil d'une commune délibère sur son seul territoire, et le NICAD porte le code d'une seule commune.",
        "A council deliberates on its own territory only, and a NICAD bears the code of one commune.",
    ],
    advice: ["Vérifiez de quelle commune l'objet relève.", "Check to which commune the feature belongs."],
};

pub(super) const CHECK: Check =
    Check { rules: &[OUTSIDE, ACROSS], collections: &[Collection::Parcels, Collection::Markets], judge };

fn judge(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let communes = &case.around.frame.communes;
    if communes.is_empty() {
        return;
    }
    let (middle, doubt_m) = (case.subject.middle(), case.own_doubt_m());
    let Some(home) = communes.iter().find(|commune| commune.holds(middle)) else {
        if !communes.iter().any(|commune| commune.nearly_holds(middle, doubt_m)) {
            findings.push(case.at(OUTSIDE.finding(&outside()), middle));
        }
        return;
    };
    let Some(out) = Outside::of(case, home).filter(|out| out.distance_m > doubt_m) else { return };
    let Some(other) = communes.iter().find(|commune| commune.holds(out.at)) else { return };
    let what = across(home, other, out.distance_m, &case.side(out.at));
    let finding = ACROSS.finding(&what).measuring(out.distance_m, Some(doubt_m), Unit::Metre);
    findings.push(case.at(finding, out.at));
}

fn outside() -> Text {
    Text::new(
        "L'objet n'est dans aucune des communes dont la limite est connue.",
        "The feature lies in none of the communes whose boundary is known.",
    )
}

fn across(home: &Outline, other: &Outline, distance_m: f64, side: &Text) -> Text {
    both(|language| {
        let distance = language.figure(distance_m, 1);
        let (home, other, side) = (&home.name, &other.name, language.of(side));
        match language {
            Language::French => {
                format!("Dans la commune {home}, déborde de {distance} m sur celle de {other}, {side}.")
            }
            Language::English => format!("In the commune {home}, reaches {distance} m into {other}, {side}."),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::frame::Frame;
    use super::super::picture::{Picture, judged_in};

    #[test]
    fn a_parcel_across_two_communes_or_in_none_is_noted() {
        let picture = Picture::of(
            10.0,
            "
A........B........C
.      a...b      .  e...f
.      .   .      .  .   .
.      c...d      .  g...h
D........E........F
",
        );
        let frame = || Frame {
            departments: Vec::new(),
            communes: vec![
                picture.outline("SN1302", "Fandène", "07210101", "ABED"),
                picture.outline("SN1302", "Pout", "07210102", "BCFE"),
            ],
        };
        // Its middle lies on the boundary, which belongs to the eastern one.
        let told = judged_in(frame(), &picture.parcel("abdc"), []);
        let finding = told.only("across_communes");
        assert!(finding.message.fr.contains("Pout") && finding.message.fr.contains("Fandène"));
        assert!((told.figure("across_communes") - 20.0).abs() < 1e-6);
        assert!(judged_in(frame(), &picture.parcel("efhg"), []).has("outside_communes"));
        assert!(!judged_in(Frame::default(), &picture.parcel("efhg"), []).has("outside_communes"));
    }
}
