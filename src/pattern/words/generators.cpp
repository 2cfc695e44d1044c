// Words that make patterns out of numbers and letters.
#include <algorithm>
#include <cmath>
#include <string>

#include "pattern/words/list_arguments.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

constexpr auto pattern = WordKind::pattern;
constexpr auto number = ParamKind::number;
constexpr auto list = ParamKind::list;

Pattern run(double count) {
    std::vector<Pattern> steps;
    for (int i = 0; i < bounded_count(std::floor(count)); ++i) steps.push_back(pure(i));
    return fastcat(std::move(steps));
}

Pattern scan(double count) {
    std::vector<Pattern> runs;
    for (int i = 1; i <= bounded_count(std::floor(count), 1024); ++i) runs.push_back(run(i));
    return slowcat(std::move(runs));
}

Pattern bits(double value, int count) {
    const auto whole = static_cast<std::int64_t>(std::fmin(std::fmax(std::floor(value), 0.0), 9e15));
    std::vector<Pattern> steps;
    for (int bit = count - 1; bit >= 0; --bit)
        steps.push_back(pure(bit < 63 ? static_cast<int>((whole >> bit) & 1) : 0));
    return fastcat(std::move(steps));
}

Value bit_list(double value, int count) {
    const auto whole = static_cast<std::int64_t>(std::fmin(std::fmax(std::floor(value), 0.0), 9e15));
    std::vector<Value> items;
    for (int bit = count - 1; bit >= 0; --bit) items.emplace_back(bit < 63 ? static_cast<int>((whole >> bit) & 1) : 0);
    return Value::list(std::move(items));
}

int bits_needed(double value) {
    int count = 1;
    for (double rest = std::floor(value / 2.0); rest >= 1.0 && count < 63; rest = std::floor(rest / 2.0)) ++count;
    return count;
}

Pattern letter_bits(const Value& v) {
    std::vector<Pattern> letters;
    for (const char c : v.as_text()) letters.push_back(bits(static_cast<unsigned char>(c), 8));
    return fastcat(std::move(letters));
}

// A true step followed by false ones for each length; a cycle has as many steps as is said.
Pattern necklace(Args a, const Pattern&) {
    std::vector<Pattern> steps;
    for (const auto& item : patterns_in(a[1])) {
        const int length = bounded_count(constant_time(item).floor().to_double());
        for (int i = 0; i < length && steps.size() < 65536; ++i) steps.push_back(pure(Value::boolean(i == 0)));
    }
    const Time total(static_cast<std::int64_t>(steps.size()));
    if (steps.empty()) return silence();
    return patternify_time(a[0].pattern(), [all = fastcat(std::move(steps)), total](Time per_cycle_steps) {
        return per_cycle_steps > Time(0) ? slow(all, total / per_cycle_steps) : silence();
    });
}

// A Lindenmayer system (Lindenmayer, "Mathematical models for cellular interactions in development", 1968): rules
// "a:ab,b:a" rewrite every letter; letters without a rule stay.
std::string rewritten(std::string text, std::string_view rules, int generations) {
    std::vector<std::pair<char, std::string_view>> table;
    while (!rules.empty()) {
        const std::string_view rule = rules.substr(0, rules.find(','));
        if (rule.size() >= 2 && rule[1] == ':') table.emplace_back(rule[0], rule.substr(2));
        rules.remove_prefix(std::min(rules.size(), rule.size() + 1));
    }
    for (int i = 0; i < generations && text.size() < 65536; ++i) {
        std::string next;
        for (const char c : text) {
            const auto rule = std::find_if(table.begin(), table.end(), [c](const auto& r) { return r.first == c; });
            rule == table.end() ? next.append(1, c) : next.append(rule->second);
        }
        text = std::move(next);
    }
    return text;
}

template <bool Numbers>
Pattern lindenmayer(Args a, const Pattern&) {
    std::vector<Pattern> steps;
    for (const char c : rewritten(a[2].text(), a[1].text(), bounded_count(a[0].constant(), 64))) {
        if (Numbers) {
            steps.push_back(pure(c - '0'));
        } else {
            steps.push_back(c == '~' || c == '-' ? silence() : pure(Value::text(std::string_view(&c, 1))));
        }
    }
    return fastcat(std::move(steps));
}

}  // namespace

