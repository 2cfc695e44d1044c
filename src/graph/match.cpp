#include "graph/match.hpp"

#include <algorithm>
#include <map>
#include <string_view>

namespace phonon::graph {
namespace {

constexpr std::size_t largest_table = 250'000;  // cells for the comparison of two chains

bool alike(const IrNode& a, const IrNode& b) {
    return a.kind == b.kind && a.unit == b.unit && a.channels == b.channels && a.ports == b.ports && a.port == b.port &&
           a.target < 0 && b.target < 0 && a.control == b.control && a.sound == b.sound &&
           (a.kind != IrNode::Kind::score || a.score == b.score);
}

// "~drums/fast 2", the copy of a bus under a transform, is known by the bus's name.
std::string_view base_name(std::string_view name) { return name.substr(0, name.find('/')); }

class Matcher {
public:
    Matcher(const Ir& old, const Ir& fresh) : old_(old), fresh_(fresh) {
        match_.of_fresh.assign(fresh.nodes.size(), -1);
        match_.of_old.assign(old.nodes.size(), -1);
    }

    Match run() {
        match_roots();
        while (!open_.empty()) {
            const auto [n, o] = open_.back();
            open_.pop_back();
            const IrNode& a = fresh_.nodes[static_cast<std::size_t>(n)];
            const IrNode& b = old_.nodes[static_cast<std::size_t>(o)];
            if (n == stems_) continue;  // stems are known by name alone
            for (std::size_t i = 0; i < a.inputs.size() && i < b.inputs.size(); ++i)
                align(a.inputs[i].node, settled(b.inputs[i].node));
        }
        return std::move(match_);
    }

private:
    void join(int n, int o) {
        match_.of_fresh[static_cast<std::size_t>(n)] = o;
        match_.of_old[static_cast<std::size_t>(o)] = n;
        open_.push_back({n, o});
    }

    void match_roots() {
        std::map<std::string_view, int> by_name;
        std::multimap<std::string_view, int> by_base;
        for (const IrRoot& r : old_.roots) by_name.emplace(r.name, r.node);
        const auto both = [&](int n, int o) {
            if (match_.of_old[static_cast<std::size_t>(o)] >= 0 || match_.of_fresh[static_cast<std::size_t>(n)] >= 0 ||
                !alike(fresh_.nodes[static_cast<std::size_t>(n)], old_.nodes[static_cast<std::size_t>(o)]))
                return;
            join(n, o);
        };
        for (const IrRoot& r : fresh_.roots)
            if (r.name == sum_of_stems) stems_ = r.node;
        for (const IrRoot& r : fresh_.roots)
            if (const auto known = by_name.find(r.name); known != by_name.end()) both(r.node, known->second);
        for (const IrRoot& r : old_.roots) by_base.emplace(base_name(r.name), r.node);
        for (const IrRoot& r : fresh_.roots) {
            const auto [first, last] = by_base.equal_range(base_name(r.name));
            for (auto it = first; it != last; ++it) both(r.node, it->second);
        }
    }

    // The source that a node of the old graph leads over to.
    int settled(int node) const {
        while (node >= 0) {
            const IrNode& n = old_.nodes[static_cast<std::size_t>(node)];
            if (n.target < 0) break;
            const IrInput& target = n.inputs[static_cast<std::size_t>(n.target)];
            node = target.delay > 0 ? -1 : target.node;
        }
        return node;
    }

    std::vector<int> chain_from(const Ir& ir, int node, const std::vector<int>& taken, bool old) const {
        std::vector<int> chain;
        // A bus that has come or gone is no end of a chain: its nodes are found in the definition that had them.
        while (node >= 0 && taken[static_cast<std::size_t>(node)] < 0) {
            chain.push_back(node);
            const IrNode& n = ir.nodes[static_cast<std::size_t>(node)];
            const int next = main_input(n);
            if (next < 0 || n.inputs[static_cast<std::size_t>(next)].delay > 0) break;
            node = n.inputs[static_cast<std::size_t>(next)].node;
            if (old) node = settled(node);
        }
        return chain;
    }

    void align(int n, int o) {
        const std::vector<int> a = chain_from(fresh_, n, match_.of_fresh, false);
        const std::vector<int> b = chain_from(old_, o, match_.of_old, true);
        const auto equal = [&](std::size_t i, std::size_t j) {
            return alike(fresh_.nodes[static_cast<std::size_t>(a[i])], old_.nodes[static_cast<std::size_t>(b[j])]);
        };
        std::size_t begin = 0, a_end = a.size(), b_end = b.size();
        while (begin < a_end && begin < b_end && equal(begin, begin)) {
            join(a[begin], b[begin]);
            ++begin;
        }
        while (begin < a_end && begin < b_end && equal(a_end - 1, b_end - 1)) {
            --a_end, --b_end;
            join(a[a_end], b[b_end]);
        }
        const std::size_t rows = a_end - begin, columns = b_end - begin;
        if (rows == 0 || columns == 0 || rows * columns > largest_table) return;
        // length[i][j]: of the longest common subsequence of what lies behind i and j.
        std::vector<int> length((rows + 1) * (columns + 1), 0);
        const auto at = [&](std::size_t i, std::size_t j) -> int& { return length[i * (columns + 1) + j]; };
        for (std::size_t i = rows; i-- > 0;)
            for (std::size_t j = columns; j-- > 0;)
                at(i, j) = equal(begin + i, begin + j) ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
        for (std::size_t i = 0, j = 0; i < rows && j < columns;) {
            if (equal(begin + i, begin + j)) {
                join(a[begin + i], b[begin + j]);
                ++i, ++j;
            } else {
                at(i + 1, j) >= at(i, j + 1) ? ++i : ++j;
            }
        }
    }

    const Ir& old_;
    const Ir& fresh_;
    int stems_ = -1;  // the sum of all stems
    Match match_;
    std::vector<std::pair<int, int>> open_;
};

}  // namespace

int main_input(const IrNode& node) {
    if (node.kind == IrNode::Kind::events) return -1;
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
        if (node.inputs[i].node < 0) continue;
        if (node.kind != IrNode::Kind::unit || node.unit->facts->inputs[i].kind == dsp::InputKind::audio)
            return static_cast<int>(i);
    }
    return -1;
}

Match match(const Ir& old, const Ir& fresh) { return Matcher(old, fresh).run(); }

}  // namespace phonon::graph
