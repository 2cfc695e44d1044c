#include "graph/heritage.hpp"

#include <cstring>

#include "graph/reconcile.hpp"
#include "graph/session.hpp"
#include "graph/voice_bank.hpp"

namespace phonon::graph {

Heritage heritage_of(const Reconciled& change, const Plan& old, const Plan& fresh) {
    std::vector<int> old_place(old.nodes.size(), -1);
    for (std::size_t n = 0; n < old.nodes.size(); ++n)
        old_place[static_cast<std::size_t>(old.nodes[n].origin)] = static_cast<int>(n);
    Heritage heritage;
    heritage.instruments = change.carried_instruments;
    heritage.whole_bank.assign(fresh.banks.size(), false);
    for (const PlanNode& n : fresh.nodes) {
        const int from = change.carried[static_cast<std::size_t>(n.origin)];
        heritage.nodes.push_back(from < 0 ? -1 : old_place[static_cast<std::size_t>(from)]);
        if (n.kind != IrNode::Kind::events || from < 0) continue;
        const auto bank = static_cast<std::size_t>(n.bank);
        const PlanNode& before = old.nodes[static_cast<std::size_t>(heritage.nodes.back())];
        const std::vector<int>& parts = heritage.instruments[bank];
        bool whole = parts.size() == old.banks[static_cast<std::size_t>(before.bank)].instruments.size() &&
                     n.block >= 0 && before.block >= 0;
        for (std::size_t i = 0; i < parts.size(); ++i) whole = whole && parts[i] == static_cast<int>(i);
        heritage.whole_bank[bank] = whole;
    }
    return heritage;
}

void Session::take_over(Session& old, const Heritage& heritage) noexcept {
    const std::int64_t remembered = std::min(ring_, old.ring_);
    for (std::size_t i = 0; i < plan_->nodes.size(); ++i) {
        if (heritage.nodes[i] < 0) continue;
        const PlanNode& n = plan_->nodes[i];
        const PlanNode& from = old.plan_->nodes[static_cast<std::size_t>(heritage.nodes[i])];
        if (n.kind == IrNode::Kind::events && !heritage.whole_bank[static_cast<std::size_t>(n.bank)]) {
            const auto bank_of = [](const Session& s, const PlanNode& node, std::size_t instrument) {
                const auto bank = static_cast<std::size_t>(node.bank);
                return BankPart{&s.plan_->banks[bank], &s.plan_->bank_layouts[bank], instrument, s.state(node)};
            };
            const std::vector<int>& parts = heritage.instruments[static_cast<std::size_t>(n.bank)];
            for (std::size_t p = 0; p < parts.size(); ++p)
                if (parts[p] >= 0)
                    move_voices(bank_of(old, from, static_cast<std::size_t>(parts[p])), bank_of(*this, n, p));
        } else if (n.block >= 0) {
            std::swap(blocks_[static_cast<std::size_t>(n.block)], old.blocks_[static_cast<std::size_t>(from.block)]);
        } else {
            std::memcpy(state(n), old.state(from), n.state_size + n.memory_size);
        }
        faults(i) = old.faults(static_cast<std::size_t>(heritage.nodes[i]));
        // What loops and ports of the next quanta still read.
        for (std::int64_t k = heritage.quantum - 1; k >= 0 && k >= heritage.quantum - remembered; --k) {
            std::memcpy(output(n, k), old.output(from, k), n.slot_floats() * sizeof(float));
            changes(n, k) = old.changes(from, k);
        }
    }
}

}  // namespace phonon::graph
