#include "engine/live/mixer.hpp"

#include <cmath>
#include <cstring>

namespace phonon::engine {
namespace {

using dsp::quantum_frames;

constexpr float gain_seconds = 0.005f;  // of a mute or a change of gain, from 0 to 1
constexpr float miss_seconds = 0.003f;  // of the fades around a missed deadline, and of panic
constexpr float start_seconds = 0.02f;  // of the first sound
constexpr float end_seconds = 0.3f;     // of the end of the session
constexpr float jump_seconds = 0.25f;   // that a dangerous sample is muted for
constexpr float dangerous = 4.0f;       // +12 dBFS

void raise(std::atomic<float>& peak, float level) noexcept {
    float seen = peak.load(std::memory_order_relaxed);
    while (level > seen && !peak.compare_exchange_weak(seen, level, std::memory_order_relaxed)) {
    }
}

float approach(float from, float to, float step) noexcept {
    return from < to ? std::fmin(from + step, to) : std::fmax(from - step, to);
}

}  // namespace

Mixer::Mixer(float rate, StemRing& ring) : ring_(ring), output_(rate, false), rate_(rate) {
    for (auto& g : gains_) g = 1.0f;
    for (auto& p : peaks_) p = 0.0f;
    now_.fill(1.0f);
}

void Mixer::mix(const StemQuantum& q) noexcept {
    const float step = 1.0f / (gain_seconds * rate_);
    stem_count_ = 0;
    bool untouched = true;
    std::array<float, mixer_channels> before = now_, after = now_;
    for (std::size_t c = 0; c < now_.size(); ++c) {
        const float target = gains_[c].load(std::memory_order_relaxed);
        after[c] = approach(now_[c], target, step * quantum_frames);
    }
    for (int s = 0; s < q.count; ++s) {
        const std::size_t c = q.channels[s];
        untouched = untouched && before[c] == 1.0f && after[c] == 1.0f;
        const int channel = static_cast<int>(c);
        while (stem_count_ <= channel) std::memset(stems_[stem_count_++], 0, sizeof(stems_[0]));
        float peak = 0;
        const float slope = (after[c] - before[c]) / quantum_frames;
        for (int i = 0; i < quantum_frames; ++i) {
            const float gain = before[c] + slope * static_cast<float>(i + 1);
            for (int side = 0; side < 2; ++side) {
                const float x = q.stems[s][2 * i + side] * gain;
                stems_[channel][2 * i + side] += x;
                peak = std::fmax(peak, std::fabs(x));
            }
        }
        raise(peaks_[c], peak);
    }
    now_ = after;
    // A master chain has heard the stems already; it is told of gains by the program itself.
    if (untouched || q.chained) {
        std::memcpy(quantum_out_, q.master, sizeof(quantum_out_));
        return;
    }
    std::memset(quantum_out_, 0, sizeof(quantum_out_));
    for (int c = 0; c < stem_count_; ++c)
        for (int i = 0; i < quantum_floats; ++i) quantum_out_[i] += stems_[c][i];
}

// Master gain, fades, and what protects ears and speakers.
void Mixer::finish() noexcept {
    for (const float x : quantum_out_)
        if (!(std::fabs(x) < dangerous) && quiet_for_ == 0) {
            quiet_for_ = static_cast<int>(jump_seconds * rate_ / quantum_frames);
            jumps_.fetch_add(1, std::memory_order_relaxed);
        }
    const bool ending = ending_.load(std::memory_order_relaxed);
    const bool silent = panic_.load(std::memory_order_relaxed) || quiet_for_ > 0;
    const float fall = 1.0f / ((ending && !silent ? end_seconds : miss_seconds) * rate_);
    const float rise = 1.0f / (start_seconds * rate_);
    const float gain_step = 1.0f / (gain_seconds * rate_);
    const float target = master_gain_.load(std::memory_order_relaxed);
    float peak = 0;
    for (int i = 0; i < quantum_frames; ++i) {
        loudness_ = approach(loudness_, silent || ending ? 0.0f : 1.0f, silent || ending ? fall : rise);
        master_now_ = approach(master_now_, target, gain_step);
        for (int side = 0; side < 2; ++side) {
            float& x = quantum_out_[2 * i + side];
            x = std::fabs(x) < dangerous ? x * (loudness_ * master_now_) : 0.0f;
            peak = std::fmax(peak, std::fabs(x));
        }
    }
    if (quiet_for_ > 0) --quiet_for_;
    raise(master_peak_, peak);
    if (ending && loudness_ == 0) faded_out_.store(true, std::memory_order_relaxed);
}

void Mixer::take_quantum() noexcept {
    used_ = 0;
    const StemQuantum* q = ring_.oldest();
    if (q == nullptr) {
        // The last sample falls to silence instead of being cut off.
        if (!missing_) misses_.fetch_add(1, std::memory_order_relaxed);
        const float step = 1.0f / (miss_seconds * rate_);
        for (int i = 0; i < quantum_frames; ++i) {
            loudness_ = approach(loudness_, 0.0f, step);
            quantum_out_[2 * i] = last_[0] * loudness_;
            quantum_out_[2 * i + 1] = last_[1] * loudness_;
        }
        missing_ = true;
        return;
    }
    missing_ = false;
    quantum_.store(q->quantum, std::memory_order_relaxed);
    mix(*q);
    const bool raw = q->raw;
    ring_.pop();
    if (!raw) output_.run(quantum_out_);
    finish();
    last_[0] = quantum_out_[quantum_floats - 2];
    last_[1] = quantum_out_[quantum_floats - 1];
}

void Mixer::run(float* out, int frames, int channels) noexcept {
    FrameRing* const tap = tap_.load(std::memory_order_acquire);
    for (int done = 0; done < frames;) {
        if (used_ == quantum_frames) {
            take_quantum();
        }
        const int count = std::min(frames - done, quantum_frames - used_);
        for (int i = 0; i < count; ++i) {
            const float* frame = quantum_out_ + 2 * (used_ + i);
            float* to = out + static_cast<std::ptrdiff_t>(done + i) * channels;
            if (channels == 1) {
                to[0] = 0.5f * (frame[0] + frame[1]);
                continue;
            }
            to[0] = frame[0];
            to[1] = frame[1];
            for (int c = 2; c < channels; ++c) {
                const int stem = c / 2 - 1;
                to[c] = stem < stem_count_ && !missing_ ? stems_[stem][2 * (used_ + i) + c % 2] * loudness_ : 0.0f;
            }
        }
        if (tap != nullptr) tap->write({quantum_out_ + 2 * used_, static_cast<std::size_t>(2 * count)});
        used_ += count;
        done += count;
    }
    frames_.fetch_add(frames, std::memory_order_relaxed);
}

}  // namespace phonon::engine
