// Which lane of a bank a new voice gets, and which voice gives way when all are taken.
//
// Levels are modelled from the event (loudness, and how much of the voice is left), never measured: the choice is the
// same at every block size and thread count.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace phonon::engine {

struct VoiceModel {
    bool used = false;
    std::int64_t start = 0;  // frames of the session
    std::int64_t end = 0;    // first frame in which it is over
    std::int64_t fading_since = -1;
    double gain = 1;
    int cut_group = 0;  // 0: none; below it: only voices of the same sound
    int orbit = -1;     // -1: that of its stem
    std::string sound;  // where the cut group asks for it

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
        : voices_(instruments, std::vector<VoiceModel>(static_cast<std::size_t>(lanes))),
          first_free_(instruments, 0),
          polyphony_(polyphony) {}

    // Voices that have ended give their lanes back.
    void release_until(std::int64_t frame);
    // The voice that must fade so that one more may start: the one of the lowest level, then the oldest; instrument -1
    // while there is room.
    LaneRef victim(std::int64_t frame) const;
    // Gives the voice a free lane of the instrument; lane -1 where even the lanes kept for fading voices are taken.
    LaneRef start(int instrument, VoiceModel voice);
    void fade(LaneRef ref, std::int64_t frame, std::int64_t fade_frames);
    const VoiceModel& at(LaneRef ref) const {
        return voices_[static_cast<std::size_t>(ref.instrument)][static_cast<std::size_t>(ref.lane)];
    }
    // The voices of `theirs` in `from` become those of `instrument`, lane for lane.
    void adopt(std::size_t instrument, VoiceAllocator& from, std::size_t theirs);
    // The first frame in which no voice of the instrument sounds any more; 0: none does.
    std::int64_t sounds_until(std::size_t instrument) const;
    int sounding(std::int64_t frame) const;
    int held() const noexcept { return held_; }  // voices that are not fading
    // Of those the one of the lowest level, then the oldest; instrument -1: there is none.
    LaneRef quietest(std::int64_t frame) const;
    // Every sounding voice of a cut group; a negative group cuts only voices of the same sound.
    std::vector<LaneRef> in_cut_group(int group, std::string_view sound) const;

private:
    VoiceModel& model(LaneRef ref) {
        return voices_[static_cast<std::size_t>(ref.instrument)][static_cast<std::size_t>(ref.lane)];
    }

    std::vector<std::vector<VoiceModel>> voices_;  // by instrument and lane
    // What each start asks for, kept so that not all lanes are looked at.
    std::vector<int> first_free_;  // by instrument: no lane before it is free
    int polyphony_;
    int held_ = 0;
    std::int64_t next_end_ = INT64_MAX;  // no voice ends earlier
};

}  // namespace phonon::engine
