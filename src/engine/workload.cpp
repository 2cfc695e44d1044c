#include "engine/workload.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/hash.hpp"
#include "engine/meter.hpp"

namespace phonon::engine {
namespace {

using dsp::quantum_frames;
using graph::SteadyTime;

constexpr std::int64_t offline_block = 8;  // quanta, as `render` asks for them
// Between blocks a device waits, and helpers fall asleep.
constexpr auto pause_between_blocks = std::chrono::microseconds(200);

// Runs `block(begin, end)` over all quanta as the way says.
template <class Block>
void in_blocks(std::int64_t quanta, const Way& way, Ran& ran, Block block) {
    const std::int64_t at_once = way.block > 0 ? way.block : offline_block;
    ran.blocks.reserve(static_cast<std::size_t>(quanta / at_once + 1));
    for (std::int64_t k = 0; k < quanta; k += at_once) {
        if (way.block > 0) std::this_thread::sleep_for(pause_between_blocks);
        const auto start = SteadyTime::now();
        block(k, std::min(quanta, k + at_once));
        ran.blocks.push_back(graph::seconds_between(start, SteadyTime::now()));
        ran.seconds += ran.blocks.back();
    }
}

class ProgramWorkload final : public Workload {
public:
    ProgramWorkload(const lang::Program& program, SoundSource& sounds, const PlayerOptions& options,
                    std::shared_ptr<const graph::Plan> plan)
        : program_(program), sounds_(sounds), options_(options), plan_(std::move(plan)) {}

    Ran run(const Way& way) override {
        PlayerOptions options = options_;
        options.threads = way.threads;
        options.block = way.block;
        options.costs = way.costs;
        options.timeline = way.timeline;
        // What `render` does with the frames; a callback has nothing of it.
        Meter meter(options.rate);
        base::Hasher hasher;
        std::int64_t heard = 0;  // several threads make a window to its end, which is a little more
        if (way.block == 0)
            options.listeners.push_back([&](std::span<const float> frames) {
                meter.add(frames);
                if (heard++ < quanta()) hasher.add(frames);
            });
        auto player = Player::make(program_, sounds_, options);
        Ran ran;
        if (!player) return ran;  // it could be made before
        std::vector<float> out(static_cast<std::size_t>(std::max<std::int64_t>(way.block, offline_block)) * 2 *
                               quantum_frames);
        if (way.ways != nullptr) way.ways->assign(plan_->nodes.size(), 1);
        in_blocks(quanta(), way, ran, [&](std::int64_t begin, std::int64_t end) {
            const auto frames = std::span(out).first(static_cast<std::size_t>(end - begin) * 2 * quantum_frames);
            (*player)->read(frames);
            if (way.block > 0) hasher.add(frames);
            if (way.ways == nullptr) return;
            const std::vector<int> sounding = (*player)->sounding();
            for (std::size_t n = 0; n < sounding.size(); ++n) (*way.ways)[n] = std::max((*way.ways)[n], sounding[n]);
        });
        ran.threads = (*player)->runner().threads_used();
        ran.hash = hasher.text();
        ran.timeline = (*player)->runner().timeline();
        return ran;
    }
    const graph::Plan& plan() const override { return *plan_; }
    std::int64_t quanta() const override { return options_.frames / quantum_frames; }

private:
    const lang::Program& program_;
    SoundSource& sounds_;
    PlayerOptions options_;
    std::shared_ptr<const graph::Plan> plan_;
};

class SyntheticWorkload final : public Workload {
public:
    SyntheticWorkload(graph::Synthetic kind, double node_seconds, std::int64_t quanta) : quanta_(quanta) {
        const graph::Ir ir = graph::synthetic_graph(kind, graph::synthetic_steps(node_seconds));
        plan_ = graph::make_plan(ir, {.ring = graph::Runner::ring}).value();
    }

    Ran run(const Way& way) override {
        graph::Session session(plan_);
        const graph::Score score(0, 0, plan_->ring);
        graph::Runner runner(plan_, {.threads = way.threads,
                                     .turn = way.block > 0 ? 1 : graph::RunnerOptions{}.turn,
                                     .costs = way.costs,
                                     .timeline = way.timeline});
        base::Hasher hasher;
        const graph::PlanNode& master = plan_->nodes[static_cast<std::size_t>(plan_->master)];
        const graph::RunEnds ends{[](std::int64_t) {},
                                  [&](std::int64_t k) {
                                      hasher.add({session.output(master, k), 2 * quantum_frames});
                                  }};
        if (way.ways != nullptr) way.ways->assign(plan_->nodes.size(), 1);
        Ran ran;
        // Offline quanta are not copied out block by block: many are asked for at once, as the player does.
        if (way.block == 0) {
            const auto start = SteadyTime::now();
            runner.run(session, score, 0, quanta_, ends);
            ran.seconds = graph::seconds_between(start, SteadyTime::now());
        } else {
            in_blocks(quanta_, way, ran,
                      [&](std::int64_t begin, std::int64_t end) { runner.run(session, score, begin, end, ends); });
        }
        ran.threads = runner.threads_used();
        ran.hash = hasher.text();
        ran.timeline = runner.timeline();
        return ran;
    }
    const graph::Plan& plan() const override { return *plan_; }
    std::int64_t quanta() const override { return quanta_; }

private:
    std::shared_ptr<const graph::Plan> plan_;
    std::int64_t quanta_;
};

}  // namespace

base::Result<std::unique_ptr<Workload>, std::string> program_workload(const lang::Program& program, SoundSource& sounds,
                                                                      const PlayerOptions& options) {
    PlayerOptions whole = options;
    whole.threads = std::max(2, options.threads);  // a plan with room for tasks to run ahead
    whole.frames = (options.frames + quantum_frames - 1) / quantum_frames * quantum_frames;
    auto player = Player::make(program, sounds, whole);
    if (!player) return base::failure(player.error());
    return std::make_unique<ProgramWorkload>(program, sounds, whole, (*player)->shared_plan());
}

std::unique_ptr<Workload> synthetic_workload(graph::Synthetic kind, double node_seconds, std::int64_t quanta) {
    return std::make_unique<SyntheticWorkload>(kind, node_seconds, quanta);
}

}  // namespace phonon::engine
