// Denormal numbers count as zero: the same bits everywhere, and no slow silence.
#pragma once

#include <cstdint>
#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace phonon::graph {

// From now on, on the calling thread. Every thread that runs nodes calls it first.
inline void flush_denormals() noexcept {
#if defined(__SSE__)
    _mm_setcsr(_mm_getcsr() | 0x8040);  // flush-to-zero and denormals-are-zero
#elif defined(__aarch64__)
    std::uint64_t control = 0;
    asm volatile("mrs %0, fpcr" : "=r"(control));
    asm volatile("msr fpcr, %0" ::"r"(control | (1u << 24)));
#endif
}

}  // namespace phonon::graph
