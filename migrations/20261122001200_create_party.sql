-- Parties, and the personal data of those that are persons or groups of persons, apart from everything else.
--
-- What is in the table person is written nowhere else: it has no versions, it is in no view of the map, the audit log
-- names its party only. So it can be erased, and nothing that refers to the party breaks.

create table processing_purpose (
    code text primary key constraint processing_purpose_code_format check (code ~ '^[a-z][a-z0-9_]*$'),
    name_fr text not null,
    name_en text not null,
    legal_basis text not null,
    data_categories text not null,
    recipients text not null,
    keep_years integer not null constraint processing_purpose_keep_positive check (keep_years > 0),
    keep_from text not null
        constraint processing_purpose_keep_from_known check (keep_from in ('last_right', 'last_occupancy', 'recorded')),
    certainty text not null
);

comment on table processing_purpose is 'Why personal data are kept, on what legal basis and for how long; renewed from data/processing_purposes.json at every start. The processing record for the CDP is made of it.';
comment on column processing_purpose.code is 'Stable code.';
comment on column processing_purpose.name_fr is 'The purpose in French.';
comment on column processing_purpose.name_en is 'The purpose in English.';
comment on column processing_purpose.legal_basis is 'The texts that allow it.';
comment on column processing_purpose.data_categories is 'What is kept of a person for it, in French.';
comment on column processing_purpose.recipients is 'Who gets to see it, in French.';
comment on column processing_purpose.keep_years is 'How many years it is kept.';
comment on column processing_purpose.keep_from is 'From when those years count: the end of the last right, of the last occupancy, or the recording.';
comment on column processing_purpose.certainty is 'How sure the figures are: stated by a public source, inferred, or from memory.';

create table party (
    id uuid primary key,
    department_pcode text not null constraint party_department_fkey references department (pcode),
    kind text not null constraint party_kind_known check (kind in ('person', 'group', 'company')),
    group_kind text,
    company_name text constraint party_company_name_length check (char_length(company_name) between 1 and 200),
    company_number text constraint party_company_number_length check (char_length(company_number) between 1 and 50),
    revision integer not null default 1 constraint party_revision_positive check (revision > 0),
    created_at timestamptz not null default now(),
    created_by text not null,
    constraint party_company_named check ((kind = 'company') = (company_name is not null)),
    constraint party_company_number_of_company check (company_number is null or kind = 'company'),
    constraint party_kind_of_group check (group_kind is null or kind = 'group')
);

create index party_department_idx on party (department_pcode);

comment on table party is 'Who has to do with land or a place (LADM party): without the data of persons, which are in person.';
comment on column party.id is 'UUIDv7.';
comment on column party.department_pcode is 'Department that keeps it; no department sees the parties of another.';
comment on column party.kind is 'person, group (of persons) or company.';
comment on column party.group_kind is 'Code of the list group_kind.';
comment on column party.company_name is 'Name of a company; names of persons and groups are in person.';
comment on column party.company_number is 'NINEA of a company.';
comment on column party.revision is 'Counts the changes of it and of its personal data up; its entity tag.';
comment on column party.created_at is 'When it was recorded.';
comment on column party.created_by is 'Who recorded it.';

create table person (
    party_id uuid primary key constraint person_party_fkey references party (id),
    department_pcode text not null constraint person_department_fkey references department (pcode),
    purpose text not null constraint person_purpose_fkey references processing_purpose (code),
    name text not null constraint person_name_length check (char_length(name) between 1 and 200),
    name_key text not null,
    sex text constraint person_sex_known check (sex in ('female', 'male')),
    born_on date,
    phone text constraint person_phone_format check (phone ~ '^\+?[0-9]{7,15}$'),
    address text constraint person_address_length check (char_length(address) <= 500),
    identity_kind text,
    identity_sealed bytea,
    identity_digest bytea constraint person_identity_digest_length check (octet_length(identity_digest) = 32),
    recorded_at timestamptz not null default now(),
    recorded_by text not null,
    changed_at timestamptz not null default now(),
    constraint person_identity_whole check (
        (identity_sealed is null) = (identity_digest is null) and (identity_sealed is null) = (identity_kind is null)
    ),
    constraint person_identity_key unique (department_pcode, identity_digest)
);

create index person_name_idx on person (department_pcode, name_key text_pattern_ops);

comment on table person is 'Personal data of a party that is a person or a group of persons. Never versioned, never on a map; erased by deleting the row. Every reading of it is in person_access.';
comment on column person.party_id is 'The party that they are about.';
comment on column person.department_pcode is 'Department that keeps them.';
comment on column person.purpose is 'Why they are kept, and so for how long.';
comment on column person.name is 'First and family name, or name of the group.';
comment on column person.name_key is 'The name as it is searched: small, without accents.';
comment on column person.sex is 'female or male, where that was said; shown in counts of many only.';
comment on column person.born_on is 'Day of birth.';
comment on column person.phone is 'Telephone number, digits only.';
comment on column person.address is 'Address.';
comment on column person.identity_kind is 'Code of the list identity_kind.';
comment on column person.identity_sealed is 'Number of the identity document, encrypted (nonce, then ChaCha20-Poly1305 bound to the party).';
comment on column person.identity_digest is 'Keyed digest (HMAC-SHA-256) of that number within the department, by which a second record of one person is found.';
comment on column person.recorded_at is 'When they were recorded.';
comment on column person.recorded_by is 'Who recorded them.';
comment on column person.changed_at is 'When they were last changed.';

