// Which frame is which moment of musical time. Exact: a tempo is a fraction of cycles a second, and a piece of constant
// tempo is a straight line between frames and cycles, however long it lasts.
#pragma once

#include <cstdint>
#include <vector>

#include "pattern/event.hpp"

namespace phonon::engine {

using pattern::Time;

class Clock {
public:
    Clock(double rate, Time cycles_per_second, Time start = 0) : rate_(static_cast<std::int64_t>(rate)) {
        pieces_.push_back({0, start, cycles_per_second});
    }

    // From `frame` on the tempo is another; frames before keep theirs. Calls come in order of frames.
    void set_tempo(std::int64_t frame, Time cycles_per_second);

    // `frame` is that cycle, and time goes on from there at the present tempo. Frames before are forgotten.
    void jump(std::int64_t frame, Time cycle) { pieces_ = {{frame, cycle, tempo()}}; }

    Time cycle_at(std::int64_t frame) const noexcept;
    // The first frame not before the time. Right for times after the last change of tempo as it is known now.
    std::int64_t frame_at(Time cycle) const noexcept;
    Time tempo() const noexcept { return pieces_.back().cycles_per_second; }
    Time tempo_at(std::int64_t frame) const noexcept { return piece_at(frame).cycles_per_second; }
    std::int64_t rate() const noexcept { return rate_; }

private:
    struct Piece {
        std::int64_t frame;
        Time cycle;
        Time cycles_per_second;
    };
    const Piece& piece_at(std::int64_t frame) const noexcept;

    std::int64_t rate_;
    std::vector<Piece> pieces_;
};

}  // namespace phonon::engine