std::vector<Word> generators_words() {
    const Param value{"number", number, "a whole number from 0 up"};
    const Param generations{"generations", ParamKind::constant, "how many times the rules are applied"};
    const Param rules{"rules", ParamKind::text, "what each letter becomes, as \"a:ab,b:a\""};
    const Param start{"start", ParamKind::text, "the letters it begins with"};
    return {
        {"run",
         {},
         "generators",
         "Counts from 0 up.",
         pattern,
         {{"count", number, "how many numbers a cycle has"}},
         R"(d1 $ n (run 8) # s "supersaw")",
         {"scan", "randrun"},
         [](Args a, const Pattern&) { return patternify_number(a[0].pattern(), run); }},
        {"scan",
         {},
         "generators",
         "Counts from 0 up, one number further in every cycle.",
         pattern,
         {{"count", number, "how far it goes"}},
         R"(d1 $ n (scan 4) # s "supersaw")",
         {"run"},
         [](Args a, const Pattern&) { return patternify_number(a[0].pattern(), scan); }},
        {"binary",
         {},
         "generators",
         "The bits of a number, as many as it has.",
         pattern,
         {value},
         R"(d1 $ struct (binary 173) $ s "hh")",
         {"binaryN", "ascii"},
         [](Args a, const Pattern&) {
             return patternify_number(a[0].pattern(), [](double x) { return bits(x, bits_needed(x)); });
         }},
        {"binaryN",
         {"binaryT"},
         "generators",
         "The lowest bits of a number.",
         pattern,
         {value, {"bits", number, "how many", "8"}},
         R"(d1 $ struct (binaryN 146 8) $ s "hh")",
         {"binary"},
         [](Args a, const Pattern&) {
             return patternify2(a[0].pattern(), a[1].pattern(), [](const Value& x, const Value& n) {
                 return bits(number_of(x), bounded_count(number_of(n), 64));
             });
         }},
        {"binaryL",
         {},
         "generators",
         "The bits of a number as one list.",
         pattern,
         {value},
         R"(d1 $ s "hh*4" # pan (uncollect $ binaryL 5))",
         {"binary"},
         [](Args a, const Pattern&) {
             return with_value(a[0].pattern(),
                               [](const Value& x) { return bit_list(number_of(x), bits_needed(number_of(x))); });
         }},
        {"binaryNL",
         {},
         "generators",
         "The lowest bits of a number as one list.",
         pattern,
         {value, {"bits", number, "how many", "16"}},
         R"(d1 $ s "hh*4" # pan (uncollect $ binaryNL 5 4))",
         {"binaryN"},
         [](Args a, const Pattern&) {
             return app_left(a[0].pattern(), a[1].pattern(), [](const Value& x, const Value& n) {
                 return bit_list(number_of(x), bounded_count(number_of(n), 64));
             });
         }},
        {"ascii",
         {},
         "generators",
         "The bits of the letters of a word, eight each.",
         pattern,
         {{"word", ParamKind::word, "the word"}},
         R"(d1 $ struct (ascii "a b") $ s "hh")",
         {"binary"},
         [](Args a, const Pattern&) { return squeeze_bind(a[0].pattern(), letter_bits); }},
        {"necklace",
         {},
         "generators",
         "A rhythm of truths from the lengths of its steps.",
         pattern,
         {{"steps", ParamKind::time, "how many steps a cycle has"}, {"lengths", list, "the lengths, as `[4, 2]`"}},
         R"(d1 $ struct (necklace 12 [4, 2]) $ s "bd")",
         {"euclid"},
         necklace},
        {"lindenmayer",
         {},
         "generators",
         "Letters that grow by rules, one after the other in a cycle.",
         pattern,
         {generations, rules, start},
         R"(d1 $ slow 4 $ note (lindenmayer 5 "c:ce,e:c" "c") # s "supersaw")",
         {"lindenmayerI"},
         lindenmayer<false>},
        {"lindenmayerI",
         {},
         "generators",
         "As `lindenmayer`, with digits as numbers.",
         pattern,
         {generations, rules, start},
         R"(d1 $ slow 4 $ note (lindenmayerI 5 "1:16,6:1" "1") # s "supersaw")",
         {"lindenmayer"},
         lindenmayer<true>},
    };
}

}  // namespace phonon::pattern
