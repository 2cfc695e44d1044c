// Stereo frames from the audio thread to one that writes them down. One writer, one reader, no locks. What does not fit
// is counted and left out.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

namespace phonon::engine {

class FrameRing {
public:
    explicit FrameRing(std::size_t frames) : data_(2 * frames) {}

    // Audio thread; real-time safe.
    void write(std::span<const float> frames) noexcept {
        const std::uint64_t at = written_.load(std::memory_order_relaxed);
        if (data_.size() - (at - read_.load(std::memory_order_acquire)) < frames.size()) {
            lost_.fetch_add(frames.size() / 2, std::memory_order_relaxed);
            return;
        }
        for (std::size_t i = 0; i < frames.size(); ++i) data_[(at + i) % data_.size()] = frames[i];
        written_.store(at + frames.size(), std::memory_order_release);
    }
    // The other thread: as many as there are and fit; gives the number of floats.
    std::size_t read(std::span<float> frames) noexcept {
        const std::uint64_t at = read_.load(std::memory_order_relaxed);
        const std::uint64_t there = written_.load(std::memory_order_acquire) - at;
        const std::size_t count = there < frames.size() ? static_cast<std::size_t>(there) : frames.size();
        for (std::size_t i = 0; i < count; ++i) frames[i] = data_[(at + i) % data_.size()];
        read_.store(at + count, std::memory_order_release);
        return count;
    }
    std::uint64_t lost() const noexcept { return lost_.load(std::memory_order_relaxed); }

private:
    std::vector<float> data_;
    std::atomic<std::uint64_t> written_{0}, read_{0}, lost_{0};
};

}  // namespace phonon::engine
