//! Why something about an account was not done, as callers are told.

use crate::error::{ApiError, Problem, not_found, unprocessable};
use crate::extract::changed_since;
use crate::handlers::drafts::unknown_department;
use axum::http::StatusCode;
use gis_core::Text;
use gis_store::account::AccountError;

impl From<AccountError> for ApiError {
    fn from(error: AccountError) -> Self {
        let problem = match error {
            AccountError::Store(error) => return error.into(),
            AccountError::NoInvitation => no_such_invitation(),
            AccountError::NotFound => no_such_account(),
            AccountError::Changed { version } => changed_since(Some(version)),
            AccountError::UnknownDepartment { pcode } => unknown_department(&pcode),
            AccountError::LoginTaken { login } => login_taken(&login),
            AccountError::ServesOthers => serves_others(),
            AccountError::OwnAccount => own_account(),
            AccountError::GrantBeyond { department } => grant_beyond(department.as_deref()),
            AccountError::LoginFormat { login } => unprocessable(
                "login",
                format!("« {login} » n'est pas un identifiant : minuscules, chiffres, point, tiret, 64 caractères au plus."),
                format!("“{login}” is no login: small letters, digits, dot and hyphen, 64 characters at most."),
            )
            .in_field("login"),
        };
        problem.into()
    }
}

fn no_such_invitation() -> Problem {
    not_found(
        "no-such-invitation",
        "Ce lien est inconnu, déjà utilisé ou expiré : demandez-en un autre à un administrateur.",
        "This link is unknown, used or expired: ask an administrator for another.",
    )
}

pub(super) fn no_such_account() -> Problem {
    not_found("no-such-account", "Ce compte n'existe pas.", "There is no such account.")
}

fn login_taken(login: &str) -> Problem {
    let message = Text::new(
        format!("L'identifiant « {login} » est déjà pris : choisissez-en un autre."),
        format!("The login “{login}” is taken: choose another."),
    );
    Problem::new(StatusCode::CONFLICT, "login-taken", message).in_field("login")
}

fn grant_beyond(department: Option<&str>) -> Problem {
    let (fr, en) = match department {
        Some(pcode) => (
            format!("« {pcode} » n'est pas un département que vous administrez."),
            format!("“{pcode}” is no department that you administer."),
        ),
        None => (
            "Vous n'administrez pas tous les départements : nommez-en un (department).".to_owned(),
            "You do not administer every department: name one (department).".to_owned(),
        ),
    };
    unprocessable("grant-beyond", fr, en).in_field("grants")
}

fn serves_others() -> Problem {
    let message = Text::new(
        "Ce compte sert aussi ailleurs : demandez à un administrateur de tous les départements. Vous pouvez changer les rôles chez vous.",
        "This account serves elsewhere too: ask an administrator of every department. You can change its roles in yours.",
    );
    Problem::new(StatusCode::FORBIDDEN, "serves-others", message)
}

fn own_account() -> Problem {
    let message = Text::new(
        "On ne change ni les rôles ni l'état de son propre compte, et on ne s'invite pas : demandez à un autre administrateur.",
        "Nobody changes the roles or the state of their own account, or invites themselves: ask another administrator.",
    );
    Problem::new(StatusCode::FORBIDDEN, "own-account", message)
}
