// The reference of the language, made from the tables of units and pattern words: for people, for editors, and as the
// page docs/reference.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/outcome.hpp"

namespace phonon::api {

struct ReferenceRange {
    double low = 0, high = 1;
    std::string measure;  // "hertz", "" where it has none
    bool logarithmic = false;
};

struct ReferenceParam {
    std::string name;
    std::string kind;        // "audio", "number", "transform" ...
    std::string doc;         // one clause
    std::string by_default;  // "" where it must be given
    bool required = false;
    std::optional<ReferenceRange> range;  // of units
};

struct ReferenceEntry {
    std::string name;
    std::vector<std::string> aliases;
    std::string topic;
    std::string kind;   // "effect", "transform", "control" ...
    std::string usage;  // "x # lpf cutoff q"
    std::string summary;
    std::vector<ReferenceParam> params;
    std::string example;
    std::vector<std::string> see_also;
    bool unit = false, instrument = false;  // else a pattern word
};

// Units, pattern words, then the built-in instruments; each sorted by topic and name.
std::vector<ReferenceEntry> reference();

Outcome doc(std::optional<std::string_view> word, phonon_form form);
Outcome doc_topics(phonon_form form);

}  // namespace phonon::api
