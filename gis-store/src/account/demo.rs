//! Accounts to try Suuf with, one a role. Their password is known to everybody: they work only while the server is
//! started for that, which it refuses on any address but loopback.

use super::{AccountError, Password, ensure_demo_account, hash_password};
use gis_core::Scope;
use gis_core::scope::Role;
use sqlx::PgConnection;

/// The password of all of them.
pub const PASSWORD: &str = "suuf au marché";

/// Login, name and role.
pub const ACCOUNTS: [(&str, &str, Role); 5] = [
    ("demo-agent", "Aminata Fall (démo)", Role::Surveyor),
    ("demo-service", "Moussa Ndiaye (démo)", Role::Staff),
    ("demo-service-2", "Khady Sarr (démo)", Role::Staff),
    ("demo-plan", "Ousmane Ba (démo)", Role::Planner),
    ("demo-admin", "Mariama Diouf (démo)", Role::Administrator),
];

/// Makes the demo accounts, in every department. What they may and who sees what is up to a server that is started so:
/// nothing here opens anything to one that is not.
pub async fn prepare_demo(conn: &mut PgConnection, scope: &Scope) -> Result<(), AccountError> {
    let hash = hash_password(&Password::new(PASSWORD, None).expect("it is long enough"));
    for account in ACCOUNTS {
        ensure_demo_account(conn, scope, account, &hash).await?;
    }
    Ok(())
}
