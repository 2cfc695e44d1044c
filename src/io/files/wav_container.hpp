// The frame around the samples of a WAV file.
//
// Written here rather than by libsndfile, whose RF64 files carry the time of writing in a chunk that cannot be switched
// off (1.2.0): equal sound shall give equal files.
#pragma once

#include <cstdint>
#include <vector>

namespace phonon::io {

struct WavShape {
    int rate = 48000;
    int channels = 2;
    int bytes = 4;  // a sample: 2, 3 (whole numbers) or 4 (float)
};

// All that stands before the first sample. Plain RIFF up to 4 GiB; beyond, RF64 (EBU Tech 3306), whose 64-bit sizes
// take the place kept by a JUNK chunk, so that the header has one length and can be written over at the end.
std::vector<unsigned char> wav_header(const WavShape& shape, std::uint64_t frames);

// While the length is still unknown: the sizes say "until the end".
std::vector<unsigned char> open_wav_header(const WavShape& shape);

}  // namespace phonon::io
