#include "graph/run_node.hpp"

#include <atomic>

#include "graph/finite.hpp"

namespace phonon::graph {

void init_unit(const Session& session, const PlanNode& n) noexcept {
    const dsp::UnitKernels& k = *n.unit->kernels;
    const dsp::Kernel& kernel = n.unit->facts->shape == dsp::Shape::pair || n.channels == 1 ? k.mono : k.stereo;
    if (kernel.state_size != 0) kernel.init(session.state(n));
    if (n.memory_size != 0) std::memset(session.memory(n), 0, n.memory_size);
}

namespace {

using dsp::InputView;
using dsp::quantum_frames;

constexpr std::uint64_t every_frame = ~std::uint64_t{0};

// A view of one input with exactly `channels` channels side by side; `spare` is 128 floats of scratch.
InputView view_of(const Session& session, const PlanInput& in, std::int64_t quantum, int channels,
                  float* spare) noexcept {
    if (in.node < 0) {
        for (int c = 0; c < channels; ++c) spare[c] = in.value;
        return {spare, 0, 0};
    }
    const PlanNode& producer = session.plan().nodes[static_cast<std::size_t>(in.node)];
    if (quantum < in.delay) {  // before the beginning there was silence
        for (int c = 0; c < channels; ++c) spare[c] = 0;
        return {spare, 0, 0};
    }
    const float* data = session.output(producer, quantum - in.delay);
    const std::uint64_t changes = session.changes(producer, quantum - in.delay);
    if (producer.channels == channels) return {data, channels, changes};
    if (channels == 2)
        for (int i = 0; i < quantum_frames; ++i) spare[2 * i] = spare[2 * i + 1] = data[i];
    else
        for (int i = 0; i < quantum_frames; ++i) spare[i] = 0.5f * (data[2 * i] + data[2 * i + 1]);
    return {spare, channels, changes};
}

void run_unit(Session& session, const PlanNode& n, std::int64_t quantum, const Scratch& scratch) noexcept {
    const Plan& plan = session.plan();
    const dsp::UnitKernels& kernels = *n.unit->kernels;
    const dsp::Facts& facts = *n.unit->facts;
    const bool pair = facts.shape == dsp::Shape::pair;
    const dsp::Kernel& kernel = pair || n.channels == 1 ? kernels.mono : kernels.stereo;

    InputView views[dsp::max_inputs];
    std::uint64_t changes = 0;
    const auto inputs = plan.inputs_of(n);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const int channels = pair ? (facts.inputs[i].kind == dsp::InputKind::audio ? 2 : 1) : n.channels;
        views[i] = view_of(session, inputs[i], quantum, channels, scratch.floats() + i * 2 * quantum_frames);
        changes |= views[i].changes;
    }
    const std::uint32_t keys[2] = {static_cast<std::uint32_t>(n.key), static_cast<std::uint32_t>(n.key >> 32)};
    float* out = session.output(n, quantum);
    dsp::RunArgs args;
    args.inputs = views;
    args.out = out;
    args.out_stride = n.channels;
    args.frames = quantum_frames;
    args.rate = plan.rate;
    args.state = session.state(n);
    args.memory = session.memory(n);
    args.keys = keys;
    args.sound = n.sound.get();
    kernel.run(args);

