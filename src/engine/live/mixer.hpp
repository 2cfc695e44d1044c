// What follows the ring of stems, on the device's own thread and therefore at once: mute, solo, hush and panic, the
// sum, the output stage, fades at the start and around a missed deadline.
//
// Where nothing is muted the output is the output stage's answer to the program's master, bit for bit.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <span>

#include "engine/live/frame_ring.hpp"
#include "engine/live/stem_ring.hpp"
#include "engine/output_stage.hpp"

namespace phonon::engine {

class Mixer {
public:
    Mixer(float rate, StemRing& ring);

    // ---- any one thread ----
    void set_gain(int channel, float gain) noexcept { gains_[index(channel)].store(gain, std::memory_order_relaxed); }
    void set_master_gain(float gain) noexcept { master_gain_.store(gain, std::memory_order_relaxed); }
    // Silence within 3 ms; `on` false: back, with the fade of the start.
    void set_panic(bool on) noexcept { panic_.store(on, std::memory_order_relaxed); }
    // Fades the end of the session out; `faded_out` once it is silent.
    void set_ending() noexcept { ending_.store(true, std::memory_order_relaxed); }
    bool faded_out() const noexcept { return faded_out_.load(std::memory_order_relaxed); }
    // Everything that is heard is also written there; null: no more. The ring must outlive the session.
    void set_tap(FrameRing* tap) noexcept { tap_.store(tap, std::memory_order_release); }
    // The largest sample of a stem, and of the output, since the last call.
    float take_peak(int channel) noexcept { return peaks_[index(channel)].exchange(0, std::memory_order_relaxed); }
    float take_master_peak() noexcept { return master_peak_.exchange(0, std::memory_order_relaxed); }
    std::int64_t misses() const noexcept { return misses_.load(std::memory_order_relaxed); }
    std::int64_t muted_jumps() const noexcept { return jumps_.load(std::memory_order_relaxed); }
    // Frames that the device has been given.
    std::int64_t frames() const noexcept { return frames_.load(std::memory_order_relaxed); }
    // The quantum last taken from the ring.
    std::int64_t quantum() const noexcept { return quantum_.load(std::memory_order_relaxed); }

    // ---- the device's thread; real-time safe ----
    // `out`: frames * channels floats, interleaved. Two channels get the sum; further pairs a stem each; one the mean.
    void run(float* out, int frames, int channels) noexcept;
    // Quanta that a call for so many frames needs from the ring.
    int quanta_for(int frames) const noexcept {
        return (frames - (dsp::quantum_frames - used_) + dsp::quantum_frames - 1) / dsp::quantum_frames;
    }

private:
    static std::size_t index(int channel) noexcept {
        return static_cast<std::size_t>(channel < mixer_channels ? channel : mixer_channels - 1);
    }
    void take_quantum() noexcept;
    void mix(const StemQuantum& q) noexcept;
    void finish() noexcept;

    StemRing& ring_;
    OutputStage output_;
    float rate_;
    std::array<std::atomic<float>, mixer_channels> gains_, peaks_;
    std::atomic<float> master_gain_{1}, master_peak_{0};
    std::atomic<bool> panic_{false}, ending_{false}, faded_out_{false};
    std::atomic<FrameRing*> tap_{nullptr};
    std::atomic<std::int64_t> misses_{0}, jumps_{0}, frames_{0}, quantum_{-1};

    std::array<float, mixer_channels> now_;  // gains as they are on their way
    float master_now_ = 1, loudness_ = 0;    // loudness: of the fades at the start, a miss, panic and the end
    bool missing_ = true;                    // nothing came yet, or the last quantum was missed
    int quiet_for_ = 0;                      // quanta left in which a jump is muted
    int used_ = dsp::quantum_frames;         // frames of the present quantum that the device has
    float last_[2] = {0, 0};
    float quantum_out_[quantum_floats] = {};
    float stems_[mixer_channels][quantum_floats] = {};
    int stem_count_ = 0;
};

}  // namespace phonon::engine
