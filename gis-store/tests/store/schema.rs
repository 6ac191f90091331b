//! The whole schema as one text: a change of it is seen in review.

use sqlx::PgPool;

#[sqlx::test(migrations = "../migrations")]
async fn the_schema_is_as_reviewed(pool: PgPool) {
    let lines: Vec<String> =
        sqlx::query_scalar(include_str!("schema.sql")).fetch_all(&pool).await.expect("the catalogue is read");
    insta::assert_snapshot!(lines.join("\n"));
}

#[sqlx::test(migrations = "../migrations")]
async fn every_table_column_and_function_of_ours_is_commented(pool: PgPool) {
    let silent: Vec<String> = sqlx::query_scalar(include_str!("uncommented.sql"))
        .fetch_all(&pool)
        .await
        .expect("the catalogue is read");
    assert!(silent.is_empty(), "without a comment: {silent:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn every_geometry_has_a_type_an_srid_a_validity_check_and_an_index(pool: PgPool) {
    let lacking: Vec<String> = sqlx::query_scalar(include_str!("geometry.sql"))
        .fetch_all(&pool)
        .await
        .expect("the catalogue is read");
    assert!(lacking.is_empty(), "{lacking:?}");
}
