// The evaluator: syntax tree to values, once. One class, because every form of the language may contain every other;
// its members are spread over files by subject (the comments below name them). Its results stand in `program_`.
//
// Evaluation goes on after a fault with a Value of kind error, which silences what depends on it and nothing else, so
// one run finds all faults.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "lang/check.hpp"
#include "lang/passes/definitions.hpp"
#include "lang/passes/report.hpp"
#include "lang/passes/signal_tree.hpp"
#include "lang/passes/value.hpp"
#include "pattern/operators.hpp"

namespace phonon::lang::passes {

using base::Code;
using dsp::Facts;
using pattern::Word;

// What names mean inside one use of a definition: its parameters and its `where`.
struct Scope {
    struct Local {
        const Expr* value = nullptr;
        bool busy = false;
        Value result;
        bool done = false;
    };
    std::map<std::string, Value, std::less<>> values;
    std::map<std::string, Local, std::less<>> locals;
    bool in_instrument = false;  // envelopes follow the gate of the voice
    unsigned id = 0;             // 0: no names of its own, so equal texts mean the same
};
using ScopePtr = std::shared_ptr<Scope>;

// sections.cpp: where `|+`, `+|`, `|+|` and `||+` take the structure of their result from; plain arithmetic from both.
pattern::Structure structure_of(const OperatorUse& use) noexcept;

// A transform, or a control behind units, on its way through the trees of sounds.
struct Application {
    std::string key;
    TransformPtr stage;  // null for a control
    int layer = -1;      // of a layering stage
    // To events: the change of their pattern, with the units that touched events go through.
    struct Change {
        std::optional<pattern::Transform> apply;
        std::vector<Route> routes;
        std::string pure_control;
    };
    std::optional<Change> events, other;
    ControlsPtr controls;  // for a control
    // How gain and pan of a sound without events change, found by a probe; absent where they do not.
    std::optional<Pattern> probe, gain, pan;
};

// control_reach.cpp: `adsr` sets four, most words one of their own name.
std::set<std::string, std::less<>> controls_set_by(const pattern::Word& word);

// to_signal.cpp: whether a pattern has two values at the same time, by the look of its first cycles.
bool has_several_at_once(const Pattern& p);
inline constexpr std::string_view layers_inside_help =
    "inside another transform, layers are for events; outermost they copy the whole sound: x $ jux rev";

class Evaluator {
public:
    Evaluator(Definitions& definitions, const CheckOptions& options, Report& report, Program& program);

    // definitions_pass.cpp: every bus, chain and function, used or not, in an order in which few wait for others.
    void evaluate_definitions();
    std::vector<std::pair<std::string, std::string>> kinds() const;

    // outputs.cpp
    void evaluate_outputs();
    void evaluate_settings();

    // live_commands.cpp
    void evaluate_commands();

    // transform_buses.cpp: builds the copies of buses under transforms; tells which transforms found nothing.
    void finish_transforms();

    // instruments.cpp: everything that `s` names, after all else; then whether every sound exists.
    void build_instruments();
    void check_sounds();
    // Program::controls: every control that is set anywhere.
    void name_controls();

    // strings.cpp: faults in strings that nothing reads.
    void check_unread_strings();

    // prune.cpp, feedback.cpp, inaudible.cpp
    void prune();
    void note_feedback();
    void warn_of_inaudible_stems();

    Value evaluate(const Expr& e, const ScopePtr& scope);
    std::optional<Pattern> pattern_of(const Value& v, const Use& use);  // whatever its kind; signals are faults
    ScopePtr global_scope() const { return global_; }

private:
    friend class TreeMap;

    // ---- evaluate.cpp
    Value evaluate_node(const Expr& e, const ScopePtr& scope);
    Value evaluate_number(const Expr& e);
    Value evaluate_list(const Expr& e, const ScopePtr& scope);
    Value evaluate_word(const Expr& e, const ScopePtr& scope);
    const Value* find_local(std::string_view name, const ScopePtr& scope);
    Value envelope(const Facts& unit, const Expr& e, const ScopePtr& scope);
    Value unknown_word(const Expr& e, bool after_hash);
    std::string help_for_unknown(const std::string& word, bool after_hash) const;
    std::string named_sound(const Facts& unit, const Value& v);
    std::string_view written_at(TextSpan span) const;
    bool transformed(TextSpan span) const;
    bool detached_sign(const Expr& binary, const ScopePtr& scope);
    bool naked_call(const Expr& e, const ScopePtr& scope);
    bool naked_sounds(const Expr& e, const ScopePtr& scope);
    std::string text_of(const Expr& e, const ScopePtr& scope) const;  // canonical, for keys

