#include "lang/merge.hpp"

#include <set>
#include <vector>

#include "lang/parser.hpp"

namespace phonon::lang {
namespace {

// What a statement defines: two with the same text exclude each other. "" where it stands beside all others.
std::string defined(const Statement& s) {
    switch (s.type) {
        case Statement::Type::bus:
        case Statement::Type::chain: return "~" + s.name;
        case Statement::Type::stem: return "stem " + std::to_string(s.number);
        case Statement::Type::master: return "master";
        case Statement::Type::all: return "all";
        case Statement::Type::tempo: return "tempo";
        case Statement::Type::seed: return "seed";
        case Statement::Type::import: return "import " + s.path;
        case Statement::Type::samples: return "samples " + s.path;
        case Statement::Type::command:
        case Statement::Type::error: break;
    }
    return "";
}

std::string_view text_of(std::string_view program, base::TextSpan span) {
    return program.substr(span.begin, span.end - span.begin);
}

// `xfade d1 4 $ x` and `jumpIn d1 2 $ x` have left a new definition of the stem behind; other commands are over.
struct Left {
    std::string defined, text;
};
Left left_behind(std::string_view program, const Statement& s) {
    if (s.type != Statement::Type::command) return {defined(s), std::string(text_of(program, s.span))};
    if (!s.value || s.arguments.empty()) return {};
    const std::string stem(text_of(program, s.arguments.front()->span));
    const std::string text = stem + " $ " + std::string(text_of(program, s.value->span));
    base::Diagnostics ignored;
    const SyntaxTree tree = parse(text, 0, ignored);
    if (tree.statements.size() != 1 || tree.statements.front().type != Statement::Type::stem) return {};
    return {defined(tree.statements.front()), text};
}

}  // namespace

std::string merge_statements(std::string_view program, std::string_view evaluated) {
    base::Diagnostics ignored;
    std::set<std::string> anew;
    for (const Statement& s : parse(evaluated, 0, ignored).statements)
        if (const std::string name = defined(s); !name.empty()) anew.insert(name);
    std::vector<Left> kept;
    for (const Statement& s : parse(program, 0, ignored).statements) {
        Left left = left_behind(program, s);
        if (s.type == Statement::Type::error || left.text.empty() || anew.contains(left.defined)) continue;
        std::erase_if(kept, [&](const Left& k) { return !k.defined.empty() && k.defined == left.defined; });
        kept.push_back(std::move(left));
    }
    std::string merged;
    for (const Left& k : kept) merged += k.text + '\n';
    return merged.append(evaluated);
}

}  // namespace phonon::lang
