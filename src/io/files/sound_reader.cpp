#include "io/files/sound_reader.hpp"

#include <fmt/format.h>
#include <sndfile.h>

#include <vector>

namespace phonon::io {

struct SoundReader::Impl {
    std::unique_ptr<SNDFILE, int (*)(SNDFILE*)> sound{nullptr, sf_close};
    SF_INFO info{};
    std::vector<float> block;
};

SoundReader::SoundReader(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
SoundReader::SoundReader(SoundReader&&) noexcept = default;
SoundReader& SoundReader::operator=(SoundReader&&) noexcept = default;
SoundReader::~SoundReader() = default;

base::Result<SoundReader, std::string> SoundReader::open(const std::filesystem::path& file) {
    auto impl = std::make_unique<Impl>();
    impl->sound.reset(sf_open(file.c_str(), SFM_READ, &impl->info));
    if (!impl->sound || impl->info.channels < 1 || impl->info.samplerate < 1)
        return base::failure(fmt::format("{}: cannot be read as sound ({})", file.string(), sf_strerror(nullptr)));
    return SoundReader(std::move(impl));
}

double SoundReader::rate() const noexcept { return impl_->info.samplerate; }
std::int64_t SoundReader::frames() const noexcept { return impl_->info.frames; }

std::size_t SoundReader::read(std::span<float> out) {
    const auto channels = static_cast<std::size_t>(impl_->info.channels);
    impl_->block.resize(out.size() / 2 * channels);
    const sf_count_t got =
        sf_readf_float(impl_->sound.get(), impl_->block.data(), static_cast<sf_count_t>(out.size() / 2));
    const auto frames = got > 0 ? static_cast<std::size_t>(got) : 0;
    for (std::size_t i = 0; i < frames; ++i) {
        out[2 * i] = impl_->block[i * channels];
        out[2 * i + 1] = impl_->block[i * channels + (channels > 1 ? 1 : 0)];
    }
    return frames;
}

}  // namespace phonon::io
