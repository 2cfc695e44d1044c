// Reading, writing and finding sound files, against files made by the test with libsndfile itself.
#include <doctest/doctest.h>
#include <sndfile.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <cstring>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "io/files/dither.hpp"
#include "io/files/sample_folders.hpp"
#include "io/files/sound_file.hpp"
#include "io/files/wav_container.hpp"
#include "io/files/wav_writer.hpp"

using namespace phonon;
using namespace phonon::io;
namespace fs = std::filesystem;

namespace {

class TemporaryFolder {
public:
    TemporaryFolder()
        : path_(fs::temp_directory_path() / ("phonon-io-" + std::to_string(getpid()) + "-" + std::to_string(++made_))) {
        fs::create_directories(path_);
    }
    ~TemporaryFolder() { fs::remove_all(path_); }
    fs::path operator/(const std::string& name) const { return path_ / name; }
    int entries() const {
        int n = 0;
        for ([[maybe_unused]] const auto& e : fs::directory_iterator(path_)) ++n;
        return n;
    }
    const fs::path& path() const { return path_; }

private:
    static inline int made_ = 0;
    fs::path path_;
};

std::vector<float> sine(int frames, int channels, double turns) {
    std::vector<float> x;
    for (int i = 0; i < frames; ++i)
        for (int c = 0; c < channels; ++c)
            x.push_back(static_cast<float>(0.5 * std::sin(6.283185307179586 * turns * i + c)));
    return x;
}

bool write_by_libsndfile(const fs::path& file, int format, int rate, int channels, const std::vector<float>& x) {
    SF_INFO info{};
    info.samplerate = rate, info.channels = channels, info.format = format;
    SNDFILE* s = sf_open(file.c_str(), SFM_WRITE, &info);
    if (s == nullptr) return false;
    sf_write_float(s, x.data(), static_cast<sf_count_t>(x.size()));
    return sf_close(s) == 0;
}

std::string bytes_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::uint64_t hash_of(const std::vector<float>& x) {
    std::uint64_t hash = 14695981039346656037u;
    for (float v : x) hash = (hash ^ __builtin_bit_cast(std::uint32_t, v)) * 1099511628211u;
    return hash;
}

void write_all(const fs::path& file, SoundFormat format, const std::vector<float>& x, int channels = 2) {
    auto writer = SoundWriter::create(file, format, 48000, channels);
    REQUIRE(writer.has_value());
    std::size_t at = 0;
    for (std::size_t piece = static_cast<std::size_t>(channels); at < x.size();
         piece = piece * 3 / 2 / channels * channels + channels) {
        const std::size_t n = std::min(piece, x.size() - at);
        REQUIRE(writer->write({x.data() + at, n}).has_value());
        at += n;
    }
    CHECK(writer->frames() == static_cast<std::int64_t>(x.size()) / channels);
    REQUIRE(writer->finish().has_value());
}

}  // namespace

