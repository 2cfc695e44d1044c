#include "engine/director.hpp"

#include <algorithm>
#include <climits>
#include <cmath>

#include "base/hash.hpp"
#include "dsp/sampler/sampler.hpp"
#include "engine/event_queue.hpp"
#include "engine/score_writer.hpp"
#include "engine/voice_allocator.hpp"
#include "engine/voice_events.hpp"
#include "pattern/notes.hpp"

namespace phonon::engine {
namespace {

using dsp::quantum_frames;

constexpr double fade_seconds = 0.003;     // of a cut or stolen voice
constexpr double release_seconds = 0.005;  // of a voice without an envelope
constexpr double half_pi = 1.5707963267948966;

float evaluate(const std::vector<graph::LengthTerm>& terms, int at, const float* params) {
    const graph::LengthTerm& t = terms[static_cast<std::size_t>(at)];
    switch (t.op) {
        case graph::LengthTerm::Op::constant: return t.value;
        case graph::LengthTerm::Op::param: return params[t.index];
        case graph::LengthTerm::Op::add: return evaluate(terms, t.index, params) + evaluate(terms, t.second, params);
        case graph::LengthTerm::Op::multiply:
            return evaluate(terms, t.index, params) * evaluate(terms, t.second, params);
        case graph::LengthTerm::Op::maximum:
            return std::max(evaluate(terms, t.index, params), evaluate(terms, t.second, params));
    }
    return 0;
}

// SuperDirt's resonance, 0 ... 1, as the q of a filter: 0.707 is flat, 1 rings very long.
double quality(double resonance) { return 0.7071 * std::exp2(std::clamp(resonance, 0.0, 1.0) * 5.4); }

// One events node: its queue and its lanes.
struct Bank {
    const graph::EventSource* source;
    const graph::VoiceBankPlan* plan;
    EventQueue queue;
    VoiceAllocator voices;
    std::map<std::string, int, std::less<>> instruments;  // by the name that `s` gives
    std::uint64_t serial = 0;
    std::vector<EventQueue::Item> nudged;  // that `nudge` has put off
};

}  // namespace

struct Director::Impl {
    std::shared_ptr<const graph::Plan> plan;
    SoundSource& sounds;
    DirectorOptions options;
    Clock clock;
    std::optional<EventQueue> tempo_queue;
    std::vector<ScoreWriter> writers;
    std::vector<Bank> banks;
    VoiceCounts counts;
    Complaints complaints;
    std::set<std::string> said;
    int voice_limit = INT_MAX;
    // Every recording that was ever started stays alive as long as the session that may be playing it.
    std::map<std::string, std::shared_ptr<const dsp::Recording>> recordings;

    Impl(std::shared_ptr<const graph::Plan> p, const lang::Tempo& tempo, SoundSource& s, DirectorOptions o)
        : plan(std::move(p)),
          sounds(s),
          options(o),
          clock(static_cast<double>(plan->rate), starting_tempo(tempo, o.start), o.start) {
        dsp::prepare_sampler();
        pattern::QueryContext context;
        context.seed = o.seed;
        context.cycles_per_second = clock.tempo().to_double();
        if (const auto* changing = std::get_if<pattern::Pattern>(&tempo))
            tempo_queue.emplace(*changing, context, false);
        for (const graph::ScoreSource& source : plan->scores) writers.emplace_back(source, context, o.patterns_end);
        for (const graph::EventSource& source : plan->events) {
            const graph::VoiceBankPlan& bank = plan->banks[static_cast<std::size_t>(source.bank)];
            Bank b{&source,
                   &bank,
                   EventQueue(source.pattern, context, true),
                   VoiceAllocator(bank.instruments.size(), bank.batches * dsp::voice_lanes, o.polyphony),
                   {},
                   0,
                   {}};
            for (std::size_t i = 0; i < bank.instruments.size(); ++i)
                if (!bank.instruments[i].is_sampler && !bank.instruments[i].retired)
                    b.instruments.emplace(bank.instruments[i].name, static_cast<int>(i));
            banks.push_back(std::move(b));
        }
    }

