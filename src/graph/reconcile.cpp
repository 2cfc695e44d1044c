#include "graph/reconcile.hpp"

#include <algorithm>
#include <numeric>
#include <string>

#include "base/hash.hpp"
#include "graph/cycles.hpp"
#include "graph/match.hpp"
#include "graph/voice_bank.hpp"

namespace phonon::graph {
namespace {

using Kind = IrNode::Kind;

class Reconciler {
public:
    Reconciler(const Ir& old, const Ir& fresh, Match match, std::int64_t now, float fade_seconds)
        : old_(old), fresh_(fresh), match_(std::move(match)), now_(now), fade_seconds_(fade_seconds) {}

    Reconciled run() {
        out_.ir = fresh_;
        out_.carried = match_.of_fresh;
        out_.carried_instruments.resize(fresh_.banks.size());
        bus_of_old_.assign(old_.bus_names.size(), -1);
        for (std::size_t b = 0; b < fresh_.banks.size(); ++b)
            out_.carried_instruments[b].assign(fresh_.banks[b].instruments.size(), -1);
        const std::size_t count = fresh_.nodes.size();
        for (std::size_t n = 0; n < count; ++n) {
            const int o = match_.of_fresh[n];
            if (o >= 0) {
                node(n).key = old_node(o).key;  // its random numbers go on
                if (node(n).kind == Kind::events) join_banks(n, o);
            }
        }
        for (std::size_t n = 0; n < count; ++n) lead_over(n);
        keep_deleted_stems();
        connect_ghosts();
        const auto leads = [](const IrNode& n) { return n.target >= 0; };
        const auto retired = [](const InstrumentPlan& i) { return i.retired; };
        out_.transient = !ghosts_.empty() || std::any_of(out_.ir.nodes.begin(), out_.ir.nodes.end(), leads);
        for (const VoiceBankPlan& b : out_.ir.banks)
            out_.transient = out_.transient || std::any_of(b.instruments.begin(), b.instruments.end(), retired);
        return std::move(out_);
    }

private:
    IrNode& node(std::size_t n) { return out_.ir.nodes[n]; }
    const IrNode& old_node(int o) const { return old_.nodes[static_cast<std::size_t>(o)]; }

    // ---- what is over ------------------------------------------------------------------------------------------

    bool is_over(const IrInput& in) const {
        if (in.node < 0) return true;
        const IrNode& n = old_node(in.node);
        if (n.target < 0) return false;
        if (n.kind != Kind::sum) return n.over <= now_;
        for (std::size_t i = 0; i < n.inputs.size(); ++i)
            if (static_cast<int>(i) != n.target && !is_over(n.inputs[i])) return false;
        return true;
    }

    // What an input of the old graph really reads by now.
    IrInput settled(IrInput in) const {
        while (in.node >= 0 && old_node(in.node).target >= 0 && is_over(in)) {
            const IrNode& n = old_node(in.node);
            in = n.inputs[static_cast<std::size_t>(n.target)];
        }
        return in;
    }

    // ---- sources of the old graph in the new one ------------------------------------------------------------------

    int bus_of(int old_bus) {
        int& bus = bus_of_old_[static_cast<std::size_t>(old_bus)];
        if (bus >= 0) return bus;
        const std::string& name = old_.bus_names[static_cast<std::size_t>(old_bus)];
        const auto known = std::find(out_.ir.bus_names.begin(), out_.ir.bus_names.end(), name);
        bus = static_cast<int>(known - out_.ir.bus_names.begin());
        if (known == out_.ir.bus_names.end()) out_.ir.bus_names.push_back(name);
        return bus;
    }

    // The node that goes on where `o` is; a copy of `o` where the new program has none.
    int continued(int o) {
        int& n = match_.of_old[static_cast<std::size_t>(o)];
        if (n >= 0) return n;
        n = static_cast<int>(out_.ir.nodes.size());
        IrNode copy = old_node(o);
        copy.bus = bus_of(copy.bus);
        if (copy.kind == Kind::events) {
            copy.pattern = pattern::Pattern();  // nothing new begins, what sounds goes on
            const auto bank = static_cast<std::size_t>(copy.bank);
            copy.bank = static_cast<int>(out_.ir.banks.size());
            out_.ir.banks.push_back(old_.banks[bank]);
            std::vector<int> all(old_.banks[bank].instruments.size());
            std::iota(all.begin(), all.end(), 0);
            out_.carried_instruments.push_back(std::move(all));
        }
        out_.ir.nodes.push_back(std::move(copy));
        out_.carried.push_back(o);
        ghosts_.push_back(n);
        return n;
    }

    IrInput continued(IrInput in) {
        in = settled(in);
        if (in.node >= 0) in.node = continued(in.node);
        return in;
    }

