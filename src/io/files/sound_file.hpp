// Reads sound files of every common format, by libsndfile.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "dsp/sampler/recording.hpp"

namespace phonon::io {

struct SoundFileLimits {
    // Three minutes of stereo at 48 kHz: longer sounds are decoded onto disk and paged in as they are played.
    std::uint64_t bytes_in_memory = 64u << 20;
    // Three hours of it: longer ones are refused rather than swallowed.
    std::uint64_t bytes = std::uint64_t{4} << 30;
};

// WAV, FLAC, OGG, Opus, AIFF or MP3 at any rate; of more than two channels the first two. Samples that are no numbers
// become 0. Fails with a sentence that names the file where it cannot be read, holds no sound, breaks off before its
// end or is beyond the limits (in bytes of decoded floats). Any thread but the audio thread.
base::Result<dsp::Recording, std::string> read_sound_file(const std::filesystem::path& file,
                                                          const SoundFileLimits& limits = {});

}  // namespace phonon::io
