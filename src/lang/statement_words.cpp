#include "lang/statement_words.hpp"

#include <algorithm>
#include <array>

namespace phonon::lang {

namespace {

constexpr std::array<std::string_view, 4> tempo_words{"cps", "tempo", "bpm", "setcps"};

constexpr std::array<CommandForm, 13> commands{{
    {"hush", 0, stem_count, false, "hush, or hush d2"},
    {"unhush", 0, stem_count, false, "unhush, or unhush d2"},
    {"panic", 0, 0, false, "panic"},
    {"solo", 1, stem_count, false, "solo d1"},
    {"unsolo", 0, stem_count, false, "unsolo, or unsolo d1"},
    {"mute", 1, stem_count, false, "mute d1"},
    {"unmute", 0, stem_count, false, "unmute, or unmute d1"},
    {"once", 0, 0, true, "once $ s \"cp\""},
    {"xfade", 1, 2, true, "xfade d1 4 $ s \"bd\""},
    {"jumpIn", 1, 2, true, "jumpIn d1 2 $ s \"bd\""},
    {"resetCycles", 0, 0, false, "resetCycles"},
    {"setCycle", 1, 1, false, "setCycle 8"},
    {"nudge", 1, 1, false, "nudge 0.01"},
}};

}  // namespace

std::optional<int> stem_number(std::string_view word) noexcept {
    if (word == "out") return 0;
    for (const std::string_view prefix : {"out", "d", "o"}) {
        if (!word.starts_with(prefix)) continue;
        const std::string_view digits = word.substr(prefix.size());
        if (digits.empty() || digits.size() > 4) continue;
        if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) continue;
        int number = 0;
        for (const char c : digits) number = 10 * number + (c - '0');
        return number;
    }
    return std::nullopt;
}

bool is_tempo_word(std::string_view word) noexcept {
    return std::find(tempo_words.begin(), tempo_words.end(), word) != tempo_words.end();
}

bool is_setting_word(std::string_view word) noexcept { return word == "seed" || is_tempo_word(word); }

bool is_file_word(std::string_view word) noexcept { return word == "import" || word == "samples"; }

const CommandForm* find_command(std::string_view word) noexcept {
    const auto found =
        std::find_if(commands.begin(), commands.end(), [&](const CommandForm& c) { return c.word == word; });
    return found == commands.end() ? nullptr : &*found;
}

std::vector<std::string_view> statement_words() {
    std::vector<std::string_view> words{"out", "master", "all", "seed", "import", "samples"};
    words.insert(words.end(), tempo_words.begin(), tempo_words.end());
    for (const CommandForm& c : commands) words.push_back(c.word);
    return words;
}

}  // namespace phonon::lang
