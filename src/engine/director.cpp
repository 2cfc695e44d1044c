#include "engine/director.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "engine/event_queue.hpp"
#include "engine/onset_queue.hpp"
#include "engine/score_writer.hpp"
#include "engine/voice_events.hpp"
#include "pattern/notes.hpp"

namespace phonon::engine {
namespace {

using dsp::quantum_frames;

struct Due {
    std::size_t slot;
    Onset onset;
};

// The writer of a control that belongs to the effects behind all voices (size of the room, time of the echo).
struct Follower {
    std::size_t writer;
    pattern::ControlName control;
};

Time starting_tempo(const lang::Tempo& tempo, Time start) {
    if (const auto* constant = std::get_if<base::Fraction>(&tempo)) return *constant;
    if (const auto* changing = std::get_if<pattern::Pattern>(&tempo)) {
        if (const auto value = EventQueue(*changing, {}, EventQueue::Takes::fragments).value_before(start)) {
            const Time t = Time::from_double(pattern::number_of(*value));
            if (t > Time(0)) return t;
        }
    }
    return Time(1, 2);
}

}  // namespace

struct Director::Impl {
    std::shared_ptr<const graph::Plan> plan;
    lang::Tempo tempo;
    DirectorOptions options;
    Clock clock;
    std::optional<EventQueue> tempo_queue;
    std::vector<ScoreWriter> writers;
    // By events node: its queue, and the writers that follow its events.
    std::vector<OnsetQueue> queues;
    std::vector<std::vector<Follower>> followers;
    ComplaintBook complaints;
    Voices voices;
    std::vector<Due> due;  // in the quantum in the making

    Impl(std::shared_ptr<const graph::Plan> p, lang::Tempo t, SoundSource& sounds, DirectorOptions o)
        : plan(std::move(p)),
          tempo(std::move(t)),
          options(o),
          clock(static_cast<double>(plan->rate), starting_tempo(tempo, o.start), o.start),
          followers(plan->events.size()),
          voices(*plan, sounds, {o.polyphony, o.seed, o.counted_frames}, complaints) {
        pattern::QueryContext context;
        context.seed = o.seed;
        context.cycles_per_second = clock.tempo().to_double();
        if (const auto* changing = std::get_if<pattern::Pattern>(&tempo))
            tempo_queue.emplace(*changing, context, EventQueue::Takes::fragments);
        for (const graph::ScoreSource& source : plan->scores) {
            if (source.voice_slot >= 0)
                followers[static_cast<std::size_t>(source.voice_slot)].push_back(
                    {writers.size(), pattern::ControlName(source.control)});
            writers.emplace_back(source, context, o.patterns_end);
        }
        for (const graph::EventSource& source : plan->events)
            queues.emplace_back(source.pattern, context, queues.size(),
                                plan->banks[static_cast<std::size_t>(source.bank)].early);
    }

    void take_over(Impl& before, const graph::Heritage& heritage) {
        clock = before.clock;
        if (std::holds_alternative<base::Fraction>(tempo))
            clock.set_tempo(heritage.quantum * quantum_frames, std::get<base::Fraction>(tempo));
        complaints.go_on_from(before.complaints);
        const auto old_slot = [&](int node) {
            const int o = heritage.nodes[static_cast<std::size_t>(node)];
            return o < 0 ? -1 : before.plan->nodes[static_cast<std::size_t>(o)].score_slot;
        };
        for (std::size_t s = 0; s < writers.size(); ++s)
            if (const int o = old_slot(plan->scores[s].node); o >= 0)
                writers[s].adopt(before.writers[static_cast<std::size_t>(o)]);
        std::vector<int> slots;
        for (const graph::EventSource& source : plan->events) slots.push_back(old_slot(source.node));
        for (std::size_t s = 0; s < slots.size(); ++s) {
            queues[s].take_over(heritage.quantum * quantum_frames);
            if (slots[s] >= 0) queues[s].adopt(before.queues[static_cast<std::size_t>(slots[s])]);
        }
        voices.take_over(before.voices, slots, heritage);
    }

