// L numbers side by side. A kernel is written once over Float<L> and made for L = 1, 2 and 16.
//
// The logical width is 16 on every machine: one 512-bit, two 256-bit or four 128-bit registers. Every operation is
// lane by lane and IEEE exact, so every L and every level gives the bits of L = 1. That is also why there are no
// reciprocal estimates, no fused multiply-add and no library vector mathematics here.
//
// Everything lives in a namespace of its instruction set level and is always inlined, so that code made for one level
// can never be linked into another.
#pragma once

#include <cstdint>
#ifndef PHONON_LEVEL
#define PHONON_LEVEL plain
#endif
#define PHONON_INLINE [[gnu::always_inline]] inline

namespace phonon::dsp::inline PHONON_LEVEL {

#if defined(__AVX512F__)
inline constexpr int native_width = 16;
#elif defined(__AVX__)
inline constexpr int native_width = 8;
#else
inline constexpr int native_width = 4;
#endif

template <class T, int W>
struct ChunkOf {
    typedef T type __attribute__((vector_size(W * sizeof(T))));
};
template <class T>
struct ChunkOf<T, 1> {
    using type = T;
};

template <class T, int L>
struct Lanes {
    static constexpr int width = L < native_width ? L : native_width;
    static constexpr int chunks = L / width;
    using Chunk = typename ChunkOf<T, width>::type;

    Chunk c[chunks];

    Lanes() = default;
    PHONON_INLINE constexpr Lanes(T x) noexcept {  // NOLINT: a number is the same number in every lane
        for (int i = 0; i < chunks; ++i) {
            if constexpr (width == 1)
                c[i] = x;
            else
                c[i] = Chunk{} + x;
        }
    }
    PHONON_INLINE static Lanes load(const T* p) noexcept {
        Lanes r;
        __builtin_memcpy(&r, p, sizeof(T) * L);
        return r;
    }
    PHONON_INLINE void store(T* p) const noexcept { __builtin_memcpy(p, this, sizeof(T) * L); }
    PHONON_INLINE T lane(int l) const noexcept {
        T x;
        __builtin_memcpy(&x, reinterpret_cast<const char*>(this) + sizeof(T) * static_cast<unsigned>(l), sizeof(T));
        return x;
    }
    PHONON_INLINE void set_lane(int l, T x) noexcept {
        __builtin_memcpy(reinterpret_cast<char*>(this) + sizeof(T) * static_cast<unsigned>(l), &x, sizeof(T));
    }

#define PHONON_LANES_OPERATOR(op)                                       \
    PHONON_INLINE friend Lanes operator op(Lanes a, Lanes b) noexcept { \
        Lanes r;                                                        \
        for (int i = 0; i < chunks; ++i) r.c[i] = a.c[i] op b.c[i];     \
        return r;                                                       \
    }                                                                   \
    PHONON_INLINE Lanes& operator op##=(Lanes b) noexcept {             \
        for (int i = 0; i < chunks; ++i) c[i] = c[i] op b.c[i];         \
        return *this;                                                   \
    }
    PHONON_LANES_OPERATOR(+)
    PHONON_LANES_OPERATOR(-)
    PHONON_LANES_OPERATOR(*)
    PHONON_LANES_OPERATOR(/)
#undef PHONON_LANES_OPERATOR
    PHONON_INLINE friend Lanes operator-(Lanes a) noexcept {
        Lanes r;
        for (int i = 0; i < chunks; ++i) r.c[i] = -a.c[i];
        return r;
    }
};

template <int L>
using Float = Lanes<float, L>;
template <int L>
using Int = Lanes<std::int32_t, L>;
// Wraps around at 2^32: phases and random numbers.
template <int L>
using Word = Lanes<std::uint32_t, L>;

// The same bits read as another 32-bit type.
template <class To, class From, int L>
PHONON_INLINE Lanes<To, L> bits(Lanes<From, L> a) noexcept {
    return __builtin_bit_cast(Lanes<To, L>, a);
}

#define PHONON_BIT_OPERATOR(op)                                                    \
    template <class T, int L>                                                      \
    PHONON_INLINE Lanes<T, L> operator op(Lanes<T, L> a, Lanes<T, L> b) noexcept { \
        Lanes<T, L> r;                                                             \
        for (int i = 0; i < Lanes<T, L>::chunks; ++i) r.c[i] = a.c[i] op b.c[i];   \
        return r;                                                                  \
    }