    void take_over(Impl& before, const lang::Tempo& tempo, const graph::Heritage& heritage) {
        clock = before.clock;
        if (std::holds_alternative<base::Fraction>(tempo))
            clock.set_tempo(heritage.quantum * quantum_frames, std::get<base::Fraction>(tempo));
        counts = before.counts;
        said = std::move(before.said);
        voice_limit = before.voice_limit;
        recordings = std::move(before.recordings);
        // A sound that was missing may be there by now.
        std::erase_if(recordings, [](const auto& r) { return r.second == nullptr; });
        const auto old_slot = [&](int node) {
            const int o = heritage.nodes[static_cast<std::size_t>(node)];
            return o < 0 ? -1 : before.plan->nodes[static_cast<std::size_t>(o)].score_slot;
        };
        for (std::size_t s = 0; s < writers.size(); ++s)
            if (const int o = old_slot(plan->scores[s].node); o >= 0)
                writers[s].adopt(before.writers[static_cast<std::size_t>(o)]);
        for (std::size_t s = 0; s < banks.size(); ++s) {
            const int o = old_slot(plan->events[s].node);
            if (o < 0) continue;
            Bank& old = before.banks[static_cast<std::size_t>(o)];
            banks[s].serial = old.serial;
            banks[s].nudged = std::move(old.nudged);
            const auto& parts = heritage.instruments[static_cast<std::size_t>(banks[s].source->bank)];
            for (std::size_t i = 0; i < parts.size(); ++i)
                if (parts[i] >= 0) banks[s].voices.adopt(i, old.voices, static_cast<std::size_t>(parts[i]));
        }
    }

    static Time starting_tempo(const lang::Tempo& tempo, Time start) {
        if (const auto* constant = std::get_if<base::Fraction>(&tempo)) return *constant;
        if (const auto* changing = std::get_if<pattern::Pattern>(&tempo)) {
            if (const auto value = EventQueue(*changing, {}, false).value_before(start)) {
                const Time t = Time::from_double(pattern::number_of(*value));
                if (t > Time(0)) return t;
            }
        }
        return Time(1, 2);
    }

    void count(std::int64_t& what, std::int64_t frame) const {
        if (frame < options.counted_frames) ++what;
    }

    void complain(std::string text) {
        if (said.insert(text).second) complaints.push_back(std::move(text));
    }

    void advance_tempo(std::int64_t first, std::int64_t end) {
        if (!tempo_queue) return;
        // Each change moves the times that follow it, so the end of the quantum is asked for anew after each.
        tempo_queue->take_until(clock, end, clock.cycle_at(end), [&](const EventQueue::Item& item) {
            clock.set_tempo(std::max(item.frame, first), Time::from_double(pattern::number_of(item.event.value)));
        });
    }

    std::shared_ptr<const dsp::Recording> find_recording(std::string_view sound, const EventControls& controls) {
        const int n = static_cast<int>(std::floor(controls.number("n", 0)));
        std::string key = std::string(sound) + ":" + std::to_string(n);
        const auto known = recordings.find(key);
        if (known != recordings.end()) return known->second;
        auto recording = sounds.recording(sound, n);
        if (!recording && sounds.is_loading(sound, n)) return nullptr;
        if (!recording) complain("no sound is named `" + std::string(sound) + "`");
        recordings.emplace(std::move(key), recording);
        return recording;
    }

    void fade(Bank& bank, graph::VoiceCommands& out, LaneRef ref, std::int64_t frame, int in_quantum) {
        const auto frames = static_cast<std::int32_t>(fade_seconds * static_cast<double>(plan->rate));
        bank.voices.fade(ref, frame, frames);
        graph::VoiceCommand c;
        c.type = graph::VoiceCommand::Type::fade;
        c.frame = static_cast<std::uint8_t>(in_quantum);
        c.instrument = static_cast<std::uint16_t>(ref.instrument);
        c.lane = static_cast<std::uint16_t>(ref.lane);
        c.fade_frames = frames;
        out.commands.push_back(c);
    }

