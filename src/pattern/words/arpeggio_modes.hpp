// The orders in which `arp` plays the notes of a chord.
#pragma once

#include <string_view>
#include <vector>

namespace phonon::pattern {

std::vector<std::string_view> arpeggio_modes();

}  // namespace phonon::pattern
