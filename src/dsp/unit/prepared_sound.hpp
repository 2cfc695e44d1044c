// A recording made ready for the units that are given it by its name. It is built off the audio threads, is then only
// read, and outlives every run of a unit that is given it.
#pragma once

#include <cstddef>

namespace phonon::dsp {

struct PreparedSound {
    virtual ~PreparedSound() = default;
    // Floats that such a unit keeps for it, beside the unit's own memory_words and behind them.
    virtual std::size_t memory_words() const noexcept { return 0; }
};

}  // namespace phonon::dsp
