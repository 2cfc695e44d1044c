#include "pattern/mini_steps.hpp"

#include <algorithm>

namespace phonon::pattern::mini {

std::shared_ptr<Node> make_node(Kind kind, std::uint32_t begin, std::uint32_t end) {
    auto node = std::make_shared<Node>();
    node->kind = kind;
    node->begin = begin;
    node->end = end;
    return node;
}

void close_foot(Row& steps, std::size_t& foot_start) {
    if (foot_start == steps.size()) return;
    const auto group = make_node(Kind::group, steps[foot_start].node->begin, steps.back().node->end);
    const auto first = steps.begin() + static_cast<std::ptrdiff_t>(foot_start);
    group->rows.emplace_back(first, steps.end());
    steps.erase(first, steps.end());
    steps.push_back(Step{group});
    foot_start = steps.size();
}

void lengthen_last(Row& steps) {
    Step& last = steps.back();
    if (last.count > 1) {
        --last.count;
        steps.push_back(Step{last.node, last.weight + Time(1)});
    } else {
        last.weight += Time(1);
    }
}

bool add_weight(Step& step, Time weight) {
    const Time all = step.weight * Time(step.count) + weight - Time(1);
    if (step.count == 0 || weight <= Time(0) || !(all > Time(0))) return false;
    step.weight = all / Time(step.count);
    return true;
}

void add_copies(Step& step, std::int64_t more) {
    step.count = std::max<std::int64_t>(step.count + more, 0);
    step.weight = Time(1);
}

void join_repeats(Step& step) {
    const auto group = make_node(Kind::group, step.node->begin, step.node->end);
    group->rows.push_back({Step{step.node, Time(1), step.count}});
    step = Step{group, step.weight * Time(step.count)};
}

}  // namespace phonon::pattern::mini
