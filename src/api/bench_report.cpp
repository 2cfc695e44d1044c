#include "api/bench_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

namespace phonon::api {
namespace {

using Json = nlohmann::ordered_json;
using engine::Benchmark;

constexpr std::size_t nodes_shown = 8;

std::string micro(double seconds) { return fmt::format("{:.2f} us", 1e6 * seconds); }

// What sets lambda.
std::vector<std::string> limit_of(const Benchmark& b, const graph::Plan& plan) {
    std::vector<std::string> names;
    for (const std::int32_t place : b.bounds.cycle) {
        std::string name = graph::cost_name(plan, place);
        const auto p = static_cast<std::size_t>(place);
        if (p < b.ways.size() && b.ways[p] > 1) name += fmt::format(", in {} batches", b.ways[p]);
        names.push_back(std::move(name));
    }
    return names;
}

std::string limit_text(const Benchmark& b, const graph::Plan& plan) {
    const std::vector<std::string> names = limit_of(b, plan);
    constexpr std::size_t shown = 6;
    std::string out = names.size() > 1 ? fmt::format("the loop of {} quanta through ", b.bounds.cycle_delay) : "";
    for (std::size_t i = 0; i < std::min(names.size(), shown); ++i) out += (i > 0 ? "; " : "") + names[i];
    return out + (names.size() > shown ? fmt::format("; and {} more", names.size() - shown) : "");
}

std::vector<std::size_t> dearest_nodes(const Benchmark& b) {
    std::vector<std::size_t> order(b.costs.nodes.size());
    for (std::size_t n = 0; n < order.size(); ++n) order[n] = n;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t x, std::size_t y) { return b.costs.nodes[x] > b.costs.nodes[y]; });
    return order;
}

std::string percent(double part) { return fmt::format("{:5.1f} %", 100 * part); }

Json spread_json(const engine::Spread& s) { return {{"low", s.low}, {"median", s.median}, {"high", s.high}}; }

}  // namespace

std::vector<BusCost> bus_costs(const Benchmark& b, const graph::Plan& plan) {
    std::map<int, double> by_bus;
    for (std::size_t n = 0; n < b.costs.nodes.size(); ++n) by_bus[plan.nodes[n].bus] += b.costs.nodes[n];
    std::vector<BusCost> all{{"director", b.costs.direct}, {"output", b.costs.sink}};
    for (const double l : b.costs.listeners) all.push_back({"levels and hash", l});
    for (const auto& [bus, seconds] : by_bus) all.push_back({plan.bus_names[static_cast<std::size_t>(bus)], seconds});
    std::erase_if(all, [](const BusCost& c) { return c.seconds <= 0; });
    std::stable_sort(all.begin(), all.end(), [](const auto& x, const auto& y) { return x.seconds > y.seconds; });
    return all;
}

