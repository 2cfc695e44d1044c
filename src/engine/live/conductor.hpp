// The thread that keeps the music ahead of the device: lands editions, directs, and makes quanta (with workers) into
// the ring of stems; and the callback that a device calls for sound.
//
// Ahead (the default): the conductor makes quanta some milliseconds before they are heard. Live (ahead 0): it only
// directs, and the callback makes the quanta it needs, with the workers, while the device waits.
#pragma once

#include <atomic>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <semaphore>
#include <thread>
#include <vector>

#include "engine/live/mixer.hpp"
#include "engine/live/performance.hpp"

namespace phonon::engine {

struct ConductorOptions {
    LiveOptions live;
    int block = 512;       // frames of a device's callback, at most
    double ahead = 0.015;  // seconds; 0: made inside the callback
};

// How it goes; numbers since the last time they were asked for.
struct LiveStatus {
    double cycle = 0;         // that is heard now
    double tempo = 0;         // cycles a second
    double load = 0;          // time taken to make sound, as a part of the time that it lasts; the largest lately
    std::int64_t misses = 0;  // since the start
    std::int64_t shed = 0;    // voices, since the start
    int voices = 0;
    std::string heaviest;  // bus
};

class Conductor {
public:
    Conductor(const ConductorOptions& options, SoundSource& sounds);
    ~Conductor();

    // The edition lands on the next quantum that is not directed, or on the next whole multiple of `quant` cycles
    // (0: at once). Any one thread.
    std::future<Landing> land(std::unique_ptr<Edition> edition, double quant = 0);
    // Gives memory of editions back that sound no more. The same thread.
    void discard() { performance_.discard(); }
    // Time jumps there when the next quantum is directed; gives that quantum.
    std::future<std::int64_t> jump(pattern::Time cycle);

    // The device's thread: fills `out`. Real-time safe.
    void process(float* out, int frames, int channels) noexcept;

    Mixer& mixer() noexcept { return mixer_; }
    // Mutes a stem, or fades it, wherever that is to be done: in the mixer, or before a master chain. Any one thread.
    void set_gain(const std::string& stem, int channel, float gain);
    LiveStatus status();
    bool checkpoint(Checkpoint& out) const noexcept { return performance_.checkpoint(out); }
    // Ends the conductor's thread; no device calls `process` any more. Gives the hash of all that was made.
    Checkpoint finish();
    // Whether a call of `process` for so many frames would find them all.
    bool is_ready(int frames) const noexcept;
    // Seconds that the music is made ahead of the device; 0: inside its callback.
    double ahead() const noexcept {
        return ahead_quanta_ * dsp::quantum_frames / static_cast<double>(options_.live.rate);
    }
    std::int64_t made() const noexcept { return performance_.made(); }
    // What a musician should know: missing sounds, numbers that were not finite, voices that had to go.
    std::vector<std::string> take_news();
    // Where the operating system would not let the threads run ahead of others; "" where it did.
    const std::string& scheduling() const noexcept { return scheduling_; }

private:
    struct Pending {
        std::unique_ptr<Edition> edition;
        double quant = 0;
        std::int64_t not_before = -1;  // quantum
        std::promise<Landing> landed;
    };
    void run();
    void land_pending();
    void watch_load(double seconds, int quanta);
    void publish();

    ConductorOptions options_;
    int ahead_quanta_;
    StemRing ring_;
    Mixer mixer_;
    Performance performance_;
    std::counting_semaphore<> wake_{0};
    std::atomic<bool> stop_{false};

    std::mutex mutex_;  // between the conductor and the threads that ask; never taken by the device's thread
    std::vector<Pending> arriving_;
    struct Jump {
        pattern::Time cycle;
        std::promise<std::int64_t> done;
    };
    std::vector<Jump> jumps_;
    std::map<std::string, float> faders_;  // by stem; stay set for programs to come
    bool faders_changed_ = false;
    LiveStatus status_;
    std::vector<std::string> news_;

    std::vector<Pending> pending_;
    std::map<std::string, float> faders_set_;  // the conductor's own copy
    std::atomic<double> callback_load_{0};
    double load_ = 0, loudest_load_ = 0;
    double over_since_ = 0, under_since_ = 0;  // seconds of sound
    std::int64_t misses_said_ = 0;
    std::int64_t published_ = 0;
    std::string scheduling_;
    std::thread thread_;
};

}  // namespace phonon::engine
