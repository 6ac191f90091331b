#!/usr/bin/env python3
# Readies a server for script/contract: puts one of everything on record and writes the settings of schemathesis.
"""Called by script/contract:

    contract.py ADDRESS FILE

Without it nearly every identifier that is made up answers 404, and nothing behind it is tried. The settings name
identifiers and codes that exist; a part of all requests takes them, the rest stays made up.
"""

import itertools
import json
import sys
import urllib.error
import urllib.request

PASSWORD = "suuf au marché"
PCODE = "SN1302"
OFTEN = 0.8


def main(address, file):
    staff = Client(address, "demo-service")
    records = put_on_record(staff)
    codes = {name: [code["code"] for code in some] for name, some in staff.get("/code-lists").items()}
    with open(file, "w", encoding="utf-8") as settings:
        settings.writelines(line + "\n" for line in settings_of(records, codes))


class Client:
    """Somebody with a session."""

    def __init__(self, address, login):
        self.address = address.rstrip("/")
        self.cookie = ""
        headers = self.ask("POST", "/session", {"login": login, "password": PASSWORD})[1]
        self.cookie = headers["Set-Cookie"].split(";")[0]

    def ask(self, method, path, body=None, kind="application/json"):
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        headers = {"Cookie": self.cookie, "Content-Type": kind}
        request = urllib.request.Request(self.address + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                return json.loads(answer.read()), answer.headers
        except urllib.error.HTTPError as refused:
            sys.exit(f"{method} {path}: {refused.read().decode()}")

    def get(self, path):
        return self.ask("GET", path)[0]

    def create(self, path, body, kind="application/json"):
        return self.ask("POST", path, body, kind)[0]["id"]


def put_on_record(staff):
    """Identifiers that exist, by what they are of."""
    features = {name: first(staff, name) for name in ("parcels", "roads", "markets", "market-assets", "facilities")}
    ids = {name: [feature["id"] for feature in some] for name, some in features.items()}
    ids["parties"] = [staff.create("/parties", person(f"275119901234{digit}")) for digit in range(3)]
    source = {"department": PCODE, "kind": "council_deliberation", "number": "12", "dated_on": "2026-01-10"}
    ids["sources"] = [staff.create("/sources", source) for _ in range(2)]
    whole = [{"party": ids["parties"][0], "share": {"numerator": 1, "denominator": 1}}]
    right = {"class": "right", "kind": "allocation", "starts_on": "2026-02-01", "holders": whole}
    ids["rights"] = [
        staff.create(f"/collections/parcels/items/{id}/rights", {**right, "source": ids["sources"][0]})
        for id in ids["parcels"]
    ]
    occupancy = {"party": ids["parties"][1], "contract_kind": "occupancy_contract", "starts_on": "2026-01-01"}
    ids["occupancies"] = [
        staff.create(f"/collections/market-assets/items/{id}/occupancies", occupancy) for id in ids["market-assets"]
    ]
    event = {"kind": "pothole", "severity": "low", "chainage_m": 5, "observed_on": "2026-01-01"}
    ids["road-events"] = [
        staff.create(f"/collections/roads/items/{id}/events", event) for id in ids["roads"] for _ in range(3)
    ]
    with open("tests/data/photo.jpg", "rb") as photo:
        ids["documents"] = [staff.create(f"/documents?title=photo&party={ids['parties'][0]}", photo.read(), "image/jpeg")]
    dispute = {"collection": "parcels", "nature": "boundary", "statement": "limite"}
    ids["disputes"] = [staff.create("/disputes", {**dispute, "feature_id": id}) for id in ids["parcels"]]
    with open("data/samples/thies-parcel.nmea", "rb") as log:
        ids["uploads"] = [staff.create(f"/uploads?kind=parcel&department={PCODE}", log.read(), "text/plain")]
    ids["drafts"] = list(proposals(staff, features))
    admin = Client(staff.address, "demo-admin")
    surveyor = {"display_name": "Essai", "grants": [{"role": "surveyor", "department": PCODE}]}
    ids["accounts"] = [admin.create("/accounts", {**surveyor, "login": f"essai-{number}"}) for number in range(2)]
    return ids


def person(number):
    identity = {"kind": "national_identity_card", "number": number}
    about = {"purpose": "land_register", "name": "Awa Contrat", "phone": "+221 77 000 11 22", "identity": identity}
    return {"department": PCODE, "kind": "person", "person": about}


def first(staff, collection):
    page = staff.get(f"/collections/{collection}/items?limit=4")
    return page["features"]


def proposals(staff, features):
    """Drafts, some of them submitted, by somebody else than the demonstration's surveyor."""
    for name, feature in itertools.chain.from_iterable(((n, f) for f in some) for n, some in features.items()):
        body = {"action": "edit", "collection": name, "attributes": {"survey_method": "plan"}}
        body["targets"] = [{"id": feature["id"], "version": 1}]
        yield staff.create("/drafts", {**body, "submit": name in ("parcels", "roads")})


def settings_of(ids, codes):
    """Schemathesis' settings, line by line."""
    lists = {**ids, "pcodes": [PCODE, "SN0101"], "versions": ['"v1"', '"v2"'], **codes}
    lists["features"] = [id for name in ("parcels", "roads", "markets", "market-assets") for id in ids[name]]
    for name, values in lists.items():
        yield f"[dictionaries.{key(name)}]\nvalues = {json.dumps(values)}"
    yield "[parameters]"
    for parameter, name in EVERYWHERE.items():
        yield binding(parameter, name)
    for path, bindings in OPERATIONS.items():
        yield f"[[operations]]\ninclude-path-regex = {json.dumps('^' + path)}\n[operations.parameters]"
        yield from (binding(parameter, name) for parameter, name in bindings.items())


def binding(parameter, name):
    return f'"{parameter}" = {{ dictionary = "{key(name)}", probability = {OFTEN} }}'


def key(name):
    return name.replace("-", "_")


EVERYWHERE = {
    "query.department": "pcodes", "body.department": "pcodes", "header.If-Match": "versions",
    "query.about": "features", "query.feature": "features", "query.source": "sources", "query.party": "parties",
    "body.feature_id": "features", "body.source": "sources", "body.party": "parties",
    "body.holders[*].party": "parties", "body.members[*].party": "parties", "body.targets[*].id": "features",
    "body.contract_kind": "contract_kind", "body.condition": "condition", "body.nature": "dispute_nature",
}  # fmt: skip
OPERATIONS = {
    name: {"path.id": of, **more}
    for name, of, more in [
        ("/collections/parcels/", "parcels", {"body.kind": "right_kind"}),
        ("/collections/roads/", "roads", {"body.kind": "road_event_kind"}),
        ("/collections/markets/", "markets", {}),
        ("/collections/market-assets/", "market-assets", {}),
        (r"/collections/\{collection\}/items/", "features", {}),
        ("/drafts/", "drafts", {"body.id": "features"}),
        ("/uploads/", "uploads", {}),
        ("/disputes/", "disputes", {}),
        ("/parties/", "parties", {}),
        ("/sources", "sources", {"body.kind": "source_kind"}),
        ("/rights/", "rights", {}),
        ("/occupancies/", "occupancies", {}),
        ("/road-events/", "road-events", {}),
        ("/documents/", "documents", {}),
        ("/accounts/", "accounts", {}),
    ]
}

if __name__ == "__main__":
    main(*sys.argv[1:])
