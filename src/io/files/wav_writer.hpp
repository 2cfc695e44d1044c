// Writes frames of sound to a file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace phonon::io {

enum class SoundFormat { wav16, wav24, wav32f, flac };  // flac has 24 bits

// By the names of `--format`.
std::optional<SoundFormat> sound_format(std::string_view name) noexcept;

// One file in the making (io/files/new_file.hpp). Not thread-safe.
//
// Integer formats are dithered (two uniform numbers, triangular over two steps; Lipshitz, Wannamaker and Vanderkooy
// 1992) from a counter, so that equal frames give equal files. Floats are written as they are. A WAV file that grows
// past 4 GiB becomes RF64. Errors are sentences that name the file.
class SoundWriter {
public:
    // `rate` in frames a second, 1 <= channels <= 8.
    static base::Result<SoundWriter, std::string> create(const std::filesystem::path& target, SoundFormat format,
                                                         int rate, int channels);
    SoundWriter(SoundWriter&&) noexcept;
    SoundWriter& operator=(SoundWriter&&) noexcept;
    ~SoundWriter();  // an unfinished file is removed

    // Interleaved frames; the size is a multiple of the channels. After a failure every call fails.
    base::Result<void, std::string> write(std::span<const float> interleaved);
    // Writes what is held back and sees it onto the disk, still under the file's own name: of several files that
    // belong together, none takes its target's name before all are complete.
    base::Result<void, std::string> complete();
    // Completes the file, where that is not done, and gives it its name.
    base::Result<void, std::string> finish();

    std::int64_t frames() const noexcept;   // written so far
    std::int64_t clipped() const noexcept;  // samples beyond full scale, in integer formats

private:
    struct Impl;
    explicit SoundWriter(std::unique_ptr<Impl> impl) noexcept;
    std::unique_ptr<Impl> impl_;
};

}  // namespace phonon::io
