select name, json_object_agg(language, title) as "title!: Json<Text>"
from upload_picture
join upload on upload.id = upload_picture.upload_id
where upload.id = $1 and ($2::text[] is null or coalesce(department_pcode, located_pcode) = any ($2) or received_by = $3)
group by name, position
order by position