    void connect_ghost(int ghost) {
        const auto g = static_cast<std::size_t>(ghost);
        const int o = out_.carried[g];
        for (std::size_t i = 0; i < old_node(o).inputs.size(); ++i) {
            const IrInput in = continued(old_node(o).inputs[i]);
            node(g).inputs[i] = in;
        }
        if (old_node(o).events >= 0) {
            const int events = continued(old_node(o).events);
            node(g).events = events;
        }
    }

    void connect_ghosts() {
        for (std::size_t next = 0; next < ghosts_.size(); ++next) connect_ghost(ghosts_[next]);
        for (const Quieted& q : quieted_) node(static_cast<std::size_t>(q.node)).inputs[q.input] = q.by;
    }

    // ---- where a node that goes on reads something else -------------------------------------------------------------

    bool same(const IrInput& fresh, const IrInput& old) const {
        if (fresh.node < 0 || old.node < 0) return fresh.node < 0 && old.node < 0 && fresh.value == old.value;
        return match_.of_fresh[static_cast<std::size_t>(fresh.node)] == old.node && fresh.delay == old.delay;
    }

    static bool is_sound(const IrNode& n, std::size_t input) {
        return n.kind == Kind::sum || n.kind == Kind::port ||
               (n.kind == Kind::unit && n.unit->facts->inputs[input].kind == dsp::InputKind::audio);
    }
    static bool is_gate(const IrNode& n, std::size_t input) {
        if (n.kind != Kind::unit) return false;
        const dsp::InputKind kind = n.unit->facts->inputs[input].kind;
        return kind == dsp::InputKind::gate || kind == dsp::InputKind::trigger;
    }

    // Whether all that sounds behind `in` are voices, which begin and end by themselves. `stays(node)`: the walk ends
    // there, at a sound that goes on in both programs.
    template <class Stays>
    static bool only_voices(const Ir& ir, const IrInput& in, Stays stays) {
        if (in.node < 0) return false;
        std::vector<int> open{in.node}, seen;
        bool voices = false;
        while (!open.empty()) {
            const int n = open.back();
            open.pop_back();
            if (std::find(seen.begin(), seen.end(), n) != seen.end()) continue;
            if (stays(n) || seen.size() > 1000) return false;
            seen.push_back(n);
            const IrNode& node = ir.nodes[static_cast<std::size_t>(n)];
            if (node.kind == Kind::events) {
                voices = true;
                continue;
            }
            if (node.kind == Kind::score || node.kind == Kind::silence) return false;
            if (node.kind == Kind::unit && main_input(node) < 0) return false;
            for (std::size_t i = 0; i < node.inputs.size(); ++i)
                if (node.inputs[i].node >= 0 && is_sound(node, i)) open.push_back(node.inputs[i].node);
        }
        return voices;
    }

    // The first node along the chain behind `in` that goes on; -1: none. The two ends of an edit with the same source
    // carry much the same sound.
    int source_behind(const Ir& ir, IrInput in, const std::vector<int>& other, bool old) const {
        for (int steps = 0; in.node >= 0 && steps < 4096; ++steps) {
            const int mate = other[static_cast<std::size_t>(in.node)];
            if (mate >= 0 && (!old || static_cast<std::size_t>(mate) < fresh_.nodes.size()))
                return old ? in.node : mate;
            const IrNode& n = ir.nodes[static_cast<std::size_t>(in.node)];
            const int next = main_input(n);
            if (next < 0) return -1;
            in = n.inputs[static_cast<std::size_t>(next)];
            if (old) in = settled(in);
        }
        return -1;
    }

    int add(IrNode n, int bus) {
        n.bus = bus;
        n.key = base::hash_of("leads over", out_.ir.nodes.size() ^ static_cast<std::uint64_t>(now_) << 20);
        out_.ir.nodes.push_back(std::move(n));
        out_.carried.push_back(-1);
        return static_cast<int>(out_.ir.nodes.size()) - 1;
    }

    int channels_of(const IrInput& in) const {
        return in.node < 0 ? 1 : out_.ir.nodes[static_cast<std::size_t>(in.node)].channels;
    }

    IrInput fade(const IrInput& from, const IrInput& to, bool equal_power, int bus) {
        IrNode n;
        n.kind = Kind::unit;
        n.unit = dsp::find_unit("edge_fade");
        n.inputs = {from, to, from_value(fade_seconds_), from_value(equal_power ? 1.0f : 0.0f)};
        n.channels = std::max(channels_of(from), channels_of(to));
        n.target = 1;
        return from_node(add(std::move(n), bus));
    }

    IrInput ring_out(const IrInput& from, int bus) {
        IrNode n;
        n.kind = Kind::unit;
        n.unit = dsp::find_unit("ring_out");
        n.inputs = {from};
        n.channels = channels_of(from);
        n.target = 0;
        return from_node(add(std::move(n), bus));
    }

