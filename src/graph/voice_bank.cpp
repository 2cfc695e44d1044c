#include "graph/voice_bank.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <new>

#include "dsp/math/lanes.hpp"
#include "graph/plan.hpp"
#include "graph/voice_layout.hpp"

namespace phonon::graph {
namespace {

using dsp::InputView;
using dsp::quantum_frames;
using Lane16 = dsp::Float<voice_lanes>;

constexpr float release_seconds = 0.005f;  // of a voice that no envelope ends
constexpr int pair_stride = 2 * voice_lanes;
constexpr std::size_t step_floats = quantum_frames * pair_stride;

// One batch of one instrument while it runs: pointers into the bank's block.
struct Batch {
    const InstrumentPlan& plan;
    const BankRun& run;
    const BatchLayout layout;
    std::byte* base;

    LaneRecord* lanes() const { return reinterpret_cast<LaneRecord*>(base + layout.lanes); }
    std::uint32_t* keys() const { return reinterpret_cast<std::uint32_t*>(base + layout.keys); }
    float* params() const { return reinterpret_cast<float*>(base + layout.params); }
    float* step_output(std::size_t s) const { return run.scratch + s * step_floats; }
    float* gate() const { return run.scratch + plan.steps.size() * step_floats; }
    float* input_room() const { return gate() + step_floats; }

