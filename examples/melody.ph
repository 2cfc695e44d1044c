-- notes, scales and chords on an instrument of one's own
cps: 0.5
~pluck freq bright=4 $ saw freq # lpf (freq * bright) 2 # adsr 0.005 0.2 0 0.1
~lead $ n "0 2 [4 7] <9 11>" # scale "c4:minor" # s "~pluck" # bright "3 6 9"
~pad $ note "<c'min7 af'maj7>" # s "~pluck" # legato 1 # gain 0.3
out $ ~lead * 0.5 + ~pad # reverb 0.7 0.5 0.25