PHONON_BIT_OPERATOR(&)
PHONON_BIT_OPERATOR(|)
PHONON_BIT_OPERATOR(^)
#undef PHONON_BIT_OPERATOR
template <class T, int L>
PHONON_INLINE Lanes<T, L> operator~(Lanes<T, L> a) noexcept {
    for (int i = 0; i < Lanes<T, L>::chunks; ++i) a.c[i] = ~a.c[i];
    return a;
}
template <class T, int L>
PHONON_INLINE Lanes<T, L> operator<<(Lanes<T, L> a, int n) noexcept {
    for (int i = 0; i < Lanes<T, L>::chunks; ++i) a.c[i] = a.c[i] << n;
    return a;
}
template <class T, int L>
PHONON_INLINE Lanes<T, L> operator>>(Lanes<T, L> a, int n) noexcept {
    for (int i = 0; i < Lanes<T, L>::chunks; ++i) a.c[i] = a.c[i] >> n;
    return a;
}

// All ones where true. Comparisons with a NaN are false, except !=.
template <int L>
using Mask = Int<L>;

#define PHONON_COMPARE(op)                                                     \
    template <class T, int L>                                                  \
    PHONON_INLINE Mask<L> operator op(Lanes<T, L> a, Lanes<T, L> b) noexcept { \
        Mask<L> r;                                                             \
        for (int i = 0; i < Mask<L>::chunks; ++i) {                            \
            if constexpr (Lanes<T, L>::width == 1)                             \
                r.c[i] = a.c[i] op b.c[i] ? -1 : 0;                            \
            else                                                               \
                r.c[i] = a.c[i] op b.c[i];                                     \
        }                                                                      \
        return r;                                                              \
    }                                                                          \
    template <class T, int L>                                                  \
    PHONON_INLINE Mask<L> operator op(Lanes<T, L> a, T b) noexcept {           \
        return a op Lanes<T, L>(b);                                            \
    }
PHONON_COMPARE(<)
PHONON_COMPARE(<=)
PHONON_COMPARE(>)
PHONON_COMPARE(>=)
PHONON_COMPARE(==)
PHONON_COMPARE(!=)
#undef PHONON_COMPARE

// Compiler builtins are used here and in `sqrt` instead of <immintrin.h>, which takes longer to read than a unit to
// compile.
template <int L>
PHONON_INLINE bool any(Mask<L> m) noexcept {
    auto all = m.c[0];
    for (int i = 1; i < Mask<L>::chunks; ++i) all |= m.c[i];
    if constexpr (Mask<L>::width == 1) {
        return all != 0;
    }
#if defined(__clang__)
    else {
        return __builtin_reduce_or(all) != 0;
    }
#else
#if defined(__AVX512F__)
    else if constexpr (Mask<L>::width == 16) {
        return __builtin_ia32_ptestmd512(all, all, static_cast<unsigned short>(0xffff)) != 0;
    }
#endif
#if defined(__AVX__)
    else if constexpr (Mask<L>::width == 8) {
        return __builtin_ia32_movmskps256(reinterpret_cast<ChunkOf<float, 8>::type>(all)) != 0;
    }
#endif
#if defined(__SSE2__)
    else if constexpr (Mask<L>::width == 4) {
        return __builtin_ia32_movmskps(reinterpret_cast<ChunkOf<float, 4>::type>(all)) != 0;
    }
#endif
    else {
        std::int32_t one = 0;
        for (int l = 0; l < Mask<L>::width; ++l) one |= all[l];
        return one != 0;
    }
#endif
}

// a where the mask is true, else b.
template <class T, int L>
PHONON_INLINE Lanes<T, L> select(Mask<L> m, Lanes<T, L> a, Lanes<T, L> b) noexcept {
    return bits<T>((bits<std::int32_t>(a) & m) | (bits<std::int32_t>(b) & ~m));
}
template <int L>
PHONON_INLINE Float<L> select(Mask<L> m, Float<L> a, float b) noexcept {
    return select(m, a, Float<L>(b));
}
template <int L>
PHONON_INLINE Float<L> select(Mask<L> m, float a, Float<L> b) noexcept {
    return select(m, Float<L>(a), b);
}
template <int L>
PHONON_INLINE Float<L> select(Mask<L> m, float a, float b) noexcept {
    return select(m, Float<L>(a), Float<L>(b));
}