    // ---- inaudible.cpp
    const SignalNode* values_in_place_of_sound(const Signal& stem) const;

    // ---- strings.cpp
    Value evaluate_string(const Expr& e);
    std::optional<Pattern> read_string(const Expr& e, const Use& use);
    std::optional<Pattern> parse_string(const Expr& e, const Use& use);
    std::optional<Pattern> bus_in_string(const std::string& name, const Use& use, TextSpan span);
    void name_numbers(const Expr& e, const pattern::Events& events);
    DeferredPtr deferred_of(const Value& v);  // of a number or a pattern

    // ---- arithmetic.cpp
    Value evaluate_binary(const Expr& e, const ScopePtr& scope);
    Value negate(const Value& v, TextSpan span);
    Value arithmetic(const OperatorUse& op, const Value& l, const Value& r, TextSpan span);
    Value structured(const OperatorUse& op, const Value& l, const Value& r, TextSpan span);
    Value shift(const OperatorUse& op, const Value& l, const Value& r, std::string key, TextSpan span);
    Value combine_patterns(pattern::Op op, pattern::Structure how, const Value& l, const Value& r, TextSpan span);
    Value combine_controls(pattern::Op op, pattern::Structure how, const Value& l, const Value& r, TextSpan span);
    Value operand_fault(const OperatorUse& op, const Value& l, const Value& r);
    DeferredPtr factor_of(const Value& v);

    // ---- pipes.cpp
    Value evaluate_pipes(const Expr& e, const ScopePtr& scope);
    struct Leading {
        TransformPtr transform;
        const Expr* control = nullptr;  // `n` of `n $ "0 2"`
    };
    Value evaluate_leading(const Expr& pipes, std::size_t& next, std::vector<Leading>& leading, const ScopePtr& scope);
    bool waits_for_value(const Expr& e, const ScopePtr& scope);
    std::string help_for_dollar(const Value& left, const Expr& right);
    Value apply_step(const Value& left, const PipeStep& step, const ScopePtr& scope, TextSpan span);
    // What stands behind `#`: its first word takes the input, arithmetic behind it applies to the result.
    Value apply_head(const Expr& e, const ScopePtr& scope, const Value& input);
    Value apply_head_word(const Expr& e, const ScopePtr& scope, const Value& input);
    Value apply_head_value(const Value& f, const Value& input, TextSpan span);
    // The word at the very beginning of what stands behind `#`, and what it is.
    enum class Head : std::uint8_t { unit, control, either, other };
    Head head_of(const Expr& e, const ScopePtr& scope);

    // ---- controls.cpp
    bool is_control_name(std::string_view name) const;
    Value control_call(const Expr& e, const ScopePtr& scope);
    Value make_control(std::string_view name, const Word* word, const Expr& e, std::vector<Value> arguments);
    Value apply_controls(const Value& input, const Value& controls, TextSpan span);

    // ---- call_word.cpp
    Value call_word(const Word& word, const Expr& e, const ScopePtr& scope);
    Value call_word(const Word& word, const Expr& e, std::vector<Value> arguments, const ScopePtr& scope);
    Value word_pattern(const Word& word, std::vector<Value> arguments, TextSpan span);
    Value sum_of_sounds(const std::vector<Value>& sounds, TextSpan span);
    TransformValue word_transform(const Word& word, std::vector<Value> arguments, std::string key);
    bool check_argument(const Word& word, const pattern::Param& param, const Value& v);
    bool check_names(const Word& word, const pattern::Param& param, const Value& v);
    std::optional<std::vector<pattern::Arg>> bind_arguments(const Word& word, const std::vector<Value>& arguments,
                                                            Target& target);
    std::optional<pattern::Arg> bind_argument(const pattern::Param& param, const Value& v, Target& target);
    std::optional<pattern::Arg> bind_choices(const Value& v, Target& target);
    std::optional<pattern::Arg> bind_item(const Value& v, Target& target);
    std::vector<Value> evaluate_arguments(const Expr& e, const ScopePtr& scope);
    std::optional<std::vector<Value>> complete_arguments(const Word& word, const Expr& e, std::vector<Value> arguments,
                                                         const ScopePtr& scope, std::optional<Value>& target);
    Value default_of(const pattern::Param& param);

