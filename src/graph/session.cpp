#include "graph/session.hpp"

#include <algorithm>

#include "graph/run_node.hpp"
#include "graph/voice_bank.hpp"

namespace phonon::graph {

Session::Session(std::shared_ptr<const Plan> plan)
    : plan_(std::move(plan)),
      ring_(plan_->ring),
      arena_(plan_->arena_bytes),
      outputs_(plan_->output_floats * sizeof(float)),
      changes_(plan_->nodes.size() * static_cast<std::size_t>(plan_->ring) * sizeof(std::uint64_t)),
      faults_(plan_->nodes.size() * sizeof(std::uint32_t)) {
    blocks_.reserve(plan_->block_bytes.size());
    for (const std::size_t bytes : plan_->block_bytes) blocks_.emplace_back(bytes);
    for (const PlanNode& n : plan_->nodes) {
        if (n.kind == IrNode::Kind::unit) init_unit(*this, n);
        if (n.kind == IrNode::Kind::events)
            init_bank(plan_->banks[static_cast<std::size_t>(n.bank)],
                      plan_->bank_layouts[static_cast<std::size_t>(n.bank)], state(n));
    }
}

void Session::use_ring(int ring, std::int64_t next) {
    if (ring == ring_) return;
    // Delayed edges read what was made before: the latest quanta move to where they will be looked for.
    const std::int64_t kept = std::min<std::int64_t>(next, std::max(plan_->largest_delay, 1));
    std::vector<float> frames;
    std::vector<std::uint64_t> changes_of(static_cast<std::size_t>(kept));
    for (const PlanNode& n : plan_->nodes) {
        const std::size_t floats = n.slot_floats();
        frames.resize(static_cast<std::size_t>(kept) * floats);
        const auto each = [&](auto use) {
            for (std::int64_t k = next - kept; k < next; ++k)
                use(frames.data() + static_cast<std::size_t>(k - next + kept) * floats,
                    changes_of[static_cast<std::size_t>(k - next + kept)], k);
        };
        const int before = ring_;
        each([&](float* at, std::uint64_t& mask, std::int64_t k) {
            std::memcpy(at, output(n, k), floats * sizeof(float));
            mask = changes(n, k);
        });
        ring_ = ring;
        each([&](float* at, std::uint64_t& mask, std::int64_t k) {
            std::memcpy(output(n, k), at, floats * sizeof(float));
            changes(n, k) = mask;
        });
        ring_ = before;
    }
    ring_ = ring;
}

}  // namespace phonon::graph
