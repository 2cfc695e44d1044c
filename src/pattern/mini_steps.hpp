// Changes of steps while a mini-notation string is read.
#pragma once

#include "pattern/mini_ast.hpp"

namespace phonon::pattern::mini {

std::shared_ptr<Node> make_node(Kind kind, std::uint32_t begin, std::uint32_t end);

// `a b . c` is `[a b] [c]`: the steps from `foot_start` on become one, and the next foot starts behind it.
void close_foot(Row& steps, std::size_t& foot_start);

// `a _`: the last step a step longer.
void lengthen_last(Row& steps);

// `a@3`: as long as three steps. Weights add up, `a@3@2` is four steps long; that of a repeated step is for all of its
// copies together. False, and nothing is changed, where the weight is not above 0.
bool add_weight(Step& step, Time weight);

// `a!3` has two copies more. Each is one step long, whatever weight stood before, as in Strudel.
void add_copies(Step& step, std::int64_t more);

// In Strudel what follows `a!3` is done to all three together: `a!3/2` takes two cycles.
void join_repeats(Step& step);

}  // namespace phonon::pattern::mini
