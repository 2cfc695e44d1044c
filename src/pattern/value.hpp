// What an event carries: a number, a truth, a word or note name, a list or a set of controls.
//
// 16 bytes; numbers and booleans inline, the rest reference-counted and immutable once shared, so that an event
// can be copied between threads. Names of controls are interned once (ControlName).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fraction.hpp"

namespace phonon::pattern {

// An interned name: equal names are the same entry. Interning locks; comparing, copying and reading do not.
class ControlName {
public:
    ControlName() = default;  // the empty name, id 0
    explicit ControlName(std::string_view name);
    std::string_view text() const noexcept { return entry_ ? std::string_view(entry_->text) : std::string_view(); }
    std::uint32_t id() const noexcept { return entry_ ? entry_->id : 0; }  // order of first use, not of the alphabet
    friend bool operator==(ControlName, ControlName) = default;

private:
    struct Entry {
        std::string text;
        std::uint32_t id;
    };
    const Entry* entry_ = nullptr;
};

class Value;
// Sorted by the text of the name; each name at most once.
using ControlMap = std::vector<std::pair<ControlName, Value>>;

class Value {
public:
    enum class Type : std::uint8_t { nothing, number, boolean, text, list, controls };

    Value() noexcept = default;
    Value(double number) noexcept : type_(Type::number) { u_.number = number; }  // NOLINT: a number is a value
    Value(int number) noexcept : Value(static_cast<double>(number)) {}           // NOLINT
    static Value boolean(bool b) noexcept;
    // A word or a note name, as written ("bd", "c4"). Which of the two it is, its use decides.
    static Value text(std::string_view t);
    static Value list(std::vector<Value> items);
    // Sorts `map`; of a name that stands twice the last one counts.
    static Value controls(ControlMap map);
    // As above, where `map` is sorted already and has each name once.
    static Value sorted_controls(ControlMap map);
    static Value control(ControlName name, Value v);

    Value(const Value& o) noexcept : u_(o.u_), type_(o.type_) { retain(); }
    Value(Value&& o) noexcept : u_(o.u_), type_(o.type_) { o.type_ = Type::nothing; }
    Value& operator=(const Value& o) noexcept {
        Value copy(o);
        swap(copy);
        return *this;
    }
    Value& operator=(Value&& o) noexcept {
        swap(o);
        return *this;
    }
    ~Value() { release(); }
    void swap(Value& o) noexcept {
        std::swap(u_, o.u_);
        std::swap(type_, o.type_);
    }

    Type type() const noexcept { return type_; }
    bool is_number() const noexcept { return type_ == Type::number; }
    bool is_text() const noexcept { return type_ == Type::text; }
    bool is_list() const noexcept { return type_ == Type::list; }
    bool is_controls() const noexcept { return type_ == Type::controls; }
    // A number's value; a boolean is 1 or 0; anything else `otherwise`.
    double number_or(double otherwise) const noexcept;
    // False: nothing, 0, the words "" "f" "false" "0", an empty list or set.
    bool truthy() const noexcept;
    std::string_view as_text() const noexcept;  // "" where it is no text
    // Empty where it is no list, or no set of controls. Not on temporaries: a loop over them would outlive the value.
    const std::vector<Value>& as_list() const& noexcept;
    const std::vector<Value>& as_list() const&& = delete;
    const ControlMap& as_controls() const& noexcept;
    const ControlMap& as_controls() const&& = delete;
    const Value* find(ControlName name) const noexcept;  // nullptr where absent
    // Whether both are one value and not only equal: the same number, or the same shared text, list or set.
    bool is_same(const Value& o) const noexcept {
        return type_ == o.type_ && (type_ == Type::boolean ? u_.boolean == o.u_.boolean
                                    : shared()             ? u_.text == o.u_.text
                                                           : u_.number == o.u_.number);
    }
    // This set of controls (or an empty one) with `name` set to `v`.
    Value with(ControlName name, Value v) const;

    // For tests, hashing and `phonon events --json`: one canonical JSON text, keys sorted, integers without a point.
    std::string to_json() const;

    friend bool operator==(const Value& a, const Value& b) noexcept;

private:
    struct Text;
    struct List;
    struct Controls;
    bool shared() const noexcept { return type_ >= Type::text; }
    void retain() const noexcept {
        if (shared()) retain_shared();
    }
    void release() noexcept {
        if (shared()) release_shared();
    }
    void retain_shared() const noexcept;
    void release_shared() noexcept;

    union {
        double number;
        bool boolean;
        Text* text;
        List* list;
        Controls* controls;
    } u_{.number = 0.0};
    Type type_ = Type::nothing;
};

}  // namespace phonon::pattern
