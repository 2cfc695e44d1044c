// Mini-notation, tokens to tree. Recursive descent; after a fault reading goes on, so that one look shows them all.
#include <fmt/format.h>

#include "pattern/mini_ast.hpp"
#include "pattern/mini_lex.hpp"
#include "pattern/mini_steps.hpp"
#include "pattern/mini_tidal.hpp"

namespace phonon::pattern::mini {

namespace {

char closing_of(char open) noexcept { return open == '[' ? ']' : open == '<' ? '>' : open == '{' ? '}' : ')'; }

bool is_closing(const Token& t) noexcept { return t.is(']') || t.is('>') || t.is('}') || t.is(')'); }

class Parser {
public:
    explicit Parser(std::string_view text) : tokens_(lex(text, faults_)), strudel_(!tidal_reads(tokens_)) {}

    Tree run() {
        const auto root = make_node(Kind::group, 0, tokens_.back().end);
        fill_rows(*root, '\0');
        return {root, strudel_, std::move(faults_)};
    }

private:
    const Token& now() const noexcept { return tokens_[at_]; }
    bool at_end() const noexcept { return now().kind == TokenKind::end; }
    void next() noexcept { at_ += at_end() ? 0 : 1; }
    void fault(std::uint32_t begin, std::uint32_t end, std::string message, std::string help = "") {
        faults_.push_back({begin, end, std::move(message), std::move(help)});
    }
    void fault(const Token& t, std::string message, std::string help = "") {
        fault(t.begin, t.end, std::move(message), std::move(help));
    }

    // Rows up to `close` ('\0': the end of the string), which is left for the caller. Rows separated by `|` become one
    // row with a single choice.
    void fill_rows(Node& node, char close) {
        char separator = '\0';
        node.rows.push_back(row(close));
        while (now().is(',') || now().is('|')) {
            const Token mark = now();
            if (separator != '\0' && !mark.is(separator)) {
                fault(mark, "`,` and `|` cannot stand side by side in one pair of brackets",
                      "put one of the two parts into brackets of its own");
            } else {
                separator = mark.text.front();
            }
            next();
            node.rows.push_back(row(close));
        }
        if (separator != '|') return;
        const auto choice = make_node(Kind::choice, node.begin, node.end);
        choice->rows = std::move(node.rows);
        choice->seed = next_seed_++;
        node.rows.clear();
        node.rows.push_back({Step{choice}});
    }

    Row row(char close) {
        Row steps;
        std::size_t foot_start = 0;
        bool feet = false;
        while (!at_end() && !now().is(',') && !now().is('|')) {
            if (is_closing(now())) {
                if (close != '\0') break;
                fault(now(), fmt::format("`{}` closes nothing", now().text),
                      "remove it, or open the bracket before it");
                next();
            } else if (now().kind == TokenKind::foot) {
                if (!feet && foot_start == steps.size()) fault(now(), "`.` has no steps before it to hold together");
                feet = true;
                close_foot(steps, foot_start);
                next();
            } else {
                step(steps, foot_start);
            }
        }
        if (feet) close_foot(steps, foot_start);
        return steps;
    }

    void step(Row& steps, std::size_t foot_start) {
        const bool any = steps.size() > foot_start;
        if (now().kind == TokenKind::hold) {
            if (any) {
                lengthen_last(steps);
            } else {
                fault(now(), "`_` lengthens the step before it, and there is none");
            }
            return next();
        }
        if (now().is('!')) {
            if (any) {
                repeat(steps.back());
            } else {
                fault(now(), "`!` repeats the step before it, and there is none");
                next();
            }
            return;
        }
        if (now().kind == TokenKind::range) {
            fault(now(), "`..` needs a number before it", "for example `0 .. 3`");
            return next();
        }
        NodePtr node = primary();
        if (!node) return;
        Step made{node};
        modifiers(made);
        if (now().kind == TokenKind::range) range(made);
        steps.push_back(std::move(made));
    }

    void range(Step& from) {
        const Token dots = now();
        next();
        NodePtr to = starts_step(now()) ? primary() : nullptr;
        if (!to) return fault(dots, "`..` needs a number after it", "for example `0 .. 3`");
        Step last{to};
        modifiers(last);
        const auto node = make_node(Kind::range, from.node->begin, last.node->end);
        node->args = {from.node, last.node};
        from.node = node;
    }

    static bool starts_step(const Token& t) noexcept {
        return t.kind == TokenKind::word || t.kind == TokenKind::bus || t.kind == TokenKind::rest || t.is('[') ||
               t.is('<') || t.is('{');
    }