std::string bench_text(const Benchmark& b, const graph::Plan& plan, const BenchPlace& place) {
    const double quantum = dsp::quantum_frames / place.rate;
    const graph::Bounds& bounds = b.bounds;
    std::string out = fmt::format(
        "{}: {} nodes, {} quanta of {:.2f} ms, {}\n", place.name, plan.nodes.size(), b.quanta, 1e3 * quantum,
        place.block > 0 ? fmt::format("in blocks of {} frames", place.block * 64) : "offline");
    out += fmt::format("  work       {} a quantum on one thread, {:.1f} x real time\n", micro(bounds.work),
                       quantum / bounds.work);
    out += fmt::format("  span       {}, along the dearest path of a quantum\n", micro(bounds.span));
    out += fmt::format("  lambda     {}: {}\n", micro(bounds.lambda), limit_text(b, plan));
    out += fmt::format("  at best    {:.1f} x one thread\n", bounds.work / std::max(bounds.lambda, 1e-12));
    out += "\n  cost by bus\n";
    for (const BusCost& c : bus_costs(b, plan))
        out += fmt::format("    {:<16} {:>12}  {}\n", c.name, micro(c.seconds), percent(c.seconds / bounds.work));
    out += "\n  dearest nodes\n";
    const auto dearest = dearest_nodes(b);
    for (std::size_t i = 0; i < std::min(nodes_shown, dearest.size()); ++i)
        out += fmt::format("    {:<28} {:>12}\n", graph::cost_name(plan, static_cast<std::int32_t>(dearest[i])),
                           micro(b.costs.nodes[dearest[i]]));
    out += fmt::format("\n  measured on {} cores: median, and half of the rounds between\n", place.cores);
    for (const engine::MeasuredThreads& m : b.measured) {
        const auto same =
            std::find_if(b.simulated.begin(), b.simulated.end(), [&](const auto& s) { return s.threads == m.threads; });
        const double bound = same != b.simulated.end() ? same->bound : bounds.on(m.threads);
        out += fmt::format("    {:>3} threads ({} used)  {} ({} to {})  {:.2f} x ({:.2f} to {:.2f}), {} of the bound\n",
                           m.threads, m.used, micro(m.seconds.median), micro(m.seconds.low), micro(m.seconds.high),
                           m.speedup.median, m.speedup.low, m.speedup.high, percent(bound / m.seconds.median));
        if (m.block_most > 0)
            out += fmt::format(
                "        a block of 512 frames: median {:.3f} ms, 99 in 100 below {:.3f} ms, most {:.3f} ms\n",
                1e3 * m.block_median, 1e3 * m.block_p99, 1e3 * m.block_most);
    }
    out += "\n  simulated, by the executor's policy\n";
    for (const engine::SimulatedThreads& s : b.simulated)
        out += fmt::format("    {:>3} threads ({} used)  {:>12}  {:5.2f} x, {} of the bound\n", s.threads, s.used,
                           micro(s.seconds), bounds.work / s.seconds, percent(s.bound / s.seconds));
    out += fmt::format("\n  hash       {}{}\n", b.hash, b.same_bits ? "" : " AND OTHERS: the bits differ");
    return out;
}

std::string bench_json(const Benchmark& b, const graph::Plan& plan, const BenchPlace& place) {
    Json buses = Json::array(), nodes = Json::array(), measured = Json::array(), simulated = Json::array();
    for (const BusCost& c : bus_costs(b, plan)) buses.push_back({{"name", c.name}, {"seconds", c.seconds}});
    for (const std::size_t n : dearest_nodes(b))
        nodes.push_back({{"name", graph::cost_name(plan, static_cast<std::int32_t>(n))},
                         {"seconds", b.costs.nodes[n]},
                         {"ways", n < b.ways.size() ? b.ways[n] : 1}});
    for (const engine::MeasuredThreads& m : b.measured) {
        Json j{{"threads", m.threads},
               {"used", m.used},
               {"seconds", spread_json(m.seconds)},
               {"speedup", spread_json(m.speedup)}};
        if (m.block_most > 0) j["block"] = {{"median", m.block_median}, {"p99", m.block_p99}, {"most", m.block_most}};
        measured.push_back(std::move(j));
    }
    for (const engine::SimulatedThreads& s : b.simulated)
        simulated.push_back({{"threads", s.threads},
                             {"used", s.used},
                             {"seconds", s.seconds},
                             {"speedup", b.bounds.work / s.seconds},
                             {"bound", s.bound},
                             {"efficiency", s.bound / s.seconds}});
    const Json j{{"program", place.name},
                 {"rate", place.rate},
                 {"cores", place.cores},
                 {"block", place.block * dsp::quantum_frames},
                 {"quanta", b.quanta},
                 {"work", b.bounds.work},
                 {"span", b.bounds.span},
                 {"lambda", b.bounds.lambda},
                 {"limit", {{"delay", b.bounds.cycle_delay}, {"nodes", limit_of(b, plan)}}},
                 {"buses", buses},
                 {"nodes", nodes},
                 {"measured", measured},
                 {"simulated", simulated},
                 {"hash", b.hash},
                 {"same_bits", b.same_bits}};
    return j.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace phonon::api
