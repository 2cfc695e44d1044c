// The built-in kit, measured: levels, DC, onsets, ends, decay and colour of every sound.
#include "engine/samples/kit.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

using namespace phonon;

namespace {

// Each sound is made once for all tests.
const dsp::Recording& sound_of(std::string_view bank, int n) {
    static std::map<std::pair<std::string, int>, dsp::Recording> made;
    auto& r = made[{std::string(bank), n}];
    if (r.frames.empty()) r = engine::make_kit_sound(bank, n);
    return r;
}

float peak_between(const std::vector<float>& x, std::size_t from, std::size_t to) {
    float peak = 0;
    for (std::size_t i = from; i < std::min(to, x.size()); ++i) peak = std::max(peak, std::fabs(x[i]));
    return peak;
}

// Share of the energy in each of three bands, by first-order crossovers: coarse, but enough to tell drums apart.
struct Colour {
    double low, middle, high;  // about: below 250 Hz, up to 2.5 kHz, above
};
Colour colour_of(const std::vector<float>& x) {
    double low_state = 0, high_state = 0, low = 0, middle = 0, high = 0;
    for (float v : x) {
        low_state += 0.0322 * (v - low_state);
        high_state += 0.279 * (v - high_state);
        const double m = high_state - low_state, h = v - high_state;
        low += low_state * low_state, middle += m * m, high += h * h;
    }
    const double sum = low + middle + high;
    return {low / sum, middle / sum, high / sum};
}

double milliseconds_to(const std::vector<float>& x, double decibels) {
    const double threshold = peak_between(x, 0, x.size()) * std::pow(10, decibels / 20);
    std::size_t end = x.size();
    while (end > 0 && std::fabs(x[end - 1]) < threshold) --end;
    return static_cast<double>(end) / 48;
}

std::uint64_t hash_of(const std::vector<float>& x, std::uint64_t hash = 14695981039346656037u) {
    for (float v : x) hash = (hash ^ __builtin_bit_cast(std::uint32_t, v)) * 1099511628211u;
    return hash;
}

}  // namespace

TEST_CASE("kit: every sound has its level, begins at once, carries no DC and dies away without a click") {
    for (const engine::KitBank& bank : engine::kit_banks()) {
        for (int n = 0; n < engine::kit_variants; ++n) {
            const std::string name = std::string(bank.name) + ":" + std::to_string(n);
            CAPTURE(name);
            const dsp::Recording& r = sound_of(bank.name, n);
            const auto& x = r.frames;
            REQUIRE(r.length > 1000);
            CHECK(r.rate == 48000);
            CHECK(r.channels == 1);
            CHECK(x.size() == static_cast<std::size_t>(r.length));
            const float peak = peak_between(x, 0, x.size());
            CHECK(peak >= 0.8f);
            CHECK(peak <= 0.9001f);
            double sum = 0;
            for (float v : x) sum += v;  // not finite where one of them is not
            CHECK(std::fabs(sum / static_cast<double>(x.size())) < 3e-5);
            CHECK(peak_between(x, 0, 48) > 0.05f * peak);
            CHECK(peak_between(x, x.size() - 240, x.size()) < 1e-4f * peak);
            CHECK(std::fabs(x.back()) < 1e-6f);
            CHECK(milliseconds_to(x, -20) > 5);
        }
    }
}

TEST_CASE("kit: the four variants of a bank differ, and an alias is the same sound") {
    for (const engine::KitBank& bank : engine::kit_banks()) {
        CAPTURE(std::string(bank.name));
        std::map<std::uint64_t, int> seen;
        for (int n = 0; n < engine::kit_variants; ++n) ++seen[hash_of(sound_of(bank.name, n).frames)];
        CHECK(seen.size() == engine::kit_variants);
        if (!bank.alias_of.empty()) CHECK(sound_of(bank.name, 1).frames == sound_of(bank.alias_of, 1).frames);
    }
    CHECK(engine::find_kit_bank("sd") == engine::find_kit_bank("sn"));
    CHECK(engine::find_kit_bank("rs") == engine::find_kit_bank("rim"));
    CHECK(engine::find_kit_bank("ch") == engine::find_kit_bank("hh"));
    CHECK(engine::find_kit_bank("bdx") == nullptr);
}

TEST_CASE("kit: each drum has the colour and the length of its kind") {
    const auto sound = [](const char* name, int n) -> const std::vector<float>& { return sound_of(name, n).frames; };
    for (int n = 0; n < engine::kit_variants; ++n) {
        CAPTURE(n);
        CHECK(colour_of(sound("bd", n)).low > 0.6);
        CHECK(colour_of(sound("hh", n)).high > 0.7);
        CHECK(colour_of(sound("oh", n)).high > 0.7);
        CHECK(colour_of(sound("cr", n)).high > 0.5);
        CHECK(colour_of(sound("sn", n)).high > 0.08);
        CHECK(colour_of(sound("sn", n)).low > 0.08);
        CHECK(colour_of(sound("cp", n)).middle > 0.35);
        CHECK(milliseconds_to(sound("oh", n), -40) > 2.5 * milliseconds_to(sound("hh", n), -40));
        CHECK(milliseconds_to(sound("cr", n), -40) > 2 * milliseconds_to(sound("sn", n), -40));
        CHECK(milliseconds_to(sound("lt", n), -40) > milliseconds_to(sound("ht", n), -40));
        CHECK(milliseconds_to(sound("rim", n), -40) < 80);
    }
    // The tight variant is the shortest of its bank.
    for (const char* name : {"bd", "sn", "hh", "oh", "cp", "cb", "lt", "mt", "ht", "cr", "rd"}) {
        CAPTURE(name);
        for (int n : {0, 1, 3}) CHECK(milliseconds_to(sound(name, 2), -40) < milliseconds_to(sound(name, n), -40));
    }
}

TEST_CASE("kit: the clap is four claps") {
    for (int n = 0; n < 3; ++n) {
        const auto& x = sound_of("cp", n).frames;
        std::vector<float> level;
        for (std::size_t i = 0; i + 96 < 48 * 50; i += 96) level.push_back(peak_between(x, i, i + 96));
        int dips = 0;
        for (std::size_t i = 1; i + 1 < level.size(); ++i)
            dips += level[i] < 0.6f * level[i - 1] || level[i] < 0.6f * level[i + 1];
        CAPTURE(n);
        CHECK(dips >= 3);
    }
}

TEST_CASE("kit: the bits are the same on every machine") {
    std::uint64_t hash = 14695981039346656037u;
    for (const engine::KitBank& bank : engine::kit_banks())
        for (int n = 0; n < engine::kit_variants; ++n) hash = hash_of(sound_of(bank.name, n).frames, hash);
    CHECK(hash == 5360350663668654324u);
}
