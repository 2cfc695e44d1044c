#include "engine/samples/kit.hpp"

#include <algorithm>
#include <cassert>

#include "engine/samples/drums/drums.hpp"
#include "engine/samples/drums/parts.hpp"

namespace phonon::engine {

namespace {

static_assert(kit_variants == drums::variants);

constexpr KitBank banks[] = {
    {"bd", "", "bass drum"},       {"sn", "", "snare drum"},   {"sd", "sn", "snare drum"}, {"hh", "", "closed hi-hat"},
    {"ch", "hh", "closed hi-hat"}, {"oh", "", "open hi-hat"},  {"cp", "", "hand clap"},    {"rim", "", "rim shot"},
    {"rs", "rim", "rim shot"},     {"cb", "", "cowbell"},      {"lt", "", "low tom"},      {"mt", "", "middle tom"},
    {"ht", "", "high tom"},        {"cr", "", "crash cymbal"}, {"rd", "", "ride cymbal"},
};

std::vector<float> raw_sound(std::string_view name, int variant) {
    if (name == "bd") return drums::kick(variant);
    if (name == "sn") return drums::snare(variant);
    if (name == "hh") return drums::closed_hat(variant);
    if (name == "oh") return drums::open_hat(variant);
    if (name == "cp") return drums::clap(variant);
    if (name == "rim") return drums::rim(variant);
    if (name == "cb") return drums::cowbell(variant);
    if (name == "lt") return drums::tom(drums::TomSize::low, variant);
    if (name == "mt") return drums::tom(drums::TomSize::middle, variant);
    if (name == "ht") return drums::tom(drums::TomSize::high, variant);
    if (name == "cr") return drums::crash(variant);
    assert(name == "rd");
    return drums::ride(variant);
}

float peak_of(const std::vector<float>& frames) {
    float peak = 0;
    for (float x : frames) peak = std::max(peak, x < 0 ? -x : x);
    return peak;
}

// Takes out the DC that a swept or driven tone leaves behind.
void block_dc(std::vector<float>& frames) {
    drums::Filter filter(14, 0.7f);
    for (float& x : frames) x = filter.high(x);
}

// Cuts where the sound has fallen by 84 dB and leads the rest to silence.
void trim(std::vector<float>& frames) {
    const float inaudible = peak_of(frames) * 6.3e-5f;
    std::size_t end = frames.size();
    while (end > 0 && frames[end - 1] < inaudible && frames[end - 1] > -inaudible) --end;
    frames.resize(end);
    const std::size_t fade = std::min(end, drums::frames_of(0.012f));
    for (std::size_t i = 0; i < fade; ++i) {
        const float left = static_cast<float>(i) / static_cast<float>(fade);
        frames[end - 1 - i] *= left * left * (3.0f - 2.0f * left);
    }
}

}  // namespace

std::span<const KitBank> kit_banks() noexcept { return banks; }

const KitBank* find_kit_bank(std::string_view name) noexcept {
    const auto named = [](std::string_view n) { return std::ranges::find(banks, n, &KitBank::name); };
    const auto* found = named(name);
    if (found == std::end(banks)) return nullptr;
    return found->alias_of.empty() ? found : named(found->alias_of);
}

dsp::Recording make_kit_sound(std::string_view name, int variant) {
    const KitBank* bank = find_kit_bank(name);
    assert(bank != nullptr && variant >= 0 && variant < kit_variants);
    dsp::Recording r;
    r.frames = raw_sound(bank->name, variant);
    block_dc(r.frames);
    trim(r.frames);
    const float gain = (bank->name == "bd" ? 0.9f : 0.85f) / peak_of(r.frames);
    for (float& x : r.frames) x *= gain;
    r.frames.shrink_to_fit();
    r.length = static_cast<std::int64_t>(r.frames.size());
    return r;
}

}  // namespace phonon::engine
