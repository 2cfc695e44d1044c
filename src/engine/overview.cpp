#include "engine/overview.hpp"

#include <algorithm>
#include <cmath>

namespace phonon::engine {
namespace {

constexpr int window = 4096;
constexpr std::int64_t shortest_step = 256, longest_step = 2048;  // frames between two spectra

// The highest power of the bins from one edge to the other; where there is none, a point between two bins.
float power_between(std::span<const float> powers, double low, double high) {
    const auto first = static_cast<std::size_t>(std::ceil(low)), behind = static_cast<std::size_t>(std::ceil(high));
    if (first < behind)
        return *std::max_element(powers.begin() + static_cast<std::ptrdiff_t>(first),
                                 powers.begin() + static_cast<std::ptrdiff_t>(std::min(behind, powers.size())));
    const auto part = static_cast<float>(0.5 * (low + high) - static_cast<double>(first - 1));
    return powers[first - 1] + part * (powers[first] - powers[first - 1]);
}

void join(Overview::Column& a, const Overview::Column& b) {
    for (std::size_t side = 0; side < 2; ++side) {
        a.low[side] = std::min(a.low[side], b.low[side]);
        a.high[side] = std::max(a.high[side], b.high[side]);
        for (std::size_t r = 0; r < Overview::rows; ++r) a.power[side][r] += b.power[side][r];
    }
    a.looks += b.looks;
}

}  // namespace

Overview::Overview(double rate, int columns)
    : rate_(rate),
      octaves_(std::log2(std::min(20'000.0, 0.5 * rate) / lowest_hertz)),
      most_(2 * static_cast<std::size_t>(columns)),
      spectrum_(window),
      recent_(2 * window) {
    for (int r = 0; r <= rows; ++r) edges_[static_cast<std::size_t>(r)] = hertz_of(r - 0.5) / rate_ * window;
}

double Overview::hertz_of(double row) const noexcept { return lowest_hertz * std::exp2(octaves_ * (row + 0.5) / rows); }

void Overview::remember(float left, float right) {
    recent_[recent_at_] = left;
    recent_[recent_at_ + 1] = right;
    recent_at_ = (recent_at_ + 2) % recent_.size();
    if (++remembered_ % std::clamp(column_frames_, shortest_step, longest_step) == 0 && remembered_ > window / 2)
        look();
}

void Overview::finish() {
    for (int i = 0; i < window / 2; ++i) remember(0, 0);
}

// The spectrum of the last frames goes to the column of their middle.
void Overview::look() {
    std::rotate(recent_.begin(), recent_.begin() + static_cast<std::ptrdiff_t>(recent_at_), recent_.end());
    recent_at_ = 0;
    spectrum_.look(recent_);
    const auto middle = static_cast<std::size_t>((remembered_ - window / 2 - 1) / column_frames_);
    Column& c = columns_[std::min(middle, columns_.size() - 1)];
    ++c.looks;
    for (int side = 0; side < 2; ++side)
        for (std::size_t r = 0; r < rows; ++r)
            c.power[static_cast<std::size_t>(side)][r] +=
                power_between(spectrum_.powers(side), edges_[r], edges_[r + 1]);
}

void Overview::halve() {
    for (std::size_t i = 0; i < columns_.size() / 2; ++i) {
        columns_[i] = columns_[2 * i];
        join(columns_[i], columns_[2 * i + 1]);
    }
    columns_.resize(columns_.size() / 2);
    column_frames_ *= 2;
}

void Overview::add(std::span<const float> frames) {
    for (std::size_t i = 0; i + 1 < frames.size(); i += 2) {
        if (frames_ % column_frames_ == 0) {
            if (columns_.size() == most_) halve();
            Column c;
            c.low = c.high = {frames[i], frames[i + 1]};
            columns_.push_back(c);
        }
        Column& c = columns_.back();
        for (std::size_t side = 0; side < 2; ++side) {
            const float x = frames[i + side];
            c.low[side] = std::min(c.low[side], x);
            c.high[side] = std::max(c.high[side], x);
        }
        ++frames_;
        remember(frames[i], frames[i + 1]);
    }
}

Overview::Column Overview::part(int part, int count) const {
    if (columns_.empty()) return {};
    const auto edge = [&](int p) {
        return static_cast<std::size_t>(static_cast<double>(frames_) * p / count / static_cast<double>(column_frames_));
    };
    const std::size_t first = std::min(edge(part), columns_.size() - 1);
    const std::size_t behind = std::clamp(edge(part + 1), first + 1, columns_.size());
    Column all = columns_[first];
    for (std::size_t c = first + 1; c < behind; ++c) join(all, columns_[c]);
    // Short columns have no spectrum each: the one before goes on.
    for (std::size_t c = first; all.looks == 0 && c > 0; --c) {
        all.power = columns_[c - 1].power;
        all.looks = columns_[c - 1].looks;
    }
    if (all.looks > 1)
        for (auto& power : all.power)
            for (float& p : power) p /= static_cast<float>(all.looks);
    return all;
}

}  // namespace phonon::engine
