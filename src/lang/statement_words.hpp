// The words that begin statements (LANGUAGE.md 3), other than the names of buses.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace phonon::lang {

inline constexpr int stem_count = 16;

// 0 for `out`, the number for `d3`, `o3` and `out3`, also beyond the sixteen that exist.
std::optional<int> stem_number(std::string_view word) noexcept;

bool is_tempo_word(std::string_view word) noexcept;    // cps tempo bpm setcps
bool is_setting_word(std::string_view word) noexcept;  // those and seed
bool is_file_word(std::string_view word) noexcept;     // import samples

struct CommandForm {
    std::string_view word;
    int fewest = 0;  // arguments
    int most = 0;
    bool takes_value = false;  // `$ x` behind them
    std::string_view usage;
};
const CommandForm* find_command(std::string_view word) noexcept;

// Every word above, for suggestions.
std::vector<std::string_view> statement_words();

}  // namespace phonon::lang
