// Strudel beside phonon: checks that both give the same events for each pattern, then times both, cycle by cycle.
//
//   npm ci && node compare.mjs PATH/TO/bench_expressions [SECONDS]
import { execFileSync } from "node:child_process";
import { patterns } from "./patterns.mjs";

const program = process.argv[2];
const seconds = Number(process.argv[3] ?? 0.5);
const listedCycles = 16;
const rounds = 8;
if (!program) {
  console.error("usage: node compare.mjs PATH/TO/bench_expressions [SECONDS]");
  process.exit(2);
}

const fraction = (f) => `${f.s < 0n ? "-" : ""}${f.n}/${f.d}`;
const spanOf = (span) => span && [fraction(span.begin), fraction(span.end)];

// Numbers from both sides to nine digits; keys in order.
function plain(value) {
  if (typeof value === "number") return Number(value.toPrecision(9));
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === "object")
    return Object.fromEntries(Object.keys(value).sort().map((key) => [key, plain(value[key])]));
  return value;
}

function strudelEvents(pattern) {
  const events = [];
  for (let cycle = 0; cycle < listedCycles; cycle++)
    for (const hap of pattern.queryArc(cycle, cycle + 1))
      events.push({ whole: spanOf(hap.whole) ?? null, part: spanOf(hap.part), value: hap.value });
  return events;
}

// Touching fragments of one event are one: where a pattern splits its queries is nobody's business.
function comparable(events) {
  const number = (text) => { const [n, d] = text.split("/").map(Number); return n / d; };
  const sorted = events.map((e) => ({ ...e, value: JSON.stringify(plain(e.value)) }));
  sorted.sort((a, b) => number(a.part[0]) - number(b.part[0]));
  const joined = [];
  for (const e of sorted) {
    const before = joined.find((o) => o.part[1] === e.part[0] && o.value === e.value &&
                                      JSON.stringify(o.whole) === JSON.stringify(e.whole));
    if (before) before.part = [before.part[0], e.part[1]];
    else joined.push({ ...e });
  }
  return joined.map((e) => JSON.stringify([e.whole, e.part, e.value])).sort();
}

// The best of several rounds, as on phonon's side.
function time(pattern) {
  let cycle = 0, events = 0, best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const first = cycle, begin = process.hrtime.bigint();
    let spent = 0;
    do {
      for (let i = 0; i < 16; i++, cycle++) events += pattern.queryArc(cycle, cycle + 1).length;
      spent = Number(process.hrtime.bigint() - begin) / 1e9;
    } while (spent < seconds / rounds);
    best = Math.min(best, spent / (cycle - first));
  }
  return { seconds: best, events: events / cycle };
}

const lines = patterns.map((p) => `${p.name}\t${p.phonon}\n`).join("");
const ours = execFileSync(program, [String(seconds)], { input: lines, maxBuffer: 1 << 28 })
  .toString().trim().split("\n").map((line) => JSON.parse(line));

let different = 0, sums = { strudel: 0, phonon: 0 };
console.log("| pattern | events a cycle | Strudel µs a cycle | phonon µs a cycle | times |");
console.log("|---|---|---|---|---|");
patterns.forEach((p, i) => {
  const pattern = p.strudel();
  const theirs = comparable(strudelEvents(pattern)), mine = comparable(ours[i].list);
  if (JSON.stringify(theirs) !== JSON.stringify(mine)) {
    different++;
    const at = theirs.findIndex((e, k) => e !== mine[k]);
    console.error(`${p.name}: different events\n  Strudel ${theirs[at]}\n  phonon  ${mine[at]}`);
  }
  time(pattern);  // lets the compiler of Node warm up
  const strudel = time(pattern), phonon = ours[i];
  // Events a second are those of the same events, however they are cut.
  if (!p.apart) {
    sums.strudel += strudel.seconds;
    sums.phonon += phonon.seconds;
  }
  const row = [p.name, phonon.events.toFixed(1), (strudel.seconds * 1e6).toFixed(1), (phonon.seconds * 1e6).toFixed(2),
               (strudel.seconds / phonon.seconds).toFixed(0)];
  console.log(`| ${row.join(" | ")} |`);
});
console.log(`\nOne cycle of each of the ten: Strudel ${(sums.strudel * 1e6).toFixed(0)} µs, phonon ` +
            `${(sums.phonon * 1e6).toFixed(1)} µs, ${(sums.strudel / sums.phonon).toFixed(0)} times`);
process.exit(different ? 1 : 0);
