// Lists as arguments: their items as patterns, transforms or pairs. An item of another kind is silence, or changes
// nothing: the checker has told about it.
#pragma once

#include "pattern/combine.hpp"
#include "pattern/notes.hpp"
#include "pattern/word.hpp"

namespace phonon::pattern {

inline Pattern pattern_in(const Arg& arg) {
    if (const auto* p = std::get_if<Pattern>(&arg.held)) return *p;
    if (const auto* number = std::get_if<double>(&arg.held)) return pure(*number);
    return silence();
}

inline Transform transform_in(const Arg& arg) {
    if (const auto* f = std::get_if<Transform>(&arg.held)) return *f;
    return [](const Pattern& p) { return p; };
}

// The items of a list; what is no list counts as a list of itself.
inline ArgList items_of(const Arg& arg) {
    if (const auto* list = std::get_if<ArgList>(&arg.held)) return *list;
    return {arg};
}

inline std::vector<Pattern> patterns_in(const Arg& arg) {
    std::vector<Pattern> patterns;
    for (const auto& item : items_of(arg)) patterns.push_back(pattern_in(item));
    return patterns;
}

// Item `index` of a list inside a list, `[3, s "bd"]`; silence where it is missing.
inline Pattern field(const Arg& item, std::size_t index) {
    const auto fields = items_of(item);
    return index < fields.size() ? pattern_in(fields[index]) : silence();
}

// The time that a constant pattern holds; `otherwise` where it is no constant.
inline Time constant_time(const Pattern& p, Time otherwise = Time(0)) {
    const Value* value = p.pure_value();
    return value ? time_of(*value) : otherwise;
}

// Whole numbers that are no arguments of anyone's intention but a slip are kept from filling the memory.
inline int bounded_count(double count, int most = 65536) {
    return count > 0 ? (count < most ? static_cast<int>(count) : most) : 0;
}

}  // namespace phonon::pattern
