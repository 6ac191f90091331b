//! The style in the words that QGIS' converter of vector tile styles knows (`QgsMapBoxGlStyleConverter`, 3.22 and later).
//!
//! The converter takes what it does not know for true, or for its own default: with the style of the page it would paint
//! everything in the colour of what is selected. So what nobody can do on a still map goes, filters are said as it reads
//! them, and what depends on zoom and attribute at once is as it is for most features.

use serde_json::{Map, Value, json};

/// Radius of the circle in place of an icon: QGIS does not tint icons that are distance fields.
const MARK_RADIUS_PX: f64 = 5.0;

/// Says a style anew.
pub(super) fn adapt(style: &mut Value) {
    let layers = style["layers"].as_array_mut().expect("a style has layers");
    for layer in layers.iter_mut() {
        if layer["layout"].get("icon-image").is_some() {
            mark_instead_of_icon(layer);
        }
        *layer = said(layer);
    }
    layers.retain(|layer| !is_invisible(layer));
}

/// A circle in the colours of an icon.
fn mark_instead_of_icon(layer: &mut Value) {
    let plain = |name: &str| usual(&said(&layer["paint"][name])).clone();
    let (ring, colour) = (plain("icon-halo-color"), plain("icon-color"));
    layer["type"] = json!("circle");
    layer["paint"] = json!({
        "circle-color": colour, "circle-radius": MARK_RADIUS_PX, "circle-stroke-color": ring, "circle-stroke-width": 1
    });
    layer.as_object_mut().expect("a layer is an object").remove("layout");
}

/// What only shows where something is selected.
fn is_invisible(layer: &Value) -> bool {
    let paint = layer["paint"].as_object().into_iter().flatten();
    paint.into_iter().any(|(name, value)| name.ends_with("opacity") && value.as_f64() == Some(0.0))
}

fn said(value: &Value) -> Value {
    match value {
        Value::Array(parts) => match (parts.first().and_then(Value::as_str), parts.get(1..)) {
            (Some(operator), Some(operands)) => said_expression(operator, operands),
            _ => parts.iter().map(said).collect(),
        },
        Value::Object(members) => {
            members.iter().map(|(name, member)| (name.clone(), said(member))).collect::<Map<_, _>>().into()
        }
        plain => plain.clone(),
    }
}

fn said_expression(operator: &str, operands: &[Value]) -> Value {
    match (operator, operands) {
        ("case", _) => said_case(operands),
        ("coalesce", [first, ..]) => said(first),
        ("in", [key, list]) => said_membership(key, list, true),
        ("!", [Value::Array(inner)]) if inner[0] == "in" => said_membership(&inner[1], &inner[2], false),
        ("match", [key, arms @ .., other]) => said_match(key, arms, other),
        ("all" | "any", _) => {
            let rest: Vec<_> =
                operands.iter().filter(|operand| operand[1] != json!(["zoom"])).map(said).collect();
            if let [one] = rest.as_slice() { one.clone() } else { expression(operator, rest) }
        }
        ("interpolate", [kind, input, stops @ ..]) => said_interpolation(kind, input, stops),
        _ => expression(operator, operands.iter().map(said)),
    }
}

fn expression(operator: &str, operands: impl IntoIterator<Item = Value>) -> Value {
    std::iter::once(json!(operator)).chain(operands).collect()
}

/// Without the arms for what is selected, and those for kinds of geometry: QGIS draws each on its own.
fn said_case(operands: &[Value]) -> Value {
    let (arms, other) = operands.as_chunks::<2>();
    let is_known = |condition: &Value| {
        let text = condition.to_string();
        !text.contains("feature-state") && !text.contains("geometry-type")
    };
    let known = arms.iter().filter(|[condition, _]| is_known(condition)).flatten().map(said);
    let known: Vec<_> = known.collect();
    let other = other.iter().map(said);
    if known.is_empty() {
        other.collect::<Vec<_>>().swap_remove(0)
    } else {
        expression("case", known.into_iter().chain(other))
    }
}

