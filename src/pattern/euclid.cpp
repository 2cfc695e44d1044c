#include "pattern/euclid.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "pattern/notes.hpp"
#include "pattern/refused.hpp"

namespace phonon::pattern {

bool too_many_steps(int k, int n) noexcept {
    return n > 0 && (n > most_euclid_steps || k > most_euclid_steps || k < -most_euclid_steps);
}

std::vector<bool> bjorklund(int k, int n) {
    if (n < 1 || too_many_steps(k, n)) return {};
    const bool inverted = k < 0;
    int heads = std::abs(k);
    if (heads >= n) return std::vector<bool>(static_cast<std::size_t>(heads), !inverted);
    int tails = n - heads;
    // Bjorklund pairs equal groups until at most one group is left over. All groups of a kind are equal, so two
    // groups and their counts are the whole state.
    std::vector<bool> head{true};
    std::vector<bool> tail{false};
    while (std::min(heads, tails) > 1) {
        std::vector<bool> joined = head;
        joined.insert(joined.end(), tail.begin(), tail.end());
        if (heads > tails) {
            tail = std::move(head);
            const int rest = heads - tails;
            heads = tails;
            tails = rest;
        } else {
            tails -= heads;
        }
        head = std::move(joined);
    }
    std::vector<bool> rhythm;
    rhythm.reserve(static_cast<std::size_t>(n));
    for (int i = 0; i < heads; ++i) rhythm.insert(rhythm.end(), head.begin(), head.end());
    for (int i = 0; i < tails; ++i) rhythm.insert(rhythm.end(), tail.begin(), tail.end());
    if (inverted) rhythm.flip();
    return rhythm;
}

Pattern euclid(const Pattern& p, int k, int n, int rotation) {
    if (too_many_steps(k, n)) return too_many_events();
    const auto rhythm = bjorklund(k, n);
    if (rhythm.empty()) return silence();
    std::vector<Pattern> steps;
    steps.reserve(rhythm.size());
    for (const bool onset : rhythm) steps.push_back(onset ? p : silence());
    const Pattern whole = fastcat(std::move(steps));
    return rotation == 0 ? whole : early(whole, Time(rotation, n));
}

Pattern euclid(const Pattern& p, const Pattern& k, const Pattern& n, const Pattern& rotation) {
    const auto list2 = [](const Value& a, const Value& b) { return Value::list({a, b}); };
    const auto whole_number = [](const Value& v) {
        return static_cast<int>(std::fmax(-1e6, std::fmin(std::floor(number_of(v)), 1e6)));
    };
    return patternify(app_both(app_both(k, n, list2), rotation, list2), [p, whole_number](const Value& v) {
        const auto& kn = v.as_list()[0].as_list();
        return euclid(p, whole_number(kn[0]), whole_number(kn[1]), whole_number(v.as_list()[1]));
    });
}

}  // namespace phonon::pattern