// The second argument where either is a NaN: `clamp` below turns a NaN into its lower bound.
template <int L>
PHONON_INLINE Float<L> min(Float<L> a, Float<L> b) noexcept {
    return select(a < b, a, b);
}
template <int L>
PHONON_INLINE Float<L> max(Float<L> a, Float<L> b) noexcept {
    return select(a > b, a, b);
}
template <int L>
PHONON_INLINE Float<L> min(Float<L> a, float b) noexcept {
    return min(a, Float<L>(b));
}
template <int L>
PHONON_INLINE Float<L> max(Float<L> a, float b) noexcept {
    return max(a, Float<L>(b));
}
template <int L>
PHONON_INLINE Float<L> clamp(Float<L> x, float low, float high) noexcept {
    return min(max(x, low), high);
}
template <int L>
PHONON_INLINE Float<L> clamp(Float<L> x, Float<L> low, Float<L> high) noexcept {
    return min(max(x, low), high);
}
template <int L>
PHONON_INLINE Float<L> abs(Float<L> x) noexcept {
    return bits<float>(bits<std::uint32_t>(x) & Word<L>(0x7fffffffu));
}
template <int L>
PHONON_INLINE Float<L> copy_sign(Float<L> size, Float<L> sign) noexcept {
    const Word<L> top(0x80000000u);
    return bits<float>((bits<std::uint32_t>(size) & ~top) | (bits<std::uint32_t>(sign) & top));
}

// Towards zero; only for |x| < 2^31.
template <int L>
PHONON_INLINE Int<L> to_int(Float<L> x) noexcept {
    Int<L> r;
    for (int i = 0; i < Int<L>::chunks; ++i) {
        if constexpr (Int<L>::width == 1)
            r.c[i] = static_cast<std::int32_t>(x.c[i]);
        else
            r.c[i] = __builtin_convertvector(x.c[i], typename Int<L>::Chunk);
    }
    return r;
}
template <int L>
PHONON_INLINE Float<L> to_float(Int<L> x) noexcept {
    Float<L> r;
    for (int i = 0; i < Int<L>::chunks; ++i) {
        if constexpr (Int<L>::width == 1)
            r.c[i] = static_cast<float>(x.c[i]);
        else
            r.c[i] = __builtin_convertvector(x.c[i], typename Float<L>::Chunk);
    }
    return r;
}
// Only for |x| < 2^31.
template <int L>
PHONON_INLINE Float<L> small_floor(Float<L> x) noexcept {
    const Float<L> t = to_float(to_int(x));
    return t - select(t > x, 1.0f, Float<L>(0.0f));
}
// For any x: from 2^23 on every float is whole.
template <int L>
PHONON_INLINE Float<L> floor(Float<L> x) noexcept {
    const Mask<L> small = abs(x) < 8388608.0f;
    return select(small, small_floor(select(small, x, 0.0f)), x);
}

PHONON_INLINE float square_root(float x) noexcept { return __builtin_sqrtf(x); }
// Correctly rounded on every machine. Negative numbers count as 0.
template <int L>
PHONON_INLINE Float<L> sqrt(Float<L> x) noexcept {
    x = max(x, 0.0f);
    Float<L> r;
    for (int i = 0; i < Float<L>::chunks; ++i) {
        if constexpr (Float<L>::width == 1) {
            r.c[i] = square_root(x.c[i]);
        }
#if defined(__AVX512F__)
        else if constexpr (Float<L>::width == 16) {
            // 4: round as the thread does.
#if defined(__clang__)
            r.c[i] = __builtin_ia32_sqrtps512(x.c[i], 4);
#else
            r.c[i] = __builtin_ia32_sqrtps512_mask(x.c[i], x.c[i], static_cast<unsigned short>(0xffff), 4);
#endif
        }
#endif
#if defined(__AVX__)
        else if constexpr (Float<L>::width == 8) {
            r.c[i] = __builtin_ia32_sqrtps256(x.c[i]);
        }
#endif
#if defined(__SSE2__)
        else if constexpr (Float<L>::width == 4) {
            r.c[i] = __builtin_ia32_sqrtps(x.c[i]);
        }
#endif
        else {
            for (int l = 0; l < Float<L>::width; ++l) r.c[i][l] = square_root(x.c[i][l]);
        }
    }
    return r;
}

}  // namespace phonon::dsp::inline PHONON_LEVEL
