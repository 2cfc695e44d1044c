// Recipes of graphs for rapidcheck.
#pragma once

#include <rapidcheck.h>

#include "random_graph.hpp"

namespace rc {
template <>
struct Arbitrary<phonon::graph::NodeRecipe> {
    static Gen<phonon::graph::NodeRecipe> arbitrary() {
        return gen::build<phonon::graph::NodeRecipe>(
            gen::set(&phonon::graph::NodeRecipe::unit), gen::set(&phonon::graph::NodeRecipe::first),
            gen::set(&phonon::graph::NodeRecipe::second), gen::set(&phonon::graph::NodeRecipe::back));
    }
};
}  // namespace rc
