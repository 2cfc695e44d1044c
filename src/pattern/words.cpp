// Collects the rows of every file in words/. CMake writes the list of topics from the names of those files, so a new
// topic is a new file and nothing else.
#include <algorithm>
#include <unordered_map>

#include "pattern/word.hpp"

namespace phonon::pattern {

#define PHONON_TOPIC(topic) std::vector<Word> topic##_words();
#include "pattern/word_topics.inc"
#undef PHONON_TOPIC

namespace {

struct Table {
    std::vector<Word> rows;
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
