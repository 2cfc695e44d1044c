-- a delay that follows the tempo, and feedback through a bus
cps: 0.45
~stab $ note "~ <c'min f'min>" # s "saw" # legato 0.2 # gain 0.3
~send $ ~stab + ~back * 0.5
~back $ ~send # delay (cyc 3/16) 0 1 # hpf 250 0.7 # lpf 2400 0.8
out $ ~stab + ~back * 0.6 + (s "bd ~ ~ bd, ~ rim" # gain 0.7)
