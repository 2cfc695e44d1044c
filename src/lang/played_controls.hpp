// Which controls the voices of this engine read. Others can be set, as other programs know them, but nothing is heard
// of them: the checker says so.
#pragma once

#include <string_view>

namespace phonon::lang {

bool is_played_control(std::string_view name) noexcept;

}  // namespace phonon::lang
