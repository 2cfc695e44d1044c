// Gain and pan as factors of the two channels: equal power, so that a centred voice is 3 dB down in each.
#pragma once

#include <algorithm>
#include <cmath>

namespace phonon::graph {

struct Placement {
    float left = 1, right = 1;
};

// `pan`: 0 is left, 1 right; beyond them it wraps around. A `stereo` voice is balanced: at the centre it stays as it
// is.
inline Placement placed(double gain, double pan, bool stereo) noexcept {
    pan -= std::floor(pan) == pan && pan == 1 ? 0 : std::floor(pan);
    constexpr double half_pi = 1.5707963267948966;
    const double left = std::cos(pan * half_pi), right = std::sin(pan * half_pi);
    const double scale = stereo ? gain * 1.4142135623730951 : gain;
    return {static_cast<float>(std::min(left * scale, stereo ? gain : left * scale)),
            static_cast<float>(std::min(right * scale, stereo ? gain : right * scale))};
}

}  // namespace phonon::graph