    // Gain and pan as factors of the two channels: equal power, so that a centred voice is 3 dB down in each.
    static void place(graph::VoiceCommand& c, const EventControls& controls, bool instrument_has_gain, bool stereo) {
        double gain = controls.number("velocity", 1);
        if (!instrument_has_gain) gain *= controls.number("gain", 1);
        double pan = controls.number("pan", 0.5);
        pan -= std::floor(pan) == pan && pan == 1 ? 0 : std::floor(pan);  // 1 is right, beyond it wraps around
        const double left = std::cos(pan * half_pi), right = std::sin(pan * half_pi);
        // A stereo recording is balanced: at the centre it stays as it is.
        const double scale = stereo ? gain * 1.4142135623730951 : gain;
        c.left = static_cast<float>(std::min(left * scale, stereo ? gain : left * scale));
        c.right = static_cast<float>(std::min(right * scale, stereo ? gain : right * scale));
    }

    void start(Bank& bank, graph::VoiceCommands& out, const EventQueue::Item& item, std::int64_t first) {
        const EventControls controls(item.event.value);
        const std::string_view sound = controls.sound();
        if (sound.empty() || sound == "~" || sound == "silence") return;
        const auto known = bank.instruments.find(sound);
        const int index = known == bank.instruments.end() ? 0 : known->second;
        const graph::InstrumentPlan& instrument = bank.plan->instruments[static_cast<std::size_t>(index)];

        std::int64_t frame = item.frame;
        graph::VoiceCommand c;
        c.instrument = static_cast<std::uint16_t>(index);
        c.params = static_cast<std::uint32_t>(out.params.size());
        const std::int64_t whole_end = clock.frame_at(item.event.whole->end);
        const std::int64_t whole_begin = frame - nudge_of(item);
        const double event_seconds = static_cast<double>(whole_end - whole_begin) / static_cast<double>(plan->rate);
        double sounding = event_seconds * controls.number("legato", 1);
        if (const auto sustain = controls.number("sustain")) sounding = *sustain;
        if (const auto hold = controls.number("hold")) sounding = *hold + std::max(0.0, controls.number("attack", 0));
        c.duration = event_seconds;
        c.gate_frames = std::max<std::int64_t>(1, std::llround(sounding * static_cast<double>(plan->rate)));

        bool has_gain = false;
        for (const graph::VoiceParam& p : instrument.params) {
            const auto value = parameter(p, controls, event_seconds);
            if (!value) {
                complain("`" + instrument.name + "` needs a value for `" + p.name + "`: add # " + p.name);
                out.params.resize(c.params);
                return;
            }
            has_gain = has_gain || p.name == "gain";
            out.params.push_back(*value);
        }
        if (instrument.is_sampler) {
            const auto recording = find_recording(sound, controls);
            if (!recording) {
                out.params.resize(c.params);
                return;
            }
            c.recording = recording.get();
            read_sampler(c, controls, *recording);
            place(c, controls, false, recording->channels == 2);
        } else {
            if (instrument.has_envelope) {
                c.total_frames = length_of(instrument, out.params.data() + c.params, c.gate_frames);
            } else {
                c.hold_frames = c.gate_frames + frames_of(controls.number("release", 0));
                c.total_frames = c.hold_frames + frames_of(release_seconds);
            }
            place(c, controls, has_gain, instrument.output_channels == 2);
        }

        bank.voices.release_until(frame);
        const int in_quantum = static_cast<int>(frame - first);
        const int cut_group = static_cast<int>(controls.number("cut", 0));
        const int orbit = static_cast<int>(std::max(-1.0, controls.number("orbit", -1)));
        if (cut_group != 0)
            for (Bank& other : banks)
                for (const LaneRef ref : other.voices.in_cut_group(cut_group, std::string(sound)))
                    if (share_orbit(bank, orbit, other, ref)) cut(other, ref, frame, first);
        if (const LaneRef victim = bank.voices.victim(frame); victim.instrument >= 0) {
            fade(bank, out, victim, frame, in_quantum);
            count(counts.stolen, frame);
        }
        const LaneRef lane = bank.voices.free_lane(index);
        if (lane.lane < 0) {
            count(counts.stolen, frame);  // more voices at once than lanes: the newcomer gives way
            out.params.resize(c.params);
            return;
        }
        VoiceModel& model = bank.voices.at(lane);
        model = {true,
                 frame,
                 frame + c.total_frames,
                 -1,
                 static_cast<double>(std::max(std::fabs(c.left), std::fabs(c.right))),
                 cut_group,
                 orbit,
                 std::string(sound)};
        c.frame = static_cast<std::uint8_t>(in_quantum);
        c.lane = static_cast<std::uint16_t>(lane.lane);
        c.key = static_cast<std::uint32_t>(base::hash_of("voice", bank.source->key ^ options.seed ^ ++bank.serial));
        out.commands.push_back(c);
        count(counts.started, frame);
    }

