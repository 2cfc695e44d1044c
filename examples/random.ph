-- chance with a memory: the same seed gives the same piece
cps: 0.5
seed: 3
d1 $ s "bd sn? hh*4? [cp|rim]" # gain 0.7
d2 $ n (segment 8 (irand 8)) # scale "a3:minor" # s "tri" # legato 0.5 # gain 0.3 # pan rand
