// Reads sound files of every common format into memory, by libsndfile.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "dsp/sampler/recording.hpp"

namespace phonon::io {

// Ten minutes of stereo at 96 kHz: longer files are refused rather than swallowed.
inline constexpr std::uint64_t max_sound_bytes = 480u << 20;

// WAV, FLAC, OGG, Opus, AIFF or MP3 at any rate; of more than two channels the first two. Samples that are no numbers
// become 0. Fails with a sentence that names the file where it cannot be read, holds no sound, breaks off before its
// end or would take more than `max_bytes` in memory. Any thread but the audio thread.
base::Result<dsp::Recording, std::string> read_sound_file(const std::filesystem::path& file,
                                                          std::uint64_t max_bytes = max_sound_bytes);

}  // namespace phonon::io
