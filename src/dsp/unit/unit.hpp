// What a unit's file includes: the view its kernel gets of inputs and outputs, and the macro that makes its row.
//
//     struct Lpf {
//         static constexpr Facts facts{.name = "lpf", ...};
//         template <int L> struct State { Float<L> a{0.0f}, b{0.0f}; };           // Float, Int, Word members only
//         template <int L> static void run(State<L>& s, const Io<L>& io) noexcept { ... }
//         static std::size_t memory_words(float rate) noexcept { ... }            // optional: floats a lane
//     };
//     PHONON_UNIT(lpf, Lpf)
//
// The file is compiled once for each instruction set level (PHONON_LEVEL) and once more, with PHONON_UNIT_TESTS, for
// the tests at its end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "dsp/math/functions.hpp"
#include "dsp/math/lanes.hpp"
#include "dsp/unit/facts.hpp"
#include "dsp/unit/kernel.hpp"

#if defined(PHONON_UNIT_TESTS)
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "dsp/unit/measure.hpp"
#endif

namespace phonon::dsp::inline PHONON_LEVEL {

// One input as a kernel of L lanes reads it.
template <int L>
class In {
public:
    PHONON_INLINE explicit In(InputView v, int frames) noexcept : view_(v), frames_(frames) {}
    PHONON_INLINE Float<L> at(int i) const noexcept { return Float<L>::load(view_.data + i * view_.stride); }
    PHONON_INLINE bool constant() const noexcept { return view_.changes == 0; }
    // The first frame after `i` where the value may differ (`frames` where there is none): coefficients are computed
    // once for i ... until(i) - 1, and come out the same for a constant, a pattern and a signal of equal values.
    PHONON_INLINE int until(int i) const noexcept {
        const std::uint64_t later = i >= 63 ? 0 : view_.changes >> (i + 1);
        const int next = later == 0 ? frames_ : i + 1 + __builtin_ctzll(later);
        return next < frames_ ? next : frames_;
    }

private:
    InputView view_;
    int frames_;
};

template <int L>
struct Io {
    const RunArgs& args;
    // Shape::pair kernels have two channels of L lanes, others one.
    int pair_stride = 0;

    PHONON_INLINE int frames() const noexcept { return args.frames; }
    PHONON_INLINE float rate() const noexcept { return args.rate; }
    PHONON_INLINE float frame_seconds() const noexcept { return 1.0f / args.rate; }
    PHONON_INLINE In<L> in(int k) const noexcept { return In<L>(args.inputs[k], args.frames); }
    // Channel 0 (left) or 1 (right) of an audio input of a pair unit.
    PHONON_INLINE In<L> in(int k, int channel) const noexcept {
        InputView v = args.inputs[k];
        v.data += channel * L;
        return In<L>(v, args.frames);
    }
    PHONON_INLINE void out(int i, Float<L> x) const noexcept { x.store(args.out + i * args.out_stride); }
    PHONON_INLINE void out(int i, int channel, Float<L> x) const noexcept {
        x.store(args.out + i * args.out_stride + channel * L);
    }
    // The unit's own memory, memory_words * L floats; word w of lane l is customarily at w * L + l.
    PHONON_INLINE float* memory() const noexcept { return args.memory; }
    // What Facts::sound_use says the named recording is; null where it could not be had.
    template <class Prepared>
    PHONON_INLINE const Prepared* sound() const noexcept {
        return static_cast<const Prepared*>(args.sound);
    }
    // A number of its own for every lane, the start of its random sequence.
    PHONON_INLINE Word<L> key() const noexcept { return Word<L>::load(args.keys); }
};

// The first frame after `i` where any of the inputs may change.
template <class First, class... Rest>
PHONON_INLINE int until(int i, const First& first, const Rest&... rest) noexcept {
    int next = first.until(i);
    ((next = rest.until(i) < next ? rest.until(i) : next), ...);
    return next;
}

// For units without memory: each frame of the output is f of that frame of the inputs.
template <int L, class F>
PHONON_INLINE void map(const Io<L>& io, F f) noexcept {
    if constexpr (std::is_invocable_v<F, Float<L>>) {
        for (int i = 0; i < io.frames(); ++i) io.out(i, f(io.in(0).at(i)));
    } else if constexpr (std::is_invocable_v<F, Float<L>, Float<L>>) {
        for (int i = 0; i < io.frames(); ++i) io.out(i, f(io.in(0).at(i), io.in(1).at(i)));
    } else {
        for (int i = 0; i < io.frames(); ++i) io.out(i, f(io.in(0).at(i), io.in(1).at(i), io.in(2).at(i)));
    }
}

template <class Unit, int L>
struct KernelOf {
    using State = typename Unit::template State<L>;
    static_assert(std::is_trivially_copyable_v<State>, "state is copied as bytes");
    static_assert(std::is_empty_v<State> || sizeof(State) == sizeof(typename Unit::template State<1>) * L,
                  "state holds Float<L>, Int<L> and Word<L> only, so that a lane can be found in it");

    static void init(void* at) noexcept { new (at) State{}; }
    static void run(const RunArgs& args) noexcept {
        if constexpr (std::is_empty_v<State>) {
            State none;  // such a unit has no place in the arena
            Unit::template run<L>(none, Io<L>{args});
        } else {
            Unit::template run<L>(*static_cast<State*>(args.state), Io<L>{args});
        }
    }
    // A kernel without state has size 0: the engine then knows that its output changes only where an input does.
    static constexpr Kernel kernel() noexcept {
        return {std::is_empty_v<State> ? 0 : (sizeof(State) + 63) / 64 * 64, init, run};
    }
};

template <class Unit>
std::size_t memory_words_of(float rate) noexcept {
    if constexpr (requires { Unit::memory_words(rate); })
        return Unit::memory_words(rate);
    else
        return 0;
}

template <class Unit>
constexpr UnitKernels kernels_of() noexcept {
    static_assert(is_documented(Unit::facts),
                  "a unit says its name, group, summary, example, and each input's meaning");
    if constexpr (Unit::facts.shape == Shape::pair)
        return {KernelOf<Unit, 1>::kernel(), {}, KernelOf<Unit, voice_lanes>::kernel(), memory_words_of<Unit>};
    else
        return {KernelOf<Unit, 1>::kernel(), KernelOf<Unit, 2>::kernel(), KernelOf<Unit, voice_lanes>::kernel(),
                memory_words_of<Unit>};
}

}  // namespace phonon::dsp::inline PHONON_LEVEL

// `word` is the file's name; the table finds the unit by it.
#if defined(PHONON_UNIT_TESTS)
#define PHONON_UNIT(word, Type)
#elif defined(PHONON_BASE_LEVEL)
#define PHONON_UNIT(word, Type)                             \
    namespace phonon::dsp {                                 \
    extern const Facts unit_facts_##word;                   \
    constexpr Facts unit_facts_##word = Type::facts;        \
    inline namespace PHONON_LEVEL {                         \
    extern const UnitKernels unit_##word;                   \
    constexpr UnitKernels unit_##word = kernels_of<Type>(); \
    }                                                       \
    }
#else
#define PHONON_UNIT(word, Type)                             \
    namespace phonon::dsp::inline PHONON_LEVEL {            \
    extern const UnitKernels unit_##word;                   \
    constexpr UnitKernels unit_##word = kernels_of<Type>(); \
    }
#endif
