// Curves without most of the aliasing that bending a sampled sound makes: instead of the curve at each frame, its mean
// over the straight way from the frame before (J. Parker, V. Zavalishin, E. Le Bivic, "Reducing the aliasing of
// nonlinear waveshaping using continuous-time convolution", DAFx 2016; S. Bilbao, F. Esqueda, J. Parker, V. Valimaki,
// "Antiderivative antialiasing for memoryless nonlinearities", IEEE Signal Processing Letters 24(7), 2017).
//
// The mean alone would dull the sound, 5 dB at 15 kHz: two frames are averaged. `Emphasis` in front of the curve
// makes the pair flat within 1 dB to 15 kHz where the curve is straight, and shifts it by a sixth of a frame only.
//
// The quotient (F(b) - F(a)) / (b - a) loses its digits where b is close to a. Each curve here is therefore split into
// straight pieces, whose means need no difference of large numbers, and a small rest.
#pragma once

#include "dsp/math/functions.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

template <int L>
struct Emphasis {
    Float<L> y{0.0f};
    PHONON_INLINE Float<L> step(Float<L> x) noexcept {
        y = Float<L>(1.5f) * x - Float<L>(0.5f) * y;
        return y;
    }
};

// Shares of the way from a to b that lie above `edge`, below -edge, and between; and its ends, held between.
template <int L>
struct ClippedWay {
    Float<L> above, below, between, from, to;
    PHONON_INLINE ClippedWay(Float<L> a, Float<L> b, float edge) noexcept {
        const Mask<L> still = a == b;
        const Float<L> way = select(still, 1.0f, b - a);
        const Float<L> zero(0.0f);
        from = clamp(a, -edge, edge);
        to = clamp(b, -edge, edge);
        above = select(still, select(a > edge, 1.0f, zero), (max(b, edge) - max(a, edge)) / way);
        below = select(still, select(a < -edge, 1.0f, zero), (min(b, -edge) - min(a, -edge)) / way);
        between = Float<L>(1.0f) - above - below;
    }
};

// Mean of min(max(x, -1), 1).
template <int L>
PHONON_INLINE Float<L> mean_hard_clip(Float<L> a, Float<L> b) noexcept {
    const ClippedWay<L> w(a, b, 1.0f);
    return clamp(w.above - w.below + w.between * (w.from + w.to) * Float<L>(0.5f), -1.0f, 1.0f);
}
// Mean of x - 4/27 x^3, which reaches 1 level at x = 1.5, and of +-1 beyond.
template <int L>
PHONON_INLINE Float<L> mean_soft_clip(Float<L> a, Float<L> b) noexcept {
    const ClippedWay<L> w(a, b, 1.5f);
    const Float<L> squares = w.from * w.from + w.to * w.to;
    const Float<L> inner = (w.from + w.to) * (Float<L>(0.5f) - squares * Float<L>(1.0f / 27.0f));
    return clamp(w.above - w.below + w.between * inner, -1.0f, 1.0f);
}
// Mean of |x|.
template <int L>
PHONON_INLINE Float<L> mean_size(Float<L> a, Float<L> b) noexcept {
    const Float<L> p = abs(a), q = abs(b);
    const Float<L> sum = p + q;
    // From one side of 0 to the other the mean is (p^2 + q^2) / 2 over the way p + q.
    return select((a < 0.0f) == (b < 0.0f), sum * Float<L>(0.5f), (p * p + q * q) / max(sum + sum, 1e-30f));
}

// Mean of tanh: its antiderivative is |x| + log(1 + e^(-2|x|)), of which `rest` is the part that is not straight.
template <int L>
struct MeanTanh {
    Float<L> from{0.0f}, rest{0.69314718f};

    PHONON_INLINE Float<L> step(Float<L> to) noexcept {
        to = clamp(to, -1000.0f, 1000.0f);
        const Float<L> next = log(Float<L>(1.0f) + exp(abs(to) * Float<L>(-2.0f)));
        const Float<L> way = to - from;
        const Mask<L> near = abs(way) < 0.01f;
        const Float<L> mean = (abs(to) - abs(from) + (next - rest)) / select(near, 1.0f, way);
        const Float<L> y = select(near, tanh((to + from) * Float<L>(0.5f)), clamp(mean, -1.0f, 1.0f));
        from = to;
        rest = next;
        return y;
    }
};

// Mean of the triangle that goes on from x at |x| > 1 by turning back at +-1: a wave folder.
template <int L>
struct MeanFold {
    Float<L> from{0.0f}, area{0.0f};

    PHONON_INLINE static Float<L> wrapped(Float<L> x) noexcept {  // -1 ... 3
        return x - Float<L>(4.0f) * floor((x + Float<L>(1.0f)) * Float<L>(0.25f));
    }
    PHONON_INLINE Float<L> step(Float<L> to) noexcept {
        to = clamp(to, -1000.0f, 1000.0f);
        const Float<L> x = wrapped(to), beyond = x - Float<L>(2.0f);
        const Float<L> next =
            select(x < 1.0f, x * x * Float<L>(0.5f), Float<L>(1.0f) - beyond * beyond * Float<L>(0.5f));
        const Float<L> way = to - from;
        const Mask<L> near = abs(way) < 0.0078125f;
        const Float<L> middle = wrapped((to + from) * Float<L>(0.5f));
        const Float<L> naive = select(middle < 1.0f, middle, Float<L>(2.0f) - middle);
        const Float<L> y = select(near, naive, clamp((next - area) / select(near, 1.0f, way), -1.0f, 1.0f));
        from = to;
        area = next;
        return y;
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL
