#!/usr/bin/env bash
# Search in the built-in knowledge: misspelt and lay words, abbreviations, why it was found.
. "$(dirname "$0")/common.bash"
top() { # top ID QUERY: the first result
  accepted search --json -- "$2"
  json "d['results'][0]['id'] == '$1'"
}
top plantar-fasciitis 'plantar fasciitis'
top plantar-fasciitis 'plantr fascitis'
top plantar-fasciitis 'PF'
top plantar-fasciitis 'plantar fasciopathy'
top heel-pain 'heell pain'
top midportion-achilles-tendinopathy 'midportion achilles tendonitis'
accepted search ESWT --json
json "any('shock' in r['label'].lower() for r in d['results'][:3])"
accepted search DVT --json
json "any('vein' in r['label'].lower() or 'DVT' in r['matched'] for r in d['results'][:3])"
accepted search 'heel' --json --limit 20
json "all(r['marked'] and all(r['snippet'].encode()[b:e] for b, e in r['marked']) for r in d['results'] if r['snippet'])"
json "[r['score'] for r in d['results']] == sorted((r['score'] for r in d['results']), reverse=True)"
accepted search 'degenerated fascia' --kind condition
finish