    void lead_over(std::size_t n) {
        const int o = match_.of_fresh[n];
        const bool is_new_stem = o < 0 && std::any_of(fresh_.stems.begin(), fresh_.stems.end(),
                                                      [&](const IrStem& s) { return s.node == static_cast<int>(n); });
        if (o < 0 && !is_new_stem) return ease_in(n);
        if (is_sum_of_stems(static_cast<int>(n))) return;  // stems lead over by themselves
        for (std::size_t i = 0; i < fresh_.nodes[n].inputs.size(); ++i) {
            const IrInput fresh = fresh_.nodes[n].inputs[i];
            IrInput before = from_value(0);
            if (o >= 0 && i < old_node(o).inputs.size()) before = settled(old_node(o).inputs[i]);
            const IrInput edge = led_over(fresh_.nodes[n], i, fresh, before);
            node(n).inputs[i] = edge;
        }
    }

    // A new delay or reverb whose line began in the middle of a sound would repeat that beginning as a click.
    void ease_in(std::size_t n) {
        const IrNode& fresh = fresh_.nodes[n];
        if (fresh.kind != Kind::unit || fresh.unit->kernels->memory_words(48000) == 0) return;
        for (std::size_t i = 0; i < fresh.inputs.size(); ++i) {
            const IrInput in = fresh.inputs[i];
            if (!is_sound(fresh, i) || in.node < 0 || match_.of_fresh[static_cast<std::size_t>(in.node)] < 0) continue;
            const IrInput eased = fade(from_value(0), in, false, fresh.bus);
            node(n).inputs[i] = eased;
        }
    }

    IrInput led_over(const IrNode& reader, std::size_t i, const IrInput& fresh, const IrInput& before) {
        if (same(fresh, before) || is_gate(reader, i)) return fresh;
        if (before.node >= 0) {
            // Already on the way there: goes on as it is.
            const IrNode& b = old_node(before.node);
            if (b.target >= 0 && same(fresh, settled(b.inputs[static_cast<std::size_t>(b.target)])))
                return from_node(continued(before.node));
        }
        const auto goes_on = [this](int n) { return match_.of_fresh[static_cast<std::size_t>(n)] >= 0; };
        const auto went_on = [this](int o) {
            const int n = match_.of_old[static_cast<std::size_t>(o)];
            return n >= 0 && static_cast<std::size_t>(n) < fresh_.nodes.size();
        };
        const bool sound = is_sound(reader, i);
        const bool begins = sound && only_voices(fresh_, fresh, goes_on);
        const bool rings = sound && only_voices(old_, before, went_on);
        const IrInput old = continued(before);
        const int bus = node(static_cast<std::size_t>(&reader - fresh_.nodes.data())).bus;
        if (!begins && !rings) {
            const int common = source_behind(old_, before, match_.of_old, true);
            const bool alike = common >= 0 && common == source_behind(fresh_, fresh, match_.of_fresh, false);
            // Equal power on top of an equal power that is still under way could add up to twice the sound.
            const bool settled_sounds = before.node >= 0 && fresh.node >= 0 && old_node(before.node).target < 0;
            return fade(old, fresh, sound && !alike && settled_sounds, bus);
        }
        if (begins && before.node < 0 && before.value == 0) return fresh;
        IrNode both;
        both.kind = Kind::sum;
        both.inputs = {rings ? ring_out(old, bus) : fade(old, from_value(0), false, bus),
                       begins ? fresh : fade(from_value(0), fresh, false, bus)};
        both.channels = std::max(channels_of(both.inputs[0]), channels_of(both.inputs[1]));
        both.target = 1;
        return from_node(add(std::move(both), bus));
    }

    // ---- banks ------------------------------------------------------------------------------------------------------

    // The voices of `o` go on in the bank of `n`: those of an instrument that is as it was as its own, the others as
    // those of an instrument that is retired.
    void join_banks(std::size_t n, int o) {
        const auto b = static_cast<std::size_t>(node(n).bank);
        VoiceBankPlan& bank = out_.ir.banks[b];
        const VoiceBankPlan& before = old_.banks[static_cast<std::size_t>(old_node(o).bank)];
        std::vector<int>& carried = out_.carried_instruments[b];
        const bool same_outer = node(n).inputs.size() == old_node(o).inputs.size();
        const std::size_t fresh_count = bank.instruments.size();
        const auto outer = static_cast<int>(node(n).inputs.size());
        bool appended = false;
        for (std::size_t i = 0; i < before.instruments.size(); ++i) {
            const InstrumentPlan& was = before.instruments[i];
            if (was.retired && was.over <= now_) continue;
            bool found = false;
            for (std::size_t j = 0; j < fresh_count && !found && !was.retired; ++j) {
                const InstrumentPlan& is = bank.instruments[j];
                if (is.name != was.name || is.is_sampler != was.is_sampler) continue;
                found = same_voice(is, was) && before.batches == bank.batches && (same_outer || !reads_outside(is));
                if (found) carried[j] = static_cast<int>(i);
            }
            if (found) continue;
            InstrumentPlan kept = was;
            if (reads_outside(kept)) {
                if (node(n).inputs.size() + old_node(o).inputs.size() > max_outer_inputs && !appended) continue;
                shift_outer(kept, outer);
                appended = true;
            }
            kept.retired = true;
            bank.instruments.push_back(std::move(kept));
            carried.push_back(static_cast<int>(i));
        }
        if (!appended) return;
        std::vector<IrInput> more;
        more.reserve(old_node(o).inputs.size());
        for (const IrInput& in : old_node(o).inputs) more.push_back(continued(in));
        node(n).inputs.insert(node(n).inputs.end(), more.begin(), more.end());
    }

