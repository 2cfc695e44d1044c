#include "engine/player.hpp"

#include <algorithm>
#include <cstring>

#include "compile/lower.hpp"
#include "engine/prepared_sounds.hpp"

namespace phonon::engine {
namespace {

using dsp::quantum_frames;

constexpr std::int64_t window = 1024;  // quanta made at once by several threads
constexpr int longest_turn = 8;        // quanta

}  // namespace

base::Result<std::unique_ptr<Player>, std::string> Player::make(const lang::Program& program, SoundSource& sounds,
                                                                const PlayerOptions& options) {
    graph::Ir ir = compile::lower(program, {.polyphony = options.polyphony});
    PreparedSounds().give(ir, sounds, options.rate);
    auto plan = graph::make_plan(ir, {.rate = options.rate,
                                      .ring = options.threads > 1 ? graph::Runner::ring_for(ir.nodes.size()) : 2,
                                      .memory_limit = options.memory_limit});
    if (!plan) return base::failure(plan.error().message);
    return std::unique_ptr<Player>(new Player(std::move(*plan), program, sounds, options));
}

Player::Player(std::shared_ptr<const graph::Plan> plan, const lang::Program& program, SoundSource& sounds,
               const PlayerOptions& options)
    : plan_(std::move(plan)),
      session_(plan_),
      score_(static_cast<int>(plan_->scores.size()), static_cast<int>(plan_->events.size()), plan_->ring),
      director_(plan_, program.tempo, sounds,
                {options.polyphony, program.seed + options.seed, options.frames, options.start, options.patterns_end}),
      tempo_(TempoSignal::of(program, options.rate, program.seed + options.seed, options.start)),
      output_(options.rate, options.raw || program.raw_master),
      runner_(plan_, {.threads = options.threads,
                      .turn = options.block > 0 ? 1 : longest_turn,
                      .costs = options.costs,
                      .timeline = options.timeline}),
      window_(options.block > 0     ? options.block
              : options.threads > 1 ? window
                                    : 1) {
    if (options.frames < INT64_MAX / 2)
        last_quantum_ = (options.frames + latency() + quantum_frames - 1) / quantum_frames;
    const std::size_t floats = static_cast<std::size_t>(window_) * 2 * quantum_frames;
    master_.resize(floats);
    if (options.stems) stems_.assign(plan_->stems.size(), std::vector<float>(floats));
    ends_.direct = [this](std::int64_t k) { direct(k); };
    ends_.sink = [this](std::int64_t k) { take_quantum(k); };
    for (const auto& listener : options.listeners)
        ends_.listeners.push_back([this, listener](std::int64_t k) {
            listener(std::span(master_).subspan(static_cast<std::size_t>(k - first_) * 2 * quantum_frames,
                                                2 * quantum_frames));
        });
}

// Copies what quantum k came to out of the ring, and sends the sum through the output stage.
void Player::take_quantum(std::int64_t k) {
    const auto at = static_cast<std::size_t>(k - first_) * 2 * quantum_frames;
    const auto output = [&](std::int32_t node) {
        return session_.output(plan_->nodes[static_cast<std::size_t>(node)], k);
    };
    for (std::size_t s = 0; s < stems_.size(); ++s)
        std::memcpy(stems_[s].data() + at, output(plan_->stems[s].node), sizeof(float) * 2 * quantum_frames);
    std::memcpy(master_.data() + at, output(plan_->master), sizeof(float) * 2 * quantum_frames);
    output_.run(master_.data() + at);
}

void Player::direct(std::int64_t k) {
    if (tempo_) director_.set_tempo(k * quantum_frames, tempo_->next(k));
    director_.write(score_, k);
}

void Player::make_window() {
    first_ += length_;
    length_ = std::clamp<std::int64_t>(last_quantum_ - first_, 1, window_);
    used_ = 0;
    runner_.run(session_, score_, first_, first_ + length_, ends_);
}

void Player::read(std::span<float> out, std::span<const std::span<float>> stems) {
    std::size_t done = 0;
    while (done < out.size()) {
        if (used_ == length_ * quantum_frames) make_window();
        const auto left = static_cast<std::size_t>(2 * (length_ * quantum_frames - used_));
        const std::size_t count = std::min(left, out.size() - done);
        const auto at = static_cast<std::size_t>(2 * used_);
        std::memcpy(out.data() + done, master_.data() + at, count * sizeof(float));
        for (std::size_t s = 0; s < stems.size(); ++s)
            std::memcpy(stems[s].data() + done, stems_[s].data() + at, count * sizeof(float));
        done += count;
        used_ += static_cast<std::int64_t>(count / 2);
    }
}

std::vector<std::string> Player::faulty_buses() const {
    std::vector<std::string> names;
    for (std::size_t n = 0; n < plan_->nodes.size(); ++n) {
        if (session_.faults(n) == 0) continue;
        const std::string& name = plan_->bus_names[static_cast<std::size_t>(plan_->nodes[n].bus)];
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    return names;
}

}  // namespace phonon::engine
