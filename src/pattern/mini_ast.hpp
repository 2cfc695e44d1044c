// The tree of a mini-notation string, between reading (mini_parse.cpp) and its pattern (mini_build.cpp).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pattern/mini.hpp"

namespace phonon::pattern::mini {

constexpr int deepest_nesting = 1000;
constexpr std::int64_t most_repeats = 65536;

struct Node;
using NodePtr = std::shared_ptr<const Node>;

struct Step {
    NodePtr node;
    Time weight{1};
    std::int64_t count = 1;  // `a!3`
};
using Row = std::vector<Step>;  // steps one after the other

enum class Kind : std::uint8_t {
    rest,
    atom,       // text
    bus,        // text: the name without `~` or `^`
    group,      // [ ]: rows together, each filling the cycle
    alternate,  // < >: rows together, one step a cycle
    polymeter,  // { }: rows together, as many steps a cycle as the first row has or `first` says
    choice,     // rows: one of them in each cycle, drawn by `seed`
    fast,       // first * second
    slow,       // first / second
    degrade,    // first, dropped with chance `amount`, drawn by `seed`
    euclid,     // first(second, third, fourth); fourth may be missing
    range,      // first .. second
    chord,      // args[0]'args[1]'...
    sample,     // first:second
};

struct Node {
    Kind kind = Kind::rest;
    std::uint32_t begin = 0;  // bytes in the string
    std::uint32_t end = 0;
    std::string text;
    std::vector<Row> rows;
    std::vector<NodePtr> args;
    double amount = 0.5;
    int seed = 0;
};

struct Tree {
    NodePtr root;  // never null
    bool strudel;  // all of it means what it means in Strudel, because Tidal refuses it
    std::vector<MiniFault> faults;
};

// Always gives a tree; where there are faults it covers what could be read.
Tree parse(std::string_view text);

// A plain number as mini-notation writes it: "3" "-1.5" "1e3" "1%8" "1e" (an eighth) "3q"; nullopt for all else.
std::optional<Time> read_number(std::string_view text) noexcept;

}  // namespace phonon::pattern::mini
