#include "pattern/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <deque>
#include <mutex>
#include <unordered_map>

#include "pattern/remarks.hpp"

namespace phonon::pattern {

ControlName::ControlName(std::string_view name) {
    if (name.empty()) return;
    // Entries are never moved or freed: a name may be read while another thread interns.
    static std::mutex mutex;
    static auto& entries = *new std::deque<Entry>;
    static auto& index = *new std::unordered_map<std::string_view, const Entry*>;
    const std::lock_guard lock(mutex);
    if (const auto it = index.find(name); it != index.end()) {
        entry_ = it->second;
        return;
    }
    entries.push_back({std::string(name), static_cast<std::uint32_t>(entries.size() + 1)});
    entry_ = &entries.back();
    index.emplace(entry_->text, entry_);
}

struct Value::Text {
    std::atomic<std::uint32_t> uses{1};
    std::string text;
};

struct Value::List {
    std::atomic<std::uint32_t> uses{1};
    std::vector<Value> items;
};

struct Value::Controls {
    std::atomic<std::uint32_t> uses{1};
    ControlMap map;
};

Value Value::boolean(bool b) noexcept {
    Value v;
    v.type_ = Type::boolean;
    v.u_.boolean = b;
    return v;
}

Value Value::text(std::string_view t) {
    Value v;
    v.u_.text = new Text{1, std::string(t)};
    v.type_ = Type::text;
    return v;
}

Value Value::list(std::vector<Value> items) {
    Value v;
    v.u_.list = new List{1, std::move(items)};
    v.type_ = Type::list;
    return v;
}

Value Value::controls(ControlMap map) {
    const auto by_name = [](const auto& a, const auto& b) { return a.first.text() < b.first.text(); };
    if (!std::is_sorted(map.begin(), map.end(), by_name)) std::stable_sort(map.begin(), map.end(), by_name);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < map.size(); ++i) {
        if (kept > 0 && map[kept - 1].first == map[i].first) {
            map[kept - 1].second = std::move(map[i].second);
        } else {
            if (kept != i) map[kept] = std::move(map[i]);
            ++kept;
        }
    }
    map.resize(kept);
    return sorted_controls(std::move(map));
}

Value Value::sorted_controls(ControlMap map) {
    Value v;
    v.u_.controls = new Controls{1, std::move(map)};
    v.type_ = Type::controls;
    return v;
}

Value Value::control(ControlName name, Value v) {
    ControlMap map;
    map.emplace_back(name, std::move(v));
    return sorted_controls(std::move(map));
}

void Value::retain_shared() const noexcept {
    switch (type_) {
        case Type::text: u_.text->uses.fetch_add(1, std::memory_order_relaxed); break;
        case Type::list: u_.list->uses.fetch_add(1, std::memory_order_relaxed); break;
        case Type::controls: u_.controls->uses.fetch_add(1, std::memory_order_relaxed); break;
        default: break;
    }
}

void Value::release_shared() noexcept {
    const auto drop = [](auto* held) {
        if (held->uses.fetch_sub(1, std::memory_order_acq_rel) == 1) delete held;
    };
    switch (type_) {
        case Type::text: drop(u_.text); break;
        case Type::list: drop(u_.list); break;
        case Type::controls: drop(u_.controls); break;
        default: break;
    }
    type_ = Type::nothing;
}

double Value::number_or(double otherwise) const noexcept {
    if (type_ == Type::number) return u_.number;
    if (type_ == Type::boolean) return u_.boolean ? 1.0 : 0.0;
    return otherwise;
}

bool Value::truthy() const noexcept {
    switch (type_) {
        case Type::nothing: return false;
        case Type::number: return u_.number != 0.0;
        case Type::boolean: return u_.boolean;
        case Type::text: return !(as_text().empty() || as_text() == "f" || as_text() == "false" || as_text() == "0");
        case Type::list: return !as_list().empty();
        case Type::controls: return !as_controls().empty();
    }
    return false;
}

std::string_view Value::as_text() const noexcept {
    return type_ == Type::text ? std::string_view(u_.text->text) : std::string_view();
}

const std::vector<Value>& Value::as_list() const& noexcept {
    static const std::vector<Value> none;
    return type_ == Type::list ? u_.list->items : none;
}

const ControlMap& Value::as_controls() const& noexcept {
    static const ControlMap none;
    return type_ == Type::controls ? u_.controls->map : none;
}

const Value* Value::find(ControlName name) const noexcept {
    for (const auto& [key, value] : as_controls()) {
        if (key == name) return &value;
    }
    return nullptr;
}

Value Value::with(ControlName name, Value v) const {
    const ControlMap& mine = as_controls();
    const auto place = std::find_if(mine.begin(), mine.end(), [name](const auto& entry) {
        return entry.first == name || name.text() < entry.first.text();
    });
    ControlMap map;
    map.reserve(mine.size() + 1);
    map.insert(map.end(), mine.begin(), place);
    map.emplace_back(name, std::move(v));
    map.insert(map.end(), place != mine.end() && place->first == name ? place + 1 : place, mine.end());
    return sorted_controls(std::move(map));
}

bool operator==(const Value& a, const Value& b) noexcept {
    if (a.type_ != b.type_) return false;
    switch (a.type_) {
        case Value::Type::nothing: return true;
        case Value::Type::number: return a.u_.number == b.u_.number;
        case Value::Type::boolean: return a.u_.boolean == b.u_.boolean;
        case Value::Type::text: return a.u_.text == b.u_.text || a.u_.text->text == b.u_.text->text;
        case Value::Type::list: return a.u_.list == b.u_.list || a.u_.list->items == b.u_.list->items;
        case Value::Type::controls: return a.u_.controls == b.u_.controls || a.u_.controls->map == b.u_.controls->map;
    }
    return false;
}

namespace {

void append_json_text(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
        } else {
            out += c;
        }
    }
    out += '"';
}

void append_json(std::string& out, const Value& value) {
    switch (value.type()) {
        case Value::Type::nothing: out += "null"; break;
        case Value::Type::boolean: out += value.truthy() ? "true" : "false"; break;
        case Value::Type::number: {
            const double x = value.number_or(0.0);
            if (!std::isfinite(x)) {
                out += "null";
            } else if (x == std::trunc(x) && std::fabs(x) < 1e15) {
                out += fmt::format("{}", static_cast<std::int64_t>(x));
            } else {
                out += fmt::format("{}", x);
            }
            break;
        }
        case Value::Type::text: append_json_text(out, value.as_text()); break;
        case Value::Type::list: {
            out += '[';
            const char* separator = "";
            for (const auto& item : value.as_list()) {
                out += separator;
                append_json(out, item);
                separator = ",";
            }
            out += ']';
            break;
        }
        case Value::Type::controls: {
            out += '{';
            const char* separator = "";
            for (const auto& [name, item] : value.as_controls()) {
                if (is_remark(name)) continue;
                out += separator;
                append_json_text(out, name.text());
                out += ':';
                append_json(out, item);
                separator = ",";
            }
            out += '}';
            break;
        }
    }
}

}  // namespace

std::string Value::to_json() const {
    std::string out;
    append_json(out, *this);
    return out;
}

}  // namespace phonon::pattern
