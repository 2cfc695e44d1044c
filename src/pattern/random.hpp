// Random numbers as a function of time: Tidal 1.10's generator, a xorshift (Marsaglia, "Xorshift RNGs", 2003) of the
// position in a period of 300 cycles. Nothing is stored, so a pattern's choices can be asked in any order.
#pragma once

#include "pattern/combine.hpp"

namespace phonon::pattern {

// 0 <= x < 1 at time t. Seed 0 gives Tidal's number for t, seed n its number for n cycles later.
double rand_at(Time t, std::uint64_t seed) noexcept;
// The first `count` numbers of the sequence that begins at time t (Tidal's timeToRands).
std::vector<double> rands_at(Time t, int count, std::uint64_t seed);

// The continuous pattern of rand_at, read at the beginning of what is asked; `shift` is added to the time.
Pattern rand_pattern(Time shift = Time(0));
// Whole numbers 0 <= n < limit.
Pattern irand(double limit);
// Smooth random curve through one random number a cycle (Perlin's smoother step, 2002).
Pattern perlin();

// Keeps events where `chance`, read at their beginning, is at least `amount`.
Pattern degrade_by_using(const Pattern& chance, double amount, const Pattern& p);
// As above with rand_pattern(shift), without a second query.
Pattern degrade_by(const Pattern& p, double amount, Time shift = Time(0));

}  // namespace phonon::pattern
