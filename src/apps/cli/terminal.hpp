// A line to type on below a line that tells how it goes: what `phonon live` shows on a terminal.
#pragma once

#include <termios.h>

#include <optional>
#include <string>
#include <vector>

namespace phonon::cli {

class Terminal {
public:
    // `plain`: nothing is drawn, lines are read as they come (a pipe, a screen reader).
    explicit Terminal(bool plain);
    ~Terminal();
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    // A line that was typed, if one is complete within `milliseconds`.
    std::optional<std::string> read_line(int milliseconds);
    bool closed() const { return closed_; }  // no more lines will come
    // Replaces the line that tells how it goes; nothing where it is plain.
    void show(const std::string& status);
    // Above that line, for good.
    void print(const std::string& text);

private:
    void draw() const;
    std::optional<std::string> take(char c);

    bool plain_, closed_ = false, escape_ = false;
    termios before_{};
    std::string status_, input_, pending_, keys_;
    std::vector<std::string> history_;
    std::size_t place_ = 0;  // in the history
};

}  // namespace phonon::cli