    // Cut groups are those of an orbit where the events name one, else of the stem.
    static bool share_orbit(const Bank& bank, int orbit, Bank& other, LaneRef voice) {
        const int theirs = other.voices.at(voice).orbit;
        return orbit >= 0 || theirs >= 0 ? orbit == theirs : other.plan->stem == bank.plan->stem;
    }

    // Voices beyond the limit fade, the one of the lowest level first, whichever pattern it belongs to.
    void shed(std::int64_t frame) {
        int sounding = 0;
        for (const Bank& b : banks) sounding += b.voices.held();
        for (; sounding > voice_limit; --sounding) {
            Bank* quietest = nullptr;
            LaneRef voice;
            for (Bank& b : banks) {
                const LaneRef ref = b.voices.quietest(frame);
                if (ref.instrument >= 0 && (quietest == nullptr || b.voices.at(ref).level_at(frame) <
                                                                       quietest->voices.at(voice).level_at(frame))) {
                    quietest = &b;
                    voice = ref;
                }
            }
            if (quietest == nullptr) return;
            const auto slot = static_cast<std::size_t>(quietest - banks.data());
            fade(*quietest, *current[slot], voice, frame, quantum_frames - 1);
            ++counts.shed;
        }
    }

    void cut(Bank& bank, LaneRef ref, std::int64_t frame, std::int64_t first) {
        const auto slot = static_cast<std::size_t>(&bank - banks.data());
        fade(bank, *current[slot], ref, frame, static_cast<int>(frame - first));
        count(counts.cut, frame);
    }

    void read_sampler(graph::VoiceCommand& c, const EventControls& controls, const dsp::Recording& recording) {
        c.speed = controls.number("speed", 1) * std::exp2(controls.semitones(false) / 12.0);
        c.begin = controls.number("begin", 0);
        c.end = controls.number("end", 1);
        c.accelerate = controls.number("accelerate", 0);
        c.loop = controls.number("loop", 0) > 1;
        const std::string_view unit = controls.text("unit");
        const double seconds = static_cast<double>(recording.length) / recording.rate;
        if (unit == "c") c.speed *= seconds * clock.tempo().to_double();
        if (unit == "s" && controls.number("speed", 1) != 0) c.speed = seconds / controls.number("speed", 1);
        const bool bounded = controls.has("legato") || controls.has("sustain") || controls.has("hold");
        const dsp::SamplerVoice voice = dsp::start_voice(recording, {.speed = c.speed,
                                                                     .begin = c.begin,
                                                                     .end = c.end,
                                                                     .loop = c.loop,
                                                                     .accelerate = c.accelerate,
                                                                     .duration = c.duration,
                                                                     .session_rate = static_cast<double>(plan->rate)});
        const std::int64_t natural = dsp::frames_until_end(voice);
        if (!bounded && !c.loop) {
            c.gate_frames = c.total_frames = natural;
            return;
        }
        c.hold_frames = c.gate_frames + frames_of(controls.number("release", 0));
        c.total_frames = std::min(natural, c.hold_frames + frames_of(release_seconds));
    }

