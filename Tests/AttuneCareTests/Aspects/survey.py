#!/usr/bin/env python3
"""Says how well aspects of a patient survey are found: micro F1 of the taxonomy and of a list of keywords.

usage: survey.py ATTUNE nhs.tsv

The table has the columns respondent, aspects (separated by |) and text, as NHS England publishes them. Its aspects are mapped to
the taxonomy's below; respondents whose CRC-32 is even are left out, since the terms were chosen with a look at them.
"""
import json, re, subprocess, sys, zlib

MAP = {
    "Staff manner & personal attributes": "staff", "Timeliness of care": "waiting", "Contacting services": "communication",
    "Staff listening, understanding & involving patients": "communication", "Transport to/ from services": "location",
    "Information directly from staff during care": "communication", "Appointment arrangements": "booking",
    "Impact of treatment/ care": "treatment", "Number & deployment of staff": "staff", "Staff responsiveness": "waiting",
    "Being kept informed, clarity & consistency of information": "communication", "Competence & training": "staff",
    "Activities & access to fresh air": "comfort", "Diagnosis & triage": "treatment", "Food & drink provision & facilities": "food",
    "Referals & continuity of care": "booking", "Information provision & guidance": "communication",
    "Supplying & understanding medication": "treatment", "Interaction with family/ carers": "communication",
    "Cleanliness, tidiness & infection control": "cleanliness", "Environment & Facilities": "comfort",
    "Service location": "location", "Feeling safe": "safety", "Discharge": "booking", "Care plans": "treatment",
    "Appointment method": "booking", "Sensory experience": "comfort", "Pain management": "treatment", "Parking": "location",
    "Electronic entertainment": "comfort", "Unspecified communication": "communication", "Admission": "booking",
    "Staff continuity": "staff", "Provision of medical equipment": "treatment",
}
KEYWORDS = {
    "staff": "staff nurse doctor manner", "waiting": "wait waiting time queue delay", "communication": "communication information contact listen",
    "location": "location transport parking", "booking": "appointment booking referral discharge", "treatment": "treatment medication diagnosis pain",
    "comfort": "environment facilities activities comfort", "food": "food drink meal", "cleanliness": "clean cleanliness tidy", "safety": "safe safety",
}


def f1(pairs):
    hits = sum(len(g & f) for g, f in pairs)
    gold, found = sum(len(g) for g, _ in pairs), sum(len(f) for _, f in pairs)
    precision, recall = hits / max(found, 1), hits / max(gold, 1)
    return f"precision {precision:.3f}, recall {recall:.3f}, micro F1 {2 * precision * recall / max(precision + recall, 1e-9):.3f}"


def main():
    binary, path = sys.argv[1:3]
    lines = open(path, encoding="utf-8").read().split("\n")
    header = lines[0].split("\t")
    rows = [dict(zip(header, line.split("\t"))) for line in lines[1:] if line]
    rows = [r for r in rows if "text" in r]
    rows = [r for r in rows if zlib.crc32(r["respondent"].encode()) % 2 and r["aspects"] and "not possible" not in r["aspects"]]
    done = subprocess.run([binary, "classify", "-q", "--format", "jsonl", "--aspects"], check=True, capture_output=True,
                          input="".join(json.dumps({"text": r["text"]}) + "\n" for r in rows).encode())
    said = [json.loads(line) for line in done.stdout.decode().splitlines()]
    aspects = set(MAP.values())
    gold = [{MAP[a] for a in r["aspects"].split("|") if a in MAP} for r in rows]
    found = [{m["aspect"] for m in s["aspects"]} & aspects for s in said]
    listed = [{a for a, words in KEYWORDS.items() if set(words.split()) & set(re.findall("[a-z]+", r["text"].lower()))} for r in rows]
    print(f"{len(rows)} comments")
    print("taxonomy: " + f1(list(zip(gold, found))))
    print("keywords: " + f1(list(zip(gold, listed))))
    if "--by" in sys.argv:
        for a in sorted(aspects):
            print(f"  {a:15}", f1([(g & {a}, f & {a}) for g, f in zip(gold, found)]))


main()