    void advance_tempo(std::int64_t first, std::int64_t end) {
        if (!tempo_queue) return;
        // Each change moves the times that follow it, so the end of the quantum is asked for anew after each.
        tempo_queue->take(clock, first, end, clock.cycle_at(end), [&](const EventQueue::Item& item) {
            clock.set_tempo(std::max(item.frame, first), Time::from_double(pattern::number_of(item.event.value)));
        });
    }

    // The events that start voices in the quantum, in one order for the whole program: frame, then node, then place in
    // the pattern.
    void gather(std::int64_t first, std::int64_t end) {
        due.clear();
        for (std::size_t s = 0; s < queues.size(); ++s) {
            for (Onset& o : queues[s].take(clock, first, end, options.patterns_end, complaints))
                due.push_back({s, std::move(o)});
            if (queues[s].gave_up())
                complaints.add("a pattern of " +
                               plan->bus_names[static_cast<std::size_t>(
                                   plan->nodes[static_cast<std::size_t>(plan->events[s].node)].bus)] +
                               " makes more than 65,536 events a cycle, or its time is too fine: the rest of the cycle "
                               "is left out");
        }
        std::stable_sort(due.begin(), due.end(),
                         [](const Due& a, const Due& b) { return a.onset.frame < b.onset.frame; });
    }

    // Those controls follow the last event that sets them.
    void follow(graph::Score& score, std::int64_t k, const Due& d) {
        const int frame = static_cast<int>(d.onset.frame - k * quantum_frames);
        for (const Follower& f : followers[d.slot])
            if (const auto value = EventControls(d.onset.event.value).number(f.control))
                writers[f.writer].set_latest(frame, static_cast<float>(*value),
                                             score.frames(static_cast<int>(f.writer), k));
    }

    void write(graph::Score& score, std::int64_t k) {
        const std::int64_t first = k * quantum_frames, end = first + quantum_frames;
        advance_tempo(first, end);
        for (std::size_t i = 0; i < writers.size(); ++i)
            writers[i].write(clock, k, score.frames(static_cast<int>(i), k));
        gather(first, end);
        voices.begin(score, k);
        for (const Due& d : due) {
            voices.start(d.slot, d.onset.event, d.onset.frame, d.onset.later, clock);
            follow(score, k, d);
        }
        voices.shed();
    }
};

Director::Director(std::shared_ptr<const graph::Plan> plan, const lang::Tempo& tempo, SoundSource& sounds,
                   DirectorOptions options)
    : impl_(std::make_unique<Impl>(std::move(plan), tempo, sounds, options)) {}
Director::~Director() = default;
Director::Director(Director&&) noexcept = default;
void Director::take_over(Director& before, const graph::Heritage& heritage) {
    impl_->take_over(*before.impl_, heritage);
}

void Director::write(graph::Score& score, std::int64_t k) { impl_->write(score, k); }
void Director::set_tempo(std::int64_t frame, double cycles_per_second) {
    impl_->clock.set_tempo(frame, Time::from_double(cycles_per_second));
}
void Director::jump(std::int64_t frame, Time cycle) {
    impl_->clock.jump(frame, cycle);
    if (impl_->tempo_queue) impl_->tempo_queue->restart();
    for (ScoreWriter& w : impl_->writers) w.restart();
    for (OnsetQueue& q : impl_->queues) q.restart();
}
std::int64_t Director::sounds_until(std::size_t slot, std::size_t instrument) const {
    return impl_->voices.sounds_until(slot, instrument);
}
int Director::sounding(std::int64_t frame) const { return impl_->voices.sounding(frame); }
void Director::set_fader(std::string_view stem, float gain) {
    for (std::size_t s = 0; s < impl_->writers.size(); ++s)
        if (impl_->plan->scores[s].kind == graph::ScoreKind::fader && impl_->plan->scores[s].control == stem)
            impl_->writers[s].set_fader(gain);
}
void Director::limit_voices(int count) { impl_->voices.limit(count); }
int Director::voice_limit() const noexcept { return impl_->voices.limit(); }
const Clock& Director::clock() const noexcept { return impl_->clock; }
const VoiceCounts& Director::counts() const noexcept { return impl_->voices.counts(); }
Complaints Director::take_complaints() { return impl_->complaints.take(); }

}  // namespace phonon::engine
