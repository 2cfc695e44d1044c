// Words that choose patterns or transforms from a list, by number, by name or by a share of the list.
//
// An item of a list may be a pair `["name", pattern]`; it is then found by its name as well as by its place.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "pattern/combine.hpp"
#include "pattern/notes.hpp"
#include "pattern/word.hpp"
#include "pattern/words/list_arguments.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

// How a number that is too large for the list finds its place.
enum class Beyond { last, around };

// What one word chooses from.
template <class T>
class Choice {
public:
    void add(std::string name, T item) {
        names_.push_back(std::move(name));
        items_.push_back(std::move(item));
    }
    std::size_t size() const noexcept { return items_.size(); }
    const T& operator[](std::size_t place) const { return items_[place]; }

    // nullptr where nothing has that name, or the list is empty.
    const T* find(const Value& key, Beyond beyond) const {
        if (items_.empty()) return nullptr;
        if (key.is_text()) {
            const auto named = std::find(names_.begin(), names_.end(), key.as_text());
            if (named != names_.end()) return &items_[static_cast<std::size_t>(named - names_.begin())];
        }
        const auto number = number_of_key(key);
        if (!number) return nullptr;
        const auto count = static_cast<double>(items_.size());
        double place = std::floor(*number + 0.5);
        if (beyond == Beyond::last) {
            place = std::clamp(place, 0.0, count - 1);
        } else {
            place -= count * std::floor(place / count);
        }
        return &items_[static_cast<std::size_t>(place)];
    }

private:
    static std::optional<double> number_of_key(const Value& key) {
        if (!key.is_text()) return key.is_number() ? std::optional(key.number_or(0.0)) : number_in(key);
        const std::string_view text = key.as_text();
        double number = 0.0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
        return number;
    }

    std::vector<std::string> names_;
    std::vector<T> items_;
};

template <class T>
T item_in(const Arg& arg) {
    if constexpr (std::is_same_v<T, Pattern>)
        return pattern_in(arg);
    else
        return transform_in(arg);
}

template <class T>
Choice<T> choice_of(const Arg& list) {
    Choice<T> choice;
    for (const auto& item : list.list()) {
        const auto* pair = std::get_if<ArgList>(&item.held);
        if (pair == nullptr) {
            choice.add("", item_in<T>(item));
        } else if (pair->size() == 2) {
            const Value* name = (*pair)[0].pattern().pure_value();
            choice.add(name ? std::string(name->as_text()) : "", item_in<T>((*pair)[1]));
        }
    }
    return choice;
}

// Whole from the choosing event; the chosen pattern goes on underneath.
Pattern chosen_under(const Pattern& outer, const MakePattern& make) {
    return bind_events(Join::inner, outer, [make](const Event& chosen) {
        return with_event(make(chosen.value), [whole = chosen.whole](Event& e) { e.whole = whole; });
    });
}

template <Join How, Beyond B>
Pattern pick(Args a, const Pattern&) {
    const MakePattern make = [choice = choice_of<Pattern>(a[0])](const Value& key) {
        const Pattern* found = choice.find(key, B);
        return found ? *found : silence();
    };
    return How == Join::outer ? chosen_under(a[1].pattern(), make) : bind(How, a[1].pattern(), make);
}

Pattern squeeze(Args a, const Pattern&) {
    return squeeze_bind(a[0].pattern(), [choice = choice_of<Pattern>(a[1])](const Value& key) {
        const Pattern* found = choice.find(key, Beyond::around);
        return found ? *found : silence();
    });
}

Pattern pick_function(Args a, const Pattern& p) {
    return patternify(a[0].pattern(), [choice = choice_of<Transform>(a[1]), p](const Value& key) {
        const Transform* found = choice.find(key, Beyond::around);
        return found ? (*found)(p) : silence();
    });
}

// The place in a list of `count` that a share 0 ... 1 falls on.
std::size_t place_of(const Value& share, std::size_t count) {
    const double place = std::floor(number_of(share) * static_cast<double>(count));
    return static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(count) - 1.0));
}

Pattern select(Args a, const Pattern&) {
    const auto choice = choice_of<Pattern>(a[1]);
    if (choice.size() == 0) return silence();
    return inner_bind(a[0].pattern(), [choice](const Value& share) { return choice[place_of(share, choice.size())]; });
}