create table key_check (
    one boolean primary key default true constraint key_check_one_row check (one),
    sealed bytea not null,
    created_at timestamptz not null default now()
);

comment on table key_check is 'A word sealed under the key of the identity numbers: whoever comes with another key is told so before anything is sealed under that.';
comment on column key_check.one is 'Always true: there is one row.';
comment on column key_check.sealed is 'The sealed word.';
comment on column key_check.created_at is 'When the key was used first.';

create table party_member (
    group_id uuid not null constraint party_member_group_fkey references party (id),
    member_id uuid not null constraint party_member_member_fkey references party (id),
    role text,
    numerator integer constraint party_member_numerator_positive check (numerator > 0),
    denominator integer constraint party_member_denominator_holds check (denominator >= numerator),
    primary key (group_id, member_id),
    constraint party_member_not_of_itself check (group_id <> member_id),
    constraint party_member_share_whole check ((numerator is null) = (denominator is null))
);

comment on table party_member is 'Who belongs to a group (LADM party member); shares of a group that has any add up to one.';
comment on column party_member.group_id is 'The group.';
comment on column party_member.member_id is 'A party in it.';
comment on column party_member.role is 'Code of the list member_role.';
comment on column party_member.numerator is 'Parts that the member has; null where the group has no shares.';
comment on column party_member.denominator is 'Parts that there are.';

create table person_access (
    id bigint generated always as identity primary key,
    party_id uuid,
    about text,
    department_pcode text not null,
    action text not null constraint person_access_action_known check (
        action in ('list', 'read', 'reveal', 'export', 'record', 'change', 'erase', 'expire')
    ),
    reason text,
    actor text not null,
    account_id uuid,
    at timestamptz not null default now(),
    constraint person_access_of_something check (party_id is not null or about is not null),
    constraint person_access_reasoned check (action not in ('reveal', 'export', 'erase') or reason is not null)
);

create index person_access_party_idx on person_access (party_id, at);

comment on table person_access is 'Every reading and changing of personal data, append-only. It names parties, never persons, and outlives their erasure.';
comment on column person_access.id is 'Order of writing.';
comment on column person_access.party_id is 'The party whose data were read or changed; null where words were read that name no party, such as declared neighbours.';
comment on column person_access.about is 'What was read, where it was not the record of the person: a document, the declared neighbours of a parcel, the debts of an occupancy.';
comment on column person_access.department_pcode is 'Department that keeps them.';
comment on column person_access.action is 'list: in a search; read; reveal: with the whole identity number; export; record; change; erase; expire.';
comment on column person_access.reason is 'Why; wanted for reveal, export and erase.';
comment on column person_access.actor is 'Who.';
comment on column person_access.account_id is 'The account of whoever was signed in.';
comment on column person_access.at is 'When.';

create function refuse_change_of_access() returns trigger language plpgsql as $$
begin
    raise exception 'the log of accesses is append-only: % is refused', tg_op using errcode = 'restrict_violation';
end
$$;

comment on function refuse_change_of_access() is 'Keeps the log of accesses to personal data from being changed or deleted.';

create trigger person_access_is_kept before update or delete on person_access
    for each row execute function refuse_change_of_access();
create trigger person_access_is_kept_whole before truncate on person_access
    for each statement execute function refuse_change_of_access();

create table parcel_neighbour (
    parcel_id uuid not null,
    side text not null constraint parcel_neighbour_side_known check (side in ('north', 'south', 'east', 'west')),
    department_pcode text not null constraint parcel_neighbour_department_fkey references department (pcode),
    declared text not null constraint parcel_neighbour_declared_length check (char_length(declared) between 1 and 200),
    salt uuid not null,
    recorded_at timestamptz not null default now(),
    recorded_by text not null,
    primary key (parcel_id, side)
);

comment on table parcel_neighbour is 'Who is said to hold the land on each side of a parcel: words as they were declared, so personal data, and kept like them. No register of persons refers to it.';
comment on column parcel_neighbour.parcel_id is 'The parcel, which may have ceased since.';
comment on column parcel_neighbour.side is 'north, south, east or west.';
comment on column parcel_neighbour.department_pcode is 'Department that keeps it.';
comment on column parcel_neighbour.declared is 'The words of the declaration.';
comment on column parcel_neighbour.salt is 'Goes into the digests of the words that outlive them: without it nobody can try words against those.';
comment on column parcel_neighbour.recorded_at is 'When it was recorded.';
comment on column parcel_neighbour.recorded_by is 'Who recorded it.';

select keep_versions_of('party', 'parties');
select witness_rows_of('party_member', 'group_id', 'member_id');
select witness_rows_of('parcel_neighbour', 'parcel_id', 'side');
