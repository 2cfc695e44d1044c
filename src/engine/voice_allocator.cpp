#include "engine/voice_allocator.hpp"

#include <algorithm>

namespace phonon::engine {
namespace {

template <class Bank, class Use>
void for_each_voice(Bank& voices, Use use) {
    for (std::size_t i = 0; i < voices.size(); ++i)
        for (std::size_t l = 0; l < voices[i].size(); ++l)
            if (voices[i][l].used) use(LaneRef{static_cast<int>(i), static_cast<int>(l)}, voices[i][l]);
}

}  // namespace

void VoiceAllocator::release_until(std::int64_t frame) {
    if (frame < next_end_) return;
    next_end_ = INT64_MAX;
    for_each_voice(voices_, [&](LaneRef ref, VoiceModel& v) {
        if (v.end > frame) {
            next_end_ = std::min(next_end_, v.end);
            return;
        }
        v.used = false;
        if (v.fading_since < 0) --held_;
        int& free = first_free_[static_cast<std::size_t>(ref.instrument)];
        free = std::min(free, ref.lane);
    });
}

LaneRef VoiceAllocator::quietest(std::int64_t frame) const {
    LaneRef lowest;
    const VoiceModel* lowest_voice = nullptr;
    for_each_voice(voices_, [&](LaneRef ref, const VoiceModel& v) {
        if (v.fading_since >= 0) return;
        const double level = v.level_at(frame);
        if (lowest_voice == nullptr || level < lowest_voice->level_at(frame) ||
            (level == lowest_voice->level_at(frame) && v.start < lowest_voice->start)) {
            lowest = ref;
            lowest_voice = &v;
        }
    });
    return lowest;
}

LaneRef VoiceAllocator::victim(std::int64_t frame) const { return held() < polyphony_ ? LaneRef{} : quietest(frame); }

LaneRef VoiceAllocator::start(int instrument, VoiceModel voice) {
    auto& lanes = voices_[static_cast<std::size_t>(instrument)];
    int& lane = first_free_[static_cast<std::size_t>(instrument)];
    const auto count = static_cast<int>(lanes.size());
    while (lane < count && lanes[static_cast<std::size_t>(lane)].used) ++lane;
    if (lane == count) return {instrument, -1};
    VoiceModel& v = lanes[static_cast<std::size_t>(lane)];
    v = std::move(voice);
    v.used = true;
    v.fading_since = -1;
    ++held_;
    next_end_ = std::min(next_end_, v.end);
    return {instrument, lane};
}

void VoiceAllocator::fade(LaneRef ref, std::int64_t frame, std::int64_t fade_frames) {
    VoiceModel& v = model(ref);
    if (v.fading_since < 0) --held_;
    v.fading_since = frame;
    v.end = std::min(v.end, frame + fade_frames);
    next_end_ = std::min(next_end_, v.end);
}

void VoiceAllocator::adopt(std::size_t instrument, VoiceAllocator& from, std::size_t theirs) {
    auto& lanes = voices_[instrument];
    const std::size_t count = lanes.size();
    lanes = std::move(from.voices_[theirs]);
    lanes.resize(count);
    for (const VoiceModel& v : lanes) {
        if (!v.used) continue;
        if (v.fading_since < 0) ++held_;
        next_end_ = std::min(next_end_, v.end);
    }
}

std::int64_t VoiceAllocator::sounds_until(std::size_t instrument) const {
    std::int64_t end = 0;
    for (const VoiceModel& v : voices_[instrument])
        if (v.used) end = std::max(end, v.end);
    return end;
}

int VoiceAllocator::sounding(std::int64_t frame) const {
    int count = 0;
    for_each_voice(voices_, [&](LaneRef, const VoiceModel& v) { count += v.end > frame && v.start <= frame ? 1 : 0; });
    return count;
}

std::vector<LaneRef> VoiceAllocator::in_cut_group(int group, std::string_view sound) const {
    std::vector<LaneRef> found;
    for_each_voice(voices_, [&](LaneRef ref, const VoiceModel& v) {
        if (v.fading_since < 0 && v.cut_group == group && (group > 0 || v.sound == sound)) found.push_back(ref);
    });
    return found;
}

}  // namespace phonon::engine