    std::optional<float> parameter(const graph::VoiceParam& p, const EventControls& controls, double seconds) const {
        if (p.outer >= 0) return 0.0f;  // read from a signal at the onset
        if (p.name == "freq")
            return std::isnan(p.by_default) || controls.has_pitch() ? static_cast<float>(controls.frequency())
                                                                    : p.by_default;
        if (p.name == "note") return static_cast<float>(controls.semitones(true));
        if (p.name == "vowel") {
            const std::string_view letter = controls.text("vowel");
            const std::size_t at =
                letter.empty() ? std::string_view::npos : std::string_view("aeiou").find(letter.front());
            return at == std::string_view::npos
                       ? static_cast<float>(controls.number("vowel", static_cast<double>(p.by_default)))
                       : static_cast<float>(at);
        }
        if (p.name == "resonance" || p.name == "hresonance")
            return static_cast<float>(quality(controls.number(p.name, 0)));
        if (p.name == "dur") return static_cast<float>(seconds);
        if (const auto value = controls.number(p.name)) return static_cast<float>(*value);
        if (!std::isnan(p.by_default)) return p.by_default;
        if (p.name == "gain" || p.name == "velocity" || p.name == "speed") return 1.0f;
        if (p.name == "pan") return 0.5f;
        if (p.name == "accelerate") return 0.0f;
        return std::nullopt;
    }

    std::int64_t frames_of(double seconds) const {
        return static_cast<std::int64_t>(std::ceil(std::clamp(seconds, 0.0, 600.0) * static_cast<double>(plan->rate)));
    }

    // How long a voice with envelopes sounds: the longest of them, with room for rounding.
    std::int64_t length_of(const graph::InstrumentPlan& i, const float* params, std::int64_t gate) const {
        const auto term = [&](int at) { return frames_of(static_cast<double>(evaluate(i.terms, at, params))); };
        std::int64_t length = 1;
        if (i.length_after_gate >= 0) length = std::max(length, gate + term(i.length_after_gate));
        if (i.length_after_onset >= 0) length = std::max(length, term(i.length_after_onset));
        return length + quantum_frames;
    }

    // The commands of the quantum in the making, one list an events node, so that a cut may reach another node's
    // voices.
    std::vector<graph::VoiceCommands*> current;

    // Controls that belong to the effects behind all voices (size of the room, time of the echo) follow the last event.
    void follow(graph::Score& score, std::int64_t k, std::size_t bank, const EventQueue::Item& item,
                std::int64_t first) {
        for (std::size_t i = 0; i < plan->scores.size(); ++i) {
            const graph::ScoreSource& source = plan->scores[i];
            if (source.voice_slot != static_cast<int>(bank)) continue;
            if (const auto value = EventControls(item.event.value).number(source.control))
                writers[i].set_latest(static_cast<int>(item.frame - first), static_cast<float>(*value),
                                      score.frames(static_cast<int>(i), k));
        }
    }

    // Frames by which the event comes later. It cannot come before its time, which is when it is asked for.
    std::int64_t nudge_of(const EventQueue::Item& item) {
        const auto seconds = EventControls(item.event.value).number("nudge");
        if (!seconds) return 0;
        if (*seconds < 0) complain("a negative `nudge` plays at its time: shift the others, or the pattern by <~");
        return std::llround(std::clamp(*seconds, 0.0, 60.0) * static_cast<double>(plan->rate));
    }

