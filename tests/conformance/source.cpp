#include "source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "pattern/mini.hpp"
#include "pattern/operators.hpp"
#include "pattern/word.hpp"

namespace phonon::conformance {

namespace {

using pattern::find_word;
using pattern::Param;
using pattern::ParamKind;
using pattern::Word;
using pattern::WordKind;

struct Unknown : std::runtime_error {
    using std::runtime_error::runtime_error;
};

bool is_control(const std::string& name) {
    const Word* word = find_word(name);
    return word != nullptr && word->kind == WordKind::control;
}

// A string of the language stands on one line.
std::string quoted(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return '"' + text + '"';
}

std::string number(const Json& json) {
    const std::string text = json.dump();
    return text.front() == '-' ? "(" + text + ")" : text;
}

// The word that a name of the cases stands for.
std::string own_name(const Json& call) {
    const std::string name = call[0];
    if (name == "arpMode") return "arp";
    if (name == "tscale") return "scale";
    if (name.size() > 5 && name.ends_with("Tidal")) return name.substr(0, name.size() - 5);
    if (name == "slice" && call.size() > 1 && call[1].is_array()) return "sliceAt";
    return name;
}

// Words of two patterns take them in Tidal's order; the cases give one of the two as what they transform: its place
// among the arguments.
std::optional<std::size_t> place_of_receiver(const std::string& name) {
    static const std::map<std::string, std::size_t> places{{"sew", 1},       {"stitch", 1},     {"euclidFull", 2},
                                                           {"append", 0},    {"slowAppend", 0}, {"fastAppend", 0},
                                                           {"interlace", 0}, {"weave", 1},      {"stack", 0}};
    const auto at = places.find(name);
    return at == places.end() ? std::nullopt : std::optional(at->second);
}

bool takes_patterns(const Param& p) {
    return p.kind == ParamKind::pattern || p.kind == ParamKind::list || p.kind == ParamKind::choices;
}

class Writer {
public:
    std::string pattern(const Json& json, const std::string& base) const {
        if (json.is_number()) return wrapped(number(json), base);
        if (json.is_string()) return wrapped(quoted(json), base);
        if (!json.is_object()) throw Unknown("a pattern written as " + json.dump());
        const std::string own = json.value("base", base);
        if (json.contains("ratio")) return ratio(json);
        if (json.contains("ctl")) return wrapped(pattern(json["ctl"][1], "raw"), json["ctl"][0]);
        if (json.contains("const")) return quoted(json["const"]);
        if (json.contains("pat")) return transformed(wrapped(quoted(json["pat"]), own), json, own);
        if (json.contains("sig")) return wrapped(transformed(signal(json["sig"]), json, "raw"), own);
        if (json.contains("make")) {
            const std::string name = own_name(json["make"]);
            const Word& word = known(name);
            const bool of_base = std::any_of(word.params.begin(), word.params.end(), takes_patterns);
            const std::string made = "(" + call(word, json["make"], of_base ? own : "raw", {}) + ")";
            return transformed(of_base ? made : wrapped(made, own), json, own);
        }
        throw Unknown("a pattern written as " + json.dump());
    }

    std::string transformed(std::string p, const Json& transforms, const std::string& base) const {
        if (transforms.is_object()) return transforms.contains("do") ? transformed(p, transforms["do"], base) : p;
        for (const auto& t : transforms) p = applied(std::move(p), t, base);
        return p;
    }

private:
    static std::string ratio(const Json& json) {
        return fmt::format("({}/{})", number(json["ratio"][0]), number(json["ratio"][1]));
    }

    static const Word& known(const std::string& name) {
        const Word* word = find_word(name);
        if (word == nullptr) throw Unknown("there is no word `" + name + "`");
        return *word;
    }

    static std::string signal(const std::string& name) { return std::string(known(name).name); }

    static std::string wrapped(const std::string& p, const std::string& base) {
        return is_control(base) ? fmt::format("({} {})", base, p) : p;
    }

