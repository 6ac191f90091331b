//! Members of groups. A change of them is remembered whole in the audit log, by identifiers: what a group was when a
//! right was recorded can always be told.

use super::read::Member;
use crate::audit;
use crate::record::{RecordError, check_code, check_parties};
use gis_core::Scope;
use gis_core::register::{Misfit, Share, add_up_to_one};
use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

/// A member of a group to record.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewMember {
    /// The party.
    pub party: Uuid,
    /// Code of the list `member_role`.
    pub role: Option<String>,
    /// Part of what the group has.
    pub share: Option<Share>,
}

/// Refuses members that the department does not have, shares that are no whole, and a group within itself.
pub(super) async fn check_members(
    conn: &mut PgConnection,
    scope: &Scope,
    (group, department): (Uuid, &str),
    members: &[NewMember],
) -> Result<(), RecordError> {
    let parties: Vec<_> = members.iter().map(|member| member.party).collect();
    check_parties(conn, scope, department, "members", &parties).await?;
    let shares: Vec<_> = members.iter().filter_map(|member| member.share).collect();
    if !shares.is_empty() {
        if shares.len() < members.len() {
            let refused = Misfit::new(
                "members",
                "soit chaque membre a une part, soit aucun",
                "either each member has a share, or none has",
            );
            return Err(refused.into());
        }
        add_up_to_one(&shares).map_err(|misfit| Misfit { field: "members".to_owned(), ..misfit })?;
    }
    for member in members {
        check_code(conn, "members.role", "member_role", member.role.as_deref()).await?;
    }
    let is_in_itself = sqlx::query_scalar!(
        r#"select exists (select from standing_for($1) as own where own = any ($2)) as "is_in_itself!""#,
        group,
        &parties,
    )
    .fetch_one(conn)
    .await?;
    if is_in_itself {
        let refused = Misfit::new(
            "members",
            "un groupe ne peut être membre de lui-même, ni par un autre groupe",
            "a group cannot be a member of itself, nor through another group",
        );
        return Err(refused.into());
    }
    Ok(())
}

/// Gives a group these members, and remembers those before and after. The years for which a person is kept who left
/// count from now on.
pub(super) async fn set_members(
    conn: &mut PgConnection,
    scope: &Scope,
    group: Uuid,
    members: &[NewMember],
) -> Result<(), RecordError> {
    let before = list_members(conn, scope, group).await?;
    let parties: Vec<_> = members.iter().map(|member| member.party).collect();
    sqlx::query!(
        "update person set changed_at = now()
        where party_id in (select member_id from party_member where group_id = $1 and member_id <> all ($2))",
        group,
        &parties,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("delete from party_member where group_id = $1", group).execute(&mut *conn).await?;
    for member in members {
        sqlx::query!(
            "insert into party_member (group_id, member_id, role, numerator, denominator)
            values ($1, $2, $3, $4, $5)",
            group,
            member.party,
            member.role,
            member.share.map(|share| share.numerator().cast_signed()),
            member.share.map(|share| share.denominator().cast_signed()),
        )
        .execute(&mut *conn)
        .await?;
    }
    let detail = json!({ "before": before, "after": list_members(conn, scope, group).await? });
    audit::append(conn, scope, "party.members", &format!("parties/{group}"), &detail).await?;
    Ok(())
}

/// The members of a group.
pub(super) async fn list_members(
    conn: &mut PgConnection,
    _scope: &Scope,
    group: Uuid,
) -> Result<Vec<Member>, RecordError> {
    let members = sqlx::query_as!(
        Member,
        "select member_id as party, role, numerator, denominator from party_member
        where group_id = $1 order by member_id",
        group,
    )
    .fetch_all(conn)
    .await?;
    Ok(members)
}