    void write(graph::Score& score, std::int64_t k) {
        const std::int64_t first = k * quantum_frames, end = first + quantum_frames;
        advance_tempo(first, end);
        for (std::size_t i = 0; i < writers.size(); ++i)
            writers[i].write(clock, k, score.frames(static_cast<int>(i), k));
        current.clear();
        struct Due {
            std::size_t bank;
            EventQueue::Item item;
        };
        std::vector<Due> due;
        const std::int64_t last = std::min(end, options.patterns_end);
        for (std::size_t b = 0; b < banks.size(); ++b) {
            graph::VoiceCommands& commands = score.voices(static_cast<int>(b), k);
            commands.commands.clear();
            commands.params.clear();
            current.push_back(&commands);
            banks[b].queue.take_until(clock, last, clock.cycle_at(last), [&](const EventQueue::Item& item) {
                if (item.frame < first) return;
                const std::int64_t later = nudge_of(item);
                if (later == 0)
                    due.push_back({b, item});
                else
                    banks[b].nudged.push_back({item.frame + later, item.event});
            });
            std::erase_if(banks[b].nudged, [&](const EventQueue::Item& item) {
                if (item.frame < end) due.push_back({b, item});
                return item.frame < end;
            });
            if (banks[b].queue.gave_up())
                complain("a pattern of " +
                         plan->bus_names[static_cast<std::size_t>(
                             plan->nodes[static_cast<std::size_t>(banks[b].source->node)].bus)] +
                         " makes more than 65,536 events a cycle, or its time is too fine: the rest of the cycle is "
                         "left out");
        }
        // One order for the whole program: frame, then node, then place in the pattern.
        std::stable_sort(due.begin(), due.end(),
                         [](const Due& a, const Due& b) { return a.item.frame < b.item.frame; });
        for (const Due& d : due) {
            start(banks[d.bank], *current[d.bank], d.item, first);
            follow(score, k, d.bank, d.item, first);
        }
        if (voice_limit < INT_MAX) shed(end - 1);
    }
};

Director::Director(std::shared_ptr<const graph::Plan> plan, const lang::Tempo& tempo, SoundSource& sounds,
                   DirectorOptions options)
    : impl_(std::make_unique<Impl>(std::move(plan), tempo, sounds, options)) {}
Director::Director(std::shared_ptr<const graph::Plan> plan, const lang::Tempo& tempo, SoundSource& sounds,
                   DirectorOptions options, Director& before, const graph::Heritage& heritage)
    : Director(std::move(plan), tempo, sounds, options) {
    impl_->take_over(*before.impl_, tempo, heritage);
}
Director::~Director() = default;
Director::Director(Director&&) noexcept = default;

void Director::write(graph::Score& score, std::int64_t k) { impl_->write(score, k); }
void Director::set_tempo(std::int64_t frame, double cycles_per_second) {
    impl_->clock.set_tempo(frame, Time::from_double(cycles_per_second));
}
void Director::jump(std::int64_t frame, Time cycle) {
    impl_->clock.jump(frame, cycle);
    if (impl_->tempo_queue) impl_->tempo_queue->restart();
    for (ScoreWriter& w : impl_->writers) w.restart();
    for (Bank& b : impl_->banks) {
        b.queue.restart();
        b.nudged.clear();
    }
}
std::int64_t Director::sounds_until(std::size_t slot, std::size_t instrument) const {
    return impl_->banks[slot].voices.sounds_until(instrument);
}
int Director::sounding(std::int64_t frame) const {
    int count = 0;
    for (const Bank& b : impl_->banks) count += b.voices.sounding(frame);
    return count;
}
void Director::set_fader(std::string_view stem, float gain) {
    for (std::size_t s = 0; s < impl_->writers.size(); ++s)
        if (impl_->plan->scores[s].kind == graph::ScoreKind::fader && impl_->plan->scores[s].control == stem)
            impl_->writers[s].set_fader(gain);
}
void Director::limit_voices(int count) { impl_->voice_limit = count; }
int Director::voice_limit() const noexcept { return impl_->voice_limit; }
const Clock& Director::clock() const noexcept { return impl_->clock; }
const VoiceCounts& Director::counts() const noexcept { return impl_->counts; }
Complaints Director::take_complaints() { return std::exchange(impl_->complaints, {}); }

}  // namespace phonon::engine
