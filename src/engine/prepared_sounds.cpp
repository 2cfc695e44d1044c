#include "engine/prepared_sounds.hpp"

#include <samplerate.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "dsp/math/impulse_response.hpp"
#include "dsp/math/wavetable.hpp"

namespace phonon::engine {
namespace {

std::shared_ptr<const dsp::Recording> recording_named(SoundSource& sounds, const std::string& name) {
    const std::size_t colon = name.find(':');
    return sounds.recording(name.substr(0, colon), colon == name.npos ? 0 : std::atoi(name.c_str() + colon + 1));
}

std::shared_ptr<const dsp::PreparedSound> room_of(const dsp::Recording& recording, double rate) {
    // No more than is used, for a recording may be hours long.
    const auto wanted = static_cast<std::int64_t>(static_cast<double>(dsp::ImpulseResponse::longest + 1) *
                                                  std::max(recording.rate / rate, 1.0));
    const std::int64_t length = std::min(recording.length, wanted);
    if (recording.rate == rate) return dsp::make_impulse_response(recording.data(), recording.channels, length);
    const auto made = static_cast<std::int64_t>(static_cast<double>(length) * rate / recording.rate) + 1;
    std::vector<float> frames(static_cast<std::size_t>(made * recording.channels));
    SRC_DATA job{};
    job.data_in = recording.data();
    job.data_out = frames.data();
    job.input_frames = static_cast<long>(length);
    job.output_frames = static_cast<long>(made);
    job.src_ratio = rate / recording.rate;
    if (src_simple(&job, SRC_SINC_MEDIUM_QUALITY, recording.channels) != 0) return nullptr;
    return dsp::make_impulse_response(frames.data(), recording.channels, job.output_frames_gen);
}

std::shared_ptr<const dsp::PreparedSound> prepare(dsp::SoundUse use, const dsp::Recording& recording, double rate) {
    switch (use) {
        case dsp::SoundUse::room: return room_of(recording, rate);
        // A period is a period at any rate.
        case dsp::SoundUse::periods: return dsp::make_wavetable(recording.data(), recording.channels, recording.length);
        case dsp::SoundUse::none: break;
    }
    return nullptr;
}

}  // namespace

std::shared_ptr<const dsp::PreparedSound> PreparedSounds::find(const dsp::UnitRow& unit, const std::string& name,
                                                               SoundSource& sounds, float rate, All& used) const {
    const auto key = std::pair(unit.facts->sound_use, name);
    const auto [at, is_new] = used.try_emplace(key);
    if (!is_new) return at->second.made;
    if (const auto before = prepared_.find(key); before != prepared_.end()) at->second = before->second;
    Prepared& known = at->second;
    const std::shared_ptr<const dsp::Recording> recording = recording_named(sounds, name);
    if (known.from != recording) {
        known.from = recording;
        known.made = recording != nullptr ? prepare(key.first, *recording, static_cast<double>(rate)) : nullptr;
    }
    return known.made;
}

void PreparedSounds::give(graph::Ir& ir, SoundSource& sounds, float rate) {
    All used;
    for (graph::IrNode& node : ir.nodes)
        if (node.kind == graph::IrNode::Kind::unit && node.unit->facts->sound_use != dsp::SoundUse::none)
            node.sound = find(*node.unit, node.control, sounds, rate, used);
    for (graph::VoiceBankPlan& bank : ir.banks)
        for (graph::InstrumentPlan& instrument : bank.instruments)
            for (graph::VoiceStep& step : instrument.steps)
                if (step.unit != nullptr && step.unit->facts->sound_use != dsp::SoundUse::none)
                    step.sound = find(*step.unit, step.sound_name, sounds, rate, used);
    prepared_ = std::move(used);
}

}  // namespace phonon::engine
