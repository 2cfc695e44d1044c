// Elementary functions from polynomials: the same bits on every machine, in every lane, for every L.
//
// Coefficients are minimax fits (Remez, relative error) made for these intervals; the tests compare each function with
// the C library in double precision and hold the error bounds given here.
#pragma once

#include "dsp/math/lanes.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

inline constexpr float pi = 3.14159265358979f;

// sin(2 pi x) for -1/4 <= x <= 1/4, where sine is odd and monotone.
template <int L>
PHONON_INLINE Float<L> sin_quarter(Float<L> x) noexcept {
    const Float<L> s = x * x;
    Float<L> p(-14.381389f);
    p = p * s + Float<L>(41.976128f);
    p = p * s + Float<L>(-76.698586f);
    p = p * s + Float<L>(81.605202f);
    p = p * s + Float<L>(-41.341701f);
    p = p * s + Float<L>(6.2831853f);
    return p * x;
}
// sin(2 pi x), x in turns, |x| < 2^30. Absolute error < 5e-7, relative to a small x < 5e-7 too.
template <int L>
PHONON_INLINE Float<L> sin_turns(Float<L> x) noexcept {
    x = x - small_floor(x + Float<L>(0.5f));  // -1/2 ... 1/2
    const Float<L> a = abs(x);
    return sin_quarter(copy_sign(min(a, Float<L>(0.5f) - a), x));
}
// Absolute error < 5e-7.
template <int L>
PHONON_INLINE Float<L> cos_turns(Float<L> x) noexcept {
    x = x - small_floor(x + Float<L>(0.5f));
    return sin_quarter(Float<L>(0.25f) - abs(x));
}

// 2^x for -126 <= x <= 126, clamped outside. Relative error < 3e-7.
template <int L>
PHONON_INLINE Float<L> exp2(Float<L> x) noexcept {
    x = clamp(x, -126.0f, 126.0f);
    const Float<L> whole = small_floor(x + Float<L>(0.5f));
    const Float<L> r = x - whole;  // -1/2 ... 1/2
    Float<L> p(0.00015403530f);
    p = p * r + Float<L>(0.0013333558f);
    p = p * r + Float<L>(0.0096181291f);
    p = p * r + Float<L>(0.055504109f);
    p = p * r + Float<L>(0.24022651f);
    p = p * r + Float<L>(0.69314718f);
    p = p * r + Float<L>(1.0f);
    return bits<float>(bits<std::int32_t>(p) + (to_int(whole) << 23));
}
template <int L>
PHONON_INLINE Float<L> exp(Float<L> x) noexcept {
    return exp2(x * Float<L>(1.44269504f));
}

// log2 of a positive number; 0, negative numbers and NaN give log2 of the smallest normal number (-126).
// Absolute error < 2e-7 within an octave of 1; elsewhere half a unit in the last place of the result besides.
template <int L>
PHONON_INLINE Float<L> log2(Float<L> x) noexcept {
    x = max(x, 1.17549435e-38f);
    Int<L> b = bits<std::int32_t>(x);
    // Split so that the mantissa lies in [sqrt(1/2), sqrt(2)): the series below is centred on 1.
    const Int<L> e = (b - Int<L>(0x3f3504f3)) >> 23;
    const Float<L> m = bits<float>(b - (e << 23));
    // log2(m) = 2/ln 2 * atanh((m-1)/(m+1)) converges fast there.
    const Float<L> t = (m - Float<L>(1.0f)) / (m + Float<L>(1.0f));
    const Float<L> s = t * t;
    Float<L> p(0.3318999f);
    p = p * s + Float<L>(0.41198158f);
    p = p * s + Float<L>(0.57708016f);
    p = p * s + Float<L>(0.96179669f);
    p = p * s + Float<L>(2.8853901f);
    return p * t + to_float(e);
}
template <int L>
PHONON_INLINE Float<L> log(Float<L> x) noexcept {
    return log2(x) * Float<L>(0.69314718f);
}
// x^y for x > 0 (x <= 0 counts as the smallest normal number).
template <int L>
PHONON_INLINE Float<L> pow(Float<L> x, Float<L> y) noexcept {
    return exp2(log2(x) * y);
}

// Rational minimax fit of tanh(x) / x in x^2 over |x| <= 9, where tanh has become 1 in single precision.
// Error < 4e-7, relative to a small x too.
template <int L>
PHONON_INLINE Float<L> tanh(Float<L> x) noexcept {
    x = clamp(x, -9.0f, 9.0f);
    const Float<L> s = x * x;
    Float<L> p(1.3353021799389353e-08f);
    p = p * s + Float<L>(2.06080967473099e-05f);
    p = p * s + Float<L>(0.003495538840070367f);
    p = p * s + Float<L>(0.1338098794221878f);
    p = p * s + Float<L>(1.0f);
    Float<L> q(7.775942663101887e-07f);
    q = q * s + Float<L>(0.0003285546263214201f);
    q = q * s + Float<L>(0.025876807048916817f);
    q = q * s + Float<L>(0.4671430289745331f);
    q = q * s + Float<L>(1.0f);
    return clamp(x * p / q, -1.0f, 1.0f);
}

// tan(pi x) for 0 <= x < 1/2: the prewarped gain of a trapezoidal integrator at frequency x * rate.
// Relative error < 1e-6.
template <int L>
PHONON_INLINE Float<L> tan_half_turns(Float<L> x) noexcept {
    const Float<L> half = x * Float<L>(0.5f);
    return sin_quarter(half) / sin_quarter(Float<L>(0.25f) - half);
}

template <int L>
PHONON_INLINE Float<L> from_decibels(Float<L> db) noexcept {
    return exp2(db * Float<L>(0.166096405f));
}
// 0 and less count as -760 dB.
template <int L>
PHONON_INLINE Float<L> to_decibels(Float<L> gain) noexcept {
    return log2(gain) * Float<L>(6.02059991f);
}

}  // namespace phonon::dsp::inline PHONON_LEVEL
