#include "pattern/operators.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "pattern/notes.hpp"

namespace phonon::pattern {

namespace {

std::int64_t whole(double x) noexcept {
    return std::isfinite(x) && std::fabs(x) < 9e18 ? static_cast<std::int64_t>(std::floor(x)) : 0;
}

// JavaScript's and Haskell's shifts agree for 0 ... 31; beyond that nothing is left.
std::int64_t shifted(std::int64_t x, std::int64_t by) noexcept {
    if (by <= -63 || by >= 63) return 0;
    return by >= 0 ? static_cast<std::int64_t>(static_cast<std::uint64_t>(x) << by) : x >> -by;
}

Value combine_numbers(Op op, double a, double b) noexcept {
    switch (op) {
        case Op::add: return a + b;
        case Op::sub: return a - b;
        case Op::mul: return a * b;
        case Op::div: return a / b;
        case Op::mod: return b == 0.0 ? Value(0.0) : Value(a - b * std::floor(a / b));
        case Op::pow: return std::pow(a, b);
        case Op::bit_and: return static_cast<double>(whole(a) & whole(b));
        case Op::bit_or: return static_cast<double>(whole(a) | whole(b));
        case Op::bit_xor: return static_cast<double>(whole(a) ^ whole(b));
        case Op::shift_left: return static_cast<double>(shifted(whole(a), whole(b)));
        case Op::shift_right: return static_cast<double>(shifted(whole(a), -whole(b)));
        case Op::less: return Value::boolean(a < b);
        case Op::greater: return Value::boolean(a > b);
        case Op::less_equal: return Value::boolean(a <= b);
        case Op::greater_equal: return Value::boolean(a >= b);
        default: return a;
    }
}

std::string written(const Value& v) { return v.is_text() ? std::string(v.as_text()) : v.to_json(); }

Value combine_controls(Op op, const Value& left, const Value& right) {
    const auto& a = left.as_controls();
    const auto& b = right.as_controls();
    ControlMap out;
    out.reserve(a.size() + b.size());
    auto i = a.begin();
    auto j = b.begin();
    while (i != a.end() || j != b.end()) {
        if (i != a.end() && j != b.end() && i->first == j->first) {
            out.emplace_back(i->first, apply_op(op, i->second, j->second));
            ++i;
            ++j;
        } else if (j == b.end() || (i != a.end() && i->first.text() < j->first.text())) {
            out.push_back(*i++);
        } else {
            out.push_back(*j++);
        }
    }
    return Value::sorted_controls(std::move(out));
}

// A plain value against controls changes every number in them.
Value combine_each(Op op, const Value& controls, const Value& plain, bool controls_left) {
    ControlMap out = controls.as_controls();
    for (auto& [name, value] : out) {
        if (value.is_number()) value = controls_left ? apply_op(op, value, plain) : apply_op(op, plain, value);
    }
    return Value::sorted_controls(std::move(out));
}

bool keeps_values(Op op) noexcept { return op == Op::set || op == Op::keep || op == Op::keepif; }

}  // namespace

Value apply_op(Op op, const Value& left, const Value& right) {
    if (op == Op::keepif) return right.truthy() ? left : Value();
    if (op == Op::logic_and) return left.truthy() ? right : left;
    if (op == Op::logic_or) return left.truthy() ? left : right;
    if (left.is_controls() && right.is_controls()) return combine_controls(op, left, right);
    if (op == Op::set) return right;
    if (op == Op::keep) return left;
    if (op == Op::equal || op == Op::not_equal) {
        const auto a = number_in(left);
        const auto b = number_in(right);
        return Value::boolean((a && b ? *a == *b : left == right) == (op == Op::equal));
    }
    if (!keeps_values(op) && left.is_controls()) return combine_each(op, left, right, true);
    if (!keeps_values(op) && right.is_controls()) return combine_each(op, right, left, false);
    if (op == Op::concat || (op == Op::add && left.is_text() && right.is_text())) {
        return Value::text(written(left) + written(right));
    }
    const auto a = number_in(left);
    const auto b = number_in(right);
    if (a && b) return combine_numbers(op, *a, *b);
    return left;
}

std::optional<Op> find_op(std::string_view name) noexcept {
    static constexpr std::array<std::pair<std::string_view, Op>, 23> names{{
        {"add", Op::add},
        {"sub", Op::sub},
        {"mul", Op::mul},
        {"div", Op::div},
        {"mod", Op::mod},
        {"pow", Op::pow},
        {"set", Op::set},
        {"keep", Op::keep},
        {"keepif", Op::keepif},
        {"concat", Op::concat},
        {"band", Op::bit_and},
        {"bor", Op::bit_or},
        {"bxor", Op::bit_xor},
        {"blshift", Op::shift_left},
        {"brshift", Op::shift_right},
        {"lt", Op::less},
        {"gt", Op::greater},
        {"lte", Op::less_equal},
        {"gte", Op::greater_equal},
        {"eq", Op::equal},
        {"ne", Op::not_equal},
        {"and", Op::logic_and},
        {"or", Op::logic_or},
    }};
    for (const auto& [candidate, op] : names) {
        if (candidate == name) return op;
    }
    return std::nullopt;
}

std::optional<Structure> find_structure(std::string_view name) noexcept {
    const auto at = std::find(structure_names.begin(), structure_names.end(), name);
    if (at == structure_names.end()) return std::nullopt;
    return static_cast<Structure>(at - structure_names.begin());
}

namespace {

Pattern join_op(Op op, Join how, const Pattern& outer, const Pattern& inner, bool outer_left) {
    return bind(how, outer, [=](const Value& a) {
        return with_value(inner, [=](const Value& b) { return outer_left ? apply_op(op, a, b) : apply_op(op, b, a); });
    });
}

Pattern meet(Op op, Structure structure, const Pattern& left, const Pattern& right) {
    const auto f = [op](const Value& a, const Value& b) { return apply_op(op, a, b); };
    switch (structure) {
        case Structure::in: return app_left(left, right, f);
        case Structure::out: return app_right(left, right, f);
        case Structure::mix: return app_both(left, right, f);
        case Structure::squeeze: return join_op(op, Join::squeeze, left, right, true);
        case Structure::squeeze_out: return join_op(op, Join::squeeze, right, left, false);
        case Structure::reset: return join_op(op, Join::reset, right, left, false);
        case Structure::restart: return join_op(op, Join::restart, right, left, false);
        case Structure::poly: {
            if (!left.steps() || !right.steps() || right.steps()->num() == 0) return app_both(left, right, f);
            return app_both(left, fast(right, *left.steps() / *right.steps()), f).with_steps(left.steps());
        }
    }
    return silence();
}

}  // namespace

Pattern apply_op(Op op, Structure structure, const Pattern& left, const Pattern& right) {
    const Pattern met = meet(op, structure, left, right);
    if (op != Op::keepif) return met;
    return filter_values(met, [](const Value& v) { return v.type() != Value::Type::nothing; });
}

}  // namespace phonon::pattern
