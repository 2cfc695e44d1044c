// Whether frames are numbers: looked at behind every node, and so several at a time.
#pragma once

namespace phonon::graph {

inline bool all_finite(const float* x, int count) noexcept {
    typedef float Four __attribute__((vector_size(16)));
    // x - x is 0 for every finite x and NaN for the others. Four sums side by side: one alone would wait for itself.
    Four sums[2] = {};
    int i = 0;
    for (; i + 8 <= count; i += 8)
        for (int half = 0; half < 2; ++half) {
            Four v;
            __builtin_memcpy(&v, x + i + 4 * half, sizeof(v));
            sums[half] += v - v;
        }
    const Four both = sums[0] + sums[1];
    float sum = (both[0] + both[1]) + (both[2] + both[3]);
    for (; i < count; ++i) sum += x[i] - x[i];
    return sum == 0;
}

}  // namespace phonon::graph
