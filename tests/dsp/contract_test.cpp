// What every unit in the table promises, whatever it does. A new unit gets these tests without asking for them.
#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <new>
#include <string>
#include <vector>

#include "rig.hpp"

namespace {
thread_local bool watching = false;
thread_local int allocations = 0;

void* allocate(std::size_t size, std::size_t alignment) {
    if (watching) ++allocations;
    void* p = std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
    if (p == nullptr) std::abort();
    return p;
}
}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) { return allocate(size, alignof(std::max_align_t)); }
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t alignment) {
    return allocate(size, static_cast<std::size_t>(alignment));
}
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }

using namespace phonon::dsp;

namespace {

constexpr float loud = 4;

// A number of 0 ... 1 for a place: the same whoever asks, in whatever order.
float chance(int a, int b, int c, int d) {
    auto x = static_cast<std::uint32_t>(a) * 0x9e3779b1u ^ static_cast<std::uint32_t>(b) * 0x85ebca77u ^
             static_cast<std::uint32_t>(c) * 0xc2b2ae3du ^ static_cast<std::uint32_t>(d) * 0x27d4eb2fu;
    x = (x ^ (x >> 15)) * 0x2c1b3c6du;
    x = (x ^ (x >> 12)) * 0x297a2d39u;
    return static_cast<float>((x ^ (x >> 15)) >> 8) / 16777216.0f;
}

float between(const Input& in, float x) {
    if (in.curve == Curve::logarithmic && in.low > 0) return in.low * std::pow(in.high / in.low, x);
    return in.low + (in.high - in.low) * x;
}
// A gate that opens and closes, with onsets marked; some onsets follow each other without a gap.
float gate_at(int frame, int voice) {
    const int f = frame + 100 + 7 * voice;
    return f % 1000 < 600 ? (f % 1000 == 0 || f % 1000 == 333 ? 2.0f : 1.0f) : 0.0f;
}
bool is_gate(const Input& in) { return in.kind == InputKind::gate || in.kind == InputKind::trigger; }
float noise_at(const Input& in, int k, int frame, int voice, int channel) {
    return loud * between(in, chance(k, frame, voice, channel));
}

// Everything moves: sound is loud noise, parameters go through their range at various speeds, some hold for a while.
Scene lively(const Facts& facts) {
    return [&facts](int k, int frame, int voice, int channel) {
        const Input& in = facts.inputs[k];
        if (is_gate(in)) return gate_at(frame, voice);
        if (in.kind == InputKind::audio) return noise_at(in, k, frame, voice, channel);
        const int hold = k % 3 == 0 ? 1 : k % 3 == 1 ? 23 : 150;
        return between(in, chance(k, frame < 0 ? -1 : frame / hold, voice, 0));
    };
}
// Sound is loud noise, parameters hold one random value for each voice.
Scene steady(const Facts& facts, int variant) {
    return [&facts, variant](int k, int frame, int voice, int channel) {
        const Input& in = facts.inputs[k];
        if (is_gate(in)) return gate_at(frame, voice);
        if (in.kind == InputKind::audio) return noise_at(in, k, frame, voice, channel);
        return between(in, chance(k, variant, voice, 77));
    };
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (std::bit_cast<std::uint32_t>(a[i]) != std::bit_cast<std::uint32_t>(b[i])) return false;
    return true;
}
bool all_finite(const std::vector<float>& a) {
    for (const float x : a)
        if (!std::isfinite(x)) return false;
    return true;
}
bool has_lanes(const UnitRow& unit, int lanes) { return kernel_of(*unit.kernels, lanes).run != nullptr; }
const std::vector<int> ragged = {1, 64, 7, 13, 2, 33, 64, 5};

template <class Test>
void for_each_unit(Test test) {
    for (const UnitRow& unit : units()) {
        CAPTURE(unit.facts->name);
        test(unit, *unit.facts);
    }
}

}  // namespace

