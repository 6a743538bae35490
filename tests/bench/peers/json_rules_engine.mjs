// The rules of tests/bench/rules_bench.cpp in npm's json-rules-engine. Usage: node json_rules_engine.mjs [rules]
// Needs `npm install json-rules-engine` in the folder it is run from.
import { createRequire } from 'node:module'
import { performance } from 'node:perf_hooks'
import path from 'node:path'

const { Engine } = createRequire(path.join(process.cwd(), 'package.json'))('json-rules-engine')
const findings = 500
const rules = Number(process.argv[2] ?? 10000)
const clauses = 10

const engine = new Engine()
for (let r = 0; r < rules; ++r) {
  const all = []
  for (let k = 0; k < clauses; ++k)
    all.push({ fact: `f${(31 * r + 7 * k) % findings}`, operator: 'greaterThanInclusive', value: (r + k) % 4 })
  engine.addRule({ conditions: { all }, event: { type: `rule-${r}` } })
}
const facts = Object.fromEntries(Array.from({ length: findings }, (_, f) => [`f${f}`, f % 10]))
await engine.run(facts) // warm up
const start = performance.now()
const { events } = await engine.run(facts)
console.log(`json-rules-engine: ${rules} rules of ${clauses} clauses: ${(performance.now() - start).toFixed(1)} ms, ${events.length} fired`)
