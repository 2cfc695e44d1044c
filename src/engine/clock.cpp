#include "engine/clock.hpp"

#include <algorithm>

namespace phonon::engine {

const Clock::Piece& Clock::piece_at(std::int64_t frame) const noexcept {
    const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), frame,
                                        [](std::int64_t f, const Piece& p) { return f < p.frame; });
    return after == pieces_.begin() ? pieces_.front() : *(after - 1);
}

void Clock::set_tempo(std::int64_t frame, Time cycles_per_second) {
    if (cycles_per_second == tempo() || !(cycles_per_second > Time(0))) return;
    Time cycle = cycle_at(frame);
    // A long series of changes would let the fraction's size grow without end: a picocycle is exact enough to start
    // from.
    if (cycle.den() > 1'000'000'000) cycle = Time::from_double(cycle.to_double());
    if (pieces_.back().frame == frame) pieces_.pop_back();
    pieces_.push_back({frame, cycle, cycles_per_second});
    // What lies far behind is asked for no more.
    if (pieces_.size() > 4096) pieces_.erase(pieces_.begin(), pieces_.end() - 2048);
}

Time Clock::cycle_at(std::int64_t frame) const noexcept {
    const Piece& p = piece_at(frame);
    return p.cycle + Time(frame - p.frame) * p.cycles_per_second / Time(rate_);
}

std::int64_t Clock::frame_at(Time cycle) const noexcept {
    const auto after =
        std::upper_bound(pieces_.begin(), pieces_.end(), cycle, [](Time c, const Piece& p) { return c < p.cycle; });
    const Piece& p = after == pieces_.begin() ? pieces_.front() : *(after - 1);
    const Time frames = (cycle - p.cycle) * Time(rate_) / p.cycles_per_second;
    if (!frames.valid()) return INT64_MAX;
    const std::int64_t frame = p.frame + frames.ceil().num();
    // A time just before a change of tempo may round up to the frame of the change or beyond it in the old tempo.
    if (after != pieces_.end() && frame > after->frame) return after->frame;
    return frame;
}

}  // namespace phonon::engine
