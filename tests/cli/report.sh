#!/usr/bin/env bash
# The page for the chart: complete, self-contained, and no text of a case becomes markup.
. "$(dirname "$0")/common.bash"
limit=${NOSO_TIME_LIMIT:-5}

cat >case.json <<'J'
{"id": "<script>alert(1)</script>", "age": {"years": 45}, "sex": "female",
 "text": "heel pain first steps for 6 wk & no fever <img src=x onerror=alert(1)>",
 "present": ["first-step-pain"], "allergies": ["<b>\"penicillin\"</b>"]}
J
accepted report --case case.json -o report.html
[ "$(stat -c %a report.html)" = 600 ] || fail 'the page is readable by others'
python3 - report.html <<'P' || fail 'the page is not as it must be'
import html.parser, re, sys
page = open(sys.argv[1], encoding="utf-8").read()
class Page(html.parser.HTMLParser):
    void = {"meta", "br", "img", "link", "input", "hr"}
    def __init__(self):
        super().__init__()
        self.open, self.tags, self.attributes, self.text = [], [], [], []
    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.void:
            self.open.append(tag)
    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open[-3:])
        self.open.pop()
    def handle_data(self, data):
        self.text.append(data)
p = Page()
p.feed(page)
assert not p.open, p.open
text = " ".join(p.text)
for part in ("Urgency", "What was told", "What it could be", "Ask next", "Plan", "Sources", "Versions", "Plantar fasciitis",
             "not clinically reviewed", "<script>alert(1)</script>", "onerror=alert(1)"):
    assert part in text, part
assert not set(p.tags) & {"script", "img", "link", "iframe", "object", "form"}, p.tags
assert not any(name.startswith("on") for name, _ in p.attributes)
assert not any(name in ("src", "href") and value for name, value in p.attributes), "leads out of the page"
outside = [u for u in re.findall(r"(?:https?:)?//[^\s\"'<>)]+", page.replace("xmlns=\"http://www.w3.org/2000/svg\"", "")
           .replace("xmlns:xlink=\"http://www.w3.org/1999/xlink\"", "")) if "url(" + u in page]
assert not outside, outside
assert "default-src 'none'" in page and "@media print" in page
assert re.search(r"[0-9a-f]{64}", page), "no digest"
P
accepted report --case case.json
cp "$work/.out" again.html
cmp -s report.html again.html || fail 'the same case gives another page'
# A factor that is shown as 1 speaks neither for nor against. What exactness may cost is kept to.
accepted report --present heel-pain --present first-step-pain --age 50
not_printed '[×÷]1\.0'
many=(--age 45)
for f in first-step-pain pain-after-sitting eases-after-first-steps end-of-day-pain warm-up-pain worse-with-impact worse-barefoot \
  windlass-positive medial-tubercle-tenderness heel-squeeze-pain; do many+=(--present "$f"); done
accepted report "${many[@]}" --budget-ms 0.01
printed 'between bounds'
refused 2 'budget-ms' report --case case.json --budget-ms -1
refused 3 'cannot-open' report --case missing.json
refused 3 'cannot-write' report --case case.json -o /no/such/folder/x.html
# Without Graphviz the page comes without its picture.
mkdir tools
for t in timeout tr awk grep cat env bash; do ln -sf "$(command -v $t)" tools/; done
real_path=$PATH
PATH=$work/tools
run report --case case.json </dev/null
PATH=$real_path
[ "$status" = 0 ] || fail "$said: exit $status"
printed 'What it could be'
not_printed '<svg'
grep -q 'no picture' <<<"$err" || fail "$said: does not say that there is no picture"
finish
