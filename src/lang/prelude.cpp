#include "lang/prelude.hpp"

#include "base/diagnostics.hpp"
#include "lang/parser.hpp"
#include "lang/prelude_text.hpp"

namespace phonon::lang {

std::string_view prelude() noexcept { return prelude_text; }

std::vector<std::string> prelude_instruments() {
    base::Diagnostics none;
    std::vector<std::string> names;
    for (const Statement& s : parse(prelude(), 0, none).statements) names.push_back(s.name);
    return names;
}

}  // namespace phonon::lang
