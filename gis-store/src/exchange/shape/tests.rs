//! Geometries as files hold them.

use super::*;

fn prepare_wkt(wkt: &str, shape: Shape) -> Result<(Geometry, Prepared), Objection> {
    let prepared = prepare(&OgrGeometry::from_wkt(wkt).expect("well-known text"), shape, None)?;
    let back = OgrGeometry::from_wkb(&prepared.wkb).and_then(|ogr| ogr.to_geo()).expect("well-known binary");
    Ok((back, prepared))
}

fn codes(prepared: &Prepared) -> Vec<&str> {
    prepared.findings.iter().map(|finding| finding.code.as_str()).collect()
}

#[test]
fn a_bow_tie_is_repaired_into_its_two_halves() {
    let wkt = "POLYGON((-17 14,-16.99 14.01,-16.99 14,-17 14.01,-17 14))";
    let (geometry, prepared) = prepare_wkt(wkt, Shape::Area).expect("repaired");
    assert_eq!(codes(&prepared), ["repaired_geometry"]);
    let Geometry::MultiPolygon(halves) = geometry else { panic!("not an area") };
    assert_eq!(halves.0.len(), 2);
    assert!((prepared.measure.expect("an area") - 597_000.0).abs() < 5_000.0, "{:?}", prepared.measure);
}

#[test]
fn heights_are_left_and_single_parts_become_multi() {
    let (geometry, prepared) =
        prepare_wkt("LINESTRING Z (-17 14 5,-17 14.01 6)", Shape::Line).expect("a line");
    assert!(matches!(geometry, Geometry::MultiLineString(_)));
    assert!((prepared.measure.expect("a length") - 1106.4).abs() < 1.0);
    assert!(prepared.findings.is_empty());
}

#[test]
fn a_curve_becomes_chords() {
    let wkt = "CURVEPOLYGON(CIRCULARSTRING(-17 14,-16.99 14.01,-16.98 14,-16.99 13.99,-17 14))";
    let (geometry, _) = prepare_wkt(wkt, Shape::Area).expect("linearised");
    assert!(geometry.coords_count() > 60, "{}", geometry.coords_count());
}

#[test]
fn what_has_the_wrong_shape_is_refused() {
    for (wkt, shape) in [
        ("POINT(-17 14)", Shape::Area),
        ("POINT(-17 14)", Shape::Line),
        ("POLYGON((-17 14,-16.9 14,-16.9 14.1,-17 14))", Shape::Line),
        ("LINESTRING(-17 14,-16.9 14)", Shape::PointOrArea),
        ("LINESTRING(-17 14,-16.9 14)", Shape::Area),
    ] {
        assert_eq!(prepare_wkt(wkt, shape).expect_err(wkt).code, "wrong_geometry_type");
    }
}

#[test]
fn what_has_no_extent_is_refused() {
    let error = prepare_wkt("POLYGON((-17 14,-17 14,-17 14,-17 14))", Shape::Area).expect_err("a point");
    assert_eq!(error.code, "invalid_geometry");
    let error = prepare_wkt("LINESTRING(-17 14,-17 14)", Shape::Line).expect_err("a point");
    assert_eq!(error.code, "invalid_geometry");
}

#[test]
fn metres_taken_for_degrees_are_refused() {
    let error = prepare_wkt("POINT(291000 1636000)", Shape::Any).expect_err("metres");
    assert_eq!(error.code, "outside_the_world");
}

#[test]
fn a_closed_line_is_an_outline_where_an_area_is_wanted() {
    let wkt = "LINESTRING(-17 14,-16.99 14,-16.99 14.01,-17 14)";
    let (geometry, prepared) = prepare_wkt(wkt, Shape::Area).expect("closed");
    assert!(matches!(geometry, Geometry::MultiPolygon(_)));
    assert_eq!(codes(&prepared), ["closed_line"]);
}

#[test]
fn preparing_twice_changes_nothing() {
    let wkt = "POLYGON((-17.1234567891234 14,-16.99 14.0123456789876,-16.99 14,-17.1234567891234 14))";
    let (first, prepared) = prepare_wkt(wkt, Shape::PointOrArea).expect("an area");
    let again = prepare(&OgrGeometry::from_wkb(&prepared.wkb).expect("binary"), Shape::PointOrArea, None)
        .expect("again");
    assert_eq!(prepared.wkb, again.wkb);
    assert!(matches!(first, Geometry::Polygon(_)));
}
