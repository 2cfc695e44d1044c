-- mini-notation: rests, groups, repeats, Euclidean rhythms, choices, one per cycle
cps: 0.5
d1 $ s "bd*2 [~ sn] bd(3,8) <cp sn>" # gain 0.8
d2 $ s "hh*8?0.3" # gain "0.6 0.3" # pan rand
d3 $ s "rim(5,16,<0 2>)" $ every 3 rev # gain 0.5
