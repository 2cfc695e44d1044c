// The sample library over folders made by the test. Files hold one number, which the reader handed in plays back.
#include "engine/samples/library.hpp"

#include <doctest/doctest.h>

#include <unistd.h>
#include <algorithm>
#include <atomic>
#include <ctime>
#include <fstream>
#include <string>
#include <thread>

using namespace phonon;
using namespace phonon::engine;
namespace fs = std::filesystem;

namespace {

class TemporaryFolder {
public:
    TemporaryFolder()
        : path_(fs::temp_directory_path() /
                ("phonon-test-" + std::to_string(getpid()) + "-" + std::to_string(++made_))) {
        fs::create_directories(path_);
    }
    ~TemporaryFolder() { fs::remove_all(path_); }
    // A file holding `text`, with the folders it stands in.
    void put(const std::string& file, const std::string& text) const {
        fs::create_directories((path_ / file).parent_path());
        std::ofstream(path_ / file) << text;
    }
    const fs::path& path() const { return path_; }

private:
    static inline int made_ = 0;
    fs::path path_;
};

std::atomic<int> reads{0};

// A file "7" is a recording of one frame 7; "1000x7" one of a thousand frames.
base::Result<dsp::Recording, std::string> read_number(const fs::path& file) {
    ++reads;
    std::ifstream in(file);
    std::string text;
    std::getline(in, text);
    if (text.empty()) return base::failure(file.string() + ": empty");
    const auto x = text.find('x');
    const std::int64_t length = x == text.npos ? 1 : std::stoll(text);
    const float value = std::stof(x == text.npos ? text : text.substr(x + 1));
    return dsp::Recording{std::vector<float>(static_cast<std::size_t>(length), value), 1, 48000, length};
}

float value(SampleLibrary& library, std::string_view bank, std::int64_t n) {
    const auto got = library.get(bank, n);
    return got ? (*got)->frames.at(0) : -1.0f;
}

void add(SampleLibrary& library, const fs::path& folder, FolderRank rank = FolderRank::option) {
    REQUIRE(library.add_folder({folder, rank, {}}).has_value());
}

const BankInfo* find(const std::vector<BankInfo>& banks, std::string_view name) {
    for (const BankInfo& b : banks)
        if (b.name == name) return &b;
    return nullptr;
}

}  // namespace

TEST_CASE("library: a folder is a bank, sorted by bytes; numbers wrap both ways") {
    TemporaryFolder folder;
    folder.put("drum/b.wav", "3");
    folder.put("drum/B.FLAC", "1");
    folder.put("drum/a10.aiff", "2");
    folder.put("drum/zz.mp3", "5");
    folder.put("drum/c.ogg", "4");
    folder.put("drum/readme.txt", "no");
    folder.put("drum/.hidden.wav", "no");
    folder.put(".git/x.wav", "no");
    folder.put("nothing/readme.txt", "no");
    SampleLibrary library(read_number);
    add(library, folder.path());
    CHECK(library.count("drum") == 5);
    for (int n = 0; n < 5; ++n) CHECK(value(library, "drum", n) == static_cast<float>(n + 1));
    CHECK(value(library, "drum", 5) == 1);
    CHECK(value(library, "drum", -1) == 5);
    CHECK(value(library, "drum", INT64_MIN) == value(library, "drum", INT64_MIN + 5));
    CHECK(library.file_of("drum", 6).filename() == "a10.aiff");
    CHECK_FALSE(library.has("nothing"));
    CHECK_FALSE(library.has(".git"));
    CHECK(library.get("nothing", 0).error() == "there is no bank of samples named `nothing`");
    CHECK(library.nearest("dram") == "drum");
}

