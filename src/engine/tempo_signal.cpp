#include "engine/tempo_signal.hpp"

#include "compile/lower.hpp"
#include "engine/director.hpp"
#include "graph/session.hpp"

namespace phonon::engine {
namespace {

constexpr base::Fraction first_tempo(1, 2);  // until the signal has spoken

class NoSounds final : public SoundSource {
public:
    std::shared_ptr<const dsp::Recording> recording(std::string_view, int) override { return nullptr; }
};

}  // namespace

struct TempoSignal::Impl {
    NoSounds sounds;
    std::shared_ptr<const graph::Plan> plan;
    graph::Session session;
    graph::Score score;
    graph::Scratch scratch;
    Director director;
    double tempo = first_tempo.to_double();

    Impl(std::shared_ptr<const graph::Plan> p, std::uint64_t seed, Time start)
        : plan(std::move(p)),
          session(plan),
          score(static_cast<int>(plan->scores.size()), static_cast<int>(plan->events.size()), plan->ring),
          scratch(*plan),
          director(plan, first_tempo, sounds, {.seed = seed, .start = start}) {}
};

TempoSignal::TempoSignal(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TempoSignal::~TempoSignal() = default;

std::unique_ptr<TempoSignal> TempoSignal::of(const lang::Program& program, float rate, std::uint64_t seed, Time start) {
    const auto* signal = std::get_if<lang::Signal>(&program.tempo);
    if (signal == nullptr) return nullptr;
    lang::Program alone = program;
    alone.stems = {{"tempo", 0, *signal}};
    alone.master = nullptr;
    auto plan = graph::make_plan(compile::lower(alone), {.rate = rate});
    if (!plan) return nullptr;
    return std::unique_ptr<TempoSignal>(new TempoSignal(std::make_unique<Impl>(std::move(*plan), seed, start)));
}

double TempoSignal::next(std::int64_t k) {
    Impl& i = *impl_;
    i.director.write(i.score, k);
    graph::run_serial(i.session, i.score, k, i.scratch);
    const graph::PlanNode& out = i.plan->nodes[static_cast<std::size_t>(i.plan->master)];
    const double value = static_cast<double>(i.session.output(out, k)[0]);
    if (value > 0) i.tempo = value;
    i.director.set_tempo((k + 1) * dsp::quantum_frames, i.tempo);
    return i.tempo;
}

}  // namespace phonon::engine
