-- several stems, one chain for all and one for the sum: render with --stems to get a file for each
cps: 0.5
d1 $ s "bd*4"
d2 $ s "[~ hh]*4" # gain 0.5
d3 $ saw "55 55 82.5 55" # lpf 700 1.2 * 0.3
master # compressor -10 2
