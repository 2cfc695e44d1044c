#include "dsp/math/impulse_response.hpp"

#include <algorithm>
#include <cmath>

#include "dsp/math/convolver.hpp"
#include "dsp/math/real_fft.hpp"

namespace phonon::dsp {
namespace {

constexpr int fade_frames = 4800;

int parts_of(std::int64_t frames, int block) {
    return static_cast<int>((std::max<std::int64_t>(frames, 0) + block - 1) / block);
}

// The spectrum of `block` frames from `from`, with as many zeros behind them.
void append_spectrum(std::vector<float>& into, const std::vector<float>& channel, std::int64_t from, int block) {
    std::vector<float> re(static_cast<std::size_t>(block + 1)), im(re.size());
    for (int i = 0; i < block; ++i) {
        const std::int64_t at = from + i;
        const float x = at < static_cast<std::int64_t>(channel.size()) ? channel[static_cast<std::size_t>(at)] : 0.0f;
        (i % 2 == 0 ? re : im)[static_cast<std::size_t>(i / 2)] = x / static_cast<float>(block);
    }
    real_fft(re.data(), im.data(), 2 * block);
    into.insert(into.end(), re.begin(), re.end());
    into.insert(into.end(), im.begin(), im.end());
}

}  // namespace

std::size_t ImpulseResponse::memory_words() const noexcept { return convolver_words(*this, 2); }

std::shared_ptr<const ImpulseResponse> make_impulse_response(const float* frames, int channels, std::int64_t length) {
    auto made = std::make_shared<ImpulseResponse>();
    made->channels = channels;
    made->length = std::min(length, ImpulseResponse::longest);
    double energy = 0;
    std::vector<std::vector<float>> all;
    for (int c = 0; c < channels; ++c) {
        std::vector<float> channel;
        double sum = 0;
        for (std::int64_t i = 0; i < made->length; ++i) {
            float x = frames[i * channels + c];
            if (length > made->length && made->length - i < fade_frames)
                x *= static_cast<float>(made->length - i) / fade_frames;
            if (!std::isfinite(x)) x = 0;
            sum += static_cast<double>(x) * static_cast<double>(x);
            channel.push_back(x);
        }
        energy = std::max(energy, sum);
        all.push_back(std::move(channel));
    }
    const float level = energy > 0 ? static_cast<float>(1 / std::sqrt(energy)) : 0.0f;
    made->short_parts =
        parts_of(std::min<std::int64_t>(made->length, ImpulseResponse::long_from) - ImpulseResponse::short_block,
                 ImpulseResponse::short_block);
    made->long_parts = parts_of(made->length - ImpulseResponse::long_from, ImpulseResponse::long_block);
    for (std::vector<float>& channel : all) {
        for (float& x : channel) x *= level;
        for (std::size_t i = 0; i < ImpulseResponse::short_block; ++i)
            made->taps.push_back(i < channel.size() ? channel[i] : 0.0f);
        for (int p = 0; p < made->short_parts; ++p)
            append_spectrum(made->short_spectra, channel,
                            ImpulseResponse::short_block + std::int64_t{p} * ImpulseResponse::short_block,
                            ImpulseResponse::short_block);
        for (int p = 0; p < made->long_parts; ++p)
            append_spectrum(made->long_spectra, channel,
                            ImpulseResponse::long_from + std::int64_t{p} * ImpulseResponse::long_block,
                            ImpulseResponse::long_block);
    }
    return made;
}

}  // namespace phonon::dsp
