// What was made ahead and is not heard yet: quanta of stems, from the thread that makes them to the one that mixes
// them. One writer, one reader, no locks; all memory is taken when it is made.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "dsp/unit/kernel.hpp"

namespace phonon::engine {

inline constexpr int mixer_channels = 64;  // stems that can be told apart; more share the last one
inline constexpr int quantum_floats = 2 * dsp::quantum_frames;

struct StemQuantum {
    std::int64_t quantum = 0;
    bool raw = false;      // nothing stands behind the sum but the musician's ears
    bool chained = false;  // a master chain has shaped `master`: the stems alone do not add up to it
    int count = 0;         // of stems; beyond mixer_channels they are in `master` only
    std::uint8_t channels[mixer_channels] = {};
    float master[quantum_floats] = {};
    float stems[mixer_channels][quantum_floats] = {};
};

class StemRing {
public:
    explicit StemRing(std::size_t quanta) : slots_(quanta) {}

    std::size_t capacity() const noexcept { return slots_.size(); }
    std::size_t filled() const noexcept {
        return static_cast<std::size_t>(written_.load(std::memory_order_acquire) -
                                        read_.load(std::memory_order_acquire));
    }
    // Writer: the next slot, null while all are full; then `push`.
    StemQuantum* free_slot() noexcept {
        return filled() == slots_.size() ? nullptr : &slots_[written_.load(std::memory_order_relaxed) % slots_.size()];
    }
    void push() noexcept { written_.fetch_add(1, std::memory_order_release); }
    // Reader: the oldest, null while there is none; then `pop`.
    const StemQuantum* oldest() const noexcept {
        return filled() == 0 ? nullptr : &slots_[read_.load(std::memory_order_relaxed) % slots_.size()];
    }
    void pop() noexcept { read_.fetch_add(1, std::memory_order_release); }

private:
    std::vector<StemQuantum> slots_;
    std::atomic<std::uint64_t> written_{0}, read_{0};
};

}  // namespace phonon::engine
