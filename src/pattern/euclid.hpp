// Euclidean rhythms: k onsets spread over n steps as evenly as whole steps allow (Toussaint, "The Euclidean algorithm
// generates traditional musical rhythms", 2005), by Bjorklund's algorithm.
#pragma once

#include <vector>

#include "pattern/combine.hpp"

namespace phonon::pattern {

// As many as a cycle may have events.
constexpr int most_euclid_steps = 65536;
bool too_many_steps(int k, int n) noexcept;

// Negative k: the inverted rhythm of -k. More onsets than steps make as many steps as onsets (as in Tidal); n below 1
// gives no steps, and so do too many.
std::vector<bool> bjorklund(int k, int n);

// `p` once in every step with an onset, the rhythm turned left by `rotation` steps (Tidal's direction).
Pattern euclid(const Pattern& p, int k, int n, int rotation = 0);
// With patterned arguments; constants take a short way.
Pattern euclid(const Pattern& p, const Pattern& k, const Pattern& n, const Pattern& rotation);

}  // namespace phonon::pattern
