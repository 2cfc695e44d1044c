#include "engine/live/performance.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <map>

#include "base/real_time.hpp"
#include "graph/denormals.hpp"

namespace phonon::engine {
namespace {

using dsp::quantum_frames;

constexpr std::int64_t checkpoint_every = 750;  // quanta: a second at 48 kHz
// Quanta of an edition that are timed, and the age at which that begins: at first caches are cold and voices few.
constexpr int measure_from = 8, measured_quanta = 64;

}  // namespace

Performance::Performance(const LiveOptions& options, SoundSource& sounds)
    : options_(options),
      sounds_(sounds),
      executor_(options.threads > 1 ? std::make_unique<graph::ParallelExecutor>(options.threads) : nullptr) {}

Performance::~Performance() {
    Edition* edition = nullptr;
    while (coming_.pop(edition)) delete edition;
    while (going_.pop(edition)) delete edition;
    delete next_;
    delete sounding_;
}

// ---- the composing thread -------------------------------------------------------------------------------------------

void Performance::prepare(Edition& e) {
    e.director = std::make_unique<Director>(e.plan, e.tempo, sounds_,
                                            DirectorOptions{.polyphony = options_.polyphony, .seed = e.seed});
}

void Performance::discard() {
    Edition* gone = nullptr;
    while (going_.pop(gone)) delete gone;
}

// ---- the directing thread -------------------------------------------------------------------------------------------

Landing Performance::land(std::unique_ptr<Edition> edition) {
    Edition& e = *edition;
    const std::int64_t quantum = directed();
    e.heritage.quantum = quantum;
    if (!e.director) prepare(e);
    if (e.takes_over && directing_ != nullptr) {
        Complaints open = directing_->director->take_complaints();
        complaints_.insert(complaints_.end(), open.begin(), open.end());
        e.director->take_over(*directing_->director, e.heritage);
    }
    Landing landing{e.number, quantum, {}};
    for (std::size_t slot = 0; slot < e.plan->events.size(); ++slot) {
        const auto bank = static_cast<std::size_t>(e.plan->events[slot].bank);
        const auto& instruments = e.plan->banks[bank].instruments;
        for (std::size_t i = 0; i < instruments.size(); ++i)
            if (instruments[i].retired)
                landing.last_voices.push_back({bank, i, e.director->sounds_until(slot, i) / quantum_frames + 1});
    }
    faults_seen_.assign(e.plan->nodes.size(), 0);
    directing_ = edition.release();
    [[maybe_unused]] const bool there = coming_.push(directing_);
    assert(there && "editions land faster than they are played");
    return landing;
}

void Performance::direct(std::int64_t end) {
    if (directing_ == nullptr) return;
    end = std::min(end, made() + options_.lead);
    for (std::int64_t k = directed(); k < end; ++k) {
        if (directing_->tempo_signal)
            directing_->director->set_tempo(k * quantum_frames, directing_->tempo_signal->next(k));
        directing_->director->write(directing_->score, k);
        directed_.store(k + 1, std::memory_order_release);
    }
}

void Performance::refine() {
    if (directing_ == nullptr) return;
    Edition& e = *directing_;
    if (e.refined || !e.measured.load(std::memory_order_acquire)) return;
    e.refined = true;
    graph::Costs& costs = e.costs->measured;
    costs = e.parallel_costs ? e.parallel_costs->costs(*e.plan, e.by_guess->graph())
                             : graph::divided(e.serial_costs, measured_quanta);
    e.costs->are_measured.store(true, std::memory_order_release);
    std::map<int, double> by_bus;
    for (std::size_t n = 0; n < costs.nodes.size(); ++n) by_bus[e.plan->nodes[n].bus] += costs.nodes[n];
    const auto dearest = std::max_element(by_bus.begin(), by_bus.end(),
                                          [](const auto& a, const auto& b) { return a.second < b.second; });
    if (dearest != by_bus.end()) heaviest_ = e.plan->bus_names[static_cast<std::size_t>(dearest->first)];
    if (!executor_) return;
    // Quanta are asked for a few at a time: turns of one let all threads work on them.
    auto shaped = graph::shape_for(*e.plan, costs, {.threads = options_.threads, .quanta = 1});
    if (shaped) e.by_measure.emplace(e.plan, std::move(shaped->graph), shaped->threads);
    // Releases the execution to the thread that makes sound, which may still be at work with the one before.
    e.execution.store(shaped ? &*e.by_measure : nullptr, std::memory_order_release);
}

Complaints Performance::take_complaints() {
    Complaints all = std::move(complaints_);
    complaints_.clear();
    if (directing_ != nullptr)
        for (std::string& c : directing_->director->take_complaints()) all.push_back(std::move(c));
    return all;
}

std::vector<std::string> Performance::take_faulty_buses() {
    std::vector<std::string> names;
    if (directing_ == nullptr) return names;
    for (std::size_t n = 0; n < faults_seen_.size(); ++n) {
        const std::uint32_t count = std::atomic_ref(directing_->session.faults(n)).load(std::memory_order_relaxed);
        if (count == faults_seen_[n]) continue;
        faults_seen_[n] = count;
        const std::string& name = directing_->plan->bus_names[static_cast<std::size_t>(directing_->plan->nodes[n].bus)];
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    return names;
}

bool Performance::checkpoint(Checkpoint& out) const noexcept {
    const std::uint64_t before = checkpoint_changes_.load(std::memory_order_acquire);
    out = {checkpoint_quanta_.load(std::memory_order_acquire), checkpoint_hash_.load(std::memory_order_acquire)};
    return before % 2 == 0 && before == checkpoint_changes_.load(std::memory_order_acquire);
}

// ---- the thread that makes sound ----------------------------------------------------------------------------------

void Performance::switch_editions() noexcept {
    for (;;) {
        if (next_ == nullptr && !coming_.pop(next_)) return;
        if (next_->heritage.quantum > made_.load(std::memory_order_relaxed)) return;
        if (sounding_ != nullptr) {
            if (next_->takes_over) next_->session.take_over(sounding_->session, next_->heritage);
            going_.push(sounding_);
        }
        sounding_ = next_;
        next_ = nullptr;
    }
}

// What rings out is taken away some time after it has fallen silent, which must not show: silence is left out, and a
// sum with one zero more has no zeros below zero.
void Performance::hash(const float (&frames)[quantum_floats]) noexcept {
    float sounding[quantum_floats];
    bool silent = true;
    for (int i = 0; i < quantum_floats; ++i) {
        sounding[i] = frames[i] + 0.0f;
        silent = silent && sounding[i] == 0;
    }
    if (!silent) hasher_.add(sounding);
}

// Copies what quantum k came to out of the session.
void Performance::take(StemRing& ring, std::int64_t k) noexcept {
    StemQuantum& slot = *ring.free_slot();
    const graph::Plan& plan = *sounding_->plan;
    const auto copy = [&](std::int32_t node, float* to) {
        std::memcpy(to, sounding_->session.output(plan.nodes[static_cast<std::size_t>(node)], k),
                    sizeof(float) * quantum_floats);
    };
    slot.quantum = k;
    slot.raw = sounding_->raw;
    slot.chained = sounding_->chained;
    slot.count = static_cast<int>(std::min<std::size_t>(plan.stems.size(), mixer_channels));
    for (int s = 0; s < slot.count; ++s) {
        const int channel = sounding_->channels[static_cast<std::size_t>(s)];
        slot.channels[s] = static_cast<std::uint8_t>(std::min(channel, mixer_channels - 1));
        copy(plan.stems[static_cast<std::size_t>(s)].node, slot.stems[s]);
    }
    copy(plan.master, slot.master);
    for (int s = 0; s < slot.count; ++s) hash(slot.stems[s]);
    hash(slot.master);
    ring.push();
    if ((k + 1) % checkpoint_every == 0) {
        checkpoint_changes_.fetch_add(1, std::memory_order_acq_rel);
        checkpoint_quanta_.store(k + 1, std::memory_order_relaxed);
        checkpoint_hash_.store(hasher_.value(), std::memory_order_relaxed);
        checkpoint_changes_.fetch_add(1, std::memory_order_release);
    }
}

// Only while nothing runs: units are ahead of the quantum that is being taken.
void Performance::look_for_silence() noexcept {
    const graph::Plan& plan = *sounding_->plan;
    for (std::size_t r = 0; r < sounding_->ring_outs.size(); ++r) {
        const graph::PlanNode& n = plan.nodes[static_cast<std::size_t>(sounding_->ring_outs[r])];
        const auto* loudness = reinterpret_cast<const float*>(sounding_->session.state(n));
        if (std::all_of(loudness, loudness + n.channels, [](float l) { return l == 0; }))
            sounding_->rings->done[r].store(true, std::memory_order_relaxed);
    }
}

void Performance::make_serially(Edition& e, std::int64_t begin, std::int64_t end, StemRing& ring) noexcept {
    graph::flush_denormals();
    const graph::RunEnds ends{[](std::int64_t) {}, [](std::int64_t) {}};
    for (std::int64_t k = begin; k < end; ++k) {
        const int age = e.age++ - measure_from;
        if (!e.parallel_costs && age >= 0 && age < measured_quanta) {
            graph::run_serial_timed(e.session, e.score, k, k + 1, ends, e.scratch, e.serial_costs);
            if (age == measured_quanta - 1) e.measured.store(true, std::memory_order_release);
        } else {
            graph::run_serial(e.session, e.score, k, e.scratch);
        }
        take(ring, k);
    }
}

void Performance::make_in_parallel(Edition& e, graph::Execution& execution, std::int64_t begin, std::int64_t end,
                                   StemRing& ring) noexcept {
    const graph::RunEnds ends{[](std::int64_t) {}, [&](std::int64_t q) { take(ring, q); }};
    graph::Watch watch;
    const bool timed = e.age >= measure_from && !e.measured.load(std::memory_order_relaxed) && e.parallel_costs;
    if (timed) watch.measured = &*e.parallel_costs;
    executor_->run(execution, e.session, e.score, begin, end, ends, watch);
    e.age += static_cast<int>(end - begin);
    if (timed && e.parallel_costs->quanta >= measured_quanta) e.measured.store(true, std::memory_order_release);
}

int Performance::make(StemRing& ring, int quanta) noexcept {
    const base::RealTimeScope real_time;
    const std::int64_t ready = directed();
    const auto room = static_cast<std::int64_t>(ring.capacity() - ring.filled());
    const std::int64_t begin = made_.load(std::memory_order_relaxed);
    const std::int64_t end = std::min({begin + quanta, ready, begin + room});
    for (std::int64_t k = begin; k < end;) {
        switch_editions();
        if (sounding_ == nullptr) return 0;
        Edition& e = *sounding_;
        const std::int64_t until = next_ != nullptr ? std::min(end, next_->heritage.quantum) : end;
        if (graph::Execution* execution = e.execution.load(std::memory_order_acquire))
            make_in_parallel(e, *execution, k, until, ring);
        else
            make_serially(e, k, until, ring);
        look_for_silence();
        k = until;
        made_.store(k, std::memory_order_release);
    }
    return static_cast<int>(std::max<std::int64_t>(0, end - begin));
}

}  // namespace phonon::engine
