#include "engine/live/composer.hpp"

#include <algorithm>
#include <cmath>

#include "compile/lower.hpp"
#include "graph/carried_costs.hpp"
#include "graph/reconcile.hpp"
#include "graph/shaping.hpp"

namespace phonon::engine {
namespace {

constexpr int ring = 8;  // quanta a task may run ahead of its slowest consumer
constexpr float fade_seconds = 0.02f;

}  // namespace

int Composer::channel_of(const std::string& stem) {
    return channels_.emplace(stem, static_cast<int>(channels_.size())).first->second;
}

base::Result<std::unique_ptr<Edition>, std::string> Composer::compose(const lang::Program& program, std::int64_t now) {
    graph::Ir before = std::move(fresh_);
    lang::Program program_before = std::move(program_);
    fresh_ = compile::lower(program, {.polyphony = options_.polyphony, .live = true});
    prepared_sounds_.give(fresh_, *sounds_, options_.rate);
    program_ = program;
    auto made = make(now);
    if (!made) {
        fresh_ = std::move(before);
        program_ = std::move(program_before);
    }
    return made;
}

std::unique_ptr<Edition> Composer::tidied(std::int64_t now) {
    if (!transient_ || !anything_over(now)) return nullptr;
    auto made = make(now);
    return made ? std::move(*made) : nullptr;
}

bool Composer::anything_over(std::int64_t now) const {
    const auto over = [now](const auto& x) { return x.over <= now; };
    if (std::any_of(playing_.nodes.begin(), playing_.nodes.end(), over)) return true;
    if (rings_ && std::any_of(rings_->done.begin(), rings_->done.end(), [](const auto& d) { return d.load(); }))
        return true;
    return std::any_of(playing_.banks.begin(), playing_.banks.end(), [&](const graph::VoiceBankPlan& b) {
        return std::any_of(b.instruments.begin(), b.instruments.end(), over);
    });
}

base::Result<std::unique_ptr<Edition>, std::string> Composer::make(std::int64_t now) {
    if (rings_)
        for (std::size_t r = 0; r < rings_->nodes.size(); ++r)
            if (rings_->done[r]) playing_.nodes[static_cast<std::size_t>(rings_->nodes[r])].over = now;
    graph::Reconciled joined;
    if (plan_)
        joined = graph::reconcile(playing_, fresh_, now, fade_seconds);
    else
        joined.ir = fresh_;
    auto plan =
        graph::make_plan(joined.ir, {.rate = options_.rate, .ring = ring, .memory_limit = options_.memory_limit});
    if (!plan) return base::failure(plan.error().message);
    auto edition = std::make_unique<Edition>(*plan, options_.lead + ring);
    if (plan_) {
        edition->takes_over = true;
        edition->heritage = graph::heritage_of(joined, *plan_, **plan);
        edition->costs->guessed = graph::carried_costs(costs_->known(), *plan_, **plan, edition->heritage);
    } else {
        edition->costs->guessed = graph::usual_costs(**plan);
    }
    shape(*edition);
    edition->tempo = program_.tempo;
    edition->seed = program_.seed + options_.seed;
    edition->tempo_signal = TempoSignal::of(program_, options_.rate, edition->seed);
    edition->raw = program_.raw_master;
    edition->chained = program_.master != nullptr;
    edition->number = ++number_;
    for (const graph::PlanStem& s : (*plan)->stems) edition->channels.push_back(channel_of(s.name));
    for (std::size_t n = 0; n < (*plan)->nodes.size(); ++n) {
        const graph::PlanNode& node = (*plan)->nodes[n];
        if (node.unit != nullptr && node.unit->facts->name == "ring_out" &&
            joined.ir.nodes[static_cast<std::size_t>(node.origin)].target >= 0)
            edition->ring_outs.push_back(static_cast<int>(n));
    }
    edition->rings = std::make_shared<RingOuts>(edition->ring_outs.size());
    for (std::size_t r = 0; r < edition->ring_outs.size(); ++r)
        edition->rings->nodes[r] = (*plan)->nodes[static_cast<std::size_t>(edition->ring_outs[r])].origin;
    playing_ = std::move(joined.ir);
    transient_ = joined.transient;
    plan_ = std::move(*plan);
    rings_ = edition->rings;
    costs_ = edition->costs;
    return edition;
}

// For several threads from the first quantum on: what sounded in parallel before an edit might not be made in time by
// one thread.
void Composer::shape(Edition& e) const {
    if (options_.threads < 2) return;
    auto shaped = graph::shape_for(*e.plan, e.costs->guessed, {.threads = options_.threads, .quanta = 1});
    if (!shaped) return;
    e.by_guess.emplace(e.plan, std::move(shaped->graph), shaped->threads);
    e.parallel_costs.emplace(e.by_guess->graph());
    e.execution = &*e.by_guess;
}

void Composer::landed(const Landing& landing) {
    const auto fade = static_cast<std::int64_t>(std::ceil(fade_seconds * options_.rate / dsp::quantum_frames)) + 1;
    for (graph::IrNode& n : playing_.nodes)
        if (n.target >= 0 && n.over == INT64_MAX && n.unit != nullptr && n.unit->facts->name == "edge_fade")
            n.over = landing.quantum + fade;
    for (const Landing::LastVoice& v : landing.last_voices)
        playing_.banks[v.bank].instruments[v.instrument].over = v.over;
}

}  // namespace phonon::engine
