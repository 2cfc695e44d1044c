#include "dsp/unit/table.hpp"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace phonon::dsp {

// One declaration a unit and level, one row a unit: both lists are made by CMake from the files under units/.
#include "unit_declarations.inc"

namespace {

enum class Level { base, v3, v4 };

#if defined(PHONON_LEVELS)
constexpr std::string_view level_names[] = {"v2", "v3", "v4"};
#else
constexpr std::string_view level_names[] = {"plain"};
#endif

Level highest_level() noexcept {
    Level best = Level::base;
#if defined(PHONON_LEVELS)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2"))
        best = Level::v3;
    if (best == Level::v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        best = Level::v4;
#endif
    return best;
}

Level level() noexcept {
    static const Level chosen = [] {
        const Level highest = highest_level();
        const char* forced = std::getenv("PHONON_CPU");
        for (int i = 0; forced != nullptr && i <= static_cast<int>(highest); ++i)
            if (level_names[i] == forced) return static_cast<Level>(i);
        return highest;
    }();
    return chosen;
}

struct Candidate {
    const Facts* facts;
    const UnitKernels* kernels[3];
};
constexpr Candidate candidates[] = {
#include "unit_rows.inc"
};

const std::vector<UnitRow>& rows() {
    static const std::vector<UnitRow> made = [] {
        std::vector<UnitRow> r;
        for (const Candidate& c : candidates) r.push_back({c.facts, c.kernels[static_cast<int>(level())]});
        std::sort(r.begin(), r.end(), [](const UnitRow& a, const UnitRow& b) { return a.facts->name < b.facts->name; });
        return r;
    }();
    return made;
}

bool lists(std::string_view blank_separated, std::string_view word) noexcept {
    while (!blank_separated.empty()) {
        const std::size_t end = std::min(blank_separated.find(' '), blank_separated.size());
        if (blank_separated.substr(0, end) == word) return true;
        blank_separated.remove_prefix(std::min(end + 1, blank_separated.size()));
    }
    return false;
}

}  // namespace

std::span<const UnitRow> units() noexcept { return rows(); }

const UnitRow* find_unit(std::string_view name) noexcept {
    const auto& all = rows();
    const auto at = std::lower_bound(all.begin(), all.end(), name,
                                     [](const UnitRow& r, std::string_view n) { return r.facts->name < n; });
    if (at != all.end() && at->facts->name == name) return &*at;
    for (const UnitRow& r : all)
        if (lists(r.facts->aliases, name)) return &r;
    return nullptr;
}

std::string_view cpu_level() noexcept { return level_names[static_cast<int>(level())]; }

std::span<const std::string_view> cpu_levels() noexcept {
    return std::span(level_names).first(static_cast<std::size_t>(highest_level()) + 1);
}

const UnitKernels* unit_at_level(std::string_view name, std::string_view level_name) noexcept {
    const auto levels = cpu_levels();
    for (const Candidate& c : candidates)
        for (std::size_t i = 0; i < levels.size(); ++i)
            if (c.facts->name == name && levels[i] == level_name) return c.kernels[i];
    return nullptr;
}

}  // namespace phonon::dsp
