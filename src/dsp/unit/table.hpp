// The table of all units: one row a file under units/. Nothing else in the program lists them.
#pragma once

#include <span>
#include <string_view>

#include "dsp/unit/facts.hpp"
#include "dsp/unit/kernel.hpp"

namespace phonon::dsp {

struct UnitRow {
    const Facts* facts;
    const UnitKernels* kernels;  // of the instruction set level in use
};

std::span<const UnitRow> units() noexcept;                 // sorted by name
const UnitRow* find_unit(std::string_view name) noexcept;  // by name or alias; nullptr where there is none

// "v2", "v3", "v4" or "plain": the level chosen from the processor, or by PHONON_CPU when it names a level that this
// processor can run.
std::string_view cpu_level() noexcept;

// For tests, which hold all levels to the same bits: the levels this processor can run, the baseline first, and a
// unit's kernels of one of them (nullptr where there is no such unit or level).
std::span<const std::string_view> cpu_levels() noexcept;
const UnitKernels* unit_at_level(std::string_view name, std::string_view level) noexcept;

}  // namespace phonon::dsp