    std::string applied(std::string p, const Json& t, const std::string& base) const {
        const std::string name = own_name(t);
        const Word* word = find_word(name);
        const auto place = place_of_receiver(name);
        if (word != nullptr && place) return "(" + call(*word, t, base, p, place) + ")";
        // What Strudel writes as a method of the pattern that chooses, is a word here that takes it last.
        if (word != nullptr && word->kind == WordKind::pattern) {
            if (word->params.empty()) return "(" + name + ")";
            return "(" + call(*word, t, base, p, word->params.size() - 1) + ")";
        }
        return fmt::format("({} $ {})", p, transform(t, base));
    }

    // As it stands behind `$` or in brackets.
    std::string transform(const Json& t, const std::string& base) const {
        const std::string name = own_name(t);
        if (const auto sign = operator_of(t, base)) return fmt::format("({} {})", *sign, pattern(t[1], "raw"));
        const Word* word = find_word(name);
        if (word != nullptr && word->kind == WordKind::transform) return call(*word, t, base, {});
        if (is_control(name) && t.size() > 1) return fmt::format("(# {} {})", name, pattern(t[1], "raw"));
        if (word != nullptr) throw Unknown("`" + name + "` cannot stand inside a function");
        throw Unknown("there is no word `" + name + "`");
    }

    // The operator that a word of two patterns has, where both sides are of one kind: |+ for add.
    static std::optional<std::string> operator_of(const Json& t, const std::string& base) {
        static const std::map<std::string, std::string> signs{
            {"add", "+"},  {"sub", "-"}, {"mul", "*"},  {"div", "/"},       {"mod", "%"},
            {"pow", "**"}, {"set", ">"}, {"keep", "<"}, {"concatOp", "++"}, {"union", ">"}};
        if (t.size() != 2) return std::nullopt;
        const std::string name = t[0];
        const auto dot = name.find('.');
        const auto sign = signs.find(name.substr(0, dot));
        const bool controls = t[1].is_object() && t[1].contains("ctl");
        if (sign == signs.end() || controls != is_control(base)) return std::nullopt;
        const std::string tail = dot == std::string::npos ? "in" : name.substr(dot + 1);
        if (tail == "in") return "|" + sign->second;
        if (tail == "out") return sign->second + "|";
        if (tail == "mix") return "|" + sign->second + "|";
        if (tail == "squeeze") return "||" + sign->second;
        return std::nullopt;
    }

    // `name a b`, with the pattern that it is applied to at `place`.
    std::string call(const Word& word, const Json& t, const std::string& base, const std::string& receiver,
                     std::optional<std::size_t> place = std::nullopt) const {
        std::vector<std::string> args;
        const std::string name = own_name(t);
        const bool spreads = word.params.size() == 1 && takes_list(word.params[0]) && !(t.size() == 2 && is_list(t[1]));
        const bool plain = word.topic == "operators" || word.topic == "comparing";
        const std::string items = name == "tour" ? "raw" : base;
        if (spreads) {
            std::vector<std::string> parts;
            if (place) parts.push_back(receiver);
            const bool weighted = name == "wrandcat" || name == "wchoose";
            for (std::size_t i = 1; i < t.size(); ++i) parts.push_back(part(t[i], items, weighted));
            args.push_back(fmt::format("[{}]", fmt::join(parts, ", ")));
        } else {
            // log2 of the cases has an argument that nobody reads.
            for (std::size_t i = 1; i < t.size() && name != "log2"; ++i) {
                if (place && args.size() == *place) args.push_back(receiver);
                const bool target = place && word.kind == WordKind::transform;
                if (args.size() == word.params.size() && target) {
                    args.push_back(pattern(t[i], base));
                    continue;
                }
                if (args.size() >= word.params.size())
                    throw Unknown(fmt::format("`{}` takes {} arguments", name, word.params.size()));
                args.push_back(argument(t[i], word.params[args.size()].kind, plain ? "raw" : base));
            }
            if (place && args.size() == *place) args.push_back(receiver);
        }
        // The words of the table are what is tested, under the name that the case gives.
        std::string text = name;
        for (const auto& a : args) text += " " + a;
        return text;
    }

