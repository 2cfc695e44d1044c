// The same patterns for both: `strudel` builds one with Strudel's functions, `phonon` is the program text.
import * as core from "@strudel/core";
import { miniAllStrings } from "@strudel/mini";

miniAllStrings();
const { s, n, note, stack, sine, saw, rev } = core;

const layer = "bd*4 [sd hh]*2 <cp oh> [a b c d]";

export const patterns = [
  {
    name: "drums",
    strudel: () => s("bd*2 [~ sn] hh(5,8) cp"),
    phonon: `s "bd*2 [~ sn] hh(5,8) cp"`,
  },
  {
    name: "kit",
    strudel: () => stack(s("bd ~ [~ bd] ~"), s("~ rim ~ rim"), s("hh*16").gain("0.8 0.4 0.6 0.4")),
    phonon: `stack [s "bd ~ [~ bd] ~", s "~ rim ~ rim", s "hh*16" # gain "0.8 0.4 0.6 0.4"]`,
  },
  {
    name: "euclids and polymeters",
    strudel: () => stack(s("bd(<3 5>,8)"), s("{bd sn cp}%8"), s("hh*<2 3 4>")),
    phonon: `stack [s "bd(<3 5>,8)", s "{bd sn cp}%8", s "hh*<2 3 4>"]`,
  },
  {
    name: "bass line",
    strudel: () => note("0 [~ 7] 3 <5 10>").s("sawtooth").cutoff("400 800 <1200 600>").every(4, rev),
    phonon: `every 4 rev $ note "0 [~ 7] 3 <5 10>" # s "sawtooth" # cutoff "400 800 <1200 600>"`,
  },
  {
    name: "canon",
    strudel: () => n("0 2 4 <6 9>").off(1 / 8, (x) => x.add(n(7))).off(1 / 4, (x) => x.add(n(12))),
    phonon: `n "0 2 4 <6 9>" $ off 1/8 (|+ n 7) $ off 1/4 (|+ n 12)`,
  },
  {
    name: "iter and jux",
    strudel: () => s("bd sn hh cp").iter(4).jux(rev),
    phonon: `jux rev $ iter 4 $ s "bd sn hh cp"`,
  },
  {
    name: "chopped break",
    strudel: () => s("break*2").speed("1 1.5").chop(16).rev(),
    phonon: `rev $ chop 16 $ s "break*2" # speed "1 1.5"`,
  },
  {
    name: "signals",
    strudel: () => s("hh*16").gain(sine.range(0.3, 0.9)).pan(saw.range(0.2, 0.8)),
    phonon: `s "hh*16" # gain (range 0.3 0.9 sine) # pan (range 0.2 0.8 saw)`,
  },
  {
    name: "struct, ply and mask",
    strudel: () => s("cp").struct("1 0 1 [1 1] 0 1 1 0").ply("<1 2 3>").mask("<1 1 [0 1] 1>"),
    phonon: `mask "<1 1 [0 1] 1>" $ ply "<1 2 3>" $ struct "1 0 1 [1 1] 0 1 1 0" $ s "cp"`,
  },
  {
    name: "song of cycles",
    strudel: () => n("<0 4 2 7>*2 [3 5]").every(3, (x) => x.fast(2)).iter(2).s("pluck").late(0.25),
    phonon: `n "<0 4 2 7>*2 [3 5]" $ every 3 (fast 2) $ iter 2 # s "pluck" $ late 0.25`,
  },
  {
    name: "stack of 20 layers",
    apart: true,
    strudel: () => stack(...Array.from({ length: 20 }, () => s(layer))),
    phonon: `stack [${Array.from({ length: 20 }, () => `s "${layer}"`).join(", ")}]`,
  },
];