TEST_CASE("library: flat packs are found by prefix and by whole name") {
    TemporaryFolder folder;
    folder.put("bd_haus.flac", "1");
    folder.put("bd_zum.flac", "2");
    folder.put("loop_amen_full.flac", "3");
    folder.put("kick.wav", "4");
    folder.put("perc/x.wav", "5");
    folder.put("perc_bell.wav", "6");
    SampleLibrary library(read_number);
    add(library, folder.path());
    CHECK(library.count("bd") == 2);
    CHECK(value(library, "bd", 1) == 2);
    CHECK(value(library, "bd_haus", 0) == 1);
    CHECK(value(library, "bd_haus", 3) == 1);
    CHECK(value(library, "loop", 0) == 3);
    CHECK(value(library, "loop_amen_full", 0) == 3);
    CHECK_FALSE(library.has("loop_amen"));
    CHECK(library.count("kick") == 1);
    CHECK(library.count("perc") == 2);
    CHECK(value(library, "perc", 1) == 6);
}

TEST_CASE("library: packs inside a folder are listed, with their licences") {
    TemporaryFolder folder;
    folder.put("Pack/LICENSE.md", "free");
    folder.put("Pack/deep/one.wav", "1");
    folder.put("Pack/own/one.wav", "2");
    folder.put("Pack/own/Licence.txt", "other");
    folder.put("plain/one.wav", "3");
    SampleLibrary library(read_number);
    REQUIRE(library.add_folder({folder.path(), FolderRank::user, {}}).has_value());
    const auto banks = library.banks();
    REQUIRE(find(banks, "deep") != nullptr);
    CHECK(find(banks, "deep")->licence == (folder.path() / "Pack/LICENSE.md").string());
    CHECK(find(banks, "own")->licence == (folder.path() / "Pack/own/Licence.txt").string());
    CHECK(find(banks, "plain")->licence.empty());
    CHECK(find(banks, "plain")->origin == folder.path().string());
    CHECK(find(banks, "bd")->origin == "built-in kit");
    CHECK(find(banks, "bd")->count == 4);
    CHECK(std::is_sorted(banks.begin(), banks.end(), [](auto& a, auto& b) { return a.name < b.name; }));
}

TEST_CASE("library: strudel.json names local files, sorts notes and passes over the network") {
    TemporaryFolder folder;
    folder.put("strudel.json", R"({"_base": "https://example.org/pack/", "bd": ["x/2.wav", "x/1.wav"], "one": "x/1.wav",
        "piano": {"a4": "p/a4.wav", "c4": "p/c4.wav", "gs3": "p/gs3.wav", "bb3": ["p/bb3.wav"]},
        "far": ["https://example.org/far.wav"], "out": "../secret.wav", "gone": "x/none.wav", "odd": 5})");
    for (const auto& [file, text] : {std::pair{"x/1.wav", "1"},
                                     {"x/2.wav", "2"},
                                     {"p/a4.wav", "14"},
                                     {"p/c4.wav", "13"},
                                     {"p/gs3.wav", "11"},
                                     {"p/bb3.wav", "12"},
                                     {"bd_loose.wav", "9"}})
        folder.put(file, text);
    SampleLibrary library(read_number);
    add(library, folder.path());
    CHECK(library.count("bd") == 2);
    CHECK(value(library, "bd", 0) == 2);
    CHECK(value(library, "one", 0) == 1);
    for (int n = 0; n < 4; ++n) CHECK(value(library, "piano", n) == static_cast<float>(11 + n));
    for (const char* name : {"far", "out", "gone", "odd", "_base"}) CHECK_FALSE(library.has(name));
    CHECK(library.count("x") == 2);
    REQUIRE(library.notes().size() == 1);
    CHECK(library.notes()[0].find("3 of its sounds") != std::string::npos);

    folder.put("strudel.json", "[1, 2");
    add(library, folder.path());
    CHECK(library.notes()[0].find("not a map of samples") != std::string::npos);
    CHECK(library.count("x") == 2);
}

