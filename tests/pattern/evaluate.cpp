#include "evaluate.hpp"

#include <map>
#include <set>

#include "pattern/combine.hpp"
#include "pattern/mini.hpp"
#include "pattern/operators.hpp"
#include "pattern/word.hpp"

namespace phonon::test {

namespace {

using namespace phonon::pattern;

bool is_control(const std::string& name) {
    static const std::set<std::string> names{"s",     "n",      "note",   "gain",  "pan", "speed",  "cutoff",
                                             "room",  "size",   "cut",    "begin", "end", "legato", "vowel",
                                             "chord", "anchor", "offset", "mode",  "dict"};
    return names.contains(name);
}

class Evaluator {
public:
    // `notes`: note names and chords become numbers, with Tidal's octaves.
    explicit Evaluator(bool notes) : notes_(notes) {}

    const std::string& unknown() const { return *unknown_; }

    Pattern pattern(const Json& json, const std::string& base) {
        if (json.is_number()) return wrap(pure(json.get<double>()), base);
        if (json.is_string()) return text(json, base);
        const std::string own = json.value("base", base);
        Pattern made = silence();
        if (json.contains("pat")) {
            made = text(json["pat"], own);
        } else if (json.contains("sig")) {
            made = word(json["sig"], Json::array(), 0, silence(), own);
            return wrap(json.contains("do") ? transformed(made, json["do"], own) : made, own);
        } else if (json.contains("make")) {
            made = word(json["make"][0], json["make"], 1, silence(), own);
            // Letters and digits that a word makes by itself have no control yet.
            if (json["make"][0] == "lindenmayer") {
                made = with_value(made, [name = ControlName(own)](const Value& v) { return Value::control(name, v); });
            }
        } else if (json.contains("ctl")) {
            made = pattern(json["ctl"][1], json["ctl"][0]);
        } else if (json.contains("ratio")) {
            made = pure(json["ratio"][0].get<double>() / json["ratio"][1].get<double>());
        } else if (json.contains("const")) {
            made = pure(Value::text(json["const"].get<std::string>()));
        } else {
            *unknown_ = json.dump();
        }
        return json.contains("do") ? transformed(made, json["do"], own) : made;
    }

    Pattern transformed(Pattern p, const Json& transforms, const std::string& base) {
        for (const auto& t : transforms) p = apply(t, p, base);
        return p;
    }

private:
    Pattern text(const std::string& written, const std::string& base) {
        MiniOptions options;
        options.base = base == "str" || base == "chord" ? MiniBase::word
                       : base == "bool"                 ? MiniBase::boolean
                       : base == "s"                    ? MiniBase::sample
                                                        : MiniBase::raw;
        if (notes_ && options.base == MiniBase::raw) {
            options.base = MiniBase::number;
            options.note_octave_shift = 1;
        }
        const auto parsed = parse_mini(written, options);
        if (!parsed) {
            *unknown_ = "text " + written;
            return silence();
        }
        return options.base == MiniBase::sample ? *parsed : wrap(*parsed, base);
    }

    static Pattern wrap(const Pattern& p, const std::string& base) {
        if (!is_control(base) || base == "s") return p;
        return with_value(p, [name = ControlName(main_name(base))](const Value& v) { return Value::control(name, v); });
    }

    // The word that a name of the cases stands for.
    static std::string own_name(const Json& transform) {
        const std::string name = transform[0];
        if (name == "arpMode") return "arp";
        if (name == "tscale") return "scale";
        if (name.ends_with("Tidal")) return name.substr(0, name.size() - 5);
        if (name == "slice" && transform[1].is_array()) return "sliceAt";
        return name;
    }

    // Words that take two patterns get them in Tidal's order; the cases give the first of them as what they transform.
    static std::optional<std::size_t> place_of_receiver(const std::string& name) {
        static const std::map<std::string, std::size_t> places{{"sew", 1},    {"stitch", 1},     {"euclidFull", 2},
                                                               {"append", 0}, {"fastAppend", 0}, {"interlace", 0},
                                                               {"weave", 1},  {"stack", 0}};
        const auto at = places.find(name);
        return at == places.end() ? std::nullopt : std::optional(at->second);
    }

    Pattern apply(const Json& transform, const Pattern& p, const std::string& base) {
        const std::string name = own_name(transform);
        const std::string stem = name.substr(0, name.find('.'));
        const std::string tail = name.find('.') == std::string::npos ? "in" : name.substr(name.find('.') + 1);
        const Word* found = find_word(name);
        if (found && found->kind != WordKind::control) {
            return word(name, transform, 1, p, base, place_of_receiver(name));
        }
        const auto op = name == "union" ? std::optional(Op::set) : find_op(stem);
        if (op && transform.size() > 1) {
            return apply_op(*op, *find_structure(tail), p, pattern(transform[1], *op == Op::concat ? "str" : "raw"));
        }
        if (is_control(name)) return apply_op(Op::set, Structure::in, p, pattern(transform[1], name));
        *unknown_ = name;
        return p;
    }

