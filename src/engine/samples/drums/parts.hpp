// What the drums are made of: tones, noise, filters and decays, one sample at a time at 48 kHz.
//
// Built on the polynomials of dsp/math with one lane, so that the kit has the same bits on every machine.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "dsp/math/phase.hpp"
#include "dsp/math/svf.hpp"

namespace phonon::engine::drums {

inline constexpr float rate = 48000;

inline std::size_t frames_of(float seconds) noexcept { return static_cast<std::size_t>(seconds * rate); }
inline float seconds_at(std::size_t frame) noexcept { return static_cast<float>(frame) * (1.0f / rate); }

// Falls from 1 by 60 dB in `t60` seconds.
inline float decay(float seconds, float t60) noexcept {
    return dsp::exp2(dsp::Float<1>(-9.96578f * seconds / t60)).lane(0);
}
// The same, frame after frame from the first: for sounds long enough that `decay` would take most of their time.
class Fall {
public:
    explicit Fall(float t60) noexcept : factor_(decay(1.0f / rate, t60)) {}
    float next() noexcept {
        const float level = level_;
        level_ *= factor_;
        return level;
    }

private:
    float level_ = 1;
    float factor_;
};

inline float saturate(float x) noexcept { return dsp::tanh(dsp::Float<1>(x)).lane(0); }

// A straight rise over `seconds`, then 1: takes the click off a sound's first sample.
inline float rise(float t, float seconds) noexcept { return t < seconds ? t / seconds : 1.0f; }

class Sine {
public:
    explicit Sine(float start_turns = 0) noexcept
        : phase_{dsp::Word<1>(static_cast<std::uint32_t>(start_turns * 4294967040.0f))} {}
    float next(float hertz) noexcept {
        const float x = dsp::sin_turns(phase_.turns()).lane(0);
        phase_.advance({dsp::Float<1>(hertz), rate});
        return x;
    }

private:
    dsp::Phase<1> phase_;
};

// A square wave without aliases worth hearing (PolyBLEP, Valimaki and Huovilainen 2007).
class Square {
public:
    explicit Square(float hertz, float start_turns = 0) noexcept
        : step_(hertz / rate), widths_a_turn_(rate / hertz), at_(start_turns) {}
    float next() noexcept {
        const bool up = at_ < 0.5f;
        const float x = up ? at_ : at_ - 0.5f;  // turns since the last edge
        at_ += step_;
        at_ = at_ >= 1.0f ? at_ - 1.0f : at_;
        const float after = std::max(0.0f, 1.0f - x * widths_a_turn_);
        const float before = std::max(0.0f, 1.0f - (0.5f - x) * widths_a_turn_);
        const float size = 1.0f - after * after - before * before;
        return up ? size : -size;
    }

private:
    float step_, widths_a_turn_, at_;
};

// White, -1 ... 1, from a hashed counter.
class Noise {
public:
    explicit Noise(std::uint32_t seed) noexcept : at_(seed * 0x9e3779b9u) {}
    float next() noexcept {
        std::uint32_t h = at_++;
        h = (h ^ (h >> 16)) * 0x7feb352du;
        h = (h ^ (h >> 15)) * 0x846ca68bu;
        h ^= h >> 16;
        return static_cast<float>(static_cast<std::int32_t>(h)) * (1.0f / 2147483648.0f);
    }

private:
    std::uint32_t at_;
};

// One state variable filter used for one of its outputs; band has gain 1 at its centre.
class Filter {
public:
    Filter(float hertz, float q) noexcept : k_(dsp::Float<1>(hertz), dsp::Float<1>(q), rate) {}
    float low(float x) noexcept { return state_.step(dsp::Float<1>(x), k_).low.lane(0); }
    float high(float x) noexcept { return state_.step(dsp::Float<1>(x), k_).high.lane(0); }
    float band(float x) noexcept { return (state_.step(dsp::Float<1>(x), k_).band * k_.k).lane(0); }

private:
    dsp::SvfCoefficients<1> k_;
    dsp::SvfState<1> state_;
};

// The clang of cymbals: six square waves with no common measure, as in the TR-808. Two of the eight lanes stay silent.
class Metal {
public:
    explicit Metal(float scale) noexcept {
        constexpr float hertz[tones] = {205.3f, 304.4f, 369.6f, 522.7f, 540.0f, 800.0f};
        constexpr float start[tones] = {0.1f, 0.37f, 0.61f, 0.83f, 0.29f, 0.53f};
        for (int l = 0; l < tones; ++l) {
            step_.set_lane(l, hertz[l] * scale / rate);
            widths_a_turn_.set_lane(l, rate / (hertz[l] * scale));
            at_.set_lane(l, start[l]);
        }
    }
    float next() noexcept {
        const auto up = at_ < 0.5f;
        const Eight x = at_ - dsp::select(up, 0.0f, Eight(0.5f));
        at_ += step_;
        at_ -= dsp::select(at_ >= 1.0f, 1.0f, Eight(0.0f));
        const Eight after = dsp::max(Eight(1.0f) - x * widths_a_turn_, 0.0f);
        const Eight before = dsp::max(Eight(1.0f) - (Eight(0.5f) - x) * widths_a_turn_, 0.0f);
        const Eight size = Eight(1.0f) - after * after - before * before;
        const Eight wave = dsp::select(up, size, -size);
        float sum = 0;
        for (int l = 0; l < tones; ++l) sum += wave.lane(l);
        return sum * (1.0f / tones);
    }

private:
    static constexpr int tones = 6;
    using Eight = dsp::Float<8>;
    Eight step_{0.0f}, widths_a_turn_{0.0f}, at_{0.0f};
};

// An early drum machine: each value held for `hold` frames and stored in few bits, in steps that grow with the level
// (companding), so that the grain follows the sound down its tail. 0 bits leaves the sound alone.
struct Grit {
    int bits = 0;
    int hold = 1;
};
void roughen(std::vector<float>& frames, Grit grit);

}  // namespace phonon::engine::drums
