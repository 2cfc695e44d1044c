// Collects the rows of every file in words/. CMake writes the list of topics from the names of those files, so a new
// topic is a new file and nothing else.
#include <algorithm>
#include <deque>
#include <string>
#include <unordered_map>

#include "pattern/operators.hpp"
#include "pattern/word.hpp"

namespace phonon::pattern {

#define PHONON_TOPIC(topic) std::vector<Word> topic##_words();
#include "pattern/word_topics.inc"
#undef PHONON_TOPIC

namespace {

struct Table {
    std::vector<Word> rows;
    std::deque<Word> structured;  // add.out, add.mix ...: found by name, described with `add`
    std::deque<std::string> names;
    std::unordered_map<std::string_view, const Word*> by_name;

    Table() {
        const auto take = [this](std::vector<Word> more) {
            rows.insert(rows.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
        };
#define PHONON_TOPIC(topic) take(topic##_words());
#include "pattern/word_topics.inc"
#undef PHONON_TOPIC
        std::sort(rows.begin(), rows.end(), [](const Word& a, const Word& b) { return a.name < b.name; });
        for (const auto& word : rows) by_name.emplace(word.name, &word);
        for (const auto& word : rows) {
            for (const auto alias : word.aliases) by_name.emplace(alias, &word);
        }
        for (const auto& word : rows) {
            if (word.topic == "operators" || word.topic == "comparing") add_structures(word);
        }
    }

    void add_structures(const Word& word) {
        const auto op = find_op(word.name);
        if (!op) return;
        for (const std::string_view tail : structure_names) {
            Word made = word;
            made.name = names.emplace_back(std::string(word.name) + "." + std::string(tail));
            made.aliases.clear();
            made.apply = [op = *op, how = *find_structure(tail)](std::span<const Arg> args, const Pattern& p) {
                return apply_op(op, how, p, args[0].pattern());
            };
            structured.push_back(std::move(made));
            by_name.emplace(structured.back().name, &structured.back());
        }
    }
};

const Table& table() {
    static const Table made;
    return made;
}

}  // namespace

std::span<const Word> words() noexcept { return table().rows; }

const Word* find_word(std::string_view name) noexcept {
    const auto it = table().by_name.find(name);
    return it == table().by_name.end() ? nullptr : it->second;
}

}  // namespace phonon::pattern