Pattern select_function(Args a, const Pattern& p) {
    const auto choice = choice_of<Transform>(a[1]);
    if (choice.size() == 0) return silence();
    return patternify(a[0].pattern(),
                      [choice, p](const Value& share) { return choice[place_of(share, choice.size())](p); });
}

// Cycles of a song: "name" or "name:transform" where each pattern is heard, spread over `cycles`. A transform sees the
// event it is named in as its cycle.
Pattern ur(Args a, const Pattern&) {
    return patternify_time(a[0].pattern(), [outline = a[1].pattern(), patterns = choice_of<Pattern>(a[2]),
                                            transforms = choice_of<Transform>(a[3])](Time cycles) {
        if (!(cycles > Time(0))) return silence();
        const Pattern played = bind_events(Join::mix, outline, [=](const Event& asked) {
            const std::string_view text = asked.value.as_text();
            const std::size_t colon = std::min(text.find(':'), text.size());
            const Pattern* found = patterns.find(Value::text(text.substr(0, colon)), Beyond::around);
            if (found == nullptr || !asked.whole) return silence();
            const Pattern p = fast(*found, cycles);
            const std::string_view name = colon < text.size() ? text.substr(colon + 1) : std::string_view();
            const Transform* f = name.empty() ? nullptr : transforms.find(Value::text(name), Beyond::around);
            if (f == nullptr) return p;
            const TimeSpan whole = *asked.whole;
            return late(inside(early(p, whole.begin), Time(1) / whole.duration(), *f), whole.begin);
        });
        return slow(played, cycles);
    });
}

// The list at a number that grows by `step` every cycle.
Pattern fit_list(Args a, const Pattern&) {
    return patternify_time(a[0].pattern(), [choice = choice_of<Pattern>(a[1]), numbers = a[2].pattern()](Time step) {
        return bind_events(Join::inner, numbers, [choice, step](const Event& asked) {
            const double at = number_of(asked.value) + (step * asked.whole_or_part().begin.floor()).to_double();
            const Pattern* found = choice.find(at, Beyond::around);
            if (found == nullptr) return silence();
            return with_event(*found, [whole = asked.whole](Event& e) { e.whole = whole; });
        });
    });
}

constexpr auto word = ParamKind::word;
constexpr auto list = ParamKind::choices;

std::vector<Word> picks() {
    const Param patterns{"patterns", list, "what is chosen from, as `[s \"bd\", s \"sn*2\"]`"};
    const Param which{"which", word, "places in the list, 0 the first, or names; beyond the list the last is taken"};
    const Param around{"which", word, "places in the list, 0 the first, or names; beyond the list it begins again"};
    const auto row = [&](std::string_view name, std::vector<std::string_view> aliases, std::string_view summary,
                         const Param& index, std::string_view example, auto apply) {
        return Word{name,
                    std::move(aliases),
                    "picking",
                    summary,
                    WordKind::pattern,
                    {patterns, index},
                    example,
                    {"squeeze", "select", "pickF"},
                    apply};
    };
    return {
        row("pick", {}, "Chooses patterns from a list; they go on in their own time.", which,
            R"(d1 $ pick [s "bd sn", s "hh*4", s "cp"] "<0 1 [2 1]>")", pick<Join::inner, Beyond::last>),
        row("pickmod", {}, "As `pick`, going around the list.", around,
            R"(d1 $ pickmod [s "bd sn", s "hh*4", s "cp"] "<0 4 2>")", pick<Join::inner, Beyond::around>),
        row("pickOut", {}, "As `pick`, with events as long as the choice.", which,
            R"(d1 $ note (pickOut ["c", "<e g>"] "0 1 1 0") # s "superpiano")", pick<Join::outer, Beyond::last>),
        row("pickmodOut", {}, "As `pickOut`, going around the list.", around,
            R"(d1 $ note (pickmodOut ["c", "<e g>"] "0 1 2 3") # s "superpiano")", pick<Join::outer, Beyond::around>),
        row("pickReset", {}, "As `pick`, with the cycle of a pattern begun again wherever it is chosen.", which,
            R"(d1 $ pickReset [s "bd sn", s "hh*4"] "0 0 1 0")", pick<Join::reset, Beyond::last>),
        row("pickmodReset", {}, "As `pickReset`, going around the list.", around,
            R"(d1 $ pickmodReset [s "bd sn", s "hh*4"] "0 2 1 0")", pick<Join::reset, Beyond::around>),
        row("pickRestart", {}, "As `pick`, with a pattern begun again from its cycle 0 wherever it is chosen.", which,
            R"(d1 $ pickRestart [["verse", s "<bd sn>*4"], ["break", s "hh*8"]] "<verse@3 break>")",
            pick<Join::restart, Beyond::last>),
        row("pickmodRestart", {}, "As `pickRestart`, going around the list.", around,
            R"(d1 $ pickmodRestart [s "<bd sn>*4", s "hh*8"] "<0@3 3>")", pick<Join::restart, Beyond::around>),
        row("inhabit", {"pickSqueeze"}, "As `pick`, with a cycle of the pattern squeezed into each choice.", which,
            R"(d1 $ inhabit [["a", s "bd*3"], ["b", s "sn sn"]] "a [a b]")", pick<Join::squeeze, Beyond::last>),
        row("inhabitmod", {"pickmodSqueeze"}, "As `inhabit`, going around the list.", around,
            R"(d1 $ inhabitmod [s "bd*3", s "sn sn"] "0 [2 3]")", pick<Join::squeeze, Beyond::around>),
    };
}

}  // namespace

