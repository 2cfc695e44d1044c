#include "engine/impulses.hpp"

#include <samplerate.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace phonon::engine {
namespace {

std::shared_ptr<const dsp::Recording> find(SoundSource& sounds, const std::string& name) {
    const std::size_t colon = name.find(':');
    return sounds.recording(name.substr(0, colon), colon == name.npos ? 0 : std::atoi(name.c_str() + colon + 1));
}

std::shared_ptr<const dsp::ImpulseResponse> prepare(const dsp::Recording& recording, double rate) {
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

}  // namespace

void Impulses::give(graph::Ir& ir, SoundSource& sounds, float rate) {
    std::map<std::string, Prepared> used;
    for (graph::IrNode& node : ir.nodes) {
        if (node.kind != graph::IrNode::Kind::unit || node.control.empty()) continue;
        Prepared& known = used[node.control];
        if (known.from == nullptr) {
            known = prepared_[node.control];
            const std::shared_ptr<const dsp::Recording> recording = find(sounds, node.control);
            if (known.from != recording) {
                known.from = recording;
                known.impulse = recording != nullptr ? prepare(*recording, static_cast<double>(rate)) : nullptr;
            }
        }
        node.impulse = known.impulse;
    }
    prepared_ = std::move(used);
}

}  // namespace phonon::engine
