// The voices of one events node: batches of 16 lanes, started and faded by commands on their exact frames.
//
// A batch without a sounding lane costs nothing. A command inside a quantum splits the run of its batch there, which
// changes no bit of the other lanes: kernels give the same output for any split of the frames.
//
// Batches share nothing but the score and the outer inputs, which no one writes meanwhile. So several threads may run
// one bank's quantum, each a share of its batches, every batch into frames of its own; and when all are done, one
// thread joins them: the batches' frames added in the order in which the whole bank adds them. Same products, same
// order of sums, same bits.
#pragma once

#include <cstddef>
#include <cstdint>

#include "graph/voice_batch.hpp"

namespace phonon::graph {

inline constexpr std::size_t max_outer_inputs = 32;

struct BankRun {
    const VoiceBankPlan* plan = nullptr;
    const BankLayout* layout = nullptr;
    std::byte* state = nullptr;
    const VoiceCommands* commands = nullptr;
    const OuterInput* outer = nullptr;
    float* out = nullptr;  // 64 frames of left, right for each port
    int ports = 1;
    float rate = 48000;
    float* scratch = nullptr;  // BankLayout::scratch_floats
    std::uint32_t* faults = nullptr;
};

// The frames of a split bank's batches between their run and their sum.
struct BankParts {
    float* frames = nullptr;          // of batch b: ports * 128 floats at b * ports * 128
    std::uint8_t* sounded = nullptr;  // of batch b: whether they count
};

void init_bank(const VoiceBankPlan& plan, const BankLayout& layout, std::byte* state) noexcept;

// Both give whether any voice sounded; if none did, the output is zero.
bool run_bank(const BankRun& run) noexcept;
bool join_bank(const BankRun& run, const BankParts& parts) noexcept;

// Batches whose number leaves `share` when divided by `shares`: voices take the lowest free lane, so the sounding ones
// are spread evenly.
void run_bank_share(const BankRun& run, const BankParts& parts, int share, int shares) noexcept;

// How many batches sound now.
int sounding_batches(const BankLayout& layout, const std::byte* state) noexcept;

// The voices of one instrument go on in another bank that has the same instrument. Only batches with a sounding voice
// are copied: `to` is freshly made.
struct BankPart {
    const VoiceBankPlan* plan = nullptr;
    const BankLayout* layout = nullptr;
    std::size_t instrument = 0;
    std::byte* state = nullptr;  // of the whole bank
};
void move_voices(const BankPart& from, const BankPart& to) noexcept;

}  // namespace phonon::graph
