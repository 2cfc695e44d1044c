// The director: turns patterns into what the graph plays, quantum by quantum and ahead of it.
//
// It is the only place that queries patterns. It writes the frames of every score node, and for every events node
// decides which voices start, fade and end, from the events and modelled levels alone; never from audio, thread or
// block size. Not for audio threads: it allocates, and it loads recordings.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "engine/clock.hpp"
#include "engine/complaints.hpp"
#include "engine/sound_source.hpp"
#include "engine/voices.hpp"
#include "graph/heritage.hpp"
#include "graph/plan.hpp"
#include "graph/score.hpp"
#include "lang/program.hpp"

namespace phonon::engine {

struct DirectorOptions {
    int polyphony = 256;  // voices of one events node
    std::uint64_t seed = 0;
    std::int64_t counted_frames = INT64_MAX;  // voices that start later are not counted: no one will hear them
    Time start = 0;                           // the cycle of frame 0
    std::int64_t patterns_end = INT64_MAX;    // first frame on which no event begins any more; values are held
};

class Director {
public:
    Director(std::shared_ptr<const graph::Plan> plan, const lang::Tempo& tempo, SoundSource& sounds,
             DirectorOptions options);
    ~Director();
    Director(Director&&) noexcept;

    // Before the first quantum, for a program that takes over from `before` at quantum heritage.quantum: time and tempo
    // go on, and so do voices, held values and gates of all nodes that go on. `before` is of no use afterwards.
    void take_over(Director& before, const graph::Heritage& heritage);

    // Writes quantum `k`; quanta come in order, from 0.
    void write(graph::Score& score, std::int64_t k);

    // From `frame` on, for a tempo that comes from elsewhere; not before a quantum that is written.
    void set_tempo(std::int64_t frame, double cycles_per_second);

    // From `frame` on it is `cycle`; patterns are asked anew.
    void jump(std::int64_t frame, Time cycle);
    // The first frame in which no voice of that instrument in the bank of events node `slot` sounds; 0: none does now.
    std::int64_t sounds_until(std::size_t slot, std::size_t instrument) const;
    // Voices that sound at `frame`, as modelled.
    int sounding(std::int64_t frame) const;

    // How loud a stem is let into the master chain, where there is one; 1 unless set.
    void set_fader(std::string_view stem, float gain);
    // At most so many voices in the whole program; beyond it the quietest fade at once. INT_MAX: no limit.
    void limit_voices(int count);
    int voice_limit() const noexcept;

    const Clock& clock() const noexcept;
    const VoiceCounts& counts() const noexcept;
    Complaints take_complaints();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace phonon::engine