TEST_CASE("contract: output is finite at every extreme of every input") {
    for_each_unit([](const UnitRow& unit, const Facts& facts) {
        const int n = facts.input_count();
        const auto value = [](const Input& in, int which) {
            return which == 0 ? in.low : which == 1 ? in.high : in.by_default;
        };
        // All low, all high, all default; then each input alone at an end.
        for (int corner = 0; corner < 3 + 2 * n; ++corner) {
            CAPTURE(corner);
            const Scene scene = [&](int k, int frame, int voice, int channel) {
                const Input& in = facts.inputs[k];
                const bool alone = corner >= 3 && (corner - 3) / 2 == k;
                if (in.kind == InputKind::audio && !alone && facts.role != Role::math)
                    return noise_at(in, k, frame, voice, channel);
                if (is_gate(in) && !alone) return gate_at(frame, voice);
                return value(in, corner < 3 ? corner : alone ? (corner - 3) % 2 : 2);
            };
            CHECK(all_finite(Rig(facts, *unit.kernels, 1).play(scene, 4000)));
        }
    });
}
TEST_CASE("contract: output is finite when all inputs jump between extremes at audio rate") {
    for_each_unit([](const UnitRow& unit, const Facts& facts) {
        const Scene jumping = [&](int k, int frame, int voice, int channel) {
            const Input& in = facts.inputs[k];
            if (is_gate(in)) return std::floor(chance(k, frame, voice, 0) * 3);
            if (in.kind == InputKind::audio) return noise_at(in, k, frame, voice, channel);
            return chance(k, frame, voice, 0) < 0.5f ? in.low : in.high;
        };
        CHECK(all_finite(Rig(facts, *unit.kernels, 16).play(jumping, 9600)));
        CHECK(all_finite(Rig(facts, *unit.kernels, 16).play(lively(facts), 9600)));
    });
}
TEST_CASE("contract: parameters far outside their range are harmless") {
    for_each_unit([](const UnitRow& unit, const Facts& facts) {
        const Scene wild = [&](int k, int frame, int voice, int channel) {
            const Input& in = facts.inputs[k];
            if (is_gate(in)) return gate_at(frame, voice);
            if (in.kind == InputKind::audio) return between(in, chance(k, frame, voice, channel));
            const float span = 20 * (in.high - in.low);
            return chance(k, frame / 500, voice, 0) < 0.5f ? in.low - span : in.high + span;
        };
        CHECK(all_finite(Rig(facts, *unit.kernels, 16).play(wild, 6000)));
    });
}
TEST_CASE("contract: any split of time gives the same bits") {
    for_each_unit([](const UnitRow& unit, const Facts& facts) {
        const Scene scene = lively(facts);
        const auto whole = Rig(facts, *unit.kernels, 1).play(scene, 3000);
        CHECK(same_bits(whole, Rig(facts, *unit.kernels, 1).play(scene, 3000, View::full, {1})));
        CHECK(same_bits(whole, Rig(facts, *unit.kernels, 1).play(scene, 3000, View::full, ragged)));
        CHECK(same_bits(Rig(facts, *unit.kernels, 16).play(scene, 3000),
                        Rig(facts, *unit.kernels, 16).play(scene, 3000, View::full, ragged)));
    });
}
TEST_CASE("contract: every lane gives the bits of one lane") {
    for_each_unit([](const UnitRow& unit, const Facts& facts) {
        const Scene scene = lively(facts);
        constexpr int frames = 3000;
        std::vector<std::vector<float>> alone;
        for (int voice = 0; voice < 16; ++voice)
            alone.push_back(Rig(facts, *unit.kernels, 1, voice).play(scene, frames));
        for (const int lanes : {2, 16}) {
            if (!has_lanes(unit, lanes)) continue;
            CAPTURE(lanes);
            Rig rig(facts, *unit.kernels, lanes);
            const auto together = rig.play(scene, frames);
            const int channels = rig.channels();
            for (int voice = 0; voice < lanes; ++voice) {
                std::vector<float> mine;
                for (int i = 0; i < frames; ++i)
                    for (int c = 0; c < channels; ++c)
                        mine.push_back(together[static_cast<std::size_t>((i * channels + c) * lanes + voice)]);
                CHECK(same_bits(mine, alone[static_cast<std::size_t>(voice)]));
            }
        }
    });
}
TEST_CASE("contract: constants, segments and signals of equal values give the same bits") {
    for_each_unit([](const UnitRow& unit, const Facts& facts) {
        const Scene scene = lively(facts);
        for (const int lanes : {1, 16})
            CHECK(same_bits(Rig(facts, *unit.kernels, lanes).play(scene, 3000, View::full),
                            Rig(facts, *unit.kernels, lanes).play(scene, 3000, View::segments, ragged)));
        for (int variant = 0; variant < 3; ++variant) {
            const Scene moving = steady(facts, variant);
            const Scene frozen = [&](int k, int, int voice, int channel) { return moving(k, 0, voice, channel); };
            CHECK(same_bits(Rig(facts, *unit.kernels, 1).play(frozen, 1000, View::full),
                            Rig(facts, *unit.kernels, 1).play(frozen, 1000, View::constant)));
        }
    });
}
TEST_CASE("contract: every level of the processor gives the same bits") {
    for_each_unit([](const UnitRow&, const Facts& facts) {
        const Scene scene = lively(facts);
        for (const int lanes : {1, 16}) {
            const auto base = Rig(facts, *unit_at_level(facts.name, cpu_levels()[0]), lanes).play(scene, 3000);
            for (const std::string_view level : cpu_levels()) {
                CAPTURE(level);
                CHECK(same_bits(base, Rig(facts, *unit_at_level(facts.name, level), lanes).play(scene, 3000)));
            }
        }
    });
}
TEST_CASE("contract: a copy of state and memory is independent and goes on alike") {
    for_each_unit([](const UnitRow& unit, const Facts& facts) {
        const Scene scene = lively(facts), other = steady(facts, 5);
        Rig rig(facts, *unit.kernels, 16);
        rig.play(scene, 1500);
        Rig copy = rig, astray = rig;
        astray.play(other, 1500);
        const auto expected = rig.play(scene, 1500);
        CHECK(same_bits(copy.play(scene, 1500), expected));
    });
}
TEST_CASE("contract: a reset forgets everything") {
    for_each_unit([](const UnitRow& unit, const Facts& facts) {
        Rig rig(facts, *unit.kernels, 1);
        const auto first = rig.play(lively(facts), 2500);
        rig.reset();
        CHECK(same_bits(rig.play(lively(facts), 2500), first));
    });
}
TEST_CASE("contract: effects are silent in silence, and after a sound within their tail") {
    for_each_unit([](const UnitRow& unit, const Facts& facts) {
        if (facts.role != Role::effect || facts.tail < 0) return;
        const int sounding = 4800;
        const auto scene = [&](int until) {
            return Scene([&facts, until](int k, int frame, int voice, int channel) {
                const Input& in = facts.inputs[k];
                if (is_gate(in)) return gate_at(frame, voice);
                if (in.kind != InputKind::audio) return in.by_default;
                return frame < until ? 2 * chance(k, frame, voice, channel) - 1 : 0.0f;
            });
        };
        for (const float x : Rig(facts, *unit.kernels, 1).play(scene(0), 2000)) REQUIRE(x == 0.0f);
        Rig rig(facts, *unit.kernels, 1);
        rig.play(scene(sounding), sounding);
        rig.play(scene(sounding), static_cast<int>(facts.tail * 48000) + 64);
        float peak = 0;
        for (const float x : rig.play(scene(sounding), 4800)) peak = std::max(peak, std::abs(x));
        CHECK(peak < 1e-4f);
    });
}
TEST_CASE("contract: no unit allocates while it runs") {
    for_each_unit([](const UnitRow& unit, const Facts& facts) {
        const int lanes = 16, channels = facts.shape == Shape::pair ? 2 : 1;
        std::vector<float> row(static_cast<std::size_t>(lanes * channels), 0.25f);
        std::vector<float> out(static_cast<std::size_t>(64 * lanes * channels));
        std::vector<float> memory(unit.kernels->memory_words(48000) * lanes);
        std::vector<std::byte> space(unit.kernels->voices.state_size + 64);
        void* state = space.data();
        std::size_t room = space.size();
        std::align(64, unit.kernels->voices.state_size, state, room);
        const std::vector<std::uint32_t> keys(lanes, 3);
        std::vector<InputView> views(max_inputs, InputView{row.data(), 0, 0});
        allocations = 0;
        watching = true;
        unit.kernels->voices.init(state);
        for (int q = 0; q < 20; ++q)
            unit.kernels->voices.run(
                {views.data(), out.data(), lanes * channels, 64, 48000, state, memory.data(), keys.data()});
        watching = false;
        CHECK(allocations == 0);
    });
}
TEST_CASE("contract: names and aliases are unique, and stand where the file says") {
    namespace fs = std::filesystem;
    std::map<std::string, std::string> words;
    for_each_unit([&](const UnitRow& unit, const Facts& facts) {
        std::string all(facts.name);
        if (!facts.aliases.empty()) all += ' ' + std::string(facts.aliases);
        for (std::size_t at = 0; at < all.size();) {
            const std::size_t end = std::min(all.find(' ', at), all.size());
            const std::string word = all.substr(at, end - at);
            CAPTURE(word);
            CHECK(!word.empty());
            CHECK(words.emplace(word, std::string(facts.name)).second);
            CHECK(find_unit(word)->facts == &facts);
            at = end + 1;
        }
        const fs::path units_folder = fs::path(PHONON_TEST_DATA) / "../../src/dsp/units";
        // A voice that starts forgets states of up to this size; larger ones belong into memory_words.
        CHECK(unit.kernels->voices.state_size <= 4096);
        CHECK(fs::exists(units_folder / std::string(facts.group) / (std::string(facts.name) + ".cpp")));
    });
    CHECK(find_unit("no_such_unit") == nullptr);
}
