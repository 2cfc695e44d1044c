#include "program_generator.hpp"

#include <random>
#include <vector>

namespace phonon::lang {

namespace {

class Generator {
public:
    explicit Generator(std::uint64_t seed) : random_(seed) {}

    std::string program() {
        std::string out = chance(8) ? "#! shebang\n" : "";
        for (int n = below(6); n >= 0; --n) {
            while (chance(4)) out += pick({"-- a comment\n", "# an old comment\n", "\n", "   \n", "  -- indented\n"});
            out += statement() + pick({"\n", "\n", "\n\n\n", " -- behind\n", "  \n", "\r\n"});
        }
        return out;
    }

private:
    int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
    bool chance(int n) { return below(n) == 0; }
    std::string pick(const std::vector<std::string>& choices) {
        return choices[static_cast<std::size_t>(below(static_cast<int>(choices.size())))];
    }

    // A blank, or what else may stand between two tokens of one statement.
    std::string gap() {
        if (!chance(12)) return " ";
        return pick({"  ", "\n  ", "\n\t", "\n\n    ", " -- why\n  ", "\n  -- own line\n  ", "\n# old\n   "});
    }

    std::string statement() {
        budget_ = 25;
        switch (below(10)) {
            case 0: return pick({"cps", "tempo", "bpm", "seed"}) + pick({": ", " = ", " ", ":"}) + number();
            case 1: return "~fx" + parameters() + gap() + "#" + gap() + pipes(2);
            case 2: return pick({"master", "all"}) + gap() + "#" + gap() + call(1);
            case 3:
                return pick({"hush", "hush d2", "solo d1", "once $ s \"cp\"", "xfade d1 4 $ saw 3", "nudge -0.1",
                             "master: raw", "bpm: 120 3"});
            case 4: return pick({"import \"a.ph\"", "samples \"b\"", "setcps 0.5", "setcps (sine 0.1)"});
            case 5: return pick({"~a", "~bass", "out", "d3"}) + pick({": ", " = ", ":"}) + pipes(2);
            case 6:
                return "d2 $ " + pipes(2) + gap() + "where m = " + pipes(1) +
                       (chance(2)   ? ", n = " + sum(1)
                        : chance(2) ? "\n  n = 3"
                                    : "");
            default:
                return pick({"~a", "~b", "out", "d1", "o4", "out5", "~f" + parameters()}) + gap() + "$" + gap() +
                       pipes(3);
        }
    }

    std::string parameters() {
        std::string out = " x";
        while (chance(2)) out += pick({" y", " z=2", " w=-0.5", " v=\"1 2\"", " u=(1 + 2)"});
        return out;
    }

    std::string pipes(int depth) {
        std::string out = sum(depth);
        for (int n = below(4); n > 0 && spend(); --n)
            out += gap() + pick({"#", "$", "#", "|+|", "|+", "+|", "|++", "|>", "<|", "<~", "~>", "|**|", "|%"}) +
                   gap() + sum(depth);
        return out;
    }

    std::string sum(int depth) {
        std::string out = operand(depth);
        for (int n = below(3); n > 0 && spend(); --n)
            out += gap() + pick({"+", "-", "*", "/", "%", "**"}) + gap() + operand(depth);
        return out;
    }

    std::string operand(int depth) {
        if (chance(8)) return pick({"-", "- ", "- - "}) + (chance(2) ? atom(depth) : call(depth));
        std::string out = chance(3) ? atom(depth) : call(depth);
        while (chance(6) && spend()) out += " ." + gap() + call(depth);
        return out;
    }

    std::string call(int depth) {
        std::string out = pick({"saw", "lpf", "every", "~a", "s", "foldl'", "f"});
        if (depth > 0 && chance(6) && spend())
            return out + "(" + pipes(depth - 1) + (chance(2) ? ", " + sum(depth - 1) : "") +
                   (chance(3) ? ", q=" + sum(depth - 1) : "") + ")";
        if (chance(12)) return out + "()";
        for (int n = below(4); n > 0 && spend(); --n) {
            if (chance(6))
                out += " :mix" + gap() + atom(depth);
            else if (chance(6))
                out += " q=" + atom(depth);
            else if (chance(6))
                out += " -" + pick({"1", "x", "(2)", "~lfo", "6dB", "\"1 2\""});
            else
                out += gap() + atom(depth);
        }
        return out;
    }

    std::string atom(int depth) {
        if (depth > 0 && spend()) {
            switch (below(8)) {
                case 0: return "(" + pipes(depth - 1) + ")";
                case 1: return "(" + pick({"#", "|+", "+", "*", "~>"}) + gap() + pipes(depth - 1) + ")";
                case 2: return "(" + pipes(depth - 1) + gap() + pick({"#", "+", "~>", "<~", "|+|"}) + ")";
                case 3: return "[" + sum(depth - 1) + ", " + pipes(depth - 1) + (chance(3) ? ",]" : "]");
                case 4: return pick({"(+)", "(|+|)", "[]", "(- 1)", "(-1)"});
                default: break;
            }
        }
        return chance(2) ? number() : pick({"\"bd sn\"", "~lfo", "x", "rev", "\"~ -- [a b]\"", "m", "out", "all"});
    }

    std::string number() {
        return pick({"1", "0.5", ".25", "1/8", "200ms", "1.2kHz", "6dB", "7st", "1e3", "2E-2", "3"});
    }

    bool spend() { return budget_-- > 0; }

    std::mt19937_64 random_;
    int budget_ = 0;  // of what may still be put into the present statement
};

}  // namespace

std::string generate_program(std::uint64_t seed) { return Generator(seed).program(); }

}  // namespace phonon::lang
