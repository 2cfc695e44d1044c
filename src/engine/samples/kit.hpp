// The built-in drum kit: synthesised on demand, so that phonon sounds without a single file.
//
// The same bits on every machine. Any thread; nothing is kept here (the library caches).
#pragma once

#include <span>
#include <string_view>

#include "dsp/sampler/recording.hpp"

namespace phonon::engine {

// Every bank of the kit has this many sounds: after the TR-808, after the TR-909, tight, lo-fi.
inline constexpr int kit_variants = 4;

struct KitBank {
    std::string_view name;
    std::string_view alias_of;  // "" for a bank of its own
    std::string_view summary;   // "bass drum"
};
std::span<const KitBank> kit_banks() noexcept;

// The kit's bank of that name, aliases resolved; nullptr where there is none.
const KitBank* find_kit_bank(std::string_view name) noexcept;

// 48 kHz, mono, peak 0.85 (0.9 for the kick), free of DC, starting within 1 ms and ending below -80 dB. `name` is a
// bank of the kit, 0 <= variant < kit_variants. Takes a few milliseconds.
dsp::Recording make_kit_sound(std::string_view name, int variant);

}  // namespace phonon::engine
