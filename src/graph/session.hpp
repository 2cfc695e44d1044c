// The running half of a plan: state blocks in one arena, and the ring of outputs. All that changes while music plays
// is in here and holds offsets only, so that a copy of the bytes is an independent session.
#pragma once

#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "graph/plan.hpp"
#include "graph/score.hpp"

namespace phonon::graph {

// Zeroed bytes, aligned to a cache line (and so to a 512-bit register).
class AlignedBlock {
public:
    AlignedBlock() = default;
    explicit AlignedBlock(std::size_t bytes) : size_((bytes + 63) / 64 * 64) {
        if (size_ == 0) return;
        data_.reset(static_cast<std::byte*>(std::aligned_alloc(64, size_)));
        std::memset(data_.get(), 0, size_);
    }
    AlignedBlock(const AlignedBlock& o) : AlignedBlock(o.size_) {
        if (size_ != 0) std::memcpy(data_.get(), o.data_.get(), size_);
    }
    AlignedBlock& operator=(const AlignedBlock&) = delete;
    AlignedBlock(AlignedBlock&&) noexcept = default;
    AlignedBlock& operator=(AlignedBlock&&) noexcept = default;

    std::byte* data() const noexcept { return data_.get(); }
    std::size_t size() const noexcept { return size_; }

private:
    struct Free {
        void operator()(std::byte* p) const noexcept { std::free(p); }
    };
    std::size_t size_ = 0;
    std::unique_ptr<std::byte, Free> data_;
};

// What one thread needs to run nodes: made once a thread.
class Scratch {
public:
    explicit Scratch(const Plan& plan) : block_(plan.scratch_floats * sizeof(float)) {}
    float* floats() const noexcept { return reinterpret_cast<float*>(block_.data()); }

private:
    AlignedBlock block_;
};

struct Heritage;

class Session {
public:
    explicit Session(std::shared_ptr<const Plan> plan);
    Session(Session&&) noexcept = default;
    Session& operator=(Session&&) noexcept = default;

    // An independent session that continues from here as this one does.
    Session clone() const { return Session(*this); }

    // Goes on from where `old` is, for every node of this plan that continues one of old's (Heritage, heritage.hpp).
    // `old` is of no use afterwards. Real-time safe: hands over large blocks, copies small ones.
    void take_over(Session& old, const Heritage& heritage) noexcept;

    const Plan& plan() const noexcept { return *plan_; }
    std::byte* state(const PlanNode& n) const noexcept {
        return n.block < 0 ? arena_.data() + n.state : blocks_[static_cast<std::size_t>(n.block)].data();
    }
    float* memory(const PlanNode& n) const noexcept { return reinterpret_cast<float*>(state(n) + n.state_size); }
    // The output of a node in quantum k: 64 * channels floats a port, channels interleaved.
    float* output(const PlanNode& n, std::int64_t quantum) const noexcept {
        return reinterpret_cast<float*>(outputs_.data()) + n.output + slot(quantum) * n.slot_floats();
    }
    // Where that output may differ from frame to frame (dsp::InputView::changes).
    std::uint64_t& changes(const PlanNode& n, std::int64_t quantum) const noexcept {
        return reinterpret_cast<std::uint64_t*>(changes_.data())[n.changes + slot(quantum)];
    }
    // Quanta (of a bank: voices' quanta) that had to be silenced because a number in them was not finite, by node.
    std::uint32_t& faults(std::size_t node) const noexcept {
        return reinterpret_cast<std::uint32_t*>(faults_.data())[node];
    }

    // Quanta that outputs are kept: a power of two, more than the largest delay, at most the plan's ring. A small ring
    // stays in the cache, a deep one lets tasks run ahead. Changed only while nothing runs; `next` is the quantum that
    // runs next. Allocates.
    int ring() const noexcept { return ring_; }
    void use_ring(int ring, std::int64_t next);

private:
    Session(const Session&) = default;
    std::size_t slot(std::int64_t quantum) const noexcept { return static_cast<std::size_t>(quantum & (ring_ - 1)); }

    std::shared_ptr<const Plan> plan_;
    int ring_;
    AlignedBlock arena_, outputs_, changes_, faults_;
    std::vector<AlignedBlock> blocks_;
};

// Runs node n for one quantum. Its inputs for that quantum are there, its own quantum before is done, and its slot of
// the ring is free: the caller sees to that. Real-time safe.
void run_node(Session& session, const Score& score, std::size_t n, std::int64_t quantum,
              const Scratch& scratch) noexcept;

// The serial walk: every node in the plan's order. The arbiter of every other way to run a plan.
void run_serial(Session& session, const Score& score, std::int64_t quantum, const Scratch& scratch) noexcept;

}  // namespace phonon::graph
