/// The style sheet of the page.
#pragma once

#include <string_view>

namespace noso::cli {

inline constexpr std::string_view kReportStyle = R"(
:root { --ink: #1c2430; --dim: #5a6572; --line: #d5dbe2; --soft: #f4f6f8; --now: #a01d1d; --soon: #8a5a00; --calm: #1a6b3c; }
* { box-sizing: border-box; }
body { font: 15px/1.45 system-ui, "Helvetica Neue", Arial, sans-serif; color: var(--ink); max-width: 60rem; margin: 1.5rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin: 0 0 .2rem; }
h2 { font-size: 1.05rem; margin: 1.6rem 0 .5rem; padding-bottom: .2rem; border-bottom: 1px solid var(--line); }
h3 { font-size: .95rem; margin: 1rem 0 .3rem; }
p, ul, ol { margin: .3rem 0; }
ul, ol { padding-left: 1.3rem; }
.dim { color: var(--dim); }
.draft { border: 1px solid var(--soon); color: var(--soon); padding: .4rem .7rem; border-radius: .3rem; margin: .8rem 0; }
.urgency { border-left: .5rem solid var(--dim); background: var(--soft); padding: .6rem .9rem; margin: .8rem 0; }
.urgency.emergency, .urgency.urgent { border-color: var(--now); }
.urgency.soon { border-color: var(--soon); }
.urgency.routine { border-color: var(--calm); }
.urgency .level { font-size: 1.25rem; font-weight: 700; }
.emergency .level, .urgent .level { color: var(--now); }
.soon .level { color: var(--soon); }
.routine .level { color: var(--calm); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .5rem; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--dim); font-size: .85rem; }
td.number { white-space: nowrap; text-align: right; }
meter { width: 6rem; height: .7rem; }
.for { color: var(--calm); }
.against { color: #a33b12; }
.picture { overflow-x: auto; margin: .6rem 0; }
.picture svg { max-width: 100%; height: auto; }
.sources li { margin: .2rem 0; }
.tag { font-size: .8rem; color: var(--dim); }
@media print {
  body { font-size: 10pt; margin: 0; max-width: none; padding: 0; }
  h2 { break-after: avoid; }
  tr, li, .urgency, .picture { break-inside: avoid; }
  .urgency, .draft { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
@page { margin: 15mm; }
)";

}  // namespace noso::cli
