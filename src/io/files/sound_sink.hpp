// Encodes samples into a file that is already open: one class a container.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/result.hpp"
#include "io/files/wav_container.hpp"

namespace phonon::io {

// Not thread-safe. Errors are the reason alone ("No space left on device"). After a failure only the destructor is
// called.
class SoundSink {
public:
    virtual ~SoundSink() = default;  // closes the file
    // Interleaved frames. `whole` holds the same samples as dithered numbers in the upper bits of an int; it is empty
    // for floats.
    virtual base::Result<void, std::string> write(std::span<const float> samples, std::span<const int> whole) = 0;
    // Writes what is held back and the final header, sees it onto the disk and closes the file.
    virtual base::Result<void, std::string> finish(std::uint64_t frames) = 0;
};

// Both take over the open file, on failure too. A file that cannot seek keeps its open-ended header.
base::Result<std::unique_ptr<SoundSink>, std::string> open_wav(int file, const WavShape& shape);
base::Result<std::unique_ptr<SoundSink>, std::string> open_flac(int file, int rate, int channels);

}  // namespace phonon::io
