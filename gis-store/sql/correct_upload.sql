update upload
set kind = coalesce($2, kind), department_pcode = coalesce($3, department_pcode),
    recorded_on = coalesce($4, recorded_on), note = coalesce($5, note),
    state = 'received', processed_at = null, report = null, failure = null, located_pcode = null
where id = $1
    and ($6::text[] is null or coalesce(department_pcode, located_pcode) = any ($6) or received_by = $7)
    and (
        state = 'failed'
        or (kind, department_pcode, recorded_on, note) is distinct from (
            coalesce($2, kind), coalesce($3, department_pcode), coalesce($4, recorded_on), coalesce($5, note)
        )
    )
    and not exists (select from draft where draft.upload_id = upload.id and draft.version > 1)
