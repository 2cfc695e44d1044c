// Effects on the spectra of a sound. The sound comes out one window later than it went in: 21 ms at 48 kHz, and at
// other rates the power of two that is nearest to that.
#pragma once

#include "dsp/math/stft.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct SpectralEffect {
    static constexpr int largest = 2048;
    static constexpr float latency = 1024.0f / 48000;
    // A window before its last frame has gone in, and as long again until it has faded out.
    static constexpr float tail = 0.06f;

    PHONON_INLINE static int window_frames(float rate) noexcept {
        return rate > 70000 ? 2048 : rate < 35000 ? 512 : 1024;
    }
    static std::size_t memory_words(float rate) noexcept { return 2 * static_cast<std::size_t>(window_frames(rate)); }

    template <int L>
    struct State {
        Word<L> now{0u};
    };

    // What is done to a window: change(re, im, bins, window), with bins 0 ... bins - 1 from 0 Hz to half the rate, and
    // the number of the window.
    template <class Change>
    [[gnu::noinline]] static void next_window(const LaneMemory& lane, std::uint32_t now, int n,
                                              const Change& change) noexcept {
        float re[largest / 2 + 1] = {}, im[largest / 2 + 1] = {};
        const auto frames = static_cast<std::uint32_t>(n);
        windowed_spectrum(lane, 0, frames, now, n, re, im);
        change(re, im, n / 2 + 1, now / (frames / stft_overlap));
        add_windowed(lane, frames, now, now, n, re, im);
    }

    // `change_at(lane, frame)` gives the change for a window that ends with a frame of this call.
    template <int L, class ChangeAt>
    PHONON_INLINE static void run(State<L>& s, const Io<L>& io, const ChangeAt& change_at) noexcept {
        const In<L> in = io.in(0);
        const int n = window_frames(io.rate());
        const auto mask = static_cast<std::uint32_t>(n - 1);
        const auto hop = static_cast<std::uint32_t>(n / stft_overlap);
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> x = in.at(i);
            Float<L> y(0.0f);
            for (int l = 0; l < L; ++l) {
                const LaneMemory lane{io.memory() + l, L};
                const std::uint32_t now = s.now.lane(l);
                if ((now & (hop - 1)) == 0) next_window(lane, now, n, change_at(l, i));
                float& made = lane(static_cast<std::size_t>(n) + (now & mask));
                y.set_lane(l, made);
                made = 0;
                lane(now & mask) = x.lane(l);
            }
            io.out(i, y);
            s.now += Word<L>(1u);
        }
    }
};

// Moves what bin `from` has into bin `to`. From window to window a tone of `to` turns further than one of `from` by a
// quarter for each bin between them; turned by as much, the windows of a moved tone fit together.
PHONON_INLINE void move_bin(const float* re, const float* im, int from, float* to_re, float* to_im, int to,
                            std::uint32_t window) noexcept {
    const float x = re[from], y = im[from];
    switch ((static_cast<std::uint32_t>(to - from) * window) & 3u) {
        case 0: to_re[to] = x, to_im[to] = y; break;
        case 1: to_re[to] = -y, to_im[to] = x; break;
        case 2: to_re[to] = -x, to_im[to] = -y; break;
        default: to_re[to] = y, to_im[to] = -x; break;
    }
}

}  // namespace phonon::dsp::inline PHONON_LEVEL
