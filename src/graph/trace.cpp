#include "graph/trace.hpp"

#include <cstdlib>

namespace phonon::graph {
namespace {

constexpr std::size_t spans_a_thread = std::size_t{1} << 17;

std::string json_text(const std::string& s) {
    std::string out;
    for (const char c : s) {
        if (c == '"' || c == '\\') out += '\\';
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
    return out;
}

std::string step_name(const Plan& plan, const Step& step) {
    const std::string name = node_name(plan.nodes[static_cast<std::size_t>(step.node)]);
    if (step.share == Step::whole) return name;
    return step.share == Step::join ? name + " (sum)" : name + " (share " + std::to_string(step.share + 1) + ")";
}

}  // namespace

std::string node_name(const PlanNode& node) {
    switch (node.kind) {
        case IrNode::Kind::unit: return std::string(node.unit->facts->name);
        case IrNode::Kind::score: return "pattern";
        case IrNode::Kind::events: return "voices";
        case IrNode::Kind::port: return "port";
        case IrNode::Kind::sum: return "sum";
        case IrNode::Kind::silence: return "silence";
    }
    return {};
}

std::string task_name(const Plan& plan, const TaskGraph& graph, std::int32_t task) {
    if (task == graph.director()) return "director";
    if (task == graph.sink()) return "output";
    if (task > graph.sink()) return "listener " + std::to_string(task - graph.sink());
    const Task& t = graph.tasks[static_cast<std::size_t>(task)];
    std::string name;
    int bus = -1;
    for (std::int32_t s = t.first; s < t.last; ++s) {
        const Step& step = graph.steps[static_cast<std::size_t>(s)];
        const int here = plan.nodes[static_cast<std::size_t>(step.node)].bus;
        if (here != bus) {
            name += name.empty() ? "" : "; ";
            name += plan.bus_names[static_cast<std::size_t>(here)] + ":";
        }
        bus = here;
        name += " " + step_name(plan, step);
    }
    return name;
}

std::unique_ptr<Trace> Trace::from_environment(int threads) {
    const char* path = std::getenv("PHONON_TRACE");
    if (path == nullptr || *path == '\0') return nullptr;
    std::FILE* file = std::fopen(path, "w");
    if (file == nullptr) {
        std::fprintf(stderr, "phonon: PHONON_TRACE: cannot write `%s`\n", path);
        return nullptr;
    }
    return std::make_unique<Trace>(file, threads);
}

Trace::Trace(std::FILE* file, int threads)
    : file_(file), lanes_(static_cast<std::size_t>(threads)), begun_(SteadyTime::now()) {
    for (Lane& lane : lanes_) lane.spans.resize(spans_a_thread);
    if (file_) std::fputs("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[", file_.get());
}

Trace::~Trace() {
    if (!file_) return;
    std::size_t left_out = 0;
    for (const Lane& lane : lanes_) left_out += lane.left_out;
    std::fprintf(file_.get(), "\n],\"otherData\":{\"left_out\":%zu}}\n", left_out);
}

std::vector<Trace::Span> Trace::spans(int thread) const {
    const Lane& lane = lanes_[static_cast<std::size_t>(thread)];
    return {lane.spans.begin(), lane.spans.begin() + static_cast<std::ptrdiff_t>(lane.used)};
}

void Trace::write(const Plan& plan, const TaskGraph& graph) {
    std::vector<std::string> names;
    for (std::size_t t = 0; file_ && t < graph.tasks.size(); ++t)
        names.push_back(json_text(task_name(plan, graph, static_cast<std::int32_t>(t))));
    for (std::size_t thread = 0; thread < lanes_.size(); ++thread) {
        Lane& lane = lanes_[thread];
        for (std::size_t i = 0; file_ && i < lane.used; ++i) {
            const Span& s = lane.spans[i];
            std::fprintf(file_.get(),
                         "%s\n{\"name\":\"%s\",\"ph\":\"X\",\"pid\":1,\"tid\":%zu,\"ts\":%.3f,\"dur\":%.3f,"
                         "\"args\":{\"quantum\":%lld,\"quanta\":%d}}",
                         first_ ? "" : ",", names[static_cast<std::size_t>(s.task)].c_str(), thread,
                         1e6 * seconds_between(begun_, s.start), 1e6 * seconds_between(s.start, s.end),
                         static_cast<long long>(s.quantum), s.quanta);
            first_ = false;
        }
        lane.used = 0;
    }
}

}  // namespace phonon::graph