    // ---- call_unit.cpp
    using Slots = std::vector<std::optional<Value>>;  // one for each input of the unit
    Value feed_unit(const Facts& unit, const Expr& e, const ScopePtr& scope, const Value& input,
                    std::vector<Value> arguments);
    Value unit_or_chain(const Facts& unit, const Expr& e, const ScopePtr& scope, std::vector<Value> arguments);
    std::optional<Slots> place_arguments(const Facts& unit, const Expr& e, const ScopePtr& scope,
                                         const std::vector<int>& order, std::vector<Value> arguments);
    Value build_unit(const Facts& unit, const Slots& slots, bool in_instrument, TextSpan span);
    static const Facts* unit_named(std::string_view name) noexcept;

    // ---- to_signal.cpp
    Signal to_signal(const Value& v, dsp::Measure measure = dsp::Measure::none);
    Signal pattern_signal(const Pattern& p, TextSpan span);
    Signal trigger_signal(const Value& v);
    Signal vowel_signal(const Value& v);
    Signal events_signal(const Controls& c, TextSpan span);
    Signal math_unit(std::string_view name, std::vector<Signal> inputs, TextSpan span);

    // ---- buses.cpp
    struct BusState {
        enum class Progress : std::uint8_t { fresh, busy, done };
        Progress progress = Progress::fresh;
        Value value;
        int index = -1;               // in Program::buses once it is heard
        bool assumed_signal = false;  // used inside itself before its kind was known
    };
    Value evaluate_bus(const Expr& e, const ScopePtr& scope);
    Value bus_value(const std::string& name, TextSpan span);
    Value use_bus(const std::string& name, BusState& state, TextSpan span);
    Value unknown_bus(const std::string& name, TextSpan span);
    Value call_function(const Statement& f, std::vector<Value> arguments, TextSpan span);
    Value chain_of(const Statement& chain, std::vector<Value> arguments, bool in_instrument, TextSpan span);
    std::optional<std::vector<Value>> function_arguments(const Statement& f, const Expr& e, const ScopePtr& scope);
    ScopePtr scope_of(const Statement& s, const std::vector<Value>& arguments, bool in_instrument);
    Value evaluate_body(const Statement& s, const ScopePtr& scope);
    int heard_bus(const std::string& name);
    // A bus met inside its own definition, taken for a signal: a fault where it must be something else.
    bool fault_of_itself(const Value& v);
    void try_out(const Statement& s);

    // ---- specials.cpp
    bool is_special(std::string_view name) const noexcept;
    Value evaluate_special(const Expr& e, const ScopePtr& scope);
    Value evaluate_cycles(const Expr& e, const ScopePtr& scope);
    Value evaluate_device_input(const Expr& e, const ScopePtr& scope);
    Value evaluate_controller(const Expr& e, const ScopePtr& scope);
    Value evaluate_keyboard(const Expr& e, const ScopePtr& scope);
    struct WholeRange {
        int first, last;
    };
    std::optional<int> whole_argument(const Expr& e, std::size_t i, WholeRange range, std::string_view help);
    void note_live_source(const Expr& e);
    Value evaluate_synth(const Expr& e, const ScopePtr& scope);

    // ---- sections.cpp, transforms.cpp
    Value evaluate_section(const Expr& e, const ScopePtr& scope);
    Value evaluate_compose(const Expr& e, const ScopePtr& scope);
    TransformPtr section_stage(const OperatorUse& op, const Expr& operand, const ScopePtr& scope, TextSpan span);
    TransformPtr head_stage(const Expr& head, const ScopePtr& scope, TextSpan span);
    TransformPtr operator_stage(const OperatorUse& op, const Value& v, bool on_left, std::string key, TextSpan span);
    TransformPtr route_stage(ChainPtr chain, std::string key, TextSpan span);
    Value apply_transform(const TransformPtr& t, const Value& x, TextSpan span);
    Value apply_stage(const TransformPtr& stage, const Value& x, TextSpan span);
    Value apply_to_controls(const TransformPtr& stage, const Value& x, TextSpan span);
    Value apply_to_signal(const TransformPtr& stage, const Value& x, TextSpan span);
    Value word_on_signal(const TransformValue& t, const Value& x, TextSpan span);
    static TransformPtr compose(std::vector<TransformPtr> parts);
    std::optional<pattern::Transform> bind(const TransformValue& t, Target& target);

