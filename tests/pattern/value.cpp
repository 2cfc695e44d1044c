#include "pattern/value.hpp"

#include <doctest/doctest.h>

#include <thread>

#include "pattern/operators.hpp"

using namespace phonon::pattern;

namespace {

Value controls(std::initializer_list<std::pair<const char*, Value>> entries) {
    ControlMap map;
    for (const auto& [name, value] : entries) map.emplace_back(ControlName(name), value);
    return Value::controls(std::move(map));
}

}  // namespace

TEST_CASE("values are written as canonical JSON") {
    CHECK(Value().to_json() == "null");
    CHECK(Value(3).to_json() == "3");
    CHECK(Value(-0.5).to_json() == "-0.5");
    CHECK(Value(0.1 + 0.2).to_json() == "0.30000000000000004");
    CHECK(Value::boolean(true).to_json() == "true");
    CHECK(Value::text("a\"b\n").to_json() == R"("a\"b\n")");
    CHECK(Value::list({Value(1), Value::text("x")}).to_json() == R"([1,"x"])");
    CHECK(controls({{"s", Value::text("bd")}, {"gain", 1}}).to_json() == R"({"gain":1,"s":"bd"})");
}

TEST_CASE("controls are sorted and single") {
    const Value v = controls({{"z", 1}, {"a", 2}, {"z", 3}});
    CHECK(v.as_controls().size() == 2);
    CHECK(*v.find(ControlName("z")) == Value(3));
    CHECK(v.find(ControlName("q")) == nullptr);
    CHECK(v == controls({{"a", 2}, {"z", 3}}));
    CHECK(v.with(ControlName("a"), 5) == controls({{"a", 5}, {"z", 3}}));
    CHECK(v == controls({{"a", 2}, {"z", 3}}));
}

TEST_CASE("shared values survive copies on many threads") {
    const Value shared = Value::list({Value::text("long enough to be on the heap"), controls({{"n", 1}})});
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&shared] {
            for (int i = 0; i < 10000; ++i) {
                Value copy = shared;
                Value moved = std::move(copy);
                copy = moved.as_list()[0];
                if (!copy.is_text() || ControlName("gain").text() != "gain") std::abort();
            }
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(shared.as_list()[0].as_text() == "long enough to be on the heap");
}

TEST_CASE("operators unite controls and count notes") {
    const Value a = controls({{"n", 1}, {"s", Value::text("bd")}});
    const Value b = controls({{"n", 4}, {"gain", 2}, {"s", Value::text("x")}});
    CHECK(apply_op(Op::add, a, b) == controls({{"gain", 2}, {"n", 5}, {"s", Value::text("bdx")}}));
    CHECK(apply_op(Op::set, a, b) == b);
    CHECK(apply_op(Op::keep, a, b) == controls({{"gain", 2}, {"n", 1}, {"s", Value::text("bd")}}));
    CHECK(apply_op(Op::add, Value::text("e4"), Value(12)) == Value(16));
    CHECK(apply_op(Op::mod, Value(-1), Value(4)) == Value(3));
    CHECK(apply_op(Op::mod, Value(1), Value(0)) == Value(0));
    CHECK(apply_op(Op::less, Value(1), Value(2)) == Value::boolean(true));
    CHECK(apply_op(Op::keepif, Value(1), Value::boolean(false)) == Value());
}