    static bool takes_list(const Param& p) { return p.kind == ParamKind::list || p.kind == ParamKind::choices; }
    static bool is_list(const Json& json) { return json.is_array() || (json.is_object() && json.contains("table")); }

    // An item of a list; numbers beside patterns are lengths and weights.
    std::string part(const Json& json, const std::string& base, bool weighted = false) const {
        if (json.is_array()) {
            std::vector<std::string> parts;
            for (std::size_t i = 0; i < json.size(); ++i) {
                const bool plain = weighted ? i > 0 : json[i].is_number();
                parts.push_back(plain ? pattern(json[i], "raw") : part(json[i], base));
            }
            return fmt::format("[{}]", fmt::join(parts, ", "));
        }
        if (json.is_object() && json.contains("table")) {
            std::vector<std::string> parts;
            for (const auto& [name, entry] : json["table"].items())
                parts.push_back(fmt::format("[{}, {}]", quoted(name), pattern(entry, "raw")));
            return fmt::format("[{}]", fmt::join(parts, ", "));
        }
        if (json.is_object() && json.contains("fn")) return function(json, base);
        return pattern(json, base);
    }

    std::string function(const Json& json, const std::string& base) const {
        if (!json.is_object() || !json.contains("fn")) throw Unknown("a function written as " + json.dump());
        std::vector<std::string> parts;
        for (auto t = json["fn"].rbegin(); t != json["fn"].rend(); ++t) {
            const std::string text = transform(*t, base);
            parts.push_back(text);
        }
        if (parts.empty()) return "(fast 1)";
        return fmt::format("({})", fmt::join(parts, " . "));
    }

    // What Strudel writes as a list inside a string, `1:0:1`, is a list in brackets.
    static std::string list_of(const std::string& text) {
        std::string list = text;
        std::replace(list.begin(), list.end(), ':', ',');
        return "[" + list + "]";
    }

    std::string argument(const Json& json, ParamKind kind, const std::string& base) const {
        switch (kind) {
            case ParamKind::transform: return function(json, base);
            case ParamKind::constant:
                if (json.is_number()) return number(json);
                if (json.is_object() && json.contains("ratio")) return ratio(json);
                throw Unknown("a plain number written as " + json.dump());
            case ParamKind::text: return quoted(json.is_object() ? json["const"] : json);
            case ParamKind::list:
            case ParamKind::choices:
                if (json.is_string() && json.get<std::string>().find_first_not_of("0123456789:.") == std::string::npos)
                    return list_of(json);
                return part(json, base);
            case ParamKind::pattern: return pattern(json, base);
            default: return pattern(json, "raw");
        }
    }
};

}  // namespace

Source source_of(const Case& c) {
    Source source;
    using lang::Reading;
    source.tidal_octaves = c.group == "chord_notation" || c.group == "numeric_notation";
    // Strudel makes numbers of digits wherever they stand.
    source.reading = c.base == "str"        ? (c.strudel_only ? Reading::raw : Reading::word)
                     : c.base == "bool"     ? Reading::boolean
                     : source.tidal_octaves ? Reading::number
                                            : Reading::raw;
    try {
        const Writer writer;
        source.expression = writer.transformed(writer.pattern(c.pattern, c.base), c.transform, c.base);
    } catch (const std::exception& fault) {
        source.unknown = fault.what();
    }
    // Tidal gives silence for a value from outside that nobody has set.
    std::set<std::string> buses;
    if (c.pattern.is_string())
        for (const auto& atom : pattern::mini_atoms(c.pattern.get<std::string>()))
            if (atom.is_bus && buses.insert(atom.text).second) source.definitions += "~" + atom.text + " $ silence\n";
    return source;
}

}  // namespace phonon::conformance
