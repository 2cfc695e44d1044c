// Whole programs: the tracks, imports, outputs, settings, and programs that are far too large.
#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "signal_text.hpp"

using namespace phonon::lang;

namespace {

std::optional<std::string> read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    std::stringstream all;
    all << in.rdbuf();
    return all.str();
}

CheckOptions with_kit() {
    CheckOptions options;
    options.read_file = read_file;
    options.sound_names = [] {
        return std::vector<std::string>{"bd", "sn", "hh", "oh", "cp", "rim", "lt", "mt", "ht", "cb"};
    };
    options.sound_exists = [names = options.sound_names()](std::string_view bank) {
        return std::find(names.begin(), names.end(), bank) != names.end();
    };
    return options;
}

std::string faults_in_track(const std::string& name) {
    const std::string path = std::string(PHONON_TEST_DATA) + "/tracks/" + name;
    const CheckResult result = check(path, read_file(path).value_or("missing"), with_kit());
    std::string text;
    for (const auto& d : result.diagnostics.all())
        text += std::string(phonon::base::row_of(d.code).code) + " " + d.message + "\n";
    return text;
}

CheckOptions with_files(std::map<std::string, std::string> files) {
    CheckOptions options;
    options.read_file = [files = std::move(files)](const std::string& path) -> std::optional<std::string> {
        const auto at = files.find(path);
        return at == files.end() ? std::nullopt : std::optional(at->second);
    };
    return options;
}

}  // namespace

TEST_CASE("every track checks without a word") {
    for (const auto& entry : std::filesystem::directory_iterator(std::string(PHONON_TEST_DATA) + "/tracks")) {
        if (entry.path().extension() != ".ph") continue;
        CAPTURE(entry.path().filename().string());
        CHECK(faults_in_track(entry.path().filename().string()) == "");
    }
}

TEST_CASE("bad programs are refused with all their faults") {
    CHECK(faults_in_track("bad/01_many_errors.ph") ==
          "E0102 unknown word `savv`\n"
          "E0103 there is no bus `~bas`\n"
          "E0401 `[` is never closed\n"
          "E0401 `big` is neither a number nor a note name\n");
    CHECK(faults_in_track("bad/02_cycle_import.ph") == "E0503 `02_cycle_import.ph` imports itself\n");
    CHECK(faults_in_track("bad/03_missing_sample.ph") == "E0601 there is no sound `sna`\n");
    CHECK(faults_in_track("bad/04_arity.ph") ==
          "E0301 too many arguments for `lpf`\nE0303 `compressor` has no argument `rato`\n");
    CHECK(faults_in_track("bad/05_truncated.ph").starts_with("E0002"));
    CHECK(faults_in_track("bad/06_twice.ph") == "E0501 `~a` is defined twice\n");
}

TEST_CASE("imports bring definitions, once, relative to the file that imports") {
    const CheckOptions files =
        with_files({{"lib/a.ph", "import \"b.ph\"\n~a $ ~b * 2\nout $ ~a\n"}, {"lib/b.ph", "~b $ saw 55\n"}});
    const CheckResult result = check("main.ph", "import \"lib/a.ph\"\nimport \"lib/b.ph\"\nout $ ~a\n", files);
    REQUIRE(result.diagnostics.all().size() == 1);
    CHECK(phonon::base::row_of(result.diagnostics.all()[0].code).code == "N0503");
    CHECK(result.program.imported_files == std::vector<std::string>{"lib/a.ph", "lib/b.ph"});
    REQUIRE(result.program.stems.size() == 1);
    CHECK(to_text(result.program.stems[0].signal, result.program) == "~a");
    CHECK(faults_of("import \"no.ph\"\nout $ saw 1", files) == "E0502 `no.ph` cannot be read");
}

TEST_CASE("outputs that make no sound, with the word that was meant") {
    const auto help = [](const std::string& program) { return check("t.ph", program).diagnostics.all().at(0).help; };
    CHECK(help("out $ \"bd sn\"") == "did you mean `s \"bd sn\"`?");
    CHECK(faults_of("out $ note \"c e\"").starts_with("E0203"));
    CHECK(faults_of("out $ 3").starts_with("E0203"));
    CHECK(faults_of("out $ fast 2").starts_with("E0203"));
    CHECK(faults_of("out $ lpf 300").starts_with("E0203"));
    CHECK(faults_of("~a $ saw 1\n~b $ ~a * 2\n~c $ sine 3") ==
          "N0501 there is no output, so the buses that nothing uses are played: `~b`, `~c`");
    CHECK(sound_of("~a $ saw 1\n~b $ ~a * 2\n~c $ sine 3") == "add(~b, ~c)");
    CHECK(faults_of("~t $ fast 2") == "W0502 this program plays nothing");
}

TEST_CASE("master, all, tempo, seed") {
    const Program p =
        check("t.ph", "bpm: 120\nseed: 7\nall # lpf 300\nmaster # hpf 20\nd2 $ saw 1\nd1 $ saw 2").program;
    CHECK(std::get<phonon::base::Fraction>(p.tempo) == phonon::base::Fraction(1, 2));
    CHECK(p.seed == 7);
    REQUIRE(p.stems.size() == 2);
    CHECK(p.stems[0].name == "d1");
    CHECK(to_text(p.stems[0].signal, p) == "lpf(saw(2), 300, 0.707)");
    CHECK(to_text(p.master, p) == "hpf(input, 20, 0.707)");
    CHECK(std::get<phonon::base::Fraction>(check("t.ph", "bpm: 120 3\nout $ saw 1").program.tempo) ==
          phonon::base::Fraction(2, 3));
    CHECK(faults_of("cps: 0\nout $ saw 1").starts_with("E0506"));
    CHECK(faults_of("out $ saw 1\nhush") == "W0501 `hush` is a live command and does nothing here");
}

TEST_CASE("an expression alone gives its pattern") {
    CHECK(check_expression("fast 2 \"1 2\"").pattern->query({0, 1}).size() == 4);
    CHECK(check_expression("s \"bd sn\" # lpf 300 $ rev").pattern->query({0, 1}).size() == 2);
    CHECK(!check_expression("s \"bd [\"").pattern);
    CHECK(!check_expression("saw savv").pattern);
}

TEST_CASE("large programs are checked in a moment, and deep ones without a crash") {
    const auto timed = [](const std::string& program) {
        const auto begin = std::chrono::steady_clock::now();
        faults_of(program);
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    };
    std::string effects = "out $ saw 1";
    for (int i = 0; i < 20'000; ++i) effects += " # lpf 300";
    CHECK(faults_of(effects) == "");
    CHECK(timed(effects) < 20);

    std::string buses = "~b0 $ saw \"1 2\"\n";
    for (int i = 1; i < 3000; ++i) buses += "~b" + std::to_string(i) + " $ ~b" + std::to_string(i - 1) + " * 0.5\n";
    CHECK(faults_of(buses + "out $ ~b2999 $ rev\n") == "");

    std::string doubling = "~f0 x $ saw x\n";
    for (int i = 1; i < 40; ++i) {
        const std::string before = "~f" + std::to_string(i - 1);
        doubling += "~f" + std::to_string(i) + " x $ " + before + " x + " + before + " x\n";
    }
    CHECK(faults_of(doubling + "out $ ~f39 1\n").starts_with("E0505"));

    std::string controls = "out $ s \"bd\"";
    for (int i = 0; i < 5000; ++i) controls += " # gain 1";
    CHECK(faults_of(controls).starts_with("E0015"));
    CHECK(!faults_of("out $ " + std::string(900, '(') + "saw 1" + std::string(900, ')')).starts_with("E"));
}
