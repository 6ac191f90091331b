-- Who occupies the places of markets, at which tariff, and what is owed.

create table tariff (
    id uuid primary key,
    department_pcode text not null constraint tariff_department_fkey references department (pcode),
    market_id uuid not null,
    asset_kind text,
    amount_xof integer not null constraint tariff_amount_not_negative check (amount_xof >= 0),
    periodicity text not null
        constraint tariff_periodicity_known check (
            periodicity in ('daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'once')
        ),
    starts_on date not null,
    ends_on date,
    source_id uuid not null constraint tariff_source_fkey references source (id),
    created_at timestamptz not null default now(),
    created_by text not null,
    constraint tariff_lasts check (ends_on is null or ends_on > starts_on)
);

create index tariff_market_idx on tariff (market_id);

comment on table tariff is 'What places of a market cost (droit de place), as a deliberation set it. Rows are closed, never changed.';
comment on column tariff.id is 'UUIDv7.';
comment on column tariff.department_pcode is 'Department that keeps it.';
comment on column tariff.market_id is 'The market.';
comment on column tariff.asset_kind is 'Code of the list asset_kind that it is for; null for all places.';
comment on column tariff.amount_xof is 'Francs CFA for each period.';
comment on column tariff.periodicity is 'Code of the list periodicity.';
comment on column tariff.starts_on is 'First day.';
comment on column tariff.ends_on is 'First day after it; null while it holds.';
comment on column tariff.source_id is 'The deliberation that set it.';
comment on column tariff.created_at is 'When it was recorded.';
comment on column tariff.created_by is 'Who recorded it.';

create table occupancy (
    id uuid primary key,
    department_pcode text not null constraint occupancy_department_fkey references department (pcode),
    market_asset_id uuid not null,
    party_id uuid not null constraint occupancy_party_fkey references party (id),
    contract_kind text not null,
    contract_number text constraint occupancy_contract_number_length check (char_length(contract_number) between 1 and 100),
    source_id uuid constraint occupancy_source_fkey references source (id),
    starts_on date not null,
    ends_on date,
    end_reason text constraint occupancy_end_reason_length check (char_length(end_reason) between 1 and 2000),
    deposit_xof integer constraint occupancy_deposit_not_negative check (deposit_xof >= 0),
    amount_xof integer constraint occupancy_amount_not_negative check (amount_xof >= 0),
    periodicity text,
    is_sublet boolean not null default false,
    created_at timestamptz not null default now(),
    created_by text not null,
    constraint occupancy_lasts check (ends_on is null or ends_on > starts_on),
    constraint occupancy_amount_whole check ((amount_xof is null) = (periodicity is null)),
    constraint occupancy_one_at_a_time exclude using gist (
        market_asset_id with =, daterange(starts_on, ends_on) with &&
    )
);

create index occupancy_party_idx on occupancy (party_id);

comment on table occupancy is 'Who occupies a place, under which contract: all rows of a place are the history of its allocation. A place has one occupant at a time.';
comment on column occupancy.id is 'UUIDv7.';
comment on column occupancy.department_pcode is 'Department that keeps it.';
comment on column occupancy.market_asset_id is 'The place, which may have ceased since.';
comment on column occupancy.party_id is 'The occupant.';
comment on column occupancy.contract_kind is 'Code of the list contract_kind.';
comment on column occupancy.contract_number is 'Number of the contract.';
comment on column occupancy.source_id is 'The decision that allotted the place.';
comment on column occupancy.starts_on is 'First day.';
comment on column occupancy.ends_on is 'First day after it; null while it lasts.';
comment on column occupancy.end_reason is 'Why it ended; no names of persons.';
comment on column occupancy.deposit_xof is 'Deposit in francs CFA.';
comment on column occupancy.amount_xof is 'What the contract asks for each period, in francs CFA, where that is not the tariff of the market.';
comment on column occupancy.periodicity is 'Code of the list periodicity.';
comment on column occupancy.is_sublet is 'Whether somebody else than the occupant was found there.';
comment on column occupancy.created_at is 'When it was recorded.';
comment on column occupancy.created_by is 'Who recorded it.';

create table arrears (
    id uuid primary key,
    department_pcode text not null constraint arrears_department_fkey references department (pcode),
    occupancy_id uuid not null constraint arrears_occupancy_fkey references occupancy (id),
    due_on date not null,
    number integer not null constraint arrears_number_positive check (number > 0),
    amount_xof integer not null constraint arrears_amount_not_negative check (amount_xof >= 0),
    reference text constraint arrears_reference_length check (char_length(reference) between 1 and 100),
    settled_on date,
    salt uuid not null,
    created_at timestamptz not null default now(),
    created_by text not null,
    constraint arrears_due_key unique (occupancy_id, due_on, number),
    constraint arrears_nothing_is_corrected check (amount_xof > 0 or number > 1)
);

comment on table arrears is 'What an occupant owes, by reference to the accounts of the treasury: personal data, erased with those of the occupant. Append-only: a correction, or a payment, is another row for its day.';
comment on column arrears.id is 'UUIDv7.';
comment on column arrears.department_pcode is 'Department that keeps it.';
comment on column arrears.occupancy_id is 'The occupancy that it is owed for.';
comment on column arrears.due_on is 'Day on which it fell due.';
comment on column arrears.number is 'Counts what was said of this day up from 1; the last one holds.';
comment on column arrears.amount_xof is 'Francs CFA; a correction to 0 says that nothing was owed.';
comment on column arrears.reference is 'Reference in the accounts, such as the number of the receipt.';
comment on column arrears.settled_on is 'Day on which it was paid; null until then.';
comment on column arrears.salt is 'Goes into the digests of the row that outlive it: without it nobody can try amounts against those.';
comment on column arrears.created_at is 'When it was recorded.';
comment on column arrears.created_by is 'Who recorded it.';

create function refuse_change_of_arrears() returns trigger language plpgsql as $$
begin
    raise exception 'arrears are append-only: correct them by another row' using errcode = 'restrict_violation';
end
$$;

comment on function refuse_change_of_arrears() is 'Keeps what was said of a debt as it was said; an erasure takes whole rows.';

create trigger arrears_are_kept before update on arrears for each row execute function refuse_change_of_arrears();

create function arrears_now(of_occupancy uuid) returns setof arrears language sql stable as $$
    select distinct on (due_on) * from arrears where occupancy_id = of_occupancy order by due_on, number desc
$$;

comment on function arrears_now(uuid) is 'What holds of the debts of an occupancy: the last row of each day.';

create function owes_something(party uuid) returns boolean language sql stable as $$
    select exists (
        select from occupancy cross join arrears_now(occupancy.id) as owed
        where occupancy.party_id = party and owed.settled_on is null and owed.amount_xof > 0
    )
$$;

comment on function owes_something(uuid) is 'Whether a party has debts that were neither paid nor corrected away: then its data are needed.';

create function standing_for(party uuid) returns setof uuid language sql stable as $$
    with recursive standing (id) as (
        select party
        union
        select membership.group_id from party_member as membership join standing on standing.id = membership.member_id
    )
    select id from standing
$$;

comment on function standing_for(uuid) is 'A party, and the groups that it belongs to, by itself or through other groups: what they hold, it holds.';

create function holds_something(party uuid, on_day date) returns boolean language sql stable as $$
    select exists (
        select from land_right_holder as holder join land_right on land_right.id = holder.right_id
        where holder.party_id in (select standing_for(party))
            and (land_right.ends_on is null or land_right.ends_on > on_day)
    ) or exists (
        select from occupancy
        where occupancy.party_id in (select standing_for(party))
            and (occupancy.ends_on is null or occupancy.ends_on > on_day)
    ) or exists (
        select from dispute
        where parties @> jsonb_build_array(jsonb_build_object('party', party)) and state in ('open', 'mediation')
    )
$$;

comment on function holds_something(uuid, date) is 'Whether a party, or a group that it belongs to, holds a right or occupies a place on a day, or is in a dispute that goes on: then its data are needed.';

select keep_versions_of('market_block', 'market-blocks');
select keep_versions_of('tariff', 'tariffs');
select keep_versions_of('occupancy', 'occupancies');
select witness_rows_of('arrears', 'id');
