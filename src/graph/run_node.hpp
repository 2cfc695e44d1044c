// Parts of a node's run (session.hpp), for executors that split banks of voices: a share of the bank, or the sum of its
// shares.
//
// For both: the inputs for that quantum are there, the same thing's quantum before is done, and the slot of the ring is
// free; the caller sees to that. Real-time safe.
#pragma once

#include <cstddef>
#include <cstdint>

#include "graph/session.hpp"
#include "graph/voice_bank.hpp"

namespace phonon::graph {

// As new: state and memory of a unit's node.
void init_unit(const Session& session, const PlanNode& n) noexcept;

void run_share(Session& session, const Score& score, std::size_t node, std::int64_t quantum, const Scratch& scratch,
               const BankParts& parts, int share, int shares) noexcept;
void run_join(Session& session, const Score& score, std::size_t node, std::int64_t quantum, const Scratch& scratch,
              const BankParts& parts) noexcept;

}  // namespace phonon::graph
