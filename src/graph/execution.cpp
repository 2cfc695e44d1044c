#include "graph/execution.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace phonon::graph {

PartsRing::PartsRing(const Plan& plan, const TaskGraph& graph) : places_(plan.nodes.size()) {
    const auto ring = std::bit_ceil(static_cast<unsigned>(graph.quanta * graph.depth));
    mask_ = static_cast<std::int64_t>(ring) - 1;
    std::size_t frames = 0, sounded = 0;
    for (std::size_t n = 0; n < plan.nodes.size(); ++n) {
        if (graph.shares[n] <= 1) continue;
        const PlanNode& node = plan.nodes[n];
        const auto batches = static_cast<std::size_t>(plan.bank_layouts[static_cast<std::size_t>(node.bank)].batches);
        places_[n] = {frames, sounded, batches * 2 * dsp::quantum_frames * static_cast<std::size_t>(node.ports),
                      batches};
        frames += ring * places_[n].slot_frames;
        sounded += ring * places_[n].slot_sounded;
    }
    frames_.reset(static_cast<float*>(std::calloc(frames + 1, sizeof(float))));
    sounded_.reset(static_cast<std::uint8_t*>(std::calloc(sounded + 1, 1)));
}

BankParts PartsRing::parts(std::int32_t node, std::int64_t quantum) const noexcept {
    const Place& p = places_[static_cast<std::size_t>(node)];
    const auto slot = static_cast<std::size_t>(quantum & mask_);
    return {frames_.get() + p.frames + slot * p.slot_frames, sounded_.get() + p.sounded + slot * p.slot_sounded};
}

namespace {
constexpr std::size_t ints_a_line = 64 / sizeof(std::int32_t);
}

Execution::Execution(std::shared_ptr<const Plan> plan, TaskGraph graph, int threads)
    : plan_(std::move(plan)),
      graph_(std::move(graph)),
      parts_(*plan_, graph_),
      progress_(graph_.tasks.size()),
      stride_((static_cast<std::size_t>(graph_.depth) + ints_a_line - 1) / ints_a_line * ints_a_line),
      first_missing_(graph_.tasks.size() * stride_) {
    for (std::size_t t = 0; t < graph_.tasks.size(); ++t) {
        const auto task = static_cast<std::int32_t>(t);
        progress_[t].dependencies =
            static_cast<std::int32_t>(1 + graph_.tasks[t].inputs.size() + graph_.tasks[t].consumers.size());
        for (std::int64_t j = 0; j < graph_.depth; ++j)
            first_missing_[t * stride_ + static_cast<std::size_t>(j)] = dependencies_of(graph_, task, j);
        if (first_missing_[t * stride_] == 0) ready_.push_back(task);
    }
    missing_ = first_missing_;
    for (int i = 0; i < threads; ++i) {
        deques_.push_back(std::make_unique<WorkDeque>(graph_.tasks.size()));
        inboxes_.push_back(std::make_unique<Inbox>(graph_.tasks.size()));
        scratch_.emplace_back(*plan_);
    }
}

void Execution::begin(std::int64_t turns) noexcept {
    turns_ = turns;
    for (Progress& p : progress_) p.turn = 0;
    std::copy(first_missing_.begin(), first_missing_.end(), missing_.begin());
    for (const std::int32_t task : ready_) deques_[0]->push(task);
}

}  // namespace phonon::graph
