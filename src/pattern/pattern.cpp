#include "pattern/pattern.hpp"

#include <algorithm>

namespace phonon::pattern {

namespace {

class SilenceNode final : public Pattern::Node {
public:
    void query(const TimeSpan&, const QueryContext&, Events&) const override {}
    bool silent() const noexcept override { return true; }
};

}  // namespace

Pattern::Pattern() {
    static const auto node = std::make_shared<const SilenceNode>();
    node_ = node;
}

Events Pattern::query(const TimeSpan& span, const QueryContext& context) const {
    const double cycles = std::clamp((span.end.ceil() - span.begin.floor()).to_double(), 1.0, 64.0);
    context.budget = QueryContext::events_per_cycle * static_cast<std::uint32_t>(cycles);
    context.visits = QueryContext::visits_per_cycle * static_cast<std::uint32_t>(cycles);
    context.exhausted = false;
    Events out;
    query(span, context, out);
    return out;
}

}  // namespace phonon::pattern
