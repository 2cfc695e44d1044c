// Reads a sound file piece by piece, whatever its length.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "base/result.hpp"

namespace phonon::io {

// Any format of read_sound_file. Not thread-safe, not for the audio thread.
class SoundReader {
public:
    // Fails with a sentence that names the file.
    static base::Result<SoundReader, std::string> open(const std::filesystem::path& file);
    SoundReader(SoundReader&&) noexcept;
    SoundReader& operator=(SoundReader&&) noexcept;
    ~SoundReader();

    double rate() const noexcept;
    std::int64_t frames() const noexcept;
    // The next frames as interleaved stereo, as many as fit: of one channel both are made, of more the first two are
    // taken. Gives how many there were; fewer than asked for only at the end.
    std::size_t read(std::span<float> out);

private:
    struct Impl;
    explicit SoundReader(std::unique_ptr<Impl> impl) noexcept;
    std::unique_ptr<Impl> impl_;
};

}  // namespace phonon::io
