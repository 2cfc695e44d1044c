// The families of the built-in kit. Each makes one sound at 48 kHz, mono, any level: kit.cpp finishes it.
#pragma once

#include <vector>

namespace phonon::engine::drums {

// 0: after the TR-808, 1: after the TR-909, 2: tight, 3: lo-fi.
inline constexpr int variants = 4;

enum class TomSize { low, middle, high };

std::vector<float> kick(int variant);
std::vector<float> snare(int variant);
std::vector<float> closed_hat(int variant);
std::vector<float> open_hat(int variant);
std::vector<float> clap(int variant);
std::vector<float> rim(int variant);
std::vector<float> cowbell(int variant);
std::vector<float> tom(TomSize size, int variant);
std::vector<float> crash(int variant);
std::vector<float> ride(int variant);

}  // namespace phonon::engine::drums
