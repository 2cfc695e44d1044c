#include "base/diagnostics.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace phonon::base {

namespace {

constexpr std::array rows{
#define PHONON_DIAGNOSTIC(name, severity, code, title, explanation, wrong, right) \
    CatalogueRow{Severity::severity, code, title, explanation, wrong, right},
#include "base/catalogue.def"
#undef PHONON_DIAGNOSTIC
};

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Edits that turn `a` into `b`, a swap of neighbours being one: the restricted distance of Damerau (1964), in halves,
// so that a letter in the wrong case costs less than a wrong letter.
std::size_t half_edits(std::string_view a, std::string_view b) {
    std::vector<std::size_t> two_ago(b.size() + 1), one_ago(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) one_ago[j] = 2 * j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = 2 * i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : lower(a[i - 1]) == lower(b[j - 1]) ? 1 : 2;
            row[j] = std::min({one_ago[j] + 2, row[j - 1] + 2, one_ago[j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], two_ago[j - 2] + 2);
        }
        std::swap(two_ago, one_ago);
        std::swap(one_ago, row);
    }
    return one_ago[b.size()];
}

}  // namespace

const CatalogueRow& row_of(Code code) noexcept { return rows[static_cast<std::size_t>(code)]; }

const CatalogueRow* find_row(std::string_view code) noexcept {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const CatalogueRow& r) { return r.code == code; });
    return found == rows.end() ? nullptr : &*found;
}

std::vector<const CatalogueRow*> catalogue() {
    std::vector<const CatalogueRow*> all;
    for (const CatalogueRow& row : rows) all.push_back(&row);
    std::sort(all.begin(), all.end(), [](auto* a, auto* b) { return a->code < b->code; });
    return all;
}

bool Diagnostics::has_errors() const noexcept {
    return std::any_of(all_.begin(), all_.end(), [](const Diagnostic& d) { return d.severity() == Severity::error; });
}

void Diagnostics::sort() {
    std::stable_sort(all_.begin(), all_.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return a.span.file != b.span.file ? a.span.file < b.span.file : a.span.begin < b.span.begin;
    });
}

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
    constexpr std::size_t longest = 64;  // nobody mistypes a longer word within the distance that is proposed
    if (word.empty() || word.size() > longest) return {};
    std::string_view best;
    std::size_t best_cost = 1 + (word.size() <= 2 ? 2 : word.size() <= 3 ? 3 : word.size() <= 5 ? 4 : 5);
    for (const std::string_view candidate : candidates) {
        const auto difference =
            candidate.size() > word.size() ? candidate.size() - word.size() : word.size() - candidate.size();
        if (candidate == word || candidate.size() > longest || 2 * difference >= best_cost || candidate.empty())
            continue;
        const std::size_t cost = half_edits(word, candidate);
        // Two edits in a short word leave little of it: the first letter has to be right.
        if (cost >= 4 && lower(candidate.front()) != lower(word.front())) continue;
        if (cost < best_cost) {
            best_cost = cost;
            best = candidate;
        }
    }
    // A word of one or two letters that shares none with the candidate is no near miss.
    if (best_cost >= 2 * std::max<std::size_t>(1, std::min(word.size(), best.size())) && word.size() <= 2) return {};
    return best;
}

}  // namespace phonon::base
