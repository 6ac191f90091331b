//! Departments and communes: real boundaries in the place of sketches.

use crate::fixture::*;
use gis_core::Collection::{Communes, Departments};
use gis_store::exchange::ImportRequest;
use serde_json::json;
use sqlx::PgPool;

#[sqlx::test(migrations = "../migrations")]
async fn a_real_boundary_takes_the_place_of_a_sketch(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let file = files.geojson(
        "limites.geojson",
        &[
            feature(
                square(-17.1, 14.5, 0.4),
                json!({ "pcode": "SN1302", "name": "Thiès", "pop_rgph5_2023": 880_000 }),
            ),
            feature(
                square(-16.5, 14.0, 0.4),
                json!({ "pcode": null, "name": "FATICK", "pop_rgph5_2023": null }),
            ),
            feature(
                square(-15.5, 14.0, 0.4),
                json!({ "pcode": "SN9999", "name": "Atlantis", "pop_rgph5_2023": 1 }),
            ),
        ],
    );
    let report = import(&pool, Departments, &file).await;
    assert_eq!(counts(&report), [0, 2, 0, 1]);
    assert_eq!(report.refusals[0].code, "unknown_department");
    assert_eq!(report.refusals[0].value.as_deref(), Some("SN9999"));
    assert!(report.refusals[0].reason.en.contains("seat"), "{}", report.refusals[0].reason.en);
    let sql = "select string_agg(concat_ws(' ', pcode, is_sketch, boundary_source, population_2023, seat,
        round(st_xmin(geometry)::numeric, 3)), '; ' order by pcode) from department";
    let expected =
        "SN0301 f limites.geojson 408565 Fatick -16.500; SN1302 f limites.geojson 880000 Thiès -17.100";
    assert_eq!(value::<String>(&pool, sql).await, expected);
    assert_eq!(counts(&import(&pool, Departments, &file).await), [0, 0, 2, 1]);
    let named =
        ImportRequest { source: Some("COD-AB 2024".to_owned()), ..ImportRequest::new(Departments, &file) };
    assert_eq!(counts(&import_as(&pool, &named).await), [0, 2, 0, 1]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_department_with_all_its_facts_is_created(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let facts = json!({
        "adm2_pcode": "SN0502", "adm2_fr": "Kaolack", "adm1_fr": "Kaolack", "adm1_pcode": "SN05", "iso_region": "SN-KL",
        "ansd_dept_code": "061", "chef_lieu": "Kaolack", "area_sqkm": 1905.1, "population": 664_054, "utm_epsg": 32628,
    });
    let file = files.geojson("kaolack.geojson", &[feature(square(-16.3, 13.9, 0.3), facts)]);
    assert_eq!(counts(&import(&pool, Departments, &file).await), [1, 0, 0, 0]);
    assert_eq!(counts(&import(&pool, Departments, &file).await), [0, 0, 1, 0]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_department_does_not_take_the_identifier_of_another(pool: PgPool) {
    fill(&pool).await;
    let department = |pcode: &str, name: &str, utm_epsg: u32| {
        let facts = json!({
            "id": "019a0000-0000-7000-8000-000000000001", "pcode": pcode, "name": name, "region": "Kaolack",
            "region_pcode": "SN05", "iso_region": "SN-KL", "ansd_code": "061", "seat": name, "area_km2": 1905.1,
            "population_2023": 664_054, "utm_epsg": utm_epsg,
        });
        feature(square(-16.3, 13.9, 0.3), facts)
    };
    let files = Files::new();
    let features = [
        department("SN0502", "Kaolack", 32628),
        department("SN0503", "Nioro", 32628),
        department("SN0504", "Guinguinéo", 32690),
    ];
    let report = import(&pool, Departments, &files.geojson("d.geojson", &features)).await;
    assert_eq!(counts(&report), [2, 0, 0, 1]);
    assert_eq!(report.refusals[0].value.as_deref(), Some("32690"));
}

#[sqlx::test(migrations = "../migrations")]
async fn communes_are_known_by_any_spelling_and_new_ones_are_added(pool: PgPool) {
    fill(&pool).await;
    sqlx::raw_sql(
        "insert into commune (id, department_pcode, name, ansd_code, aliases) values
        (gen_random_uuid(), 'SN1302', 'Thiénaba', null, '{Thienaba Seck}'),
        (gen_random_uuid(), 'SN1302', 'Notto', '07220101', '{}')",
    )
    .execute(&pool)
    .await
    .expect("two communes");
    let files = Files::new();
    let file = files.geojson(
        "communes.geojson",
        &[
            feature(square(-16.8, 14.7, 0.1), json!({ "nom": "THIENABA SECK", "cod_entite": null })),
            feature(square(-16.9, 14.6, 0.1), json!({ "nom": "Noto Diobass", "cod_entite": "07220101" })),
            feature(square(-17.1, 14.8, 0.1), json!({ "nom": "Kayar", "cod_entite": null })),
            feature(json!(null), json!({ "nom": "Nulle part", "cod_entite": null })),
        ],
    );
    let report = import(&pool, Communes, &file).await;
    assert_eq!(counts(&report), [1, 2, 0, 1], "{:?}", report.refusals);
    assert_eq!(report.refused_by_code["in_no_department"], 1);
    let sql = "select string_agg(concat_ws(' ', name, aliases, geometry is not null), '; ' order by name) from commune";
    assert_eq!(
        value::<String>(&pool, sql).await,
        r#"Kayar {} t; Notto {"Noto Diobass"} t; Thiénaba {"Thienaba Seck"} t"#
    );
    assert_eq!(counts(&import(&pool, Communes, &file).await), [0, 0, 3, 1]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_commune_known_by_its_identifier_is_renamed_and_keeps_its_old_name_as_an_alias(pool: PgPool) {
    fill(&pool).await;
    let id = |number: u8| format!("019a0000-0000-7000-8000-00000000000{number}");
    let sql = "insert into commune (id, department_pcode, name, aliases) values
        ($1::uuid, 'SN1302', 'Notto', '{Noto Diobass}'), ($2::uuid, 'SN1302', 'Kayar', '{}')";
    sqlx::query(sql).bind(id(1)).bind(id(2)).execute(&pool).await.expect("two communes");
    let commune =
        |number, name: &str| feature(square(-16.9, 14.6, 0.1), json!({ "id": id(number), "name": name }));
    let files = Files::new();
    let renamed =
        files.geojson("a.geojson", &[commune(1, "Noto Diobass"), commune(2, "Kayar"), commune(3, "Fandène")]);
    assert_eq!(counts(&import(&pool, Communes, &renamed).await), [1, 2, 0, 0]);
    assert_eq!(counts(&import(&pool, Communes, &renamed).await), [0, 0, 3, 0]);
    let sql =
        "select string_agg(concat_ws(' ', right(id::text, 1), name, aliases), '; ' order by id) from commune";
    assert_eq!(value::<String>(&pool, sql).await, "1 Noto Diobass {Notto}; 2 Kayar {}; 3 Fandène {}");
    let clash = files
        .geojson("b.geojson", &[commune(2, "Notto"), commune(3, "Fandène Ville"), commune(3, "Fandène")]);
    let report = import(&pool, Communes, &clash).await;
    assert_eq!(counts(&report), [0, 1, 0, 2]);
    assert_eq!((report.refused_by_code["name_taken"], report.refused_by_code["repeated_identifier"]), (1, 1));
}
