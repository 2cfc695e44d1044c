#include "pattern/mini_tidal.hpp"

#include "pattern/mini_ast.hpp"

namespace phonon::pattern::mini {

namespace {

class Reader {
public:
    explicit Reader(const std::vector<Token>& tokens) : tokens_(tokens) {}

    bool run() {
        rows(Atoms::any);
        return good_ && now().kind == TokenKind::end;
    }

private:
    enum class Atoms : std::uint8_t { any, numbers };

    const Token& now() const noexcept { return tokens_[at_]; }
    bool joined(char symbol) const noexcept { return now().is(symbol) && !now().spaced; }
    void next() noexcept { at_ += now().kind == TokenKind::end ? 0 : 1; }
    void expect(char symbol) {
        if (now().is(symbol)) return next();
        good_ = false;
    }

    // Rows with `,` or with `|` between them.
    void rows(Atoms atoms) {
        row(atoms);
        const char separator = now().is('|') ? '|' : ',';
        while (good_ && now().is(separator)) {
            next();
            row(atoms);
        }
    }

    void row(Atoms atoms) {
        while (good_) {
            if (now().kind == TokenKind::foot) {
                next();
            } else if (starts_part(atoms)) {
                part(atoms);
                if (good_) behind_part(atoms);
            } else {
                break;
            }
        }
        chance();
    }

    bool starts_part(Atoms atoms) const noexcept {
        if (now().is('[') || now().is('<') || now().is('{')) return true;
        if (atoms == Atoms::numbers) return now().kind == TokenKind::word && read_number(now().text).has_value();
        return now().kind == TokenKind::word || now().kind == TokenKind::bus || now().kind == TokenKind::rest;
    }

    void part(Atoms atoms) {
        if (++depth_ > deepest_nesting) good_ = false;
        if (!good_) return;
        if (now().is('[') || now().is('<') || now().is('{')) {
            brackets(atoms);
        } else {
            const bool word = now().kind == TokenKind::word;
            next();
            if (word && joined(':')) next();
            chance();
        }
        factor();
        if (joined('(')) euclid();
        chance();
        --depth_;
    }

    void brackets(Atoms atoms) {
        const char close = now().is('[') ? ']' : now().is('<') ? '>' : '}';
        next();
        rows(atoms);
        if (good_) expect(close);
        if (close != '}' || !joined('%')) return;
        next();
        row(Atoms::numbers);
    }

    void factor() {
        if (!good_ || !(joined('*') || joined('/'))) return;
        next();
        if (now().kind == TokenKind::word && read_number(now().text)) return next();
        good_ = now().is('[') || now().is('<') || now().is('{');
        if (!good_) return;
        if (++depth_ > deepest_nesting) good_ = false;
        if (good_) brackets(Atoms::numbers);
        factor();
        --depth_;
    }

    void euclid() {
        next();
        row(Atoms::any);
        for (int more = 0; good_ && more < 2 && now().is(','); ++more) {
            next();
            row(Atoms::any);
        }
        if (good_) expect(')');
    }

    void chance() {
        if (!good_ || !now().is('?')) return;
        next();
        if (now().kind != TokenKind::word || now().spaced || !read_number(now().text)) return;
        good_ = now().text.find('.') != std::string_view::npos;
        next();
    }

    void behind_part(Atoms atoms) {
        if (now().kind == TokenKind::range) {
            next();
            good_ = starts_part(atoms);
            if (good_) part(atoms);
            return;
        }
        if (now().is('!')) {
            while (now().is('!')) amount();
        } else {
            while (now().is('@') || now().kind == TokenKind::hold) amount();
        }
    }

    void amount() {
        next();
        if (now().kind == TokenKind::word && !now().spaced && read_number(now().text)) next();
    }

    const std::vector<Token>& tokens_;
    std::size_t at_ = 0;
    int depth_ = 0;
    bool good_ = true;
};

}  // namespace

bool tidal_reads(const std::vector<Token>& tokens) {
    // Only Tidal has chords in strings.
    for (const Token& t : tokens)
        if (t.is('\'')) return true;
    return Reader(tokens).run();
}

}  // namespace phonon::pattern::mini
