#include "engine/voices.hpp"

#include <algorithm>
#include <cmath>

#include "base/hash.hpp"
#include "dsp/sampler/sampler.hpp"

namespace phonon::engine {
namespace {

using dsp::quantum_frames;

constexpr double fade_seconds = 0.003;  // of a cut, stolen or shed voice

// Cut groups are those of an orbit where the events name one, else of the stem.
bool share_group(int orbit, int others_orbit, const graph::VoiceBankPlan& bank, const graph::VoiceBankPlan& other) {
    return orbit >= 0 || others_orbit >= 0 ? orbit == others_orbit : bank.stem == other.stem;
}

int cut_group_of(const EventControls& controls) { return static_cast<int>(controls.number(control::cut, 0)); }
int orbit_of(const EventControls& controls) {
    return static_cast<int>(std::max(-1.0, controls.number(control::orbit, -1)));
}

}  // namespace

Voices::Voices(const graph::Plan& plan, SoundSource& sounds, const VoicesOptions& options, ComplaintBook& complaints)
    : sounds_(sounds), options_(options), complaints_(complaints), rate_(static_cast<double>(plan.rate)) {
    dsp::prepare_sampler();
    for (const graph::EventSource& source : plan.events) {
        const graph::VoiceBankPlan& bank = plan.banks[static_cast<std::size_t>(source.bank)];
        Bank b{&source,
               &bank,
               VoiceAllocator(bank.instruments.size(), bank.batches * dsp::voice_lanes, options.polyphony),
               {},
               {}};
        for (std::size_t i = 0; i < bank.instruments.size(); ++i) {
            const graph::InstrumentPlan& instrument = bank.instruments[i];
            b.readers.emplace_back(instrument);
            if (!instrument.is_sampler && !instrument.retired)
                b.instruments.emplace(instrument.name, static_cast<int>(i));
        }
        banks_.push_back(std::move(b));
    }
}

void Voices::take_over(Voices& before, const std::vector<int>& slots, const graph::Heritage& heritage) {
    counts_ = before.counts_;
    limit_ = before.limit_;
    recordings_ = std::move(before.recordings_);
    // A sound that was missing may be there by now.
    for (auto& [name, numbers] : recordings_) std::erase_if(numbers, [](const auto& r) { return r.second == nullptr; });
    for (std::size_t s = 0; s < banks_.size(); ++s) {
        if (slots[s] < 0) continue;
        Bank& old = before.banks_[static_cast<std::size_t>(slots[s])];
        banks_[s].serial = old.serial;
        const auto& parts = heritage.instruments[static_cast<std::size_t>(banks_[s].source->bank)];
        for (std::size_t i = 0; i < parts.size(); ++i)
            if (parts[i] >= 0) banks_[s].voices.adopt(i, old.voices, static_cast<std::size_t>(parts[i]));
    }
}

void Voices::begin(graph::Score& score, std::int64_t k) {
    first_ = k * quantum_frames;
    for (std::size_t b = 0; b < banks_.size(); ++b) {
        graph::VoiceCommands& commands = score.voices(static_cast<int>(b), k);
        commands.commands.clear();
        commands.params.clear();
        banks_[b].commands = &commands;
    }
}

std::shared_ptr<const dsp::Recording> Voices::find_recording(std::string_view sound, int number) {
    const auto numbers = recordings_.find(sound);
    if (numbers != recordings_.end())
        if (const auto known = numbers->second.find(number); known != numbers->second.end()) return known->second;
    auto recording = sounds_.recording(sound, number);
    if (!recording && sounds_.is_loading(sound, number)) return nullptr;
    if (!recording) complaints_.add("no sound is named `" + std::string(sound) + "`");
    recordings_[std::string(sound)].emplace(number, recording);
    return recording;
}

void Voices::fade(Bank& bank, LaneRef voice, std::int64_t frame) {
    const auto frames = static_cast<std::int32_t>(fade_seconds * rate_);
    bank.voices.fade(voice, frame, frames);
    graph::VoiceCommand c;
    c.type = graph::VoiceCommand::Type::fade;
    c.frame = static_cast<std::uint8_t>(frame - first_);
    c.instrument = static_cast<std::uint16_t>(voice.instrument);
    c.lane = static_cast<std::uint16_t>(voice.lane);
    c.fade_frames = frames;
    bank.commands->commands.push_back(c);
}

// Fades what the event cuts, and the voice that gives way to it where all are taken.
void Voices::make_room(Bank& bank, const EventControls& controls, std::int64_t frame) {
    bank.voices.release_until(frame);
    if (const int group = cut_group_of(controls); group != 0)
        for (Bank& other : banks_)
            for (const LaneRef voice : other.voices.in_cut_group(group, controls.sound())) {
                if (!share_group(orbit_of(controls), other.voices.at(voice).orbit, *bank.plan, *other.plan)) continue;
                fade(other, voice, frame);
                count(counts_.cut, frame);
            }
    if (const LaneRef victim = bank.voices.victim(frame); victim.instrument >= 0) {
        fade(bank, victim, frame);
        count(counts_.stolen, frame);
    }
}

void Voices::start(std::size_t slot, const pattern::Event& event, std::int64_t frame, std::int64_t later,
                   const Clock& clock) {
    Bank& bank = banks_[slot];
    const EventControls controls(event.value);
    const std::string_view sound = controls.sound();
    if (sound.empty() || sound == "~" || sound == "silence") return;
    const auto known = bank.instruments.find(sound);
    const int index = known == bank.instruments.end() ? 0 : known->second;
    const VoiceReader& reader = bank.readers[static_cast<std::size_t>(index)];

    std::vector<float>& params = bank.commands->params;
    graph::VoiceCommand c;
    c.frame = static_cast<std::uint8_t>(frame - first_);
    c.instrument = static_cast<std::uint16_t>(index);
    c.params = static_cast<std::uint32_t>(params.size());
    const std::int64_t whole_frames = clock.frame_at(event.whole->end) - (frame - later);
    const VoiceTime time{static_cast<double>(whole_frames) / rate_, clock.tempo().to_double(), rate_};
    if (const std::string* missing = reader.read_params(controls, time, params)) {
        complaints_.add("`" + reader.instrument().name + "` needs a value for `" + *missing + "`: add # " + *missing);
        params.resize(c.params);
        return;
    }
    std::shared_ptr<const dsp::Recording> recording;
    if (reader.instrument().is_sampler) {
        for (const pattern::ControlName moving : {control::penv, control::vib, control::fmi})
            if (controls.has(moving))
                complaints_.add("`" + std::string(moving.text()) +
                                "` moves the pitch of instruments, not of samples: `" + std::string(sound) +
                                "` keeps its own");
        recording = find_recording(sound, static_cast<int>(std::floor(controls.number(control::n, 0))));
        if (!recording) {
            params.resize(c.params);
            return;
        }
    }
    reader.read_voice(controls, time, params.data() + c.params, recording.get(), c);

    make_room(bank, controls, frame);
    const int group = cut_group_of(controls);
    VoiceModel model;
    model.start = frame;
    model.end = frame + c.total_frames;
    model.gain = static_cast<double>(std::max(std::fabs(c.placement.left), std::fabs(c.placement.right)));
    model.cut_group = group;
    model.orbit = orbit_of(controls);
    if (group < 0) model.sound = sound;
    const LaneRef voice = bank.voices.start(index, std::move(model));
    if (voice.lane < 0) {
        count(counts_.stolen, frame);  // more voices at once than lanes: the newcomer gives way
        params.resize(c.params);
        return;
    }
    c.lane = static_cast<std::uint16_t>(voice.lane);
    c.key = static_cast<std::uint32_t>(base::hash_of("voice", bank.source->key ^ options_.seed ^ ++bank.serial));
    bank.commands->commands.push_back(c);
    count(counts_.started, frame);
}

void Voices::shed() {
    if (limit_ == INT_MAX) return;
    const std::int64_t frame = first_ + quantum_frames - 1;
    int sounding = 0;
    for (Bank& b : banks_) {
        b.voices.release_until(frame);
        sounding += b.voices.held();
    }
    for (; sounding > limit_; --sounding) {
        Bank* bank = nullptr;
        LaneRef quietest;
        for (Bank& b : banks_) {
            const LaneRef voice = b.voices.quietest(frame);
            if (voice.instrument >= 0 &&
                (bank == nullptr || b.voices.at(voice).level_at(frame) < bank->voices.at(quietest).level_at(frame))) {
                bank = &b;
                quietest = voice;
            }
        }
        if (bank == nullptr) return;
        fade(*bank, quietest, frame);
        ++counts_.shed;
    }
}

std::int64_t Voices::sounds_until(std::size_t slot, std::size_t instrument) const {
    return banks_[slot].voices.sounds_until(instrument);
}

int Voices::sounding(std::int64_t frame) const {
    int count = 0;
    for (const Bank& b : banks_) count += b.voices.sounding(frame);
    return count;
}

}  // namespace phonon::engine
