// Floats to whole numbers of a few bits, with triangular dither.
#pragma once

#include <cstdint>
#include <span>

namespace phonon::io {

class Dither {
public:
    // 2 <= bits <= 24
    explicit Dither(int bits) noexcept;

    // -1 ... 1 to numbers of `bits` bits in the upper bits of an int, as libsndfile takes them. Beyond that range they
    // are clipped; what is no number counts as 0. Both spans have the same size.
    void quantise(std::span<const float> in, std::span<int> out) noexcept;

    std::int64_t clipped() const noexcept { return clipped_; }

private:
    int bits_;
    std::uint64_t counter_ = 0;
    std::int64_t clipped_ = 0;
};

}  // namespace phonon::io