    Pattern word(const std::string& name, const Json& call, std::size_t first, const Pattern& p,
                 const std::string& base, std::optional<std::size_t> receiver = std::nullopt) {
        const Word* found = find_word(name);
        if (!found) {
            *unknown_ = name;
            return p;
        }
        ArgList args;
        const bool spreads = found->params.size() == 1 && found->params[0].kind == ParamKind::list &&
                             !(call.size() == first + 1 && call[first].is_array());
        if (spreads) {
            ArgList items;
            const std::string items_base = name == "tour" ? "raw" : base;
            if (receiver) items.push_back({p});
            const bool weighted = name == "wrandcat" || name == "wchoose";
            for (std::size_t i = first; i < call.size(); ++i) {
                items.push_back(weighted ? Arg{ArgList{item(call[i][0], items_base), item(call[i][1], "raw")}}
                                         : item(call[i], items_base));
            }
            args.push_back({items});
        } else {
            for (std::size_t i = first; i < call.size(); ++i) {
                if (name == "log2") break;  // the cases give it an argument that it does not read
                if (receiver && args.size() == *receiver) args.push_back({p});
                if (args.size() == found->params.size() && receiver) return found->apply(args, pattern(call[i], base));
                if (args.size() >= found->params.size()) {
                    *unknown_ = name + " takes fewer arguments";
                    return p;
                }
                args.push_back(argument(call[i], found->params[args.size()].kind, base));
            }
        }
        // Strudel's methods on what chooses are words here that take it last.
        const bool chooses = found->kind == WordKind::pattern && args.size() + 1 == found->params.size();
        if (chooses && first == 1 && !p.is_silence()) args.push_back({p});
        for (std::size_t i = args.size(); i < found->params.size(); ++i) {
            if (found->params[i].by_default.empty()) {
                *unknown_ = name + " needs more arguments";
                return p;
            }
            args.push_back(argument(std::string(found->params[i].by_default), found->params[i].kind, base));
        }
        if (!unknown_->empty()) return p;
        return found->apply(args, p);
    }

    Arg item(const Json& json, const std::string& base) {
        if (json.is_array()) {
            ArgList items;
            for (const auto& inner : json) items.push_back(item(inner, base));
            return {items};
        }
        if (json.is_object() && json.contains("table")) {
            ArgList items;
            for (const auto& [name, entry] : json["table"].items()) {
                items.push_back({ArgList{{pure(Value::text(name))}, {pattern(entry, "raw")}}});
            }
            return {items};
        }
        if (json.is_object() && json.contains("fn")) return argument(json, ParamKind::transform, base);
        return {pattern(json, base)};
    }

    Arg argument(const Json& json, ParamKind kind, const std::string& base) {
        switch (kind) {
            case ParamKind::transform:
                return {Transform([self = *this, json, base](const Pattern& p) mutable {
                    return self.transformed(p, json["fn"], base);
                })};
            case ParamKind::constant:
                return {json.is_number() ? json.get<double>() : pattern(json, "raw").pure_value()->number_or(0)};
            case ParamKind::text:
                return {json.is_object() ? json["const"].get<std::string>() : json.get<std::string>()};
            case ParamKind::list:
            case ParamKind::choices: return item(json, base);
            case ParamKind::pattern: return {pattern(json, base)};
            case ParamKind::boolean: return {json.is_string() ? pattern(json, "bool") : pattern(json, "raw")};
            case ParamKind::word: return {pattern(json, "str")};
            default: return {pattern(json, "raw")};
        }
    }

    bool notes_;
    // Shared with the transforms, which are made as late as their pattern is asked.
    std::shared_ptr<std::string> unknown_ = std::make_shared<std::string>();
};

}  // namespace

std::optional<Pattern> evaluate(const Json& test_case, std::string& unknown) {
    const std::string group = test_case["group"];
    Evaluator evaluator(group == "chord_notation" || group == "numeric_notation");
    const std::string base = test_case["base"];
    const Pattern made =
        evaluator.transformed(evaluator.pattern(test_case["pattern"], base), test_case["transform"], base);
    unknown = evaluator.unknown();
    if (!unknown.empty()) return std::nullopt;
    return made;
}

}  // namespace phonon::test
