#include "lang/prelude.hpp"

#include "base/diagnostics.hpp"
#include "lang/parser.hpp"
#include "lang/prelude_text.hpp"

namespace phonon::lang {

std::string_view prelude() noexcept { return prelude_text; }

std::vector<PreludeInstrument> prelude_instruments() {
    base::Diagnostics none;
    std::vector<PreludeInstrument> made;
    const std::string_view text = prelude();
    for (const Statement& s : parse(text, 0, none).statements) {
        PreludeInstrument i;
        i.name = s.name;
        const std::size_t comment = text.rfind("\n-- ", s.span.begin);
        if (comment != text.npos) i.section = text.substr(comment + 4, text.find('\n', comment + 1) - comment - 4);
        for (const Parameter& p : s.parameters) {
            std::string given;
            if (p.by_default)
                given = text.substr(p.by_default->span.begin, p.by_default->span.end - p.by_default->span.begin);
            i.params.emplace_back(p.name, std::move(given));
        }
        made.push_back(std::move(i));
    }
    return made;
}

}  // namespace phonon::lang
