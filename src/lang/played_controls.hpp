// Which controls the voices of this engine read. Others can be set, as other programs know them, but nothing is heard
// of them: the checker says so.
#pragma once

#include <string_view>

namespace phonon::lang {

bool is_played_control(std::string_view name) noexcept;
// Whether voices can read it from a signal at their onset. Others are needed before the signal is known: which sound it
// is, how long it lasts, when it begins; or mean something else than their number says.
bool can_follow_signal(std::string_view name) noexcept;

}  // namespace phonon::lang
