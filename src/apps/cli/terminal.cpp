#include "apps/cli/terminal.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>

namespace phonon::cli {
namespace {

// As many characters (not bytes) as fit.
std::string clipped(const std::string& text, std::size_t columns) {
    std::size_t at = 0;
    for (std::size_t count = 0; at < text.size() && count < columns; ++count) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0u) == 0x80u) ++at;
    }
    return text.substr(0, at);
}

std::size_t columns_of_terminal() {
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 10 ? size.ws_col : 80;
}

}  // namespace

Terminal::Terminal(bool plain) : plain_(plain || isatty(STDIN_FILENO) == 0 || isatty(STDERR_FILENO) == 0) {
    if (plain_) return;
    tcgetattr(STDIN_FILENO, &before_);
    termios raw = before_;
    raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);  // signals still come
    tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    fmt::print(stderr, "\n");
}

Terminal::~Terminal() {
    if (plain_) return;
    tcsetattr(STDIN_FILENO, TCSANOW, &before_);
    fmt::print(stderr, "\r\x1b[K\n");
}

void Terminal::draw() const {
    const std::size_t columns = columns_of_terminal();
    fmt::print(stderr, "\r\x1b[1A\x1b[K{}\n\x1b[K> {}", clipped(status_, columns - 1),
               input_.size() + 3 > columns ? input_.substr(input_.size() + 3 - columns) : input_);
    std::fflush(stderr);
}

void Terminal::show(const std::string& status) {
    status_ = status;
    if (!plain_) draw();
}

void Terminal::print(const std::string& text) {
    if (plain_) {
        fmt::print(stderr, "{}", text);
        std::fflush(stderr);
        return;
    }
    fmt::print(stderr, "\r\x1b[K\x1b[1A\x1b[K{}\n", text);
    draw();
}

std::optional<std::string> Terminal::take(char c) {
    if (escape_) {
        keys_ += c;
        if (keys_.size() < 2) return std::nullopt;
        escape_ = false;
        const char key = std::exchange(keys_, "")[1];
        if (key == 'A' && place_ > 0) input_ = history_[--place_];
        if (key == 'B') {
            place_ = std::min(place_ + 1, history_.size());
            input_ = place_ < history_.size() ? history_[place_] : "";
        }
        return std::nullopt;
    }
    switch (c) {
        case '\n':
        case '\r': {
            std::string line = std::exchange(input_, "");
            if (!line.empty()) history_.push_back(line);
            place_ = history_.size();
            if (!plain_) draw();
            return line;
        }
        case 127:
        case 8:
            while (!input_.empty()) {
                const auto last = static_cast<unsigned char>(input_.back());
                input_.pop_back();
                if ((last & 0xc0u) != 0x80u) break;
            }
            break;
        case 21: input_.clear(); break;  // Ctrl+U
        case 27: escape_ = true; break;
        default:
            if (static_cast<unsigned char>(c) >= 32 || c == '\t') input_ += c;
    }
    return std::nullopt;
}

std::optional<std::string> Terminal::read_line(int milliseconds) {
    for (;;) {
        while (!pending_.empty()) {
            const char c = pending_.front();
            pending_.erase(pending_.begin());
            if (auto line = take(c)) return line;
        }
        if (!plain_) draw();
        if (closed_) {
            poll(nullptr, 0, milliseconds);
            return std::nullopt;
        }
        pollfd ready{STDIN_FILENO, POLLIN, 0};
        if (poll(&ready, 1, milliseconds) <= 0) return std::nullopt;
        char buffer[4096];
        const ssize_t size = read(STDIN_FILENO, buffer, sizeof(buffer));
        if (size <= 0) {
            closed_ = true;
            if (!input_.empty()) return std::exchange(input_, "");
            return std::nullopt;
        }
        pending_.append(buffer, static_cast<std::size_t>(size));
        milliseconds = 0;
    }
}

}  // namespace phonon::cli
