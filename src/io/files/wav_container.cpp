#include "io/files/wav_container.hpp"

#include <algorithm>
#include <string_view>

namespace phonon::io {

namespace {

constexpr std::uint64_t unknown = 0xffffffffu;  // also what RF64 writes where the real size stands in ds64

class Header {
public:
    std::vector<unsigned char> bytes;

    void tag(std::string_view four) { bytes.insert(bytes.end(), four.begin(), four.end()); }
    void number(std::uint64_t value, int size) {
        for (int i = 0; i < size; ++i) bytes.push_back(static_cast<unsigned char>(value >> (8 * i)));
    }
};

std::vector<unsigned char> header(const WavShape& s, std::uint64_t frames, std::uint64_t data, std::uint64_t riff,
                                  bool long_file) {
    const bool is_float = s.bytes == 4;
    const auto frame = static_cast<std::uint64_t>(s.channels * s.bytes);
    Header h;
    h.tag(long_file ? "RF64" : "RIFF");
    h.number(long_file ? unknown : riff, 4);
    h.tag("WAVE");
    h.tag(long_file ? "ds64" : "JUNK");
    h.number(28, 4);
    h.number(long_file ? riff : 0, 8);
    h.number(long_file ? data : 0, 8);
    h.number(long_file ? frames : 0, 8);
    h.number(0, 4);
    h.tag("fmt ");
    h.number(is_float ? 18 : 16, 4);
    h.number(is_float ? 3 : 1, 2);
    h.number(static_cast<std::uint64_t>(s.channels), 2);
    h.number(static_cast<std::uint64_t>(s.rate), 4);
    h.number(static_cast<std::uint64_t>(s.rate) * frame, 4);
    h.number(frame, 2);
    h.number(static_cast<std::uint64_t>(s.bytes) * 8, 2);
    if (is_float) {
        h.number(0, 2);
        h.tag("fact");
        h.number(4, 4);
        h.number(std::min(frames, unknown), 4);
    }
    h.tag("data");
    h.number(long_file ? unknown : data, 4);
    return std::move(h.bytes);
}

}  // namespace

std::vector<unsigned char> wav_header(const WavShape& shape, std::uint64_t frames) {
    const std::uint64_t data = frames * static_cast<std::uint64_t>(shape.channels * shape.bytes);
    const std::uint64_t riff = header(shape, 0, 0, 0, false).size() - 8 + data + (data & 1u);
    return header(shape, frames, data, riff, riff >= unknown);
}

std::vector<unsigned char> open_wav_header(const WavShape& shape) {
    return header(shape, unknown, unknown, unknown, false);
}

}  // namespace phonon::io