    // A step without modifiers; null after a fault, with at least one token read.
    NodePtr primary() {
        const Token t = now();
        switch (t.kind) {
            case TokenKind::word: return word();
            case TokenKind::bus: {
                next();
                const auto node = make_node(Kind::bus, t.begin, t.end);
                node->text = t.text;
                return node;
            }
            case TokenKind::rest: next(); return make_node(Kind::rest, t.begin, t.end);
            default: break;
        }
        if (t.is('[')) return brackets(Kind::group);
        if (t.is('<')) return brackets(Kind::alternate);
        if (t.is('{')) return brackets(Kind::polymeter);
        if (t.is('(')) {
            fault(t, "a Euclidean rhythm `(` must follow a step", "for example `bd(3,8)`");
            skip_parentheses();
            return nullptr;
        }
        fault(t, fmt::format("`{}` must follow a step", t.text), "for example `bd" + std::string(t.text) + "2`");
        next();
        return nullptr;
    }

    NodePtr word() {
        const Token t = now();
        next();
        const auto node = make_node(Kind::atom, t.begin, t.end);
        node->text = t.text;
        // "bd:<1 2>" is "bd" with an empty number, then a step of its own (as Tidal reads it).
        if (now().is(':') && !now().spaced) next();
        if (!now().is('\'') || now().spaced) return node;
        const auto chord = make_node(Kind::chord, t.begin, t.end);
        chord->args.push_back(node);
        while (now().is('\'') && !now().spaced) {
            const Token mark = now();
            next();
            NodePtr part = starts_step(now()) && !now().spaced ? primary() : nullptr;
            if (!part) {
                fault(mark, "`'` must be followed by the name of a chord", "for example `c'maj` or `e'min7'ii`");
                break;
            }
            chord->end = part->end;
            chord->args.push_back(std::move(part));
        }
        return chord;
    }

    NodePtr brackets(Kind kind) {
        const Token open = now();
        const char close = closing_of(open.text.front());
        const auto node = make_node(kind, open.begin, open.end);
        if (depth_ >= deepest_nesting) {
            fault(open, fmt::format("brackets are nested deeper than {} levels", deepest_nesting));
            at_ = tokens_.size() - 1;
            too_deep_ = true;
            return node;
        }
        next();
        ++depth_;
        fill_rows(*node, close);
        --depth_;
        finish(*node, open, close);
        if (kind == Kind::polymeter && now().is('%') && !now().spaced) {
            const Token percent = now();
            next();
            if (starts_step(now())) {
                Step steps{primary()};
                if (!strudel_) step_modifiers(steps);
                const auto group = make_node(Kind::group, percent.end, now().begin);
                group->rows.push_back({std::move(steps)});
                node->args.push_back(group);
            } else {
                fault(percent, "`%` must be followed by a number of steps", "for example `{a b c}%4`");
            }
        }
        if (now().is(':') && !now().spaced) return sample(node);
        return node;
    }

    // Reads the closing bracket. A wrong one closes too: it is likelier mistyped than missing.
    void finish(Node& node, const Token& open, char close) {
        node.end = now().end;
        if (now().is(close)) return next();
        if (too_deep_) return;
        if (at_end()) {
            return fault(open, fmt::format("`{}` is never closed", open.text),
                         fmt::format("add a `{}` where it should end", close));
        }
        fault(now(),
              fmt::format("`{}` cannot close the `{}` opened in column {}", now().text, open.text, open.begin + 1),
              fmt::format("write `{}` here", close));
        next();
    }

    NodePtr sample(const NodePtr& names) {
        const Token colon = now();
        next();
        NodePtr number = starts_step(now()) && !now().spaced ? primary() : nullptr;
        if (!number) {
            fault(colon, "`:` must be followed by a sample number", "for example `bd:3`");
            return names;
        }
        const auto node = make_node(Kind::sample, names->begin, number->end);
        node->args = {names, number};
        return node;
    }

    void modifiers(Step& made) {
        while (modifier(made)) {
        }
    }

    // What belongs to the number of steps behind `%`, in the order in which Tidal reads it. Modifiers that are left are
    // the braces' own: in `{a b c}%4*2*3` there are "4*2" steps a cycle, and all that three times as fast.
    void step_modifiers(Step& steps) {
        if (now().is('*') || now().is('/')) modifier(steps);
        if (now().is('(')) modifier(steps);
        if (now().is('?')) modifier(steps);
        const char last = now().is('!') ? '!' : '@';
        while (now().is(last) && modifier(steps)) {
        }
    }

