-- A survey's draft is submitted at once: whoever walked it has sent it in.
with proposed as (
    insert into draft (
        id, upload_id, position, kind, department_pcode, geometry, area_m2, length_m, sigma_m, epoch_count, findings,
        name, area_sd_m2, n_eff, pass_count, corners, grade, grade_rule, grade_reason, state, created_by,
        submitted_at, submitted_by
    )
    select
        $1, upload.id, $3, $4, $5, st_geomfromwkb($6, 4326), $7, $8, $9, $10, $11,
        $12, $13, $14, $15, $16, $17, $18, $19, 'submitted', upload.received_by,
        now(), upload.received_by
    from upload
    where upload.id = $2
    returning id, created_by
)
insert into draft_event (draft_id, actor, action)
select id, created_by, action from proposed cross join unnest(array['proposed', 'submitted']) as action
