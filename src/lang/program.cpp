#include "lang/program.hpp"

namespace phonon::lang {

SignalNode::~SignalNode() {
    std::vector<Signal> dying = std::move(inputs);
    while (!dying.empty()) {
        const Signal node = std::move(dying.back());
        dying.pop_back();
        if (!node || node.use_count() != 1) continue;
        // Nobody else can see the node any more, so its inputs may be taken out before its own destructor would
        // descend.
        auto& inner = const_cast<SignalNode&>(*node).inputs;
        for (Signal& input : inner) dying.push_back(std::move(input));
        inner.clear();
    }
}

}  // namespace phonon::lang
