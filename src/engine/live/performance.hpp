// A program that plays and is edited: editions take over from each other at a quantum, quanta are directed ahead and
// made into the ring of stems.
//
// Three threads at most: one composes (prepare, discard), one directs (land, direct, refine), one makes sound (make).
// They may be the same. Only `make` is real-time safe.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "base/hash.hpp"
#include "base/spsc_queue.hpp"
#include "engine/live/composer.hpp"
#include "engine/live/stem_ring.hpp"
#include "graph/parallel.hpp"
#include "graph/shaping.hpp"

namespace phonon::engine {

// By which a set that is played again is known to be the same.
struct Checkpoint {
    std::int64_t quanta = 0;  // that were made
    std::uint64_t hash = 0;
};

class Performance {
public:
    Performance(const LiveOptions& options, SoundSource& sounds);
    ~Performance();
    Performance(const Performance&) = delete;
    Performance& operator=(const Performance&) = delete;

    // ---- the composing thread ----
    // Before it lands: makes what can be made without knowing when that will be.
    void prepare(Edition& edition);
    // Destroys editions that sound no more.
    void discard();

    // ---- the directing thread ----
    // The edition plays from the next quantum that is not directed yet.
    Landing land(std::unique_ptr<Edition> edition);
    // Directs quanta until `end`, or as far as the lead allows.
    void direct(std::int64_t end);
    // Once the nodes of the edition that plays are measured: shares the work among threads by what they cost.
    void refine();
    std::int64_t directed() const noexcept { return directed_.load(std::memory_order_acquire); }
    const Director* director() const noexcept { return directing_ == nullptr ? nullptr : directing_->director.get(); }
    Director* director() noexcept { return directing_ == nullptr ? nullptr : directing_->director.get(); }
    Complaints take_complaints();
    // Buses in which a number was not finite since the last call.
    std::vector<std::string> take_faulty_buses();
    // The bus that took most of the time when it was last measured; "" before.
    const std::string& heaviest_bus() const noexcept { return heaviest_; }

    // ---- the thread that makes sound ----
    // Makes `quanta` quanta into the ring, fewer where it is full or they are not directed: how many were made.
    int make(StemRing& ring, int quanta) noexcept;
    std::int64_t made() const noexcept { return made_.load(std::memory_order_acquire); }

    // ---- any thread ----
    // The hash of all stems and the master up to a quantum, brought up to date once a second of sound. While `make`
    // runs on another thread, false where it was just changing.
    bool checkpoint(Checkpoint& out) const noexcept;
    // Up to the last quantum; once nothing is made any more.
    Checkpoint last_checkpoint() const noexcept { return {made(), hasher_.value()}; }

private:
    void switch_editions() noexcept;
    void take(StemRing& ring, std::int64_t quantum) noexcept;
    void hash(const float (&frames)[quantum_floats]) noexcept;
    void look_for_silence() noexcept;  // notes which deleted stems have rung out
    void make_serially(Edition& edition, std::int64_t begin, std::int64_t end, StemRing& ring) noexcept;
    void make_in_parallel(Edition& edition, graph::Execution& execution, std::int64_t begin, std::int64_t end,
                          StemRing& ring) noexcept;

    LiveOptions options_;
    SoundSource& sounds_;
    std::unique_ptr<graph::ParallelExecutor> executor_;  // null: one thread
    Edition* directing_ = nullptr;
    std::atomic<std::int64_t> directed_{0}, made_{0};
    base::SpscQueue<Edition*, 64> coming_;  // landed, from the directing thread
    Edition* next_ = nullptr;               // taken from `coming_`, its quantum is not reached
    Edition* sounding_ = nullptr;
    base::SpscQueue<Edition*, 64> going_;  // back to the composing thread
    base::Hasher hasher_;
    std::atomic<std::uint64_t> checkpoint_changes_{0};  // odd while it is changing
    std::atomic<std::int64_t> checkpoint_quanta_{0};
    std::atomic<std::uint64_t> checkpoint_hash_{0};
    Complaints complaints_;
    std::string heaviest_;
    std::vector<std::uint32_t> faults_seen_;
};

}  // namespace phonon::engine