    // False where no modifier follows.
    bool modifier(Step& made) {
        const Token t = now();
        if (strudel_ && made.count > 1 && !t.is('!') && !t.is('@')) join_repeats(made);
        if (t.is('*') || t.is('/')) {
            made.node = factor(made.node, t);
        } else if (t.is('(')) {
            euclid(made);
        } else if (t.is(':') && strudel_ && !t.spaced) {
            made.node = sample(made.node);
        } else if (t.is('?')) {
            next();
            const auto node = make_node(Kind::degrade, made.node->begin, t.end);
            node->args = {made.node};
            node->seed = next_seed_++;
            if (const auto chance = number_here()) node->amount = chance->to_double();
            made.node = node;
        } else if (t.is('@')) {
            weigh(made);
        } else if (t.is('!') && !t.spaced) {
            repeat(made);
        } else if (t.is('%') || t.is('\'') || t.is(':')) {
            fault(t, fmt::format("`{}` has no meaning here", t.text),
                  t.is('%') ? "steps a cycle belong to braces, as in `{a b c}%4`" : "");
            next();
        } else {
            return false;
        }
        return true;
    }

    void weigh(Step& made) {
        const Token mark = now();
        next();
        if (!add_weight(made, number_here().value_or(Time(2))))
            fault(mark, "`@` must be followed by a weight above 0", "for example `bd@3 sd`");
    }

    // `!3`: three times in all; `!`: once more.
    void repeat(Step& made) {
        const Token mark = now();
        next();
        const Time count = number_here().value_or(Time(2));
        if (count.den() != 1 || count.num() < 0 || count.num() > most_repeats) {
            fault(mark, fmt::format("`!` must be followed by a whole number from 0 to {}", most_repeats));
        } else {
            add_copies(made, count.num() - 1);
        }
        if (made.count > most_repeats) {
            fault(mark, fmt::format("a step is repeated more than {} times", most_repeats));
            made.count = 1;
        }
    }

    std::optional<Time> number_here() {
        if (now().kind != TokenKind::word || now().spaced) return std::nullopt;
        const auto number = read_number(now().text);
        if (number) next();
        return number;
    }

    // `thing` as many times as fast or slow as the factor behind `mark` says.
    NodePtr factor(const NodePtr& thing, const Token& mark) {
        next();
        if (!starts_step(now()) || now().kind == TokenKind::rest) {
            fault(mark, fmt::format("`{}` must be followed by a factor", mark.text),
                  fmt::format("for example `bd{}2`", mark.text));
            return thing;
        }
        const bool bracket = now().kind == TokenKind::symbol;
        NodePtr by = primary();
        if (!by) return thing;
        // A factor in brackets may have one of its own: in `a*<2 3>*2` two factors pass in each cycle (as in Tidal).
        while (bracket && !strudel_ && (now().is('*') || now().is('/'))) by = factor(by, now());
        const auto node = make_node(mark.is('*') ? Kind::fast : Kind::slow, thing->begin, by->end);
        node->args = {thing, std::move(by)};
        return node;
    }

    void euclid(Step& made) {
        const Token open = now();
        const auto node = make_node(Kind::euclid, made.node->begin, open.end);
        node->args.push_back(made.node);
        do {
            const Token before = now();
            next();
            const auto argument = make_node(Kind::group, now().begin, now().end);
            ++depth_;
            argument->rows.push_back(row(')'));
            --depth_;
            argument->end = now().begin;
            if (argument->rows.front().empty()) {
                fault(before.begin, now().end, "a number is missing in the Euclidean rhythm",
                      "it is written (onsets,steps) or (onsets,steps,rotation)");
            }
            node->args.push_back(argument);
        } while (now().is(','));
        const bool closed = now().is(')');
        finish(*node, open, ')');
        if (!closed) return;
        if (node->args.size() < 3 || node->args.size() > 4) {
            return fault(open.begin, node->end, "a Euclidean rhythm takes two or three numbers",
                         "it is written (onsets,steps) or (onsets,steps,rotation)");
        }
        made.node = node;
    }

    void skip_parentheses() {
        int open = 0;
        do {
            if (now().is('(')) ++open;
            if (now().is(')')) --open;
            next();
        } while (open > 0 && !at_end());
    }

    std::vector<MiniFault> faults_;
    std::vector<Token> tokens_;
    bool strudel_;  // the string means what it means in Strudel
    std::size_t at_ = 0;
    int depth_ = 0;
    int next_seed_ = 0;
    bool too_deep_ = false;
};

}  // namespace

Tree parse(std::string_view text) { return Parser(text).run(); }

}  // namespace phonon::pattern::mini