    bool sounding() const {
        for (int l = 0; l < voice_lanes; ++l)
            if (lanes()[l].active) return true;
        return false;
    }
};

void init_steps(const InstrumentPlan& plan, const BatchLayout& layout, float rate, std::byte* base) noexcept {
    std::size_t at = layout.steps;
    for (const VoiceStep& s : plan.steps) {
        const StepLayout l = step_layout(s, rate, at);
        for (int i = 0; i < l.instances; ++i)
            if (l.state_size != 0)
                s.unit->kernels->voices.init(base + l.state + l.state_size * static_cast<std::size_t>(i));
        at = end_of(l, at);
    }
}

// Lane `lane` of every step is as new. A kernel's state is a rectangle of words with the lanes side by side, so a lane
// is a column, and its first value that of a freshly made state.
void reset_lane(const Batch& b, int lane) noexcept {
    alignas(64) std::byte fresh[4096];
    std::size_t at = b.layout.steps;
    for (const VoiceStep& s : b.plan.steps) {
        const StepLayout l = step_layout(s, b.run.rate, at);
        at = end_of(l, at);
        if (l.instances == 0) continue;
        const std::size_t words = s.unit->kernels->voices.state_size / sizeof(float) / voice_lanes;
        const bool fits = l.state_size <= sizeof(fresh);
        if (fits && words != 0) s.unit->kernels->voices.init(fresh);
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

void start_voice(const Batch& b, const VoiceCommand& c, int lane) noexcept {
    reset_lane(b, lane);
    LaneRecord& r = b.lanes()[lane];
    r = LaneRecord{};
    r.active = true;
    r.gate_frames = c.gate_frames;
    r.hold_frames = c.hold_frames;
    r.total_frames = c.total_frames;
    r.left = c.left;
    r.right = c.right;
    r.recording = c.recording;
    if (b.plan.is_sampler && c.recording != nullptr)
        r.sampler = dsp::start_voice(*c.recording, {.speed = c.speed,
                                                    .begin = c.begin,
                                                    .end = c.end,
                                                    .loop = c.loop,
                                                    .accelerate = c.accelerate,
                                                    .duration = c.duration,
                                                    .session_rate = static_cast<double>(b.run.rate)});
    b.keys()[lane] = c.key;
    for (std::size_t p = 0; p < b.plan.params.size(); ++p) {
        float value = b.run.commands->params[c.params + p];
        if (const int outer = b.plan.params[p].outer; outer >= 0) {
            const OuterInput& in = b.run.outer[outer];
            value = in.view.data[c.frame * in.view.stride];
        }
        b.params()[p * voice_lanes + static_cast<std::size_t>(lane)] = value;
    }
}

void fade_voice(const Batch& b, const VoiceCommand& c, int lane) noexcept {
    LaneRecord& r = b.lanes()[lane];
    if (!r.active) return;
    r.fade_step = r.fade / static_cast<float>(c.fade_frames > 0 ? c.fade_frames : 1);
}

// The gate of each lane for the next `frames` frames (dsp/unit/facts.hpp).
void write_gates(const Batch& b, int frames) noexcept {
    for (int l = 0; l < voice_lanes; ++l) {
        const LaneRecord& r = b.lanes()[l];
        for (int i = 0; i < frames; ++i) {
            const std::int64_t age = r.age + i;
            b.gate()[i * voice_lanes + l] = !r.active ? 0.0f : age == 0 ? 2.0f : age < r.gate_frames ? 1.0f : 0.0f;
        }
    }
}

// How loud each lane is in the next `frames` frames; moves the voices on and ends them.
void advance_lanes(const Batch& b, float* loudness, int frames) noexcept {
    const float release = release_seconds * b.run.rate;
    for (int l = 0; l < voice_lanes; ++l) {
        LaneRecord& r = b.lanes()[l];
        for (int i = 0; i < frames; ++i) {
            float loud = 0;
            if (r.active) {
                loud = r.fade;
                if (r.age >= r.hold_frames) {
                    const float left = 1.0f - static_cast<float>(r.age - r.hold_frames + 1) / release;
                    loud *= left > 0 ? left : 0;
                }
                r.fade -= r.fade_step;
                ++r.age;
                if (r.age >= r.total_frames || r.fade <= 0) r.active = false;
            }
            loudness[i * voice_lanes + l] = loud;
        }
    }
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
        case VoiceInput::From::gate: return {{b.gate(), voice_lanes, ~std::uint64_t{0}}, 1};
        case VoiceInput::From::step: {
            const int channels = b.plan.steps[static_cast<std::size_t>(in.index)].channels;
            return {{b.step_output(static_cast<std::size_t>(in.index)), channels * voice_lanes, ~std::uint64_t{0}},
                    channels};
        }
        case VoiceInput::From::outer: break;
    }
    const OuterInput& outer = b.run.outer[in.index];
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
        if (r.active && r.recording != nullptr)
            dsp::run(r.sampler, *r.recording, out + l, out + voice_lanes + l, pair_stride, frames);
        else
            for (int i = 0; i < frames; ++i) out[i * pair_stride + l] = out[i * pair_stride + voice_lanes + l] = 0;
    }
}

void run_steps(const Batch& b, int from, int frames) noexcept {
    std::size_t at = b.layout.steps;
    for (std::size_t s = 0; s < b.plan.steps.size(); ++s) {
        const VoiceStep& step = b.plan.steps[s];
        const StepLayout l = step_layout(step, b.run.rate, at);
        at = end_of(l, at);
        float* out = b.step_output(s);
        if (step.unit == nullptr) {
            run_sampler(b, out, frames);
            continue;
        }
        const bool pair = step.unit->facts->shape == dsp::Shape::pair;
        Plane planes[dsp::max_inputs];
        for (std::size_t i = 0; i < step.inputs.size(); ++i) {
            float* room = b.input_room() + i * step_floats;
            planes[i] = plane_of(b, step.inputs[i], from, frames, room);
            if (pair && step.unit->facts->inputs[i].kind == dsp::InputKind::audio)
                planes[i] = {widened(planes[i], frames, b.input_room() + (dsp::max_inputs + i) * step_floats), 2};
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
            args.rate = b.run.rate;
            args.state = b.base + l.state + l.state_size * static_cast<std::size_t>(instance);
            args.memory =
                reinterpret_cast<float*>(b.base + l.memory + l.memory_size * static_cast<std::size_t>(instance));
            args.keys = b.keys();
            step.unit->kernels->voices.run(args);
        }
    }
}

// Lanes 0 ... 15 added in one fixed order.
float sum_of(const Lane16& x) noexcept {
    float v[voice_lanes];
    x.store(v);
    for (int half = voice_lanes / 2; half > 0; half /= 2)
        for (int l = 0; l < half; ++l) v[l] += v[l + half];
    return v[0];
}

void mix_into(const Batch& b, const float* loudness, int from, int frames) noexcept {
    float* room = b.input_room();
    const Plane body = plane_of(b, b.plan.output, from, frames, room);
    Lane16 left, right;
    for (int l = 0; l < voice_lanes; ++l) {
        left.set_lane(l, b.lanes()[l].left);
        right.set_lane(l, b.lanes()[l].right);
    }
    dsp::Mask<voice_lanes> broken(0);
    for (int i = 0; i < frames; ++i) {
        const Lane16 loud = Lane16::load(loudness + i * voice_lanes);
        const float* at = body.view.data + i * body.view.stride;
        // A lane that is not finite is silent, and the others do not hear of it.
        const auto clean = [&](Lane16 x) {
            const auto finite = (x - x) == 0.0f;
            broken = broken | ~finite;
            return select(finite, x, 0.0f) * loud;
        };
        const Lane16 mono_or_left = clean(Lane16::load(at));
        const Lane16 l = mono_or_left * left;
        const Lane16 r = (body.channels == 2 ? clean(Lane16::load(at + voice_lanes)) : mono_or_left) * right;
        float* out = b.run.out + 2 * (from + i);
        out[0] += sum_of(l);
        out[1] += sum_of(r);
        for (std::size_t s = 0; s < b.plan.sends.size(); ++s) {
            out += 2 * quantum_frames;
            const Lane16 amount = Lane16::load(b.params() + b.plan.sends[s] * voice_lanes);
            out[0] += sum_of(l * amount);
            out[1] += sum_of(r * amount);
        }
    }
    if (any(broken)) std::atomic_ref(*b.run.faults).fetch_add(1, std::memory_order_relaxed);
}

void run_span(const Batch& b, int from, int to) noexcept {
    const int frames = to - from;
    if (frames <= 0 || !b.sounding()) return;
    write_gates(b, frames);
    run_steps(b, from, frames);
    float loudness[quantum_frames * voice_lanes];
    advance_lanes(b, loudness, frames);
    mix_into(b, loudness, from, frames);
}

}  // namespace

std::size_t bank_state_bytes(const VoiceBankPlan& bank, float rate) {
    std::size_t bytes = 0;
    for (const InstrumentPlan& i : bank.instruments)
        bytes += batch_layout(i, rate).size * static_cast<std::size_t>(bank.batches);
    return bytes;
}

std::size_t bank_scratch_floats(const VoiceBankPlan& bank) {
    std::size_t most = 0;
    for (const InstrumentPlan& i : bank.instruments) most = i.steps.size() > most ? i.steps.size() : most;
    return (most + 1 + 2 * dsp::max_inputs) * step_floats;
}

void init_bank(const VoiceBankPlan& plan, float rate, std::byte* state) noexcept {
    for (const InstrumentPlan& i : plan.instruments) {
        const BatchLayout layout = batch_layout(i, rate);
        for (int b = 0; b < plan.batches; ++b, state += layout.size) {
            for (int l = 0; l < voice_lanes; ++l)
                new (state + layout.lanes + sizeof(LaneRecord) * static_cast<unsigned>(l)) LaneRecord{};
            init_steps(i, layout, rate, state);
        }
    }
}

void move_voices(const BankPart& from, const BankPart& to, float rate) noexcept {
    const auto begin_of = [&](const BankPart& part) {
        std::byte* at = part.state;
        for (std::size_t i = 0; i < part.instrument; ++i)
            at += batch_layout(part.plan->instruments[i], rate).size * static_cast<std::size_t>(part.plan->batches);
        return at;
    };
    const BatchLayout layout = batch_layout(from.plan->instruments[from.instrument], rate);
    const std::byte* source = begin_of(from);
    std::byte* target = begin_of(to);
    for (int n = 0; n < from.plan->batches && n < to.plan->batches; ++n, source += layout.size, target += layout.size) {
        const auto* lanes = reinterpret_cast<const LaneRecord*>(source + layout.lanes);
        if (std::any_of(lanes, lanes + voice_lanes, [](const LaneRecord& r) { return r.active; }))
            std::memcpy(target, source, layout.size);
    }
}

void run_bank(const BankRun& run) noexcept {
    std::memset(run.out, 0, sizeof(float) * 2 * quantum_frames * static_cast<std::size_t>(run.ports));
    std::byte* base = run.state;
    const auto& commands = run.commands->commands;
    for (std::size_t i = 0; i < run.plan->instruments.size(); ++i) {
        const InstrumentPlan& plan = run.plan->instruments[i];
        const BatchLayout layout = batch_layout(plan, run.rate);
        for (int n = 0; n < run.plan->batches; ++n, base += layout.size) {
            const Batch batch{plan, run, layout, base};
            int at = 0;
            for (const VoiceCommand& c : commands) {
                if (c.instrument != i || c.lane / voice_lanes != n) continue;
                run_span(batch, at, c.frame);
                at = c.frame;
                if (c.type == VoiceCommand::Type::start)
                    start_voice(batch, c, c.lane % voice_lanes);
                else
                    fade_voice(batch, c, c.lane % voice_lanes);
            }
            run_span(batch, at, quantum_frames);
        }
    }
}

}  // namespace phonon::graph
