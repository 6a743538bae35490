#!/usr/bin/env python3
"""chart_requests.py FOLDER: writes small.json (a patient-view request as most are) and chart.json (one with 200
resources of the usual shape: narrative left out, codings with displays, references, dates, units)."""
import json
import sys
from pathlib import Path

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
PATIENT = {"resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1975-04-12",
           "name": [{"use": "official", "family": "Example", "given": ["Ada", "B"]}],
           "address": [{"line": ["1 Road"], "city": "Town", "postalCode": "00000", "country": "XX"}],
           "telecom": [{"system": "phone", "value": "555-0100", "use": "home"}], "maritalStatus": {"text": "M"}}
SUBJECT = {"reference": "Patient/p1", "display": "Ada Example"}
PROBLEMS = [("38341003", "Hypertensive disorder"), ("44054006", "Type 2 diabetes"), ("55822004", "Hyperlipidemia"),
            ("195967001", "Asthma"), ("414916001", "Obesity"), ("444814009", "Viral sinusitis"),
            ("195662009", "Acute viral pharyngitis"), ("10509002", "Acute bronchitis")]
VALUES = [("8310-5", "Body temperature", 36.8, "Cel"), ("8867-4", "Heart rate", 72, "/min"),
          ("9279-1", "Respiratory rate", 14, "/min"), ("39156-5", "Body mass index", 31.2, "kg/m2"),
          ("29463-7", "Body weight", 84, "kg"), ("8302-2", "Body height", 164, "cm"),
          ("4548-4", "Hemoglobin A1c", 7.1, "%"), ("2339-0", "Glucose", 130, "mg/dL")]
DRUGS = [("860975", "24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet"),
         ("314076", "lisinopril 10 MG Oral Tablet"), ("259255", "Atorvastatin 80 MG Oral Tablet"),
         ("1364445", "apixaban 5 MG Oral Tablet"), ("313782", "Acetaminophen 325 MG Oral Tablet")]


def coded(system, code, display):
    return {"coding": [{"system": system, "code": code, "display": display}], "text": display}


def condition(i):
    code, display = PROBLEMS[i % len(PROBLEMS)]
    return {"resourceType": "Condition", "id": f"c{i}", "meta": {"versionId": "1", "lastUpdated": "2026-03-01T10:00:00Z"},
            "clinicalStatus": coded("http://terminology.hl7.org/CodeSystem/condition-clinical", "active", "Active"),
            "verificationStatus": coded("http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed", "Confirmed"),
            "category": [coded("http://terminology.hl7.org/CodeSystem/condition-category", "encounter-diagnosis", "Encounter Diagnosis")],
            "code": coded("http://snomed.info/sct", code, display), "subject": SUBJECT,
            "encounter": {"reference": f"Encounter/e{i}"}, "onsetDateTime": f"20{10 + i % 15}-05-0{1 + i % 9}T09:30:00Z",
            "recordedDate": f"20{10 + i % 15}-05-0{1 + i % 9}T09:30:00Z"}


def observation(i):
    code, display, value, unit = VALUES[i % len(VALUES)]
    return {"resourceType": "Observation", "id": f"o{i}", "meta": {"versionId": "1", "lastUpdated": "2026-03-01T10:00:00Z"},
            "status": "final",
            "category": [coded("http://terminology.hl7.org/CodeSystem/observation-category", "vital-signs", "vital-signs")],
            "code": coded("http://loinc.org", code, display), "subject": SUBJECT,
            "encounter": {"reference": f"Encounter/e{i}"}, "effectiveDateTime": f"2025-{1 + i % 12:02}-10T09:30:00+01:00",
            "issued": f"2025-{1 + i % 12:02}-10T09:30:00.000+01:00",
            "valueQuantity": {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}}


def medication(i):
    code, display = DRUGS[i % len(DRUGS)]
    return {"resourceType": "MedicationRequest", "id": f"m{i}", "meta": {"versionId": "1"},
            "status": "active" if i < 5 else "stopped", "intent": "order",
            "medicationCodeableConcept": coded("http://www.nlm.nih.gov/research/umls/rxnorm", code, display),
            "subject": SUBJECT, "encounter": {"reference": f"Encounter/e{i}"}, "authoredOn": "2025-06-01T10:00:00+01:00",
            "requester": {"reference": "Practitioner/d1", "display": "Dr Example"},
            "dosageInstruction": [{"sequence": 1, "text": "1 tablet daily", "asNeededBoolean": False,
                                   "timing": {"repeat": {"frequency": 1, "period": 1.0, "periodUnit": "d"}},
                                   "doseAndRate": [{"doseQuantity": {"value": 1.0}}]}]}


def procedure(i):
    return {"resourceType": "Procedure", "id": f"x{i}", "status": "completed",
            "code": coded("http://snomed.info/sct", "430193006", "Medication reconciliation"), "subject": SUBJECT,
            "performedPeriod": {"start": "2024-05-01T10:00:00+01:00", "end": "2024-05-01T10:15:00+01:00"}}


def complaint(text):
    return {"resourceType": "Condition", "id": "heel", "code": {"text": text}, "subject": SUBJECT,
            "clinicalStatus": coded("http://terminology.hl7.org/CodeSystem/condition-clinical", "active", "Active"),
            "onsetDateTime": "2026-10-01"}


def bundle(resources):
    return {"resourceType": "Bundle", "type": "searchset", "total": len(resources),
            "entry": [{"fullUrl": f"https://fhir.example.org/{r['resourceType']}/{r['id']}", "resource": r,
                       "search": {"mode": "match"}} for r in resources]}


def request(prefetch):
    return {"hook": "patient-view", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
            "fhirServer": "https://fhir.example.org",
            "context": {"userId": "Practitioner/d1", "patientId": "p1", "encounterId": "e1"}, "prefetch": prefetch}


small = request({"patient": PATIENT, "conditions": bundle([complaint("First-step morning pain")])})
chart = request({"patient": PATIENT,
                 "conditions": bundle([complaint("First-step morning pain")] + [condition(i) for i in range(48)]),
                 "observations": bundle([observation(i) for i in range(100)]),
                 "medications": bundle([medication(i) for i in range(30)]),
                 "procedures": bundle([procedure(i) for i in range(20)]), "allergies": None})
for name, what in (("small", small), ("chart", chart)):
    (folder / f"{name}.json").write_text(json.dumps(what))