/// Whether a key is in a list: `$type` in place of `geometry-type`, which has no name in QGIS for several parts.
fn said_membership(key: &Value, list: &Value, is_in: bool) -> Value {
    let list = &list[1];
    if key[0] == "geometry-type" {
        json!([if is_in { "==" } else { "!=" }, "$type", list[0]])
    } else {
        json!(["match", key, list, is_in, !is_in])
    }
}

/// Each label as a list: QGIS overlooks others.
fn said_match(key: &Value, arms: &[Value], other: &Value) -> Value {
    let arms = arms.as_chunks::<2>().0.iter().flat_map(|[label, output]| {
        let labels = if label.is_array() { label.clone() } else { json!([label]) };
        [labels, said(output)]
    });
    expression("match", std::iter::once(key.clone()).chain(arms).chain([said(other)]))
}

/// By zoom, what most features have; by anything else, what is in the middle.
fn said_interpolation(kind: &Value, input: &Value, stops: &[Value]) -> Value {
    let stops = stops.as_chunks::<2>().0;
    if *input != json!(["zoom"]) {
        return said(&stops[stops.len() / 2][1]);
    }
    let stops = stops.iter().flat_map(|[zoom, output]| [zoom.clone(), usual(&said(output)).clone()]);
    expression("interpolate", [kind.clone(), input.clone()].into_iter().chain(stops))
}

/// What a `match` gives those that it does not name.
fn usual(value: &Value) -> &Value {
    match value.as_array().map(Vec::as_slice) {
        Some([operator, .., other]) if operator == "match" => other,
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::{Theme, for_qgis};

    fn all(value: &Value, found: &mut Vec<Value>) {
        match value {
            Value::Array(parts) => {
                found.push(value.clone());
                for part in parts {
                    all(part, found);
                }
            }
            Value::Object(members) => {
                for member in members.values() {
                    all(member, found);
                }
            }
            _ => {}
        }
    }

    #[test]
    fn qgis_is_told_nothing_that_it_does_not_know() {
        for theme in Theme::ALL {
            let style: Value =
                serde_json::from_str(&for_qgis("https://sig.example.sn", theme)).expect("is JSON");
            let mut expressions = Vec::new();
            all(&style["layers"], &mut expressions);
            for expression in expressions {
                let operator = expression[0].as_str().unwrap_or_default();
                assert!(
                    !["feature-state", "geometry-type", "in", "!", "coalesce", "boolean"].contains(&operator)
                        || expression.to_string().contains("sketch"),
                    "{expression}"
                );
                assert!(
                    !matches!(operator, "<" | ">" | ">=" | "<=") || expression[1] != json!(["zoom"]),
                    "{expression}"
                );
                if operator == "match" {
                    assert!(expression[2].is_array(), "{expression}");
                }
            }
            assert!(style["layers"].to_string().contains("$type"));
        }
    }

    #[test]
    fn what_is_not_selected_is_drawn_as_on_the_page() {
        let selected = json!(["boolean", ["feature-state", "selected"], false]);
        assert_eq!(said(&json!(["case", selected, "red", "blue"])), json!("blue"));
        let mut style = json!({"layers": [
            {"id": "halo", "paint": {"line-opacity": ["case", selected, 1, 0]}},
            {"id": "line", "paint": {"line-width": ["interpolate", ["linear"], ["zoom"], 5, ["match", ["get", "class"], "urban", 3, 1], 9, 4]}}
        ]});
        adapt(&mut style);
        let line = json!(["interpolate", ["linear"], ["zoom"], 5, 1, 9, 4]);
        assert_eq!(style, json!({"layers": [{"id": "line", "paint": {"line-width": line}}]}));
    }

    #[test]
    fn filters_mean_the_same() {
        let areas = json!(["in", ["geometry-type"], ["literal", ["Polygon", "MultiPolygon"]]]);
        assert_eq!(said(&areas), json!(["==", "$type", "Polygon"]));
        assert_eq!(said(&json!(["!", areas])), json!(["!=", "$type", "Polygon"]));
        let major = json!(["in", ["get", "class"], ["literal", ["national", "regional"]]]);
        assert_eq!(
            said(&json!(["any", ["<", ["zoom"], 14], major])),
            json!(["match", ["get", "class"], ["national", "regional"], true, false])
        );
    }
}
