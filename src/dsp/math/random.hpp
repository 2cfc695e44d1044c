// Random numbers from a counter: number n of a key is a hash of both, so copies, splits and lanes all agree, and
// nothing is shared between units. The hash is two rounds of a multiply-xorshift permutation of 32 bits (constants: C.
// Wellons, "Prospecting for hash functions", 2018).
#pragma once

#include "dsp/math/lanes.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

template <int L>
PHONON_INLINE Word<L> scramble(Word<L> x) noexcept {
    x = x ^ (x >> 16);
    x *= Word<L>(0x21f0aaadu);
    x = x ^ (x >> 15);
    x *= Word<L>(0xd35a2d97u);
    return x ^ (x >> 15);
}
template <int L>
PHONON_INLINE Word<L> random_word(Word<L> key, Word<L> n) noexcept {
    return scramble(scramble(n + key) ^ (key * Word<L>(0x9e3779b1u)));
}
// -1 <= x < 1, evenly.
template <int L>
PHONON_INLINE Float<L> bipolar(Word<L> random) noexcept {
    return to_float(bits<std::int32_t>(random) >> 8) * Float<L>(1.0f / 8388608.0f);
}
// 0 <= x < 1, evenly.
template <int L>
PHONON_INLINE Float<L> unipolar(Word<L> random) noexcept {
    return to_float(bits<std::int32_t>(random >> 8)) * Float<L>(1.0f / 16777216.0f);
}

// The state of a unit that draws one number a frame.
template <int L>
struct Counter {
    Word<L> n{0u};

    PHONON_INLINE Word<L> next(Word<L> key) noexcept {
        const Word<L> r = random_word(key, n);
        n += Word<L>(1u);
        return r;
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL
