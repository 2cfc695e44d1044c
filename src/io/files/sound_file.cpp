#include "io/files/sound_file.hpp"

#include <fmt/format.h>
#include <sndfile.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "io/files/paged_samples.hpp"

namespace phonon::io {

namespace fs = std::filesystem;

namespace {

using SoundHandle = std::unique_ptr<SNDFILE, int (*)(SNDFILE*)>;

std::uint32_t word_at(const char* p) noexcept {
    std::uint32_t w = 0;
    for (int i = 3; i >= 0; --i) w = w << 8 | static_cast<unsigned char>(p[i]);
    return w;
}

// libsndfile plays what is left of a WAV file that was cut short and says nothing; the sizes of its chunks tell.
bool is_cut_short(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::error_code error;
    const std::uintmax_t size = fs::file_size(file, error);
    std::array<char, 12> head{};
    if (error || !in.read(head.data(), 12) || std::memcmp(head.data(), "RIFF", 4) != 0) return false;
    std::uintmax_t at = 12;
    while (at + 8 <= size && in.seekg(static_cast<std::streamoff>(at)) && in.read(head.data(), 8)) {
        const std::uint32_t length = word_at(head.data() + 4);
        // 0 and all ones stand for "until the end": a recorder that could not go back and write the size.
        if (std::memcmp(head.data(), "data", 4) == 0)
            return length != 0 && length < 0xffffff00u && at + 8 + length > size;
        at += 8 + static_cast<std::uintmax_t>(length) + (length & 1u);
    }
    return false;
}

}  // namespace

base::Result<dsp::Recording, std::string> read_sound_file(const fs::path& file, const SoundFileLimits& limits) {
    const auto fault = [&](std::string_view what) { return base::failure(fmt::format("{}: {}", file.string(), what)); };
    std::error_code error;
    if (!fs::is_regular_file(file, error)) return fault(fs::exists(file, error) ? "not a file" : "not found");
    if (fs::file_size(file, error) == 0) return fault("empty");

    SF_INFO info{};
    const SoundHandle sound(sf_open(file.c_str(), SFM_READ, &info), sf_close);
    if (sound == nullptr) {
        std::string why = sf_strerror(nullptr);
        while (!why.empty() && (why.back() == '.' || why.back() == '\n' || why.back() == ' ')) why.pop_back();
        return fault(fmt::format("cannot be read as sound ({})", why));
    }
    if (info.frames <= 0) return fault("holds no sound");
    if (info.channels < 1 || info.samplerate < 1) return fault("has no channels or no rate");
    const int kept = std::min(info.channels, 2);
    const auto frame_bytes = static_cast<std::uint64_t>(kept) * sizeof(float);
    if (static_cast<std::uint64_t>(info.frames) > limits.bytes / frame_bytes)
        return fault(fmt::format("too long: more than {} MiB when decoded", limits.bytes >> 20));
    if (is_cut_short(file)) return fault("breaks off before its end");

    dsp::Recording r;
    r.channels = kept;
    r.rate = static_cast<double>(info.samplerate);
    r.length = info.frames;
    std::optional<PagedSamples> pages;
    const auto no_room = [&](const std::string& why) {
        return fault(fmt::format("too long for memory, and cannot be put on disk ({})", why));
    };
    if (static_cast<std::uint64_t>(info.frames) > limits.bytes_in_memory / frame_bytes) {
        auto made = PagedSamples::create();
        if (!made) return no_room(made.error());
        pages.emplace(std::move(*made));
    } else {
        r.frames.reserve(static_cast<std::size_t>(info.frames * kept));
    }
    constexpr std::int64_t at_once = 16384;
    std::vector<float> block(static_cast<std::size_t>(at_once) * static_cast<std::size_t>(info.channels));
    for (std::int64_t done = 0; done < info.frames;) {
        const sf_count_t got = sf_readf_float(sound.get(), block.data(), std::min(at_once, info.frames - done));
        if (got <= 0) return fault("breaks off before its end");
        float* out = block.data();  // never ahead of what is read
        for (sf_count_t i = 0; i < got; ++i)
            for (int c = 0; c < kept; ++c) {
                const float x = block[static_cast<std::size_t>(i * info.channels + c)];
                *out++ = std::isfinite(x) ? x : 0.0f;
            }
        const std::span<const float> samples(block.data(), out);
        if (!pages)
            r.frames.insert(r.frames.end(), samples.begin(), samples.end());
        else if (auto appended = pages->append(samples); !appended)
            return no_room(appended.error());
        done += got;
    }
    if (pages) {
        auto mapped = pages->map();
        if (!mapped) return no_room(mapped.error());
        r.paged = std::move(*mapped);
    }
    return r;
}

}  // namespace phonon::io
