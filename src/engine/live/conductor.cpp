#include "engine/live/conductor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <climits>
#include <cmath>

#include "base/real_time.hpp"
#include "graph/denormals.hpp"

namespace phonon::engine {
namespace {

using dsp::quantum_frames;
using Seconds = std::chrono::duration<double>;

constexpr int chunk = 8;                                        // quanta made at once, so that chains run as pipelines
constexpr double load_memory = 0.1;                             // seconds of sound that the load is smoothed over
constexpr double overload = 0.92, relief = 0.7;                 // of the time there is
constexpr double overload_patience = 0.5, relief_patience = 2;  // seconds
constexpr double publish_every = 0.03;                          // seconds

int ahead_quanta_of(const ConductorOptions& o) {
    if (o.ahead <= 0) return 0;
    const double frames = std::max(o.ahead * static_cast<double>(o.live.rate), 2.0 * o.block);
    return static_cast<int>(std::ceil(frames / quantum_frames));
}

// Made inside the callback, a block needs all its quanta directed before it begins.
LiveOptions with_lead(const ConductorOptions& o) {
    LiveOptions live = o.live;
    live.lead = o.ahead > 0 ? chunk : 2 * (o.block / quantum_frames + 2);
    return live;
}

std::size_t ring_quanta(const ConductorOptions& o) {
    return static_cast<std::size_t>(std::max(ahead_quanta_of(o) + chunk, o.block / quantum_frames + 2));
}

}  // namespace

Conductor::Conductor(const ConductorOptions& options, SoundSource& sounds)
    : options_(options),
      ahead_quanta_(ahead_quanta_of(options)),
      ring_(ring_quanta(options)),
      mixer_(options.live.rate, ring_),
      performance_(with_lead(options), sounds),
      thread_([this] { run(); }) {}

Conductor::~Conductor() { finish(); }

Checkpoint Conductor::finish() {
    stop_ = true;
    wake_.release();
    if (thread_.joinable()) thread_.join();
    return performance_.last_checkpoint();
}

std::future<Landing> Conductor::land(std::unique_ptr<Edition> edition, double quant) {
    performance_.discard();
    performance_.prepare(*edition);
    Pending pending;
    pending.edition = std::move(edition);
    pending.quant = quant;
    std::future<Landing> landed = pending.landed.get_future();
    {
        const std::lock_guard lock(mutex_);
        arriving_.push_back(std::move(pending));
    }
    wake_.release();
    return landed;
}

void Conductor::set_gain(const std::string& stem, int channel, float gain) {
    mixer_.set_gain(channel, gain);
    const std::lock_guard lock(mutex_);
    float& fader = faders_.emplace(stem, 1.0f).first->second;
    if (fader == gain) return;
    fader = gain;
    faders_changed_ = true;
}

std::future<std::int64_t> Conductor::jump(pattern::Time cycle) {
    Jump jump{cycle, {}};
    std::future<std::int64_t> done = jump.done.get_future();
    {
        const std::lock_guard lock(mutex_);
        jumps_.push_back(std::move(jump));
    }
    wake_.release();
    return done;
}

LiveStatus Conductor::status() {
    const std::lock_guard lock(mutex_);
    LiveStatus s = status_;
    s.misses = mixer_.misses();
    status_.load = 0;
    return s;
}

std::vector<std::string> Conductor::take_news() {
    const std::lock_guard lock(mutex_);
    return std::exchange(news_, {});
}

// ---- the conductor's thread ---------------------------------------------------------------------------------------

void Conductor::land_pending() {
    std::vector<Jump> jumps;
    {
        const std::lock_guard lock(mutex_);
        for (Pending& p : arriving_) pending_.push_back(std::move(p));
        arriving_.clear();
        jumps.swap(jumps_);
        if (std::exchange(faders_changed_, false)) faders_set_ = faders_;
    }
    const std::int64_t next = performance_.directed();
    Director* director = performance_.director();
    for (Jump& jump : jumps) {
        if (director != nullptr) director->jump(next * quantum_frames, jump.cycle);
        jump.done.set_value(next);
    }
    while (!pending_.empty()) {
        Pending& p = pending_.front();
        if (p.not_before < 0) {
            p.not_before = 0;
            if (p.quant > 0 && director != nullptr) {
                const Clock& clock = director->clock();
                const double now = clock.cycle_at(next * quantum_frames).to_double();
                const pattern::Time boundary = pattern::Time::from_double(std::ceil(now / p.quant) * p.quant);
                p.not_before = clock.frame_at(boundary) / quantum_frames;
            }
        }
        if (p.not_before > next) break;
        p.landed.set_value(performance_.land(std::move(p.edition)));
        pending_.erase(pending_.begin());
        director = performance_.director();
    }
    if (director != nullptr)
        for (const auto& [stem, gain] : faders_set_) director->set_fader(stem, gain);
}

void Conductor::run() {
    graph::flush_denormals();
    while (!stop_) {
        land_pending();
        const std::int64_t boundary = pending_.empty() ? INT64_MAX : pending_.front().not_before;
        const int missing = ahead_quanta_ > 0 ? std::min(chunk, ahead_quanta_ - static_cast<int>(ring_.filled())) : 0;
        if (ahead_quanta_ == 0) performance_.direct(boundary);
        if (missing > 0 && performance_.director() != nullptr) {
            performance_.direct(std::min(performance_.made() + missing, boundary));
            const auto begin = std::chrono::steady_clock::now();
            const int made = performance_.make(ring_, missing);
            if (made > 0) watch_load(Seconds(std::chrono::steady_clock::now() - begin).count(), made);
        } else {
            // Woken by the device's callback and by arriving editions; the time limit only notices the end.
            (void)wake_.try_acquire_for(std::chrono::milliseconds(20));
            while (wake_.try_acquire()) {
            }
        }
        performance_.refine();
        publish();
    }
    for (Pending& p : pending_) p.landed.set_value({});
    const std::lock_guard lock(mutex_);
    for (Pending& p : arriving_) p.landed.set_value({});
    for (Jump& j : jumps_) j.done.set_value(performance_.directed());
}

// Where making sound takes nearly all the time there is, for half a second, a fifth of the voices go, the quietest
// first; they may come back, a quarter at a time, once there is room for two seconds.
void Conductor::watch_load(double seconds, int quanta) {
    const double sound = static_cast<double>(quanta) * quantum_frames / static_cast<double>(options_.live.rate);
    const double load = seconds / sound;
    const double part = std::min(1.0, sound / load_memory);
    load_ += part * (load - load_);
    loudest_load_ = std::max(loudest_load_, load_);
    over_since_ = load_ > overload ? over_since_ + sound : 0;
    under_since_ = load_ < relief ? under_since_ + sound : 0;
    Director* director = performance_.director();
    if (director == nullptr) return;
    if (over_since_ > overload_patience) {
        over_since_ = 0;
        const int sounding = director->sounding(performance_.directed() * quantum_frames);
        if (sounding < 8) return;
        director->limit_voices(std::max(8, sounding * 4 / 5));
        const std::lock_guard lock(mutex_);
        news_.push_back(fmt::format("too much to do (load {:.0f} %): the quietest of {} voices fade{}", 100 * load_,
                                    sounding,
                                    performance_.heaviest_bus().empty()
                                        ? ""
                                        : fmt::format("; {} takes the most time", performance_.heaviest_bus())));
    } else if (under_since_ > relief_patience && director->voice_limit() < INT_MAX) {
        under_since_ = 0;
        const int limit = director->voice_limit();
        director->limit_voices(limit > 4096 ? INT_MAX : limit + limit / 4 + 1);
    }
}

void Conductor::publish() {
    const std::int64_t heard = mixer_.frames();
    const auto due = static_cast<std::int64_t>(publish_every * static_cast<double>(options_.live.rate));
    if (heard - published_ < due && published_ != 0) return;
    published_ = std::max<std::int64_t>(heard, 1);
    const Director* director = performance_.director();
    std::vector<std::string> news = performance_.take_complaints();
    for (const std::string& bus : performance_.take_faulty_buses())
        news.push_back(fmt::format("a sample of {} was no number; it was silenced and its units began anew", bus));
    if (mixer_.misses() > misses_said_) {
        news.push_back(fmt::format("missed a deadline ({} so far){}", mixer_.misses(),
                                   performance_.heaviest_bus().empty()
                                       ? ""
                                       : fmt::format("; {} takes the most time", performance_.heaviest_bus())));
        misses_said_ = mixer_.misses();
    }
    const std::lock_guard lock(mutex_);
    for (std::string& n : news) news_.push_back(std::move(n));
    if (director != nullptr) {
        const std::int64_t frame = std::max<std::int64_t>(0, mixer_.quantum()) * quantum_frames;
        status_.cycle = director->clock().cycle_at(frame).to_double();
        status_.tempo = director->clock().tempo().to_double();
        status_.voices = director->sounding(frame);
        status_.shed = director->counts().shed;
    }
    if (ahead_quanta_ == 0) loudest_load_ = std::max(loudest_load_, callback_load_.exchange(0));
    status_.load = std::max(status_.load, std::exchange(loudest_load_, 0));
    status_.heaviest = performance_.heaviest_bus();
}

// ---- the device's thread
// ---------------------------------------------------------------------------------------------

bool Conductor::is_ready(int frames) const noexcept {
    const auto there = static_cast<std::int64_t>(ring_.filled());
    const std::int64_t more = ahead_quanta_ == 0 ? performance_.directed() - performance_.made() : 0;
    return there + more >= mixer_.quanta_for(frames);
}

void Conductor::process(float* out, int frames, int channels) noexcept {
    const base::RealTimeScope real_time;
    if (ahead_quanta_ == 0) {
        const auto begin = std::chrono::steady_clock::now();
        const int needed = mixer_.quanta_for(frames) - static_cast<int>(ring_.filled());
        if (needed > 0) performance_.make(ring_, needed);
        const double load = Seconds(std::chrono::steady_clock::now() - begin).count() *
                            static_cast<double>(options_.live.rate) / frames;
        if (load > callback_load_.load(std::memory_order_relaxed)) callback_load_.store(load);
    }
    mixer_.run(out, frames, channels);
    wake_.release();
}

}  // namespace phonon::engine