    // ---- stems ------------------------------------------------------------------------------------------------------

    bool is_sum_of_stems(int n) const {
        return std::any_of(fresh_.roots.begin(), fresh_.roots.end(),
                           [&](const IrRoot& r) { return r.node == n && r.name == sum_of_stems; });
    }

    // Free-running sources behind a stem that is gone are faded out, so that only what rings is left.
    void quiet_sources(int stem) {
        std::vector<int> open{stem}, seen;
        while (!open.empty()) {
            const int g = open.back();
            open.pop_back();
            if (std::find(seen.begin(), seen.end(), g) != seen.end()) continue;
            seen.push_back(g);
            const int o = out_.carried[static_cast<std::size_t>(g)];
            if (o < 0) continue;
            connect_ghost(g);
            for (std::size_t i = 0; i < node(static_cast<std::size_t>(g)).inputs.size(); ++i) {
                if (!is_sound(node(static_cast<std::size_t>(g)), i)) continue;
                const IrInput in = node(static_cast<std::size_t>(g)).inputs[i];
                if (in.node < 0) continue;
                const IrNode& source = node(static_cast<std::size_t>(in.node));
                if (source.kind == Kind::events) continue;
                const bool shared = static_cast<std::size_t>(in.node) < fresh_.nodes.size();
                const bool free = source.kind == Kind::score || (source.kind == Kind::unit && main_input(source) < 0);
                if (shared || free) {
                    const IrInput quiet = fade(in, from_value(0), false, node(static_cast<std::size_t>(g)).bus);
                    quieted_.push_back({g, i, quiet});
                } else {
                    open.push_back(in.node);
                }
            }
        }
    }

    void keep_deleted_stems() {
        std::vector<int> leaving;
        for (const IrStem& s : old_.stems) {
            if (s.node < 0) continue;
            const bool rings_already = old_node(s.node).target >= 0;
            const bool goes_on = !rings_already && std::any_of(fresh_.stems.begin(), fresh_.stems.end(),
                                                               [&](const IrStem& f) { return f.name == s.name; });
            if (goes_on || (rings_already && old_node(s.node).over <= now_)) continue;
            int n = continued(s.node);
            if (!rings_already) {
                quiet_sources(n);
                n = ring_out(from_node(n), node(static_cast<std::size_t>(n)).bus).node;
            }
            out_.ir.stems.push_back({s.name, n});
            leaving.push_back(n);
        }
        for (const IrRoot& r : fresh_.roots)
            if (r.name == sum_of_stems)
                for (const int n : leaving) node(static_cast<std::size_t>(r.node)).inputs.push_back(from_node(n));
    }

    struct Quieted {
        int node;
        std::size_t input;
        IrInput by;
    };

    const Ir& old_;
    const Ir& fresh_;
    Match match_;
    std::int64_t now_;
    float fade_seconds_;
    Reconciled out_;
    std::vector<int> ghosts_;
    std::vector<int> bus_of_old_;
    std::vector<Quieted> quieted_;
};

}  // namespace

Reconciled reconcile(const Ir& old, const Ir& fresh, std::int64_t now, float fade_seconds) {
    Match found = match(old, fresh);
    for (;;) {
        Reconciled joined = Reconciler(old, fresh, found, now, fade_seconds).run();
        // Two buses that changed places can close a loop through what leads over. Their nodes then begin anew.
        const std::vector<int> loops = loops_of(joined.ir);
        bool cut = false;
        for (std::size_t n = 0; n < fresh.nodes.size(); ++n) {
            if (loops[n] < 0 || found.of_fresh[n] < 0) continue;
            found.of_old[static_cast<std::size_t>(found.of_fresh[n])] = -1;
            found.of_fresh[n] = -1;
            cut = true;
        }
        if (!cut) return joined;
    }
}

}  // namespace phonon::graph