    // ---- apply_tree.cpp, transform_buses.cpp
    Application* application(const TransformPtr& stage, int layer);
    Application* control_application(const ControlsPtr& controls, const std::string& key);
    const Application::Change& change_of(Application& a, bool events, TextSpan span);
    struct Mapping {
        bool found_pattern = false, found_events = false, changed = false;
        std::vector<int> copies;
    };
    Signal map_tree(Application& a, const Signal& tree, bool on_path, TextSpan span, Mapping& found);
    Signal map_events(Application& a, const Controls& c, TextSpan node_span, TextSpan span, Mapping& found);
    Signal map_source(Application& a, const Signal& source, TextSpan span, Mapping& found);
    Controls changed_controls(Application& a, const Controls& c, TextSpan span, Mapping& found);
    Signal routed(const Controls& c, const std::vector<Route>& routes, std::size_t next, TextSpan span);
    int copied_bus(int bus, Application& a, bool on_path, TextSpan span);

    // ---- instruments.cpp
    void name_sound(std::string_view word, TextSpan span);  // "bd", "bd:3"
    void build_instrument(const std::string& name, TextSpan span);
    void build_unit_instrument(const Facts& unit, const std::string& name, TextSpan span);
    void build_bus_instrument(const std::string& name, TextSpan span);
    void finish_instrument(Instrument instrument, const Value& body, TextSpan span);

    // ---- outputs.cpp
    Signal output_signal(const Value& v, std::string_view head, TextSpan span);
    void sum_unused_buses();
    Signal through(const Statement* chain, Signal input);

    // ---- live_commands.cpp
    bool read_command(const Statement& s, LiveCommand& command);
    bool read_stem(const Expr& e, LiveCommand& command);

    // ---- suggestions.cpp
    std::string near_value(std::string_view word) const;   // where a value stands
    std::string near_effect(std::string_view word) const;  // behind #
    std::string near_bus(std::string_view word) const;
    std::string near_sound(std::string_view word) const;

    Value fault(Code code, TextSpan span, std::string message, std::string help = {}) {
        return report_.error(code, span, std::move(message), std::move(help));
    }
    Value failed(TextSpan span) const { return {std::monostate{}, span}; }

    Definitions& definitions_;
    const CheckOptions& options_;
    Report& report_;
    Program& program_;
    ScopePtr global_;
    std::map<std::string, BusState, std::less<>> buses_;
    std::map<std::pair<const Expr*, Use>, std::optional<Pattern>> strings_;
    std::set<const Expr*> seen_strings_, read_strings_, open_strings_;
    std::map<const pattern::Param*, ExprPtr> defaults_;
    std::set<const Statement*> active_;  // functions and chains that are being expanded
    std::map<std::string, std::unique_ptr<Application>, std::less<>> applications_;

    struct BusCopy {
        int source;
        Application* application;
        bool on_path;
        int index;
        int depth;
        TextSpan span;
        Mapping found;
    };
    std::deque<BusCopy> copies_;
    std::size_t copies_done_ = 0;
    std::map<std::tuple<int, Application*, bool>, int> copy_index_;
    std::map<int, std::size_t> copy_of_bus_;  // bus index -> copies_
    struct Applied {
        TextSpan span;
        std::string key;
        std::string pure_control;
        Mapping found;
        const Word* word = nullptr;  // null where controls are applied, or a transform that is no single word
    };
    std::vector<Applied> applied_;
    std::size_t applied_done_ = 0;

    std::set<std::string, std::less<>> controls_reaching(const Statement& s) const;
    std::set<std::string, std::less<>> set_controls_;  // every name that the program sets on events
    std::set<std::tuple<std::uint16_t, std::uint32_t>> named_sounds_;
    std::map<std::string, int, std::less<>> origin_index_;  // Controls::origin to its bus
    std::map<int, int> alias_;                              // copies that turned out to change nothing, to their source
    int depth_ = 0;                                         // of evaluation inside evaluation
    long function_uses_ = 0;                                // expansions of functions so far
    unsigned next_scope_ = 0;
    unsigned next_route_ = 0;
    bool uses_bank_ = false;  // `bank` puts a prefix before the names of sounds
};

}  // namespace phonon::lang::passes
