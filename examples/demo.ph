-- the demo: sixteen cycles that grow from chords to a full band and fall back again
bpm: 112
seed: 11

-- instruments: each event starts a voice of its own
~keys freq $ (saw freq + saw (freq * 1.006)) * 0.5 # lpf (freq * 3 + 300) 0.9 # adsr 0.01 0.6 0.3 0.5
~sub freq $ (saw freq + sine (freq * 0.5)) # lpf (sine 0.5 * 220 + 480) 1.2 # adsr 0.004 0.25 0.5 0.08
~bell freq $ sine (freq + sine (freq * 3) * freq) # ad 0.002 0.7

-- harmony: one chord a cycle
~chords $ note "<c'min7 af'maj7 ef'maj7 bf'maj>" # s "~keys" # legato 0.9 # gain 0.5
~stabs $ note "<~!4 [~ c'min7 ~ ~ ~ c'min7 ~ ~] [~ af'maj7 ~ ~ ~ af'maj7 ~ ~] [~ ef'maj7 ~ ef'maj7 ~ ~ ef'maj7 ~] [~ bf'maj ~ ~ bf'maj ~ ~ ~]>"
  # s "~keys" # legato 0.3 # gain 0.42
~bass $ note "<c2 af1 ef2 bf1>(3,8)" # s "~sub" # gain 0.42
~lead $ n "<~!4 [0 ~ 4 2 ~ 7 ~ 4] [7 ~ 6 4 ~ 2 ~ 4] [0 2 4 7 ~ 9 ~ 7] [11 ~ 9 7 ~ 4 2 ~]>" # scale "c5:minor"
  # s "~bell" # gain 0.4 # pan (range 0.25 0.75 rand)

-- the kit
~kick $ s "<~!2 [bd*4]!13 [bd ~ bd bd*4]>" # gain 0.8
~snare $ s "<~!4 [~ sn ~ sn]!11 [~ sn sn*2 sn*4]>" # gain 0.9
~hats $ s "<~!2 [[~ hh]*4]!2 [hh*16]!12>" # gain "0.8 0.4 0.6 0.4" # pan 0.6
~clap $ s "<~!7 [~ ~ ~ cp?]>" # gain 0.7

-- the mix: what is struck stays dry, the rest shares a room and an echo that follows the tempo
~music $ ~chords + ~stabs + ~lead # delay (cyc 3/16) 0.35 0.25 # reverb 0.7 0.5 0.22
d1 $ ~kick
d2 $ ~snare + ~clap # reverb 0.5 0.5 0.15
d3 $ ~hats
d4 $ ~bass
d5 $ ~music
master # compressor -12 2 0.01 0.15