TEST_CASE("library: the nearest folder has the word, the user's banks replace the kit's, installed ones do not") {
    TemporaryFolder first, second, pack;
    first.put("bd/a.wav", "1");
    second.put("bd/a.wav", "2");
    second.put("only/a.wav", "3");
    pack.put("bd_haus.wav", "4");
    pack.put("only_x.wav", "5");
    SampleLibrary library(read_number);
    add(library, pack.path(), FolderRank::installed);
    CHECK((*library.get("bd", 0))->length > 10000);
    CHECK((*library.get("sd", 1))->frames == (*library.get("sn", 5))->frames);
    CHECK(value(library, "bd_haus", 0) == 4);
    CHECK(value(library, "only", 0) == 5);
    add(library, second.path(), FolderRank::user);
    CHECK(value(library, "bd", 0) == 2);
    CHECK(library.count("bd") == 1);
    add(library, first.path(), FolderRank::option);
    CHECK(value(library, "bd", 0) == 1);
    CHECK(value(library, "only", 0) == 3);
    CHECK(library.count("sn") == 4);
}

TEST_CASE("library: a broken file is named, its neighbours keep their numbers, it is tried once") {
    TemporaryFolder folder;
    folder.put("x/0.wav", "1");
    folder.put("x/1.wav", "");
    folder.put("x/2.wav", "3");
    SampleLibrary library(read_number);
    add(library, folder.path());
    CHECK(value(library, "x", 2) == 3);
    const auto broken = library.get("x", 1);
    REQUIRE_FALSE(broken.has_value());
    CHECK(broken.error() == (folder.path() / "x/1.wav").string() + ": empty");
    const int before = reads;
    CHECK(library.recording("x", 4) == nullptr);
    CHECK(reads == before);
    CHECK(library.failures().size() == 1);
    CHECK_FALSE(library.add_folder({folder.path() / "missing", FolderRank::option, {}}).has_value());
}

TEST_CASE("library: recordings are shared, the cache is bounded, handles outlive their eviction") {
    TemporaryFolder folder;
    for (int i = 0; i < 8; ++i) folder.put("x/" + std::to_string(i) + ".wav", "1000x" + std::to_string(i));
    SampleLibrary library(read_number, 3 * 4000);
    add(library, folder.path());
    reads = 0;
    const auto held = *library.get("x", 0);
    CHECK(*library.get("x", 8) == held);
    CHECK(reads == 1);
    for (int i = 1; i < 8; ++i) {
        CHECK(value(library, "x", i) == static_cast<float>(i));
        CHECK(library.cached_bytes() <= 3 * 4000);
    }
    CHECK(reads == 8);
    CHECK(held->frames[999] == 0.0f);
    CHECK(*library.get("x", 0) == held);  // still played by someone: found without decoding
    CHECK(reads == 8);
    CHECK(value(library, "x", 7) == 7);
    CHECK(reads == 8);
    CHECK(value(library, "x", 1) == 1);
    CHECK(reads == 9);
}

TEST_CASE("library: many threads get the same sounds") {
    TemporaryFolder folder;
    for (int i = 0; i < 20; ++i) folder.put("x/" + std::to_string(10 + i) + ".wav", "100x" + std::to_string(i));
    SampleLibrary library(read_number, 2000);
    add(library, folder.path());
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 500; ++i)
                wrong += value(library, "x", (i * (t + 3)) % 20) != static_cast<float>((i * (t + 3)) % 20);
        });
    for (auto& t : threads) t.join();
    CHECK(wrong == 0);
}

TEST_CASE("library: ten thousand banks are listed in less than a second, decoding nothing") {
    TemporaryFolder folder, real;
    real.put("a.wav", "1");
    for (int i = 0; i < 10000; ++i)
        fs::create_directory_symlink(real.path(), folder.path() / ("bank" + std::to_string(i)));
    SampleLibrary library(read_number);
    reads = 0;
    const std::clock_t start = std::clock();  // of this process: a busy machine does not count
    add(library, folder.path());
    CHECK(library.banks().size() == 10000 + 15);
    CHECK(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC < 1.0);
    CHECK(reads == 0);
    CHECK(value(library, "bank9999", 0) == 1);
}
