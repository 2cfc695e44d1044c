// The running half of a unit, as the engine sees it: sizes and two functions for each number of lanes.
//
// Kernels know no engine, no arena and no thread: memory comes in from outside and frames go out. All functions are
// real-time safe: no allocation, lock, log, exception.
#pragma once

#include <cstddef>
#include <cstdint>

namespace phonon::dsp {

struct PreparedSound;

inline constexpr int quantum_frames = 64;
inline constexpr int voice_lanes = 16;

// One input for up to 64 frames. Frame i of lane l stands at data[i * stride + l]; a constant has stride 0.
// Bit i of `changes` is set where frame i may differ from frame i - 1 (bit 0: from the last frame of the call before):
// none for a constant, some for a pattern, all for a signal.
struct InputView {
    const float* data = nullptr;
    int stride = 0;
    std::uint64_t changes = 0;
};

struct RunArgs {
    const InputView* inputs = nullptr;
    float* out = nullptr;  // frame i of lane l goes to out[i * out_stride + l]
    int out_stride = 1;
    int frames = 0;      // 1 ... 64
    float rate = 48000;  // frames a second
    void* state = nullptr;
    float* memory = nullptr;              // memory_words(rate) * lanes floats, zero at the start
    const std::uint32_t* keys = nullptr;  // one random key a lane
    // Facts::sound_use: the recording, where it could be had. Its memory_words floats stand behind the unit's own.
    const PreparedSound* sound = nullptr;
};

// For Shape::pair the two channels of lane l stand at l and lanes + l in inputs of audio kind and in `out`.
struct Kernel {
    std::size_t state_size = 0;  // bytes; a multiple of 64; 0 for a unit without state
    void (*init)(void* state) noexcept = nullptr;
    void (*run)(const RunArgs& args) noexcept = nullptr;
};

struct UnitKernels {
    Kernel mono;    // 1 lane
    Kernel stereo;  // 2 lanes: both channels of a stereo signal (absent for Shape::pair)
    Kernel voices;  // 16 lanes
    std::size_t (*memory_words)(float rate) noexcept = nullptr;  // floats a lane
    // State is a rectangle of 32-bit words, lanes side by side: lane l of word w is at (w * lanes + l). That is how one
    // voice's state is forgotten or moved without knowing the unit.
};

}  // namespace phonon::dsp
