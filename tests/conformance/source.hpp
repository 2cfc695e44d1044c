// A case as program text: what a musician would write to get its pattern.
#pragma once

#include <string>

#include "cases.hpp"
#include "lang/reading.hpp"

namespace phonon::conformance {

struct Source {
    std::string definitions;  // buses that the expression uses
    std::string expression;
    lang::Reading reading = lang::Reading::raw;  // of strings that no word reads
    bool tidal_octaves = false;                  // c5 is 0
    std::string unknown;                         // not empty: a form that is not understood, in words
};

Source source_of(const Case& c);

}  // namespace phonon::conformance
