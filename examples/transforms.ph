-- what changes patterns: now and then, in part, mirrored, in canon
cps: 0.6
d1 $ every 4 (fast 2) $ s "bd [hh hh] sn hh" # gain 0.8
d2 $ jux rev $ s "cp(3,8)" # gain 0.4
d3 $ off (1/8) (# speed 1.5) $ s "rim ~ <rim cb> ~" # gain 0.4
