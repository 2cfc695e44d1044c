-- a pattern is a signal: steps and LFOs steer a filter, and one oscillator another
cps: 0.5
~lfo $ sine 0.25
~steps $ "400 800 <1200 1600> 600"
~fm $ sine (110 + sine 220 * 80)
out $ (saw "55 82.5" + ~fm * 0.4) # lpf (~steps * (1.2 + ~lfo)) 2 * 0.3
