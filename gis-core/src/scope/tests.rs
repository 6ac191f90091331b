//! Laws of scopes: grants add up, nothing is open that no grant opens, tokens never widen.

use super::*;
use proptest::prelude::*;

const PCODES: [&str; 3] = ["SN0101", "SN0502", "SN1302"];

fn role() -> impl Strategy<Value = Role> {
    prop::sample::select(Role::ALL.to_vec())
}

fn grant() -> impl Strategy<Value = Grant> {
    let department = prop::option::weighted(0.8, prop::sample::select(PCODES.to_vec()));
    (role(), department)
        .prop_map(|(role, department)| Grant { role, department: department.map(str::to_owned) })
}

fn grants() -> impl Strategy<Value = Vec<Grant>> {
    prop::collection::vec(grant(), 0..5)
}

fn published() -> impl Strategy<Value = Vec<String>> {
    prop::sample::subsequence(PCODES.map(str::to_owned).to_vec(), 0..=PCODES.len())
}

fn of(grants: &[Grant]) -> Scope {
    Scope::of_account("fatou", Uuid::from_u128(1), grants)
}

/// Whether everything that one may, the other may.
fn is_within(narrow: &Scope, wide: &Scope) -> bool {
    Action::ALL.into_iter().all(|action| {
        let here = PCODES.iter().all(|pcode| !narrow.may(action, pcode) || wide.may(action, pcode));
        here && (narrow.filter(action).is_some() || wide.filter(action).is_none())
    })
}

proptest! {
    #[test]
    fn what_is_open_is_what_some_grant_opens(grants in grants(), published in published()) {
        let scope = of(&grants).with_published(published.clone());
        for (action, pcode) in Action::ALL.into_iter().flat_map(|action| PCODES.map(|pcode| (action, pcode))) {
            let is_granted = grants.iter().any(|grant| {
                grant.role.allows(action) && grant.department.as_deref().is_none_or(|own| own == pcode)
            });
            let is_public = action == Action::SeeRegister && published.iter().any(|known| known == pcode);
            let expected = is_granted || is_public || action == Action::SeeFrame;
            prop_assert_eq!(scope.may(action, pcode), expected, "{:?} in {}", action, pcode);
        }
    }

    #[test]
    fn a_filter_and_a_question_for_one_department_agree(grants in grants()) {
        let scope = of(&grants);
        for action in Action::ALL {
            let filter = scope.filter(action).map(<[String]>::to_vec);
            for pcode in PCODES {
                let in_filter = filter.as_ref().is_none_or(|pcodes| pcodes.iter().any(|own| own == pcode));
                prop_assert_eq!(scope.may(action, pcode), in_filter);
                prop_assert_eq!(scope.sees(action, Some(pcode), None), in_filter);
            }
            prop_assert_eq!(scope.sees(action, None, None), filter.is_none());
        }
    }

    #[test]
    fn more_grants_never_close_anything(grants in grants(), one_more in grant()) {
        let more: Vec<_> = grants.iter().cloned().chain([one_more]).collect();
        prop_assert!(is_within(&of(&grants), &of(&more)));
        prop_assert!(is_within(&of(&more), &Scope::operator()));
    }

    #[test]
    fn a_token_opens_no_more_than_its_account_and_no_more_than_it_says(account in grants(), token in grants()) {
        let narrowed = of(&Grant::narrowed(&account, &token));
        prop_assert!(is_within(&narrowed, &of(&account)));
        prop_assert!(is_within(&narrowed, &of(&token)));
    }

    #[test]
    fn a_token_with_all_of_its_accounts_grants_opens_the_same(account in grants()) {
        let narrowed = of(&Grant::narrowed(&account, &account));
        prop_assert!(is_within(&of(&account), &narrowed));
    }

    #[test]
    fn equal_sets_of_grants_are_equal_scopes(grants in grants()) {
        let reversed: Vec<_> = grants.iter().rev().cloned().collect();
        prop_assert_eq!(of(&grants), of(&reversed));
    }

    #[test]
    fn the_public_sees_the_frame_and_what_is_published(published in published()) {
        let public = Scope::public(published.clone());
        for action in Action::ALL {
            let open = PCODES.into_iter().filter(|pcode| public.may(action, pcode)).count();
            let expected = match action {
                Action::SeeFrame => PCODES.len(),
                Action::SeeRegister => published.len(),
                _ => 0,
            };
            prop_assert_eq!(open, expected, "{:?}", action);
        }
        prop_assert_eq!(public.sender(), None);
    }
}

#[test]
fn nobody_who_administers_reviews_or_sees_persons_by_that() {
    let administrator = of(&[Grant::everywhere(Role::Administrator)]);
    for action in [Action::Survey, Action::Propose, Action::Review, Action::SeePersons, Action::EditPersons] {
        assert!(!administrator.may_somewhere(action), "{action:?}");
    }
}

#[test]
fn a_surveyor_sees_evidence_only_of_their_own() {
    let surveyor = of(&[Grant::within(Role::Surveyor, "SN1302")]);
    assert_eq!(surveyor.filter(Action::SeeEvidence), Some(&[][..]));
    assert!(surveyor.may_somewhere(Action::SeeEvidence));
    assert!(surveyor.sees(Action::SeeEvidence, Some("SN0101"), Some("fatou")));
    assert!(!surveyor.sees(Action::SeeEvidence, Some("SN1302"), Some("awa")));
    assert!(!surveyor.sees(Action::SeeEvidence, Some("SN1302"), None));
    assert!(!surveyor.sees(Action::SeeHistory, Some("SN1302"), Some("fatou")));
}

#[test]
fn whoever_may_send_nothing_has_no_evidence_of_their_own() {
    let planner = of(&[Grant::everywhere(Role::Planner)]);
    assert_eq!(planner.sender(), None);
    assert!(!planner.sees(Action::SeeEvidence, Some("SN1302"), Some("fatou")));
    assert!(!planner.may_somewhere(Action::SeeEvidence));
}

#[test]
fn every_action_has_the_place_of_its_number() {
    for (place, action) in Action::ALL.into_iter().enumerate() {
        assert_eq!(action as usize, place);
    }
}
