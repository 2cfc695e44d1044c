#include "engine/player.hpp"

#include <algorithm>
#include <cstring>

#include "compile/lower.hpp"
#include "graph/denormals.hpp"

namespace phonon::engine {
namespace {

using dsp::quantum_frames;

constexpr int parallel_ring = 8;       // quanta a task may run ahead of its slowest consumer
constexpr std::int64_t window = 512;   // quanta made at once by several threads
constexpr std::int64_t measured = 32;  // of these so many in a timed serial walk, when costs are measured
constexpr double grain = 8e-6;         // seconds a task should be worth
constexpr double worthwhile = 12e-6;   // seconds a quantum below which one thread is as fast as many

// Costs drift as voices come and go: measured at once, soon again, and then every eighth window.
bool measures_costs(std::int64_t w) { return (w & (w - 1)) == 0 || w % 8 == 0; }

}  // namespace

base::Result<std::unique_ptr<Player>, std::string> Player::make(const lang::Program& program, SoundSource& sounds,
                                                                const PlayerOptions& options) {
    const graph::Ir ir = compile::lower(program);
    auto plan = graph::make_plan(
        ir,
        {.rate = options.rate, .ring = options.threads > 1 ? parallel_ring : 2, .memory_limit = options.memory_limit});
    if (!plan) return base::failure(plan.error().message);
    return std::unique_ptr<Player>(new Player(std::move(*plan), program, sounds, options));
}

Player::Player(std::shared_ptr<const graph::Plan> plan, const lang::Program& program, SoundSource& sounds,
               const PlayerOptions& options)
    : plan_(std::move(plan)),
      session_(plan_),
      score_(static_cast<int>(plan_->scores.size()), static_cast<int>(plan_->events.size()), plan_->ring),
      scratch_(*plan_),
      director_(plan_, program.tempo, sounds, {options.polyphony, program.seed + options.seed, options.frames}),
      tempo_(TempoSignal::of(program, options.rate, program.seed + options.seed)),
      output_(options.rate, options.raw || program.raw_master),
      executor_(options.threads > 1 ? std::make_unique<graph::ParallelExecutor>(options.threads) : nullptr) {
    if (options.frames < INT64_MAX / 2)
        last_quantum_ = (options.frames + latency() + quantum_frames - 1) / quantum_frames;
    const std::size_t floats = static_cast<std::size_t>(executor_ ? window : 1) * 2 * quantum_frames;
    master_.resize(floats);
    stems_.assign(plan_->stems.size(), std::vector<float>(floats));
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
    length_ = executor_ ? std::clamp<std::int64_t>(last_quantum_ - first_, 1, window) : 1;
    used_ = 0;
    const std::int64_t end = first_ + length_;
    const graph::RunEnds ends{[this](std::int64_t k) { direct(k); }, [this](std::int64_t k) { take_quantum(k); }};
    if (!executor_) {
        graph::flush_denormals();
        ends.direct(first_);
        graph::run_serial(session_, score_, first_, scratch_);
        ends.sink(first_);
        return;
    }
    std::int64_t from = first_;
    if (measures_costs(windows_++) && length_ > measured) {
        std::vector<double> costs(plan_->nodes.size(), 0.0);
        from += measured;
        graph::run_serial_timed(session_, score_, first_, from, ends, scratch_, costs);
        double work = 0;
        for (double& c : costs) work += c /= static_cast<double>(measured);
        tasks_.reset();
        if (work >= worthwhile) tasks_ = graph::make_task_graph(*plan_, costs, grain);
    }
    if (tasks_) {
        executor_->run(*tasks_, session_, score_, from, end, ends);
        return;
    }
    graph::flush_denormals();
    for (std::int64_t k = from; k < end; ++k) {
        ends.direct(k);
        graph::run_serial(session_, score_, k, scratch_);
        ends.sink(k);
    }
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
