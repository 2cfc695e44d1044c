#include "graph/voice_batch.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <new>

#include "graph/voice_mix.hpp"

namespace phonon::graph {
namespace {

using dsp::InputView;
using dsp::quantum_frames;

constexpr int pair_stride = 2 * voice_lanes;
constexpr std::size_t step_floats = quantum_frames * pair_stride;

// Scratch: the outputs of the steps, the gate, and room for inputs and for mixing.
float* step_output(const Batch& b, std::size_t s) { return b.scratch + s * step_floats; }
float* gate_of(const Batch& b) { return step_output(b, b.plan.steps.size()); }
float* room_of(const Batch& b) { return gate_of(b) + step_floats; }

int first_lane(std::uint16_t lanes) { return std::countr_zero(lanes); }

// Lane `lane` of every step is as new. A kernel's state is a rectangle of words with the lanes side by side, so a lane
// is a column, and its first value that of a freshly made state.
void reset_lane(const Batch& b, int lane) noexcept {
    alignas(64) std::byte fresh[4096];
    for (std::size_t s = 0; s < b.plan.steps.size(); ++s) {
        const StepLayout& l = b.layout.steps[s];
        if (l.instances == 0) continue;
        const dsp::Kernel& kernel = b.plan.steps[s].unit->kernels->voices;
        const std::size_t words = kernel.state_size / sizeof(float) / voice_lanes;
        const bool fits = l.state_size <= sizeof(fresh);
        if (fits && words != 0) kernel.init(fresh);
        for (int i = 0; i < l.instances; ++i) {
            auto* state = reinterpret_cast<float*>(b.base + l.state + l.state_size * static_cast<std::size_t>(i));
            for (std::size_t w = 0; fits && w < words; ++w)
                std::memcpy(state + w * voice_lanes + lane, reinterpret_cast<float*>(fresh) + w * voice_lanes + lane,
                            sizeof(float));
            auto* memory = reinterpret_cast<float*>(b.base + l.memory + l.memory_size * static_cast<std::size_t>(i));
            for (std::size_t w = 0; w < l.memory_size / sizeof(float) / voice_lanes; ++w)
                memory[w * voice_lanes + lane] = 0;
        }
    }
}

// The gate of each lane for the next `frames` frames (dsp/unit/facts.hpp).
void write_gates(const Batch& b, int frames) noexcept {
    std::int32_t open_until[voice_lanes] = {};
    for (std::uint16_t m = b.sounding; m != 0; m &= m - 1) {
        const LaneRecord& r = b.lanes()[first_lane(m)];
        open_until[first_lane(m)] =
            static_cast<std::int32_t>(std::clamp<std::int64_t>(r.gate_frames - r.age, 0, quantum_frames));
    }
    float* gate = gate_of(b);
    for (int i = 0; i < frames; ++i)
        for (int l = 0; l < voice_lanes; ++l) gate[i * voice_lanes + l] = i < open_until[l] ? 1.0f : 0.0f;
    for (std::uint16_t m = b.sounding; m != 0; m &= m - 1)
        if (b.lanes()[first_lane(m)].age == 0) gate[first_lane(m)] = 2.0f;
}

// A view of `channels` (1 or 2) channels of 16 lanes for one input of a step, frames `from` and on.
struct Plane {
    InputView view;
    int channels;
};

Plane plane_of(const Batch& b, const VoiceInput& in, int from, int frames, float* room) noexcept {
    switch (in.from) {
        case VoiceInput::From::constant:
            for (int l = 0; l < voice_lanes; ++l) room[l] = in.value;
            return {{room, 0, 0}, 1};
        case VoiceInput::From::param: return {{b.params() + in.index * voice_lanes, 0, 0}, 1};
        case VoiceInput::From::gate: return {{gate_of(b), voice_lanes, ~std::uint64_t{0}}, 1};
        case VoiceInput::From::step: {
            const int channels = b.plan.steps[static_cast<std::size_t>(in.index)].channels;
            return {{step_output(b, static_cast<std::size_t>(in.index)), channels * voice_lanes, ~std::uint64_t{0}},
                    channels};
        }
        case VoiceInput::From::outer: break;
    }
    const OuterInput& outer = b.outer[in.index];
    const std::uint64_t changes = outer.view.changes >> from;
    for (int i = 0; i < frames; ++i)
        for (int c = 0; c < outer.channels; ++c)
            for (int l = 0; l < voice_lanes; ++l)
                room[(i * outer.channels + c) * voice_lanes + l] = outer.view.data[(from + i) * outer.view.stride + c];
    return {{room, outer.channels * voice_lanes, changes}, outer.channels};
}

// Both channels side by side, as Shape::pair kernels read audio.
InputView widened(const Plane& p, int frames, float* room) noexcept {
    if (p.channels == 2) return p.view;
    for (int i = 0; i < frames; ++i) {
        std::memcpy(room + i * pair_stride, p.view.data + i * p.view.stride, sizeof(float) * voice_lanes);
        std::memcpy(room + i * pair_stride + voice_lanes, p.view.data + i * p.view.stride, sizeof(float) * voice_lanes);
    }
    return {room, pair_stride, p.view.changes};
}

void run_sampler(const Batch& b, float* out, int frames) noexcept {
    for (int l = 0; l < voice_lanes; ++l) {
        LaneRecord& r = b.lanes()[l];
        if ((b.sounding >> l & 1) != 0 && r.recording != nullptr)
            dsp::run(r.sampler, *r.recording, out + l, out + voice_lanes + l, pair_stride, frames);
        else
            for (int i = 0; i < frames; ++i) out[i * pair_stride + l] = out[i * pair_stride + voice_lanes + l] = 0;
    }
}

void run_steps(const Batch& b, int from, int frames) noexcept {
    float* room = room_of(b);
    for (std::size_t s = 0; s < b.plan.steps.size(); ++s) {
        const VoiceStep& step = b.plan.steps[s];
        const StepLayout& l = b.layout.steps[s];
        float* out = step_output(b, s);
        if (step.unit == nullptr) {
            run_sampler(b, out, frames);
            continue;
        }
        const bool pair = step.unit->facts->shape == dsp::Shape::pair;
        Plane planes[dsp::max_inputs];
        for (std::size_t i = 0; i < step.inputs.size(); ++i) {
            planes[i] = plane_of(b, step.inputs[i], from, frames, room + i * step_floats);
            if (pair && step.unit->facts->inputs[i].kind == dsp::InputKind::audio)
                planes[i] = {widened(planes[i], frames, room + (dsp::max_inputs + i) * step_floats), 2};
        }
        for (int instance = 0; instance < l.instances; ++instance) {
            InputView views[dsp::max_inputs];
            for (std::size_t i = 0; i < step.inputs.size(); ++i) {
                views[i] = planes[i].view;
                if (!pair && planes[i].channels == 2) views[i].data += instance * voice_lanes;
            }
            dsp::RunArgs args;
            args.inputs = views;
            args.out = out + (pair ? 0 : instance * voice_lanes);
            args.out_stride = step.channels * voice_lanes;
            args.frames = frames;
            args.rate = b.rate;
            args.state = b.base + l.state + l.state_size * static_cast<std::size_t>(instance);
            args.memory =
                reinterpret_cast<float*>(b.base + l.memory + l.memory_size * static_cast<std::size_t>(instance));
            args.keys = b.keys();
            args.sound = step.sound.get();
            step.unit->kernels->voices.run(args);
        }
    }
}

MixTarget target_of(const Batch& b, int from, int frames) {
    return {b.params(), b.plan.sends, b.out + 2 * from, frames, b.faults};
}

// A sampler alone needs no lanes side by side: each voice is a run of frames, most of them copied as they are.
void run_only_sampler(const Batch& b, int from, int frames) noexcept {
    LaneRuns runs;
    float* room = b.scratch;
    for (std::uint16_t m = b.sounding; m != 0; m &= m - 1) {
        const int l = first_lane(m);
        LaneRecord& r = b.lanes()[l];
        float* left = room + l * 2 * quantum_frames;
        const bool stereo = r.recording != nullptr && r.recording->channels == 2;
        float* right = stereo ? left + quantum_frames : left;
        if (r.recording != nullptr)
            dsp::run(r.sampler, *r.recording, left, right, 1, frames);
        else
            std::fill_n(left, frames, 0.0f);
        runs.left[l] = left;
        runs.right[l] = right;
    }
    Loudness loudness;
    const std::uint16_t lanes = b.sounding;
    advance_lanes(b, frames, loudness);
    mix_runs(runs, lanes, b.lanes(), loudness, room + step_floats, target_of(b, from, frames));
}

}  // namespace

std::size_t batch_scratch_floats(std::size_t steps) { return (steps + 1 + 2 * dsp::max_inputs) * step_floats; }

void init_batch(const InstrumentPlan& plan, const InstrumentLayout& layout, std::byte* base) noexcept {
    for (int l = 0; l < voice_lanes; ++l)
        new (base + layout.lanes + sizeof(LaneRecord) * static_cast<unsigned>(l)) LaneRecord{};
    for (std::size_t s = 0; s < plan.steps.size(); ++s) {
        const StepLayout& l = layout.steps[s];
        for (int i = 0; i < l.instances; ++i)
            if (l.state_size != 0)
                plan.steps[s].unit->kernels->voices.init(base + l.state + l.state_size * static_cast<std::size_t>(i));
    }
}

namespace {

// Where a signal says how loud or where the voice is, its parameters have just been read from it.
Placement placement_of(const Batch& b, const VoiceCommand& c, int lane) noexcept {
    const auto read = [&](int param, float otherwise) {
        const float x = b.params()[param * voice_lanes + lane];
        return static_cast<double>(std::isfinite(x) ? x : otherwise);
    };
    if (b.plan.onset_gain < 0 && b.plan.onset_pan < 0) return c.placement;
    const double gain = b.plan.onset_gain < 0 ? 1 : read(b.plan.onset_gain, 1.0f);
    if (b.plan.onset_pan < 0)
        return {c.placement.left * static_cast<float>(gain), c.placement.right * static_cast<float>(gain)};
    const int channels = b.plan.is_sampler && c.recording != nullptr ? c.recording->channels : b.plan.output_channels;
    return placed(c.gain * gain, read(b.plan.onset_pan, 0.5f), channels == 2);
}

}  // namespace

void start_voice(const Batch& b, const VoiceCommand& c, const float* params) noexcept {
    const int lane = c.lane % voice_lanes;
    reset_lane(b, lane);
    LaneRecord& r = b.lanes()[lane];
    r = LaneRecord{};
    r.gate_frames = c.gate_frames;
    r.hold_frames = c.hold_frames;
    r.total_frames = c.total_frames;
    r.recording = c.recording;
    b.sounding = static_cast<std::uint16_t>(b.sounding | 1u << lane);
    if (b.plan.is_sampler && c.recording != nullptr)
        r.sampler = dsp::start_voice(*c.recording, {.speed = c.speed,
                                                    .begin = c.begin,
                                                    .end = c.end,
                                                    .loop = c.loop,
                                                    .accelerate = c.accelerate,
                                                    .duration = c.duration,
                                                    .session_rate = static_cast<double>(b.rate)});
    b.keys()[lane] = c.key;
    for (std::size_t p = 0; p < b.plan.params.size(); ++p) {
        float value = params[c.params + p];
        if (const int outer = b.plan.params[p].outer; outer >= 0) {
            const OuterInput& in = b.outer[outer];
            value = in.view.data[c.frame * in.view.stride];
        }
        b.params()[p * voice_lanes + static_cast<std::size_t>(lane)] = value;
    }
    const Placement at = placement_of(b, c, lane);
    r.left = at.left;
    r.right = at.right;
}

void fade_voice(const Batch& b, const VoiceCommand& c) noexcept {
    const int lane = c.lane % voice_lanes;
    if ((b.sounding >> lane & 1) == 0) return;
    LaneRecord& r = b.lanes()[lane];
    r.fade_step = r.fade / static_cast<float>(c.fade_frames > 0 ? c.fade_frames : 1);
}

void run_batch(const Batch& b, int from, int to) noexcept {
    const int frames = to - from;
    if (frames <= 0 || b.sounding == 0) return;
    if (b.layout.only_sampler) return run_only_sampler(b, from, frames);
    if (b.layout.reads_gate) write_gates(b, frames);
    run_steps(b, from, frames);
    Loudness loudness;
    advance_lanes(b, frames, loudness);
    const Plane body = plane_of(b, b.plan.output, from, frames, room_of(b));
    mix_lanes({body.view.data, body.view.stride, body.channels}, b.lanes(), loudness, target_of(b, from, frames));
}

}  // namespace phonon::graph
