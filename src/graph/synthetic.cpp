#include "graph/synthetic.hpp"

#include <algorithm>
#include <limits>

#include "graph/waiting.hpp"

namespace phonon::graph {
namespace {

using dsp::quantum_frames;

constexpr dsp::Facts work_facts{
    .name = "work",
    .group = "bench",
    .summary = "Takes time.",
    .inputs = {dsp::audio("in", "a signal"), dsp::audio("other", "another"),
               dsp::param("steps", "how much to do", dsp::Measure::none, 0, 1e9f, 1000)},
};

struct State {
    float x = 0;
    float unused[15] = {};
};

void init(void* state) noexcept { *static_cast<State*>(state) = {}; }

// A recurrence that no compiler shortens, steered by the inputs; then a quantum of sound made of where it came to.
void run(const dsp::RunArgs& args) noexcept {
    auto& state = *static_cast<State*>(args.state);
    const auto input = [&](int i, int frame) { return args.inputs[i].data[frame * args.inputs[i].stride]; };
    float x = state.x + input(0, args.frames - 1) + 0.5f * input(1, args.frames - 1);
    x -= static_cast<float>(static_cast<int>(x));
    const int steps = static_cast<int>(input(2, 0));
    for (int i = 0; i < steps; ++i) x = 3.7f * x * (1 - x) * 0.99f + 0.003f;
    if (!(x > -1 && x < 2)) x = 0.3f;
    for (int i = 0; i < args.frames; ++i) args.out[i * args.out_stride] = 0.25f * (x + input(0, i) * 0.5f);
    state.x = x;
}

constexpr dsp::UnitKernels work_kernels{
    .mono = {sizeof(State), init, run}, .stereo = {}, .voices = {}, .memory_words = [](float) noexcept {
        return std::size_t{0};
    }};
constexpr dsp::UnitRow work{&work_facts, &work_kernels};

class Builder {
public:
    explicit Builder(float steps) : steps_(steps) { ir_.bus_names = {"synthetic"}; }

    int node(IrInput in, IrInput other = from_value(0)) {
        IrNode n;
        n.kind = IrNode::Kind::unit;
        n.unit = &work;
        n.inputs = {in, other, from_value(steps_)};
        n.key = ir_.nodes.size() + 1;
        ir_.nodes.push_back(std::move(n));
        return last();
    }
    int last() const { return static_cast<int>(ir_.nodes.size()) - 1; }
    void close_loop(int first, int end) { ir_.nodes[static_cast<std::size_t>(first)].inputs[1] = from_node(end, 1); }

    Ir heard(const std::vector<int>& nodes) {
        IrNode sum;
        sum.kind = IrNode::Kind::sum;
        sum.channels = 2;
        for (const int n : nodes) sum.inputs.push_back(from_node(n));
        ir_.nodes.push_back(std::move(sum));
        ir_.master = last();
        ir_.stems.push_back({"out", ir_.master});
        return std::move(ir_);
    }

private:
    float steps_;
    Ir ir_;
};

}  // namespace

std::optional<Synthetic> synthetic_named(std::string_view name) {
    if (name == "chain16") return Synthetic::chain16;
    if (name == "bus16") return Synthetic::bus16;
    if (name == "tree") return Synthetic::tree;
    if (name == "feedback") return Synthetic::feedback;
    return std::nullopt;
}

Ir synthetic_graph(Synthetic kind, float steps) {
    constexpr int count = 16;
    Builder b(steps);
    const auto input = [](int n) { return from_value(0.01f * static_cast<float>(n + 1)); };
    std::vector<int> nodes;
    switch (kind) {
        case Synthetic::bus16:
            for (int n = 0; n < count; ++n) nodes.push_back(b.node(input(n)));
            return b.heard(nodes);
        case Synthetic::tree:
            for (int n = 0; n < count; ++n) nodes.push_back(b.node(input(n)));
            while (nodes.size() > 1) {
                std::vector<int> sums;
                for (std::size_t n = 0; n + 1 < nodes.size(); n += 2)
                    sums.push_back(b.node(from_node(nodes[n]), from_node(nodes[n + 1])));
                nodes = std::move(sums);
            }
            return b.heard(nodes);
        case Synthetic::chain16:
        case Synthetic::feedback: break;
    }
    b.node(input(0));
    for (int n = 1; n < count; ++n) b.node(from_node(n - 1));
    if (kind == Synthetic::feedback) b.close_loop(6, 9);
    return b.heard({b.last()});
}

float synthetic_steps(double seconds) {
    constexpr float tried = 20000;
    const float in[3] = {0.3f, 0.1f, tried};
    const dsp::InputView views[3] = {{&in[0], 0, 0}, {&in[1], 0, 0}, {&in[2], 0, 0}};
    float out[quantum_frames];
    State state;
    dsp::RunArgs args;
    args.inputs = views;
    args.out = out;
    args.frames = quantum_frames;
    args.state = &state;
    // Through a pointer that the compiler cannot follow, which would see that no one hears this.
    void (*volatile kernel)(const dsp::RunArgs&) noexcept = run;
    double best = std::numeric_limits<double>::infinity();
    for (int round = 0; round < 50; ++round) {
        const auto start = SteadyTime::now();
        kernel(args);
        best = std::min(best, seconds_between(start, SteadyTime::now()));
    }
    return static_cast<float>(static_cast<int>(std::clamp(seconds / best * static_cast<double>(tried), 1.0, 1e7)));
}

}  // namespace phonon::graph