TEST_CASE("sound files: every format is read at its own rate, mono, stereo and more") {
    TemporaryFolder folder;
    struct Kind {
        const char* name;
        int format;
        double close;  // how near the samples come
    };
    for (const Kind& k : {Kind{"a.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 1e-4},
                          {"b.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 0},
                          {"c.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 1e-6},
                          {"d.aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_24, 1e-6},
                          {"e.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 0.1},
                          {"f.wav", SF_FORMAT_WAV | SF_FORMAT_DOUBLE, 0},
                          {"g.mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 0.3}})
        for (int channels : {1, 2}) {
            CAPTURE(k.name);
            CAPTURE(channels);
            const auto x = sine(5000, channels, 0.01);
            REQUIRE(write_by_libsndfile(folder / k.name, k.format, 44100, channels, x));
            const auto r = read_sound_file(folder / k.name);
            REQUIRE(r.has_value());
            CHECK(r->rate == 44100);
            CHECK(r->channels == channels);
            CHECK(r->length >= 5000);
            CHECK(r->frames.size() == static_cast<std::size_t>(r->length * channels));
            double worst = 0;
            for (std::size_t i = 0; i < x.size(); ++i)
                worst = std::max(worst, std::fabs(static_cast<double>(x[i]) - r->frames[i]));
            if (k.close < 0.2) CHECK(worst <= k.close);
        }
    const auto six = sine(100, 6, 0.01);
    REQUIRE(write_by_libsndfile(folder / "six.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 96000, 6, six));
    const auto two = read_sound_file(folder / "six.wav");
    REQUIRE(two.has_value());
    CHECK(two->channels == 2);
    CHECK(two->rate == 96000);
    CHECK(two->frames[2 * 50] == six[6 * 50]);
    CHECK(two->frames[2 * 50 + 1] == six[6 * 50 + 1]);
}

TEST_CASE("sound files: what cannot be read is named with its reason") {
    TemporaryFolder folder;
    const auto reason = [&](const std::string& name, std::uint64_t limit = std::uint64_t{4} << 30) {
        const auto r = read_sound_file(folder / name, {.bytes = limit});
        REQUIRE_FALSE(r.has_value());
        const std::string prefix = (folder / name).string() + ": ";
        REQUIRE(r.error().starts_with(prefix));
        return r.error().substr(prefix.size());
    };
    CHECK(reason("none.wav") == "not found");
    fs::create_directory(folder / "folder.wav");
    CHECK(reason("folder.wav") == "not a file");
    std::ofstream(folder / "empty.wav").close();
    CHECK(reason("empty.wav") == "empty");
    std::ofstream(folder / "text.wav") << "this is no sound at all, only words";
    CHECK(reason("text.wav").starts_with("cannot be read as sound ("));
    REQUIRE(write_by_libsndfile(folder / "silent.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 48000, 1, {}));
    CHECK(reason("silent.wav") == "holds no sound");

    const auto x = sine(20000, 2, 0.013);
    for (const auto& [name, format] :
         {std::pair{"cut.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16}, {"cut.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16}}) {
        CAPTURE(name);
        REQUIRE(write_by_libsndfile(folder / name, format, 48000, 2, x));
        CHECK(read_sound_file(folder / name).has_value());
        CHECK(reason(name, 20000).starts_with("too long"));
        fs::resize_file(folder / name, fs::file_size(folder / name) / 2);
        CHECK(reason(name) == "breaks off before its end");
    }
    // Any damage ends in a recording or a reason, never in a crash.
    const std::string whole = bytes_of(folder / "cut.wav");
    std::mt19937 random(3);
    for (int turn = 0; turn < 300; ++turn) {
        std::string damaged = whole.substr(0, 44 + random() % 400);
        for (int hits = 0; hits < 4; ++hits) damaged[random() % 60 % damaged.size()] = static_cast<char>(random());
        std::ofstream(folder / "damaged.wav", std::ios::binary) << damaged;
        const auto r = read_sound_file(folder / "damaged.wav");
        if (r) CHECK(r->frames.size() == static_cast<std::size_t>(r->length * r->channels));
    }
    std::vector<float> odd = {0.5f, NAN, INFINITY, -0.5f};
    REQUIRE(write_by_libsndfile(folder / "odd.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 48000, 1, odd));
    CHECK(read_sound_file(folder / "odd.wav")->frames == std::vector<float>{0.5f, 0.0f, 0.0f, -0.5f});
}

TEST_CASE("sound files: long ones are paged in from disk with the samples of short ones") {
    TemporaryFolder folder;
    setenv("TMPDIR", folder.path().c_str(), 1);
    for (int channels : {1, 2, 6}) {
        const auto x = sine(50000, channels, 0.0123);
        REQUIRE(write_by_libsndfile(folder / "long.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 48000, channels, x));
        const auto whole = read_sound_file(folder / "long.wav"),
                   paged = read_sound_file(folder / "long.wav", {.bytes_in_memory = 1000});
        REQUIRE(whole.has_value());
        REQUIRE(paged.has_value());
        CHECK(whole->paged == nullptr);
        CHECK(paged->frames.empty());
        CHECK(paged->bytes() == 0);
        CHECK(paged->length == 50000);
        REQUIRE(paged->channels == whole->channels);
        CHECK(std::equal(whole->frames.begin(), whole->frames.end(), paged->data()));
        CHECK(folder.entries() == 1);
    }
    setenv("TMPDIR", "/nowhere/at/all", 1);
    const auto nowhere = read_sound_file(folder / "long.wav", {.bytes_in_memory = 1000});
    REQUIRE_FALSE(nowhere.has_value());
    CHECK(nowhere.error().find("long.wav: too long for memory, and cannot be put on disk (No such file") !=
          std::string::npos);
    unsetenv("TMPDIR");
}

TEST_CASE("sound writer: what is written is read back, floats to the last bit") {
    TemporaryFolder folder;
    std::vector<float> x = sine(30000, 2, 0.0123);
    x[5] = 1.7f, x[6] = -3.0f, x[7] = 1e-30f;
    write_all(folder / "f.wav", SoundFormat::wav32f, x);
    const auto back = read_sound_file(folder / "f.wav");
    REQUIRE(back.has_value());
    CHECK(hash_of(back->frames) == hash_of(x));
    CHECK(bytes_of(folder / "f.wav").starts_with("RIFF"));
    // Nothing but the frames and their frame: no chunk with the time of writing.
    CHECK(bytes_of(folder / "f.wav").size() == wav_header({48000, 2, 4}, 30000).size() + 30000 * 8);
    for (const auto& [name, format, step] : {std::tuple{"a.wav", SoundFormat::wav16, 1.0 / 32768},
                                             {"b.wav", SoundFormat::wav24, 1.0 / 8388608},
                                             {"c.flac", SoundFormat::flac, 1.0 / 8388608}}) {
        CAPTURE(name);
        write_all(folder / name, format, x);
        const auto r = read_sound_file(folder / name);
        REQUIRE(r.has_value());
        CHECK(r->length == 30000);
        double worst = 0, sum = 0;
        for (std::size_t i = 8; i < x.size(); ++i) {
            const double e = static_cast<double>(r->frames[i]) - x[i];
            worst = std::max(worst, std::fabs(e)), sum += e;
        }
        CHECK(worst <= 1.51 * step);
        CHECK(std::fabs(sum / static_cast<double>(x.size())) < 0.02 * step);
        CHECK(r->frames[5] == doctest::Approx(1 - step));
        CHECK(r->frames[6] == -1);
        // Equal frames, equal file: no time of writing, no chance.
        write_all(folder / (std::string("again-") + name), format, x);
        CHECK(bytes_of(folder / (std::string("again-") + name)) == bytes_of(folder / name));
    }
    CHECK(folder.entries() == 7);
    CHECK(sound_format("wav24") == SoundFormat::wav24);
    CHECK_FALSE(sound_format("mp3").has_value());
}

TEST_CASE("wav container: an odd number of bytes is padded, many channels are kept") {
    TemporaryFolder folder;
    for (int channels : {1, 3, 8}) {
        const auto x = sine(333, channels, 0.02);
        write_all(folder / "odd.wav", SoundFormat::wav24, x, channels);
        CHECK(fs::file_size(folder / "odd.wav") % 2 == 0);
        SF_INFO info{};
        SNDFILE* s = sf_open((folder / "odd.wav").c_str(), SFM_READ, &info);
        REQUIRE(s != nullptr);
        CHECK(info.frames == 333);
        CHECK(info.channels == channels);
        std::vector<float> back(x.size());
        CHECK(sf_readf_float(s, back.data(), 333) == 333);
        sf_close(s);
        for (std::size_t i = 0; i < x.size(); ++i) REQUIRE(std::fabs(back[i] - x[i]) < 3e-7f);
    }
}

TEST_CASE("wav container: beyond 4 GiB the header becomes RF64 at the same length") {
    const WavShape shape{48000, 2, 4};
    const std::uint64_t frames = 600'000'000;
    const auto small = wav_header(shape, 1000), large = wav_header(shape, frames);
    CHECK(small.size() == large.size());
    CHECK(open_wav_header(shape).size() == small.size());
    CHECK(std::memcmp(small.data(), "RIFF", 4) == 0);
    CHECK(std::memcmp(large.data(), "RF64", 4) == 0);
    // A sparse file of that length: libsndfile reads its sizes and finds a sample at its end.
    TemporaryFolder folder;
    std::ofstream(folder / "large.wav", std::ios::binary)
        .write(reinterpret_cast<const char*>(large.data()), static_cast<std::streamsize>(large.size()));
    fs::resize_file(folder / "large.wav", large.size() + frames * 8 - 4);
    const float last = 0.75f;
    std::ofstream(folder / "large.wav", std::ios::binary | std::ios::app)
        .write(reinterpret_cast<const char*>(&last), 4);
    SF_INFO info{};
    SNDFILE* s = sf_open((folder / "large.wav").c_str(), SFM_READ, &info);
    REQUIRE(s != nullptr);
    CHECK(info.frames == static_cast<sf_count_t>(frames));
    sf_seek(s, info.frames - 1, SEEK_SET);
    float pair[2] = {};
    sf_readf_float(s, pair, 1);
    CHECK(pair[1] == 0.75f);
    sf_close(s);
}

TEST_CASE("dither: a sound softer than the last bit survives, its error is no distortion") {
    // A sine of a third of a step: truncation would give silence.
    const int frames = 200000;
    std::vector<float> x;
    for (int i = 0; i < frames; ++i)
        x.push_back(static_cast<float>(std::sin(6.283185307179586 * 0.01 * i) / 3 / 32768));
    std::vector<int> y(x.size());
    Dither dither(16);
    dither.quantise(x, y);
    double at_tone = 0, at_third = 0, power = 0;
    for (int i = 0; i < frames; ++i) {
        const double v = y[static_cast<std::size_t>(i)] / 65536.0;
        at_tone += v * std::sin(6.283185307179586 * 0.01 * i);
        at_third += v * std::sin(6.283185307179586 * 0.03 * i);
        power += v * v;
        REQUIRE(std::fabs(v) <= 2);
    }
    CHECK(at_tone * 2 / frames == doctest::Approx(1.0 / 3).epsilon(0.05));
    CHECK(std::fabs(at_third * 2 / frames) < 0.01);
    // Triangular dither and rounding: a quarter of a step squared.
    CHECK(power / frames - 1.0 / 18 == doctest::Approx(0.25).epsilon(0.03));
    const std::vector<float> loud = {1.5f, -1.5f, NAN, 1.0f};
    dither.quantise(loud, std::span(y).first(4));
    CHECK(y[0] == 32767 << 16);
    CHECK(y[1] == -32768 * 65536);
    CHECK(std::abs(y[2]) <= 65536);
    CHECK(dither.clipped() == 2);
}

TEST_CASE("sound writer: an unfinished file leaves nothing behind and the old one whole") {
    TemporaryFolder folder;
    const auto old = sine(100, 2, 0.1);
    write_all(folder / "out.wav", SoundFormat::wav32f, old);
    {
        auto writer = SoundWriter::create(folder / "out.wav", SoundFormat::wav16, 48000, 2);
        REQUIRE(writer.has_value());
        REQUIRE(writer->write(sine(1000, 2, 0.2)).has_value());
        CHECK(folder.entries() == 2);
        SoundWriter moved = std::move(*writer);
        CHECK(moved.write(old).has_value());
    }
    CHECK(folder.entries() == 1);
    CHECK(hash_of(read_sound_file(folder / "out.wav")->frames) == hash_of(old));
    fs::create_symlink("out.wav", folder / "link.wav");
    write_all(folder / "link.wav", SoundFormat::wav32f, sine(10, 2, 0.3));
    CHECK(fs::is_symlink(folder / "link.wav"));
    CHECK(read_sound_file(folder / "out.wav")->length == 10);
    auto writer = SoundWriter::create(folder / "done.flac", SoundFormat::flac, 48000, 1);
    REQUIRE(writer->finish().has_value());
    CHECK_FALSE(writer->write(old).has_value());
    CHECK_FALSE(writer->finish().has_value());
}

TEST_CASE("sound writer: errors name the file") {
    TemporaryFolder folder;
    const auto missing = SoundWriter::create(folder / "no/such/out.wav", SoundFormat::wav16, 48000, 2);
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error() == (folder / "no/such/out.wav").string() + ": cannot be written (No such file or directory)");
    CHECK_FALSE(SoundWriter::create(folder.path(), SoundFormat::wav16, 48000, 2).has_value());

    // A full disk, played by a limit on the size of files.
    rlimit old{};
    getrlimit(RLIMIT_FSIZE, &old);
    const rlimit small{100000, old.rlim_max};
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    std::mt19937 random(1);
    std::vector<float> x;
    for (int i = 0; i < 2000; ++i) x.push_back(static_cast<float>(random()) / 4294967296.0f);
    for (SoundFormat format : {SoundFormat::wav16, SoundFormat::wav32f, SoundFormat::flac})
        for (int blocks : {100, 30}) {  // fails while writing, or when what is held back is flushed
            auto writer = SoundWriter::create(folder / "full", format, 48000, 2);
            REQUIRE(writer.has_value());
            base::Result<void, std::string> r;
            for (int i = 0; i < blocks && r; ++i) r = writer->write(x);
            if (r) r = writer->finish();
            REQUIRE_FALSE(r.has_value());
            CHECK(r.error().starts_with((folder / "full").string() + ": could not be "));
            CHECK(r.error().ends_with(" (File too large)"));
            CHECK_FALSE(writer->write(x).has_value());
            CHECK_FALSE(writer->finish().has_value());
            CHECK(folder.entries() == 0);
        }
    setrlimit(RLIMIT_FSIZE, &old);
    std::signal(SIGXFSZ, handler);
    CHECK(folder.entries() == 0);
}

TEST_CASE("sample folders: by hand first, then the project's, the user's and installed packs") {
    TemporaryFolder folder;
    fs::create_directories(folder / "home/.local/share/phonon/samples");
    fs::create_directories(folder / "usr/sonic-pi/samples");
    fs::create_directories(folder / "usr/doc/sonic-pi-samples");
    std::ofstream(folder / "usr/doc/sonic-pi-samples/copyright") << "CC0";
    const auto environment = [&](const char* name) -> std::string {
        if (std::strcmp(name, "HOME") == 0) return (folder / "home").string();
        if (std::strcmp(name, "PHONON_SAMPLES") == 0) return "/one:/two::";
        if (std::strcmp(name, "XDG_DATA_DIRS") == 0) return (folder / "usr").string();
        return "";
    };
    const auto all = sample_folders({"/by/hand"}, environment);
    REQUIRE(all.size() == 5);
    CHECK(all[0].path == "/by/hand");
    CHECK(all[0].rank == engine::FolderRank::option);
    CHECK(all[1].path == "/one");
    CHECK(all[2].path == "/two");
    CHECK(all[3].path == folder / "home/.local/share/phonon/samples");
    CHECK(all[4].rank == engine::FolderRank::installed);
    CHECK(all[4].licence == folder / "usr/doc/sonic-pi-samples/copyright");
}

TEST_CASE("sample library: real files through the real reader") {
    TemporaryFolder folder;
    fs::create_directories(folder / "x");
    REQUIRE(write_by_libsndfile(folder / "x/0.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 44100, 2, sine(300, 2, 0.01)));
    std::ofstream(folder / "x/1.wav") << "broken";
    engine::SampleLibrary library([](const fs::path& file) { return read_sound_file(file); });
    REQUIRE(library.add_folder({folder.path(), engine::FolderRank::option, {}}).has_value());
    CHECK((*library.get("x", 0))->length == 300);
    CHECK(library.recording("x", 1) == nullptr);
    CHECK(library.failures()[0].find("1.wav: cannot be read as sound") != std::string::npos);
}
