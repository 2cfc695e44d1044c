// Partitioned convolution against the sum that defines it.
#include "dsp/math/convolver.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using namespace phonon::dsp;

namespace {

std::vector<float> noise(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> level(-1, 1);
    std::vector<float> made(count);
    for (float& x : made) x = level(random);
    return made;
}

// `pieces` frames a call, round and round, cut at the ends of short blocks as the unit does.
std::vector<float> convolved(const ImpulseResponse& room, int channel, const std::vector<float>& in,
                             const std::vector<int>& pieces) {
    std::vector<float> memory(convolver_words(room, 1)), out(in.size());
    Convolver convolver(room, channel, memory.data());
    ConvolverPlace place;
    for (std::size_t done = 0, piece = 0; done < in.size(); ++piece) {
        const int left = ImpulseResponse::short_block - static_cast<int>(place.heard % ImpulseResponse::short_block);
        const int count = std::min({left, pieces[piece % pieces.size()], static_cast<int>(in.size() - done)});
        convolver.run(place, in.data() + done, out.data() + done, count);
        place.advance(room, count);
        done += static_cast<std::size_t>(count);
    }
    return out;
}

}  // namespace

TEST_CASE("convolution is the sum of the echoes of every frame") {
    const std::vector<float> in = noise(12'000, 1);
    for (const std::size_t length : {1, 2, 63, 64, 65, 127, 128, 129, 2047, 2048, 2049, 3072, 3073, 5000, 9999}) {
        CAPTURE(length);
        const std::vector<float> impulse = noise(length, 2);
        double energy = 0;
        for (const float x : impulse) energy += static_cast<double>(x) * static_cast<double>(x);
        const auto room = make_impulse_response(impulse.data(), 1, static_cast<std::int64_t>(length));
        const std::vector<float> out = convolved(*room, 0, in, {64});
        double worst = 0;
        for (std::size_t n = 0; n < in.size(); n += n < 4096 ? 1 : 37) {
            double sum = 0;
            for (std::size_t k = 0; k < length && k <= n; ++k)
                sum += static_cast<double>(impulse[k]) * static_cast<double>(in[n - k]);
            worst = std::max(worst, std::abs(sum / std::sqrt(energy) - static_cast<double>(out[n])));
        }
        CHECK(worst < 1e-5);
    }
}

TEST_CASE("convolution does not know how a run is cut into calls") {
    const std::vector<float> in = noise(20'000, 3), impulse = noise(2 * 7000, 4);
    const auto room = make_impulse_response(impulse.data(), 2, 7000);
    for (const int channel : {0, 1}) {
        const std::vector<float> whole = convolved(*room, channel, in, {64});
        CHECK(convolved(*room, channel, in, {1, 64, 7, 13, 2, 33}) == whole);
    }
    CHECK(convolved(*room, 0, in, {64}) != convolved(*room, 1, in, {64}));
}

TEST_CASE("a room that is too long is faded out, and silence makes silence") {
    const std::vector<float> impulse(static_cast<std::size_t>(ImpulseResponse::longest) + 5, 0.5f);
    const auto room = make_impulse_response(impulse.data(), 1, static_cast<std::int64_t>(impulse.size()));
    CHECK(room->length == ImpulseResponse::longest);
    const std::vector<float> silent(4096, 0.0f);
    CHECK(convolved(*make_impulse_response(silent.data(), 1, 4096), 0, noise(5000, 5), {64}) ==
          std::vector<float>(5000, 0.0f));
}
