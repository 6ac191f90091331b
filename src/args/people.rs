//! What can be said of people.

use super::DatabaseArgs;
use clap::Subcommand;
use gis_core::scope::{Grant, Role};
use tile_server::PublicUrl;

#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Make an account; prints the link by which its password is set.
    Add(UserAddArgs),
    /// List the accounts, with their roles.
    List(DatabaseArgs),
    /// End an account: its sessions and tokens end at once.
    Disable(UserOfArgs),
    /// Let a disabled account be used again.
    Enable(UserOfArgs),
    /// Print a new link by which the password of an account is set.
    Invite(UserOfArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct UserAddArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// Name to sign in with.
    pub(crate) login: String,
    /// Name as pages show it; by default the login.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// A role, in one department or in all: staff:SN1302, or administrator. Can be given several times.
    #[arg(long = "role", value_name = "ROLE[:PCODE]", required = true, value_parser = grant)]
    pub(crate) grants: Vec<Grant>,
    /// The address of the server, for the link.
    #[arg(long, env = "SUUF_PUBLIC_URL", default_value = "http://127.0.0.1:8080", value_name = "URL")]
    pub(crate) public_url: PublicUrl,
}

#[derive(Debug, clap::Args)]
pub(crate) struct UserOfArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// Name to sign in with.
    pub(crate) login: String,
    /// The address of the server, for links.
    #[arg(long, env = "SUUF_PUBLIC_URL", default_value = "http://127.0.0.1:8080", value_name = "URL")]
    pub(crate) public_url: PublicUrl,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Make a token for an account; prints it, this once.
    Add(TokenAddArgs),
    /// List the tokens that can be used.
    List(DatabaseArgs),
    /// End a token.
    Revoke {
        #[command(flatten)]
        database: DatabaseArgs,
        /// Its identifier, as the list shows it.
        id: uuid::Uuid,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct TokenAddArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// Login of the account it acts for.
    pub(crate) login: String,
    /// What it is for.
    pub(crate) name: String,
    /// What it may at most; by default all that its account may. Can be given several times.
    #[arg(long = "role", value_name = "ROLE[:PCODE]", value_parser = grant)]
    pub(crate) grants: Vec<Grant>,
    /// How long it lives, in days.
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=366))]
    pub(crate) days: u16,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DepartmentCommand {
    /// Show its register to whoever is not signed in.
    Publish {
        #[command(flatten)]
        database: DatabaseArgs,
        /// P-code, such as SN1302.
        pcode: String,
    },
    /// End that.
    Withdraw {
        #[command(flatten)]
        database: DatabaseArgs,
        /// P-code, such as SN1302.
        pcode: String,
    },
}

fn grant(text: &str) -> Result<Grant, String> {
    let (role, department) = match text.split_once(':') {
        Some((role, pcode)) => (role, Some(pcode.to_owned())),
        None => (text, None),
    };
    let role = Role::from_name(role).ok_or_else(|| {
        let known = Role::ALL.map(Role::name).join(", ");
        format!("“{role}” is no role: the roles are {known}")
    })?;
    Ok(Grant { role, department })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_given_for_a_department_or_for_all() {
        assert_eq!(grant("staff:SN1302"), Ok(Grant::within(Role::Staff, "SN1302")));
        assert_eq!(grant("planner"), Ok(Grant::everywhere(Role::Planner)));
        assert!(grant("root").is_err());
    }
}
