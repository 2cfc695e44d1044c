// The voices of one events node: batches of 16 lanes, started and faded by commands on their exact frames.
//
// A batch without a sounding lane costs nothing. A command inside a quantum splits the run of its batch there, which
// changes no bit of the other lanes: kernels give the same output for any split of the frames.
#pragma once

#include <cstddef>
#include <cstdint>

#include "graph/score.hpp"
#include "graph/voice_plan.hpp"

namespace phonon::graph {

inline constexpr std::size_t max_outer_inputs = 32;

struct OuterInput {
    dsp::InputView view;  // channels side by side
    int channels = 1;
};

struct BankRun {
    const VoiceBankPlan* plan = nullptr;
    std::byte* state = nullptr;
    const VoiceCommands* commands = nullptr;
    const OuterInput* outer = nullptr;
    float* out = nullptr;  // 64 frames of left, right for each port
    int ports = 1;
    float rate = 48000;
    float* scratch = nullptr;  // bank_scratch_floats
    std::uint32_t* faults = nullptr;
};

void init_bank(const VoiceBankPlan& plan, float rate, std::byte* state) noexcept;
void run_bank(const BankRun& run) noexcept;

// The voices of one instrument go on in another bank that has the same instrument. Only batches with a sounding voice
// are copied: `to` is freshly made.
struct BankPart {
    const VoiceBankPlan* plan = nullptr;
    std::size_t instrument = 0;
    std::byte* state = nullptr;  // of the whole bank
};
void move_voices(const BankPart& from, const BankPart& to, float rate) noexcept;

}  // namespace phonon::graph
