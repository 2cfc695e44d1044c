// The voices of a program as the director knows them: starts them, and cuts, steals and sheds those that must go.
//
// Knows voices by events and modelled levels alone; writes what it decides as commands for the graph.
#pragma once

#include <climits>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/clock.hpp"
#include "engine/complaints.hpp"
#include "engine/sound_source.hpp"
#include "engine/voice_allocator.hpp"
#include "engine/voice_reader.hpp"
#include "graph/heritage.hpp"
#include "graph/plan.hpp"
#include "graph/score.hpp"

namespace phonon::engine {

struct VoiceCounts {
    std::int64_t started = 0, stolen = 0, cut = 0;
    std::int64_t shed = 0;  // faded because there was too much to do
};

struct VoicesOptions {
    int polyphony = 256;  // of one events node
    std::uint64_t seed = 0;
    std::int64_t counted_frames = INT64_MAX;  // voices that start later are not counted
};

class Voices {
public:
    Voices(const graph::Plan& plan, SoundSource& sounds, const VoicesOptions& options, ComplaintBook& complaints);

    // Goes on with the voices of the program before an edit. `slots`: for each events node the one that it continues
    // there, or -1.
    void take_over(Voices& before, const std::vector<int>& slots, const graph::Heritage& heritage);

    // Commands from here on are for quantum `k`, which has none yet.
    void begin(graph::Score& score, std::int64_t k);
    // The event of events node `slot` starts a voice in `frame` of that quantum, which is `later` than its own time.
    // Events come in order.
    void start(std::size_t slot, const pattern::Event& event, std::int64_t frame, std::int64_t later,
               const Clock& clock);
    // At the quantum's end: voices beyond the limit fade, the one of the lowest level first, whichever pattern it
    // belongs to.
    void shed();

    void limit(int count) noexcept { limit_ = count; }
    int limit() const noexcept { return limit_; }
    std::int64_t sounds_until(std::size_t slot, std::size_t instrument) const;
    int sounding(std::int64_t frame) const;
    const VoiceCounts& counts() const noexcept { return counts_; }

private:
    // One events node.
    struct Bank {
        const graph::EventSource* source;
        const graph::VoiceBankPlan* plan;
        VoiceAllocator voices;
        std::vector<VoiceReader> readers;                     // by instrument
        std::map<std::string, int, std::less<>> instruments;  // by the name that `s` gives
        std::uint64_t serial = 0;                             // voices that were started
        graph::VoiceCommands* commands = nullptr;             // of the quantum in the making
    };
    std::shared_ptr<const dsp::Recording> find_recording(std::string_view sound, int number);
    void make_room(Bank& bank, const EventControls& controls, std::int64_t frame);
    void fade(Bank& bank, LaneRef voice, std::int64_t frame);
    void count(std::int64_t& what, std::int64_t frame) const {
        if (frame < options_.counted_frames) ++what;
    }

    SoundSource& sounds_;
    VoicesOptions options_;
    ComplaintBook& complaints_;
    double rate_;
    std::vector<Bank> banks_;
    std::int64_t first_ = 0;  // frame of the quantum in the making
    VoiceCounts counts_;
    int limit_ = INT_MAX;
    // Every recording that was ever started stays alive as long as the session that may be playing it.
    std::map<std::string, std::map<int, std::shared_ptr<const dsp::Recording>>, std::less<>> recordings_;
};

}  // namespace phonon::engine
