-- The built-in instruments, written in phonon. Each is one voice: `s "superpiano"` plays it once for every event.
-- Names follow SuperDirt; parameters can be set on the events like any control: # s "superfm" # index 3.

-- drums
~super808 freq drop=4 decay=0.6 $ sine (freq * 0.25 * (1 + (1 # ad 0 0.04) * drop)) * 0.9 # ad 0.001 decay
~superkick freq punch=6 decay=0.35 $ (sine (freq * 0.2 * (1 + (1 # ad 0 0.03) * punch)) + (noise # lpf 3000 # ad 0 0.004) * 0.4) * 0.9 # softclip 1.5 # ad 0.0005 decay
~supersnare freq snap=0.7 decay=0.18 $ ((sine (freq * 0.7) + sine (freq * 1.09) * 0.6) * 0.4 # ad 0.0005 0.1) + (noise # hpf 1200 0.8 # ad 0.0005 decay) * snap * 0.6
~superhat bright=0.6 decay=0.07 $ (noise # hpf (5000 + bright * 5000) 1.2 # ad 0.0005 decay) * 0.7
~superclap decay=0.22 $ (noise # bpf 1200 1.4 # ad 0.0005 0.012) * 1.6 + (noise # bpf 1300 1.1 # ad 0.028 decay) * 1.4
-- drums after the series "Synth Secrets"
~soskick freq drop=3 decay=0.4 voice=0 $ ((sine (freq * 0.25 * (1 + (1 # ad 0 0.02) * drop)) + tri (freq * 0.25) * 0.2 * voice) + (noise # bpf 3500 1 # ad 0 0.006) * 0.35) * 0.75 # ad 0.0008 decay
~sossnare freq decay=0.2 voice=0.5 $ ((tri (freq * 0.69) + tri (freq * 1.26) * 0.7) * 0.3 # ad 0.0005 0.09) + ((noise # hpf 900 # bpf 6500 0.6) * (0.6 + voice * 0.8) # ad 0.0005 decay)
~soshats freq decay=0.09 $ ((square (freq * 1.57) + square (freq * 2.09) + square (freq * 2.63) + square (freq * 3.15) + square (freq * 4.21) + square (freq * 5.29)) * 0.2 # hpf 6500 0.8 # hpf 5000 # ad 0.0005 decay) * 2.6
~sostoms freq decay=0.4 voice=0.5 $ (tri (freq * 0.4 * (1 + (1 # ad 0 0.12) * 0.5)) * 0.7 # lpf 900 # ad 0.001 decay) + ((noise # bpf (freq * 2) 1.2 # ad 0.0005 0.08) * voice)

-- keys
~supervibe freq decay=2.5 rate=5 $ ((sine freq + (sine (freq * 3.98) * 0.35 # ad 0.001 0.5) + (sine (freq * 9.9) * 0.12 # ad 0.001 0.08)) * 0.45 # adsr 0.002 decay 0 0.4) * (0.85 + sine rate * 0.15)
~superfork freq decay=4 $ (sine freq + (sine (freq * 6.267) * 0.15 # ad 0 0.3) + (sine (freq * 17.55) * 0.05 # ad 0 0.08)) * 0.5 # adsr 0.003 decay 0 0.3
~superpiano freq bright=1 decay=2.2 $ (sine freq + sine (freq * 2.001) * 0.45 * bright + sine (freq * 3.004) * 0.22 * bright + (sine (freq * 5.02) * 0.12 * bright # ad 0 0.35) + (noise # lpf 2600 # ad 0 0.012) * 0.25) * 0.42 # adsr 0.002 decay 0 0.25
~superhammond freq vibrato=0 $ (sine (freq * 0.5) * 0.5 + sine (freq * (1 + sine 6 * vibrato * 0.01)) + sine (freq * 1.5) * 0.5 + sine (freq * 2) * 0.45 + sine (freq * 4) * 0.2) * 0.32 # asr 0.008 0.06
~supergong freq decay=4 voice=1 $ (sine freq + sine (freq * 1.48) * 0.6 + (sine (freq * 2.27 * voice) * 0.5 # ad 0.002 2) + (sine (freq * 3.61 * voice) * 0.35 # ad 0.002 1)) * 0.35 # ad 0.004 decay
~supermandolin freq decay=0.9 $ (saw freq + saw (freq * 1.004)) * 0.35 # lpf (freq * 3 + (1 # ad 0 0.15) * 5000) 1 # adsr 0.001 decay 0 0.15
~superhex freq rate=1 decay=1.4 $ ((noise # lpf 4000 # ad 0 0.008) # modal freq (decay * 0.2 / rate) 3 0.08) * 0.3 + (sine freq * 0.4 # ad 0.002 (decay / rate)) # adsr 0.001 decay 0 0.3

-- leads and pads
~superpwm freq rate=0.7 depth=0.35 $ pulse freq (0.5 + sine rate * depth) * 0.4 # lpf (freq * 6 + 800) 0.8 # adsr 0.01 0.3 0.7 0.2
~supersquare freq voice=0.5 $ square freq * 0.35 # lpf (freq * 8 + 500) (0.7 + voice) # adsr 0.005 0.2 0.8 0.1
~superchip freq vibrato=5 depth=0.008 $ square (freq * (1 + sine vibrato * depth)) * 0.3 # bitcrush 6 2 # adsr 0.002 0.15 0.6 0.05
~superfm freq ratio=2 index=1.5 $ sine (freq + (sine (freq * ratio) # ad 0.001 0.8) * freq * index) * 0.5 # adsr 0.003 0.5 0.4 0.3
~superhoover freq detune=0.02 $ (saw freq + saw (freq * (1 + detune)) + saw (freq * (1 - detune)) + pulse (freq * 0.5) 0.3) * 0.22 # lpf (freq * 5 + 1500) 1.2 # adsr 0.03 0.4 0.8 0.25
~supersaw freq detune=0.3 voices=7 $ supersaw freq detune voices * 0.35 # adsr 0.004 0.3 0.85 0.12
~superzow freq rate=0.6 detune=0.01 $ ((saw (freq * (1 + detune)) + saw (freq * (1 - detune))) * 0.4 # flanger rate 0.4 0.5) # adsr 0.005 0.4 0.75 0.15
~supersiren freq rate=1.5 depth=0.35 $ tri (freq * (1 + tri rate * depth)) * 0.45 # softclip 1.5 # adsr 0.02 0.2 0.9 0.15
~supercomparator freq voice=0.5 $ (pulse freq (0.5 + tri 1 * 0.35) + pulse freq (0.5 + tri (1.3 + voice) * 0.4) + pulse freq (0.5 + tri (2.1 + voice * 3) * 0.4)) * 0.12 # lpf (freq * 5 + sine (freq / 64) * freq * 0.5) 1.2 # adsr 0.01 0.2 0.85 0.1
~supertron freq voice=0 detune=0.5 $ (pulse (freq + detune) (0.5 + (saw freq # lpf (freq * 0.3) 1.5) * (1 - voice * 0.5)) + pulse (freq - detune) 0.4 * 0.5) * 0.25 # adsr 0.02 0.2 0.85 0.1
~supergrind freq voice=0 rate=4 $ ((impulse rate + impulse (freq * (1 + voice) * 0.5) * 0.25) # comb (1 / freq) 0.97) # softclip 4 # adsr 0.02 0.2 0.9 0.1
~superprimes freq rate=1 voice=0.5 $ (sine freq * tar (impulse (15 * rate)) 0.002 0.1 + sine (freq * 1.5) * tar (impulse (10 * rate)) 0.002 0.15 + sine (freq * 2) * tar (impulse (6 * rate)) 0.002 0.2 + sine (freq * 2.5) * voice * tar (impulse (4.29 * rate)) 0.002 0.3 + sine (freq * 3) * voice * tar (impulse (2.73 * rate)) 0.002 0.4) * 0.5 # softclip 1.2 # adsr 0.05 0.2 0.85 0.25
~superwavemechanics freq voice=0 $ ((noise # resonz freq (100 - voice * 90)) * 40 + (noise # resonz (freq * 1.5) (100 - voice * 90)) * 15 + (noise # resonz (freq * 2) (100 - voice * 90)) * 15) # adsr 0.2 0.2 0.9 0.4

-- basses
~superreese freq detune=0.012 $ (saw freq + saw (freq * (1 + detune)) + saw (freq * (1 - detune)) * 0.7) * 0.3 # lpf (freq * 6 + 250) 1.2 # adsr 0.006 0.3 0.85 0.08
~superbass freq bright=4 $ (saw freq + square (freq * 0.5) * 0.6) * 0.4 # lpf (freq * bright * (0.4 + (1 # ad 0.001 0.18))) 1.6 # adsr 0.002 0.25 0.6 0.08

-- noise
~supernoise freq q=8 $ noise # bpf freq q * 6 # adsr 0.005 0.2 0.6 0.2
~superstatic freq $ pulse (freq * 4) 0.5 * (dust (freq * 0.5) # lag 0.004) * 30 # adsr 0.1 0.2 0.8 0.2
