// A thousand random edits between generated programs while they sound: parameters, effects put in, taken out and moved,
// buses renamed, stems coming and going.
#include <doctest/doctest.h>
#include <malloc.h>

#include <cmath>
#include <random>

#include "engine/live/performance.hpp"
#include "hand_made.hpp"
#include "program_text.hpp"

using namespace phonon;
using namespace phonon::engine;

namespace {

// A program as an editor holds it: stems, each with a source and a chain, some through a named bus.
class Score {
public:
    explicit Score(unsigned seed) : random_(seed) {
        for (int i = 0; i < 3; ++i) stems_.push_back(new_stem());
    }

    // The first stem is never edited.
    std::string text() const {
        std::string text = "d1 $ s \"click(3,8)\" # pan \"0.1 0.9\" # delay 0.1 0.4 0.3\n";
        for (std::size_t i = 0; i < stems_.size(); ++i) {
            const Stem& s = stems_[i];
            std::string chain = s.source;
            for (const std::string& effect : s.effects) chain += " # " + effect;
            const std::string name = "d" + std::to_string(i + 2);
            if (!s.bus.empty())
                text += "~" + s.bus + " $ " + chain + "\n" + name + " $ ~" + s.bus + " * 0.9\n";
            else
                text += name + " $ " + chain + "\n";
        }
        return text;
    }

    void edit() {
        Stem& s = stems_[pick(stems_.size())];
        switch (pick(8)) {
            case 0: s.source = source(); break;
            case 1:
                s.effects.insert(s.effects.begin() + static_cast<long>(pick(s.effects.size() + 1)), effect());
                break;
            case 2:
                if (!s.effects.empty()) s.effects.erase(s.effects.begin() + static_cast<long>(pick(s.effects.size())));
                break;
            case 3:
                if (s.effects.size() > 1) std::swap(s.effects.front(), s.effects.back());
                break;
            case 4: s.bus = s.bus.empty() ? "bus" + std::to_string(++buses_) : ""; break;
            case 5:
                if (!s.effects.empty()) s.effects[pick(s.effects.size())] = effect();
                break;
            case 6:
                if (stems_.size() > 1) stems_.pop_back();
                break;
            case 7:
                if (stems_.size() < 5) stems_.push_back(new_stem());
                break;
        }
        if (s.effects.size() > 4) s.effects.resize(4);
    }

private:
    struct Stem {
        std::string source, bus;
        std::vector<std::string> effects;
    };
    std::size_t pick(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }
    std::string number(int low, int high) {
        return std::to_string(low + static_cast<int>(pick(static_cast<std::size_t>(high - low))));
    }
    Stem new_stem() { return {source(), "", {effect()}}; }
    std::string source() {
        switch (pick(4)) {
            case 0: return "sine " + number(60, 300) + " * 0.1";
            case 1: return "sine \"" + number(60, 200) + " " + number(60, 200) + "\" * 0.1";
            case 2: return "note \"" + number(0, 12) + " " + number(0, 12) + "\" # s \"soft\" # gain 0.5";
            default: return "tri " + number(60, 200) + " * (sine 2 * 0.03 + 0.06)";
        }
    }
    std::string effect() {
        switch (pick(5)) {
            case 0: return "lpf " + number(200, 3000) + " 0.7";
            case 1: return "hpf " + number(20, 200) + " 0.7";
            case 2: return "delay 0." + number(1, 4) + " 0.3 0.3";
            case 3: return "reverb 0.5 0.5 0.2";
            default: return "tremolo " + number(1, 5) + " 0.5";
        }
    }

    std::mt19937 random_;
    int buses_ = 0;
    std::vector<Stem> stems_;
};

const std::string instrument = "~soft freq $ sine freq # adsr 0.02 0.1 0.5 0.1 * 0.2\n";

std::string program_text(const Score& score) {
    std::string text = score.text();
    for (std::size_t at = 0; (at = text.find("\"soft\"", at)) != std::string::npos; at += 7)
        text.replace(at, 6, "\"~soft\"");
    return instrument + text;
}

float jump_in(const std::vector<float>& frames, std::size_t from = 0) {
    float largest = 0;
    for (std::size_t i = std::max<std::size_t>(from, 2); i < frames.size(); ++i)
        largest = std::max(largest, std::fabs(frames[i] - frames[i - 2]));
    return largest;
}

// Without the first stem, whose clicks jump as they like.
struct EditedSet {
    EditedSet() : composer(options, clicks), performance(options, clicks) {}
    void edit(const std::string& text) {
        auto edition = composer.compose(program_from(text), performance.made());
        REQUIRE(edition);
        composer.landed(performance.land(std::move(*edition)));
    }
    void play(int quanta) {
        for (int q = 0; q < quanta; ++q) {
            performance.direct(performance.made() + 1);
            REQUIRE(performance.make(ring, 1) == 1);
            performance.refine();
            performance.discard();
            if (auto tidy = composer.tidied(performance.made())) composer.landed(performance.land(std::move(tidy)));
            const StemQuantum& slot = *ring.oldest();
            float rest[quantum_floats] = {};
            for (int s = 0; s < slot.count; ++s)
                for (int i = 0; i < quantum_floats; ++i) {
                    if (slot.channels[s] == 0)
                        first.push_back(slot.stems[s][i]);
                    else
                        rest[i] += slot.stems[s][i];
                }
            others.insert(others.end(), rest, rest + quantum_floats);
            ring.pop();
        }
    }
    LiveOptions options;
    ClickSource clicks{3000};
    Composer composer;
    Performance performance;
    StemRing ring{8};
    std::vector<float> first, others;
};

}  // namespace

TEST_CASE("a thousand random edits do not click, and what is not edited keeps its bits") {
    constexpr int sets = 20, edits = 50, between = 24;
    for (unsigned seed = 1; seed <= sets; ++seed) {
        CAPTURE(seed);
        Score score(seed);
        EditedSet edited;
        float own = 0, jump = 0;
        std::string before, worst;
        for (int e = 0; e < edits; ++e) {
            const std::string text = program_text(score);
            edited.edit(text);
            const std::size_t begin = edited.others.size();
            edited.play(between);
            if (const float here = jump_in(edited.others, begin); here > jump) {
                jump = here;
                worst = before + "then\n" + text;
            }
            before = text;
            // What the program does alone, from where it would be heard.
            EditedSet alone;
            alone.edit(text);
            alone.play(100);
            own = std::max(own, jump_in(alone.others));
            score.edit();
        }
        CHECK_MESSAGE(jump <= 1.5f * own, "largest jump ", jump, ", of the programs alone ", own, ", at\n", worst);
        EditedSet plain;
        plain.edit(program_text(Score(seed)));
        plain.play(edits * between);
        CHECK(edited.first == plain.first);
    }
}

TEST_CASE("edits leave no memory behind") {
    const auto in_use = [] { return mallinfo2().uordblks + mallinfo2().hblkhd; };
    EditedSet player;
    const auto run = [&](unsigned seed) {
        Score score(seed);
        const std::string first = program_text(score);
        for (int e = 0; e < 40; ++e) {
            player.edit(program_text(score));
            player.play(10);
            score.edit();
            player.first.clear();
            player.others.clear();
        }
        player.edit(first);
        player.play(3000);  // everything that rings is over
        player.first.clear();
        player.others.clear();
        player.first.shrink_to_fit();
        player.others.shrink_to_fit();
    };
    run(7);
    const auto before = in_use();
    run(7);
    run(7);
    CHECK(static_cast<double>(in_use()) <= static_cast<double>(before) * 1.01 + 65536);
}
