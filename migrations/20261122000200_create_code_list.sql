-- Code lists are data with both languages, renewed from data/code_lists.json at every start.

create table code_list (
    list text not null,
    code text not null constraint code_list_code_format check (code ~ '^[a-z][a-z0-9_]*$'),
    position smallint not null,
    label_fr text not null,
    label_en text not null,
    aliases text[] not null default '{}',
    attributes jsonb not null default '{}',
    primary key (list, code)
);

comment on table code_list is 'Codes of the register with their labels: road classes, surfaces, conditions, kinds, land uses, tenures.';
comment on column code_list.list is 'Name of the list, such as road_class.';
comment on column code_list.code is 'Stable English code.';
comment on column code_list.position is 'Order in which the list is offered.';
comment on column code_list.label_fr is 'French label.';
comment on column code_list.label_en is 'English label.';
comment on column code_list.aliases is 'Other values that imports take for this code.';
comment on column code_list.attributes is 'What else is known of the code, such as strength on the tenure continuum.';
