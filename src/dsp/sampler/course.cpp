#include "dsp/sampler/course.hpp"

#include <algorithm>

namespace phonon::dsp {

namespace {

// A slower step is a stand: it is what rounding leaves of a glide that ends at 0.
constexpr SamplerPlace standing = SamplerPlace{1} << 24;

// The first n in [low, high] for which `reached` holds; it holds at `high` and, once true, stays true.
template <class Reached>
std::int64_t first_frame(std::int64_t low, std::int64_t high, Reached reached) noexcept {
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        if (reached(middle))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

std::int64_t bounded(SamplerPlace n) noexcept { return n >= forever ? forever : static_cast<std::int64_t>(n); }

}  // namespace

SamplerPlace Course::place_before(std::int64_t n) const noexcept {
    const std::int64_t bent = std::min(n, bends);
    const SamplerPlace pairs = SamplerPlace{bent} * (bent - 1) / 2;
    return step * bent + bend * pairs + (n - bent) * last_step();
}

std::int64_t Course::frames_after_bend() const noexcept {
    const SamplerPlace from = place_before(bends);
    const SamplerPlace v = last_step();
    if (v > standing) return bounded(bends + (limit - from + v - 1) / v);
    if (v < -standing) return bounded(bends + from / -v + 1);
    return bends;
}

std::int64_t Course::frames() const noexcept {
    const auto beyond = [this](std::int64_t n) { return place_before(n) >= limit; };
    const auto back = [this](std::int64_t n) { return place_before(n) < 0; };
    // A falling step first carries the voice on, up to the frame where it turns.
    std::int64_t turn = bends;
    if (bend < 0) turn = static_cast<std::int64_t>(std::min(SamplerPlace{bends}, (step - bend - 1) / -bend));
    if (beyond(turn)) return first_frame(0, turn, beyond);
    if (back(bends)) return first_frame(turn, bends, back);
    return frames_after_bend();
}

}  // namespace phonon::dsp
