"""Each fact of a payer profile changes a visit: check with the profile alone, and with a section
that says otherwise for that one key, must not say the same; nor may the fact be unknown to
`payers`.  Prints TAP."""

import json
import os
import subprocess
import sys
import tempfile

PROGRAM = os.environ.get("SUPERBILL", "build/superbill")
NOON = "1797768000"  # 2026-12-20T12:00:00Z

INI = """[practice]
name = Harbor Lane Physical Therapy
address1 = 240 Harbor Lane
city = Portland
state = OR
zip = 97214-2305
phone = 503-555-0100
npi = 1003000126
tax_id = 84-1234567
timezone = Etc/UTC
[files]
patients = people.json
visits = visits.ndjson
[billing]
unit_rule = {practice_rule}
[provider hale]
name = Rowan Hale
credentials = PT, DPT
npi = 1234567893
license = OR PT-60123
[provider lee]
name = Sam Lee
credentials = PTA
role = pta
supervisor = hale
license = OR PTA-1
[payer x]
name = Somebody
profile = {profile}
{own}
[fees]
97110 = 62.50
97112 = 62.50
97124 = 50.00
97140 = 65.00
97014 = 20.00
"""

PEOPLE = {
    "patients": [
        {
            "id": "P-1",
            "name": {"first": "Ann", "last": "Ellison"},
            "birth_date": "1984-03-09",
            "address": {"line1": "1 Elm", "city": "Portland", "state": "OR", "zip": "97202"},
            "insurance": [{"payer": "x", "member_id": "W1", "relationship": "self"}],
        }
    ]
}


def visit(number, date, services, **more):
    return {
        "id": f"V-{number}",
        "patient": "P-1",
        "provider": "hale",
        "date": date,
        "diagnoses": ["M25.561"],
        "services": services,
        **more,
    }


VISITS = [
    # near the last filing day of a year, and past that of half a year
    visit(1, "2026-01-05", [{"code": "97110", "minutes": 30}]),
    visit(2, "2025-06-10", [{"code": "97110", "minutes": 30}]),
    # units that the two rules count differently; over a cap of four
    visit(3, "2026-12-14", [{"code": "97110", "minutes": 8}, {"code": "97140", "minutes": 8}]),
    visit(4, "2026-12-15", [{"code": "97110", "minutes": 45}, {"code": "97140", "minutes": 45}]),
    # an assistant without CQ; a pair that never goes together; a code Medicare does not take
    visit(
        5,
        "2026-12-16",
        [{"code": "97110", "minutes": 30, "assistant_minutes": 30}],
        assistant="lee",
    ),
    visit(6, "2026-12-17", [{"code": "97140", "minutes": 15}, {"code": "97124", "minutes": 15}]),
    visit(7, "2026-12-18", [{"code": "97014"}]),
]

# What a section says to keep a fact out of force.
OTHERWISE = {
    "unit_rule": {"cms": "ama", "ama": "cms"},
    "edits": {"strict": "warn"},
    "pairs": {"old": "current"},
    "unit_cap": {"4": "96"},
    "filing_limit": {"12m": "90d", "end-of-next-year": "365d"},
}


def otherwise(fact):
    key, value = fact["key"], fact["value"]
    if key.startswith("code."):
        return f"{key} = 97032"
    table = OTHERWISE.get(key, {"yes": "no", "no": "yes"})
    return f"{key} = {table[value]}"


def findings(folder, profile, own, practice_rule):
    with open(os.path.join(folder, "superbill.ini"), "w", encoding="utf-8") as out:
        out.write(INI.format(profile=profile, own=own, practice_rule=practice_rule))
    done = subprocess.run(
        [PROGRAM, "check", "--json"],
        cwd=folder,
        env=dict(os.environ, SOURCE_DATE_EPOCH=NOON, XDG_DATA_HOME=folder),
        capture_output=True,
        check=False,
    )
    if done.returncode not in (0, 1):
        print("# " + done.stdout.decode() + done.stderr.decode())
        return None
    answer = json.loads(done.stdout)
    return [
        (f["record"], f["rule"], f["severity"], f["message"])
        for f in answer["findings"]
        # Medicare's refusal stands beside every other finding
        if f["rule"] != "payer-route"
    ]


def main():
    shown = subprocess.run([PROGRAM, "payers", "--json"], capture_output=True, check=True)
    profiles = json.loads(shown.stdout)["profiles"]
    count = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "people.json"), "w", encoding="utf-8") as out:
            json.dump(PEOPLE, out)
        with open(os.path.join(folder, "visits.ndjson"), "w", encoding="utf-8") as out:
            for one in VISITS:
                out.write(json.dumps(one) + "\n")
        generic = findings(folder, "generic", "", "cms")
        for profile in profiles:
            name = profile["id"]
            facts = [f for f in profile["facts"] if f["key"] != "name"]
            # where the practice counts otherwise, a rule of the payer's tells
            rules = {f["value"] for f in facts if f["key"] == "unit_rule"}
            practice = "cms" if "ama" in rules else "ama"
            alone = findings(folder, name, "", practice)
            for fact in facts:
                count += 1
                other = findings(folder, name, otherwise(fact), practice)
                good = alone is not None and other is not None and alone != other
                failed += not good
                print(f"{'' if good else 'not '}ok {count} - {name}: {fact['key']} = {fact['value']}")
            count += 1
            differs = name == "generic" or findings(folder, name, "", "cms") != generic
            failed += not differs
            print(f"{'' if differs else 'not '}ok {count} - {name} is not the generic one again")
        count += 1
        wrong = findings(folder, "united", "", "ama")
        failed += wrong is not None
        print(f"{'' if wrong is None else 'not '}ok {count} - an unknown profile is refused")
    print(f"1..{count}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
