// Which lane of a bank a new voice gets, and which voice gives way when all are taken.
//
// Levels are modelled from the event (loudness, and how much of the voice is left), never measured: the choice is the
// same at every block size and thread count.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace phonon::engine {

struct VoiceModel {
    bool used = false;
    std::int64_t start = 0;  // frames of the session
    std::int64_t end = 0;    // first frame in which it is over
    std::int64_t fading_since = -1;
    double gain = 1;
    int cut_group = 0;  // 0: none
    int orbit = -1;     // -1: that of its stem
    std::string sound;

    double level_at(std::int64_t frame) const noexcept {
        if (end <= start) return 0;
        return gain * static_cast<double>(end - frame) / static_cast<double>(end - start);
    }
};

struct LaneRef {
    int instrument = -1;
    int lane = -1;
};

class VoiceAllocator {
public:
    VoiceAllocator(std::size_t instruments, int lanes, int polyphony)
        : voices_(instruments, std::vector<VoiceModel>(static_cast<std::size_t>(lanes))), polyphony_(polyphony) {}

    // Voices that have ended give their lanes back.
    void release_until(std::int64_t frame);
    // The voice that must fade so that one more may start: the one of the lowest level, then the oldest; instrument -1
    // while there is room.
    LaneRef victim(std::int64_t frame) const;
    // A free lane of the instrument; lane -1 where even the lanes kept for fading voices are taken.
    LaneRef free_lane(int instrument) const;
    VoiceModel& at(LaneRef ref) {
        return voices_[static_cast<std::size_t>(ref.instrument)][static_cast<std::size_t>(ref.lane)];
    }
    void fade(LaneRef ref, std::int64_t frame, std::int64_t fade_frames);
    // The voices of `theirs` in `from` become those of `instrument`, lane for lane.
    void adopt(std::size_t instrument, VoiceAllocator& from, std::size_t theirs);
    // The first frame in which no voice of the instrument sounds any more; 0: none does.
    std::int64_t sounds_until(std::size_t instrument) const;
    int sounding(std::int64_t frame) const;
    int held() const;  // voices that are not fading
    // Of those the one of the lowest level, then the oldest; instrument -1: there is none.
    LaneRef quietest(std::int64_t frame) const;
    // Every sounding voice of a cut group; a negative group cuts only voices of the same sound.
    std::vector<LaneRef> in_cut_group(int group, const std::string& sound) const;

private:
    std::vector<std::vector<VoiceModel>> voices_;
    int polyphony_;
};

}  // namespace phonon::engine
