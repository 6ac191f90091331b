//! Does a feature lie where it is said to lie?

use crate::{Finding, Text};

/// A feature outside its department, or in none, is flagged and kept: the log may be right and the form wrong.
///
/// `declared` is the department that the surveyor named, `found` those whose boundary meets the feature, both
/// by name.
#[must_use]
pub fn inside_department(declared: Option<&str>, found: &[String]) -> Option<Finding> {
    match declared {
        Some(name) if found.iter().any(|other| other == name) => None,
        Some(name) => Some(Finding::warning(
            "outside_department",
            Text::new(
                format!(
                    "La géométrie est hors du département déclaré ({name}). Vérifiez le département ou le levé."
                ),
                format!(
                    "The geometry lies outside the declared department ({name}). Check the department or the survey."
                ),
            ),
        )),
        None if found.is_empty() => Some(Finding::warning(
            "outside_department",
            Text::new(
                "La géométrie est hors de tous les départements connus. Choisissez le département à l'approbation.",
                "The geometry lies outside every known department. Choose the department when approving.",
            ),
        )),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_inside_its_declared_department_is_not_flagged() {
        assert_eq!(inside_department(Some("Thiès"), &["Thiès".to_owned()]), None);
        assert_eq!(inside_department(None, &["Thiès".to_owned()]), None);
    }

    #[test]
    fn a_feature_elsewhere_is_flagged_with_the_name_of_the_department() {
        let finding = inside_department(Some("Thiès"), &["Dakar".to_owned()]).expect("a finding");
        assert_eq!(finding.code, "outside_department");
        assert!(finding.message.fr.contains("Thiès"));
    }

    #[test]
    fn a_feature_in_no_department_is_flagged() {
        assert!(inside_department(None, &[]).is_some());
    }
}
