-- People: who may sign in, what they may in which department, and the secrets by which they are known again.
-- No secret is stored as it is: passwords as argon2id, tokens of sessions, invitations and programs as SHA-256.

create table account (
    id uuid primary key,
    login text not null constraint account_login_key unique
        constraint account_login_format check (login ~ '^[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?$')
        constraint account_login_not_reserved check (login not in ('operator', 'public')),
    display_name text not null constraint account_display_name_length check (char_length(display_name) between 1 and 200),
    password_hash text constraint account_password_hash_format check (password_hash like '$argon2id$%'),
    is_demo boolean not null default false,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    created_by text not null,
    disabled_at timestamptz,
    disabled_by text,
    constraint account_disabled_by_somebody check ((disabled_at is null) = (disabled_by is null))
);

comment on table account is 'Somebody who may sign in. Rows are never deleted, so that a login names one person for ever.';
comment on column account.id is 'UUIDv7.';
comment on column account.login is 'Name to sign in with, in small letters; also the name under which what they do is recorded.';
comment on column account.display_name is 'Name as pages show it.';
comment on column account.password_hash is 'Argon2id in PHC notation; null until an invitation is used.';
comment on column account.is_demo is 'Made by serve --demo; can be used only while the server runs so.';
comment on column account.version is 'Counts the changes by administrators; the entity tag of the account. A password that its owner sets is none.';
comment on column account.created_at is 'When it was made.';
comment on column account.created_by is 'Who made it.';
comment on column account.disabled_at is 'Since when it may not be used; null while it may.';
comment on column account.disabled_by is 'Who disabled it.';

create table account_grant (
    account_id uuid not null constraint account_grant_account_fkey references account (id),
    role text not null
        constraint account_grant_role_known check (role in ('surveyor', 'staff', 'planner', 'administrator')),
    department_pcode text constraint account_grant_department_fkey references department (pcode),
    constraint account_grant_key unique nulls not distinct (account_id, role, department_pcode)
);

comment on table account_grant is 'What an account is in a department; roles add up.';
comment on column account_grant.account_id is 'Whose.';
comment on column account_grant.role is 'surveyor, staff, planner or administrator; what each may is in gis-core.';
comment on column account_grant.department_pcode is 'Where; null for every department, and what lies in none.';

create table session (
    token_hash bytea primary key constraint session_token_hash_length check (octet_length(token_hash) = 32),
    account_id uuid not null constraint session_account_fkey references account (id),
    created_at timestamptz not null default now(),
    last_used_at timestamptz not null default now(),
    expires_at timestamptz not null
);

create index session_account_idx on session (account_id);

comment on table session is 'A browser that is signed in.';
comment on column session.token_hash is 'SHA-256 of the cookie.';
comment on column session.account_id is 'Whose.';
comment on column session.created_at is 'When somebody signed in.';
comment on column session.last_used_at is 'When it was used last, to the minute; idle sessions end.';
comment on column session.expires_at is 'When it ends however much it is used.';

create table invitation (
    token_hash bytea primary key constraint invitation_token_hash_length check (octet_length(token_hash) = 32),
    account_id uuid constraint invitation_account_fkey references account (id),
    created_at timestamptz not null default now(),
    created_by text not null,
    expires_at timestamptz not null
);

create index invitation_account_idx on invitation (account_id);

comment on table invitation is 'A link by which somebody sets a password, once; the row goes when it is used.';
comment on column invitation.token_hash is 'SHA-256 of the token in the link.';
comment on column invitation.account_id is 'Whose password it sets; null to make the first administrator.';
comment on column invitation.created_at is 'When it was made.';
comment on column invitation.created_by is 'Who made it.';
comment on column invitation.expires_at is 'Until when it can be used.';

create table api_token (
    id uuid primary key,
    token_hash bytea not null constraint api_token_hash_key unique
        constraint api_token_hash_length check (octet_length(token_hash) = 32),
    account_id uuid not null constraint api_token_account_fkey references account (id),
    name text not null constraint api_token_name_length check (char_length(name) between 1 and 200),
    grants jsonb not null constraint api_token_grants_array check (jsonb_typeof(grants) = 'array'),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz
);

create index api_token_account_idx on api_token (account_id);

comment on table api_token is 'A secret by which a program acts for an account.';
comment on column api_token.id is 'UUIDv7.';
comment on column api_token.token_hash is 'SHA-256 of the token.';
comment on column api_token.account_id is 'For whom it acts.';
comment on column api_token.name is 'What it is for.';
comment on column api_token.grants is 'What it may at most, as [{role, department}]; it never may more than its account.';
comment on column api_token.created_at is 'When it was made.';
comment on column api_token.expires_at is 'When it ends.';
comment on column api_token.last_used_at is 'When it was used last, to the minute.';
comment on column api_token.revoked_at is 'When it was revoked; null while it may be used.';

alter table department add column is_public boolean not null default false;
comment on column department.is_public is 'Whether whoever is not signed in sees its register.';
