-- recordings as samples, as a wavetable and as a room
cps: 0.5
~drums $ s "bd*2 [~ sn] hh(5,8)" # cut 1
~glass freq $ wavetable freq "bd" (line 0 0.3 1) # adsr 0.01 0.5 0.5 0.3
~lead $ n "0 2 <4 7> 9" # scale "c3:minor" # s "~glass"
out $ ~drums * 0.6 + ~lead * 0.4 # convolve "cr" 0.2