    const bool forgetful = kernel.state_size == 0 && n.memory_size == 0;
    session.changes(n, quantum) = forgetful ? changes : every_frame;
    if (!all_finite(out, quantum_frames * n.channels)) {
        std::memset(out, 0, sizeof(float) * quantum_frames * static_cast<std::size_t>(n.channels));
        init_unit(session, n);
        std::atomic_ref(session.faults(static_cast<std::size_t>(&n - plan.nodes.data())))
            .fetch_add(1, std::memory_order_relaxed);
    }
}

void run_score(Session& session, const Score& score, const PlanNode& n, std::int64_t quantum) noexcept {
    const ScoreFrames& frames = score.frames(n.score_slot, quantum);
    std::memcpy(session.output(n, quantum), frames.values, sizeof(frames.values));
    session.changes(n, quantum) = frames.changes;
}

void run_port(Session& session, const PlanNode& n, std::int64_t quantum) noexcept {
    const PlanInput& in = session.plan().inputs_of(n)[0];
    const PlanNode& bank = session.plan().nodes[static_cast<std::size_t>(in.node)];
    const std::size_t floats = dsp::quantum_frames * static_cast<std::size_t>(n.channels);
    std::memcpy(session.output(n, quantum), session.output(bank, quantum) + floats * static_cast<std::size_t>(n.port),
                floats * sizeof(float));
    session.changes(n, quantum) = session.changes(bank, quantum);
}

void run_sum(Session& session, const PlanNode& n, std::int64_t quantum, const Scratch& scratch) noexcept {
    float* out = session.output(n, quantum);
    const int count = quantum_frames * n.channels;
    std::memset(out, 0, sizeof(float) * static_cast<std::size_t>(count));
    std::uint64_t changes = 0;
    for (const PlanInput& in : session.plan().inputs_of(n)) {
        const InputView v = view_of(session, in, quantum, n.channels, scratch.floats());
        changes |= v.changes;
        if (v.stride == 0)
            for (int i = 0; i < count; ++i) out[i] += v.data[i % n.channels];
        else
            for (int i = 0; i < count; ++i) out[i] += v.data[i];
    }
    session.changes(n, quantum) = changes;
}

struct BankInputs {
    OuterInput outer[max_outer_inputs];
    float spare[max_outer_inputs][2];
};

BankRun bank_run(Session& session, const Score& score, const PlanNode& n, std::int64_t quantum, const Scratch& scratch,
                 BankInputs& in) noexcept {
    const Plan& plan = session.plan();
    const auto inputs = plan.inputs_of(n);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const int channels = inputs[i].node < 0 ? 1 : plan.nodes[static_cast<std::size_t>(inputs[i].node)].channels;
        in.outer[i] = {view_of(session, inputs[i], quantum, channels, in.spare[i]), channels};
    }
    BankRun run;
    run.plan = &plan.banks[static_cast<std::size_t>(n.bank)];
    run.layout = &plan.bank_layouts[static_cast<std::size_t>(n.bank)];
    run.state = session.state(n);
    run.commands = &score.voices(n.score_slot, quantum);
    run.outer = in.outer;
    run.out = session.output(n, quantum);
    run.ports = n.ports;
    run.rate = plan.rate;
    run.scratch = scratch.floats();
    run.faults = &session.faults(static_cast<std::size_t>(&n - plan.nodes.data()));
    return run;
}

// After silence, silence changes nothing; after sound, it does so once.
void mark_bank(Session& session, const PlanNode& n, std::int64_t quantum, bool sounded) noexcept {
    const std::uint64_t before = quantum == 0 ? 0 : session.changes(n, quantum - 1);
    session.changes(n, quantum) = sounded ? every_frame : before == every_frame ? 1 : 0;
}

void run_events(Session& session, const Score& score, const PlanNode& n, std::int64_t quantum,
                const Scratch& scratch) noexcept {
    BankInputs in;
    mark_bank(session, n, quantum, run_bank(bank_run(session, score, n, quantum, scratch, in)));
}

}  // namespace

void run_node(Session& session, const Score& score, std::size_t index, std::int64_t quantum,
              const Scratch& scratch) noexcept {
    const PlanNode& n = session.plan().nodes[index];
    switch (n.kind) {
        case IrNode::Kind::unit: return run_unit(session, n, quantum, scratch);
        case IrNode::Kind::score: return run_score(session, score, n, quantum);
        case IrNode::Kind::events: return run_events(session, score, n, quantum, scratch);
        case IrNode::Kind::port: return run_port(session, n, quantum);
        case IrNode::Kind::sum: return run_sum(session, n, quantum, scratch);
        case IrNode::Kind::silence:
            std::memset(session.output(n, quantum), 0,
                        sizeof(float) * quantum_frames * static_cast<std::size_t>(n.channels));
            session.changes(n, quantum) = 0;
            return;
    }
}

void run_serial(Session& session, const Score& score, std::int64_t quantum, const Scratch& scratch) noexcept {
    for (std::size_t n = 0; n < session.plan().nodes.size(); ++n) run_node(session, score, n, quantum, scratch);
}

void run_share(Session& session, const Score& score, std::size_t index, std::int64_t quantum, const Scratch& scratch,
               const BankParts& parts, int share, int shares) noexcept {
    BankInputs in;
    run_bank_share(bank_run(session, score, session.plan().nodes[index], quantum, scratch, in), parts, share, shares);
}

void run_join(Session& session, const Score& score, std::size_t index, std::int64_t quantum, const Scratch& scratch,
              const BankParts& parts) noexcept {
    const PlanNode& n = session.plan().nodes[index];
    BankInputs in;
    mark_bank(session, n, quantum, join_bank(bank_run(session, score, n, quantum, scratch, in), parts));
}

}  // namespace phonon::graph