std::vector<Word> picking_words() {
    const Param patterns{"patterns", list, "what is chosen from, as `[s \"bd\", s \"sn*2\"]`"};
    const Param transforms{"transforms", list, "what is chosen from, as `[rev, fast 2]`"};
    const Param share{"share", ParamKind::number, "0 chooses the first of the list, just below 1 the last"};
    std::vector<Word> rows = picks();
    const std::vector<Word> others{
        {"squeeze",
         {},
         "picking",
         "Squeezes a cycle of a pattern from the list into each number.",
         WordKind::pattern,
         {{"numbers", word, "places in the list, 0 the first; beyond the list it begins again"}, patterns},
         R"(d1 $ squeeze "0 [1 2]" [s "bd sn", s "hh*3", s "cp"])",
         {"inhabit", "pick"},
         squeeze},
        {"pickF",
         {"pickmodF"},
         "picking",
         "Applies a transform from the list, chosen by number.",
         WordKind::transform,
         {{"which", word, "places in the list, 0 the first; beyond the list it begins again"}, transforms},
         R"(d1 $ pickF "<0 1>" [rev, fast 2] $ s "bd sn hh cp")",
         {"selectF", "pick"},
         pick_function},
        {"select",
         {},
         "picking",
         "Chooses patterns from a list by a share of it.",
         WordKind::pattern,
         {share, patterns},
         R"(d1 $ select "<0 0.5>" [s "bd sn", s "hh*4"])",
         {"selectF", "pick"},
         select},
        {"selectF",
         {},
         "picking",
         "Applies a transform from the list, chosen by a share of it.",
         WordKind::transform,
         {share, transforms},
         R"(d1 $ selectF "<0 0.5>" [rev, fast 2] $ s "bd sn hh cp")",
         {"pickF", "select"},
         select_function},
        {"ur",
         {},
         "picking",
         "Plays a song from an outline of names, each a pattern and after a colon a transform.",
         WordKind::pattern,
         {{"cycles", ParamKind::time, "over how many cycles the outline is spread"},
          {"outline", word, "names of patterns, as `a [b, a:quick]`"},
          {"patterns", list, "the patterns with their names, as `[[\"a\", s \"bd\"]]`"},
          {"transforms", list, "the transforms with their names, as `[[\"quick\", fast 2]]`", "[]"}},
         R"(d1 $ ur 8 "a [b, a:quick]" [["a", s "bd sn"], ["b", s "hh*4"]] [["quick", fast 2]])",
         {"inhabit"},
         ur},
        {"fitList",
         {},
         "picking",
         "Looks numbers up in a list, a few places further with every cycle (Tidal's `fit`).",
         WordKind::pattern,
         {{"step", ParamKind::time, "how many places further each cycle begins"},
          {"items", list, "what is chosen from"},
          {"numbers", ParamKind::number, "places in the list, 0 the first; beyond the list it begins again"}},
         R"(d1 $ fitList 3 [s "bd", s "sn", s "hh", s "cp"] "0 [~ 1] 2 1")",
         {"pick"},
         fit_list},
    };
    rows.insert(rows.end(), others.begin(), others.end());
    return rows;
}

}  // namespace phonon::pattern
