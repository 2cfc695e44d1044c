// Drives a fuzzer's function without libFuzzer: seeds as they are, then seeds cut, joined, repeated and sprinkled with
// the words of a dictionary, for some seconds. The same inputs in the same order on every machine, so that what is
// found in one place is found in all; a new search of every corner is libFuzzer's (preset `fuzz`).
//   NAME SECONDS DICTIONARY SEED...      a seed is a file, or a folder of them
// An input that crashes or takes longer than ten seconds is left in crash-NAME.
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

constexpr unsigned seconds_per_input = 10;
constexpr std::size_t longest_input = 4096;
constexpr rlim_t memory_limit = rlim_t{4} << 30;

std::string present;  // the input that runs
std::string crash_file;

void leave_input(int signal) {
    std::FILE* file = std::fopen(crash_file.c_str(), "wb");
    if (file != nullptr) {
        std::fwrite(present.data(), 1, present.size(), file);
        std::fclose(file);
    }
    std::fprintf(stderr, "signal %d; the input is in %s:\n%s\n", signal, crash_file.c_str(), present.c_str());
    std::_Exit(1);
}

void run(std::string input) {
    present = std::move(input);
    alarm(seconds_per_input);
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(present.data()), present.size());
}

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream all;
    all << in.rdbuf();
    return all.str();
}

std::vector<std::string> read_seeds(const std::vector<fs::path>& places) {
    std::vector<fs::path> files;
    for (const fs::path& place : places) {
        if (!fs::is_directory(place)) files.push_back(place);
        if (!fs::is_directory(place)) continue;
        for (const auto& entry : fs::directory_iterator(place))
            if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<std::string> seeds;
    for (const fs::path& file : files) seeds.push_back(read_file(file));
    return seeds;
}

// libFuzzer's form: a line "word", with \xAB, \" and \\ inside.
std::vector<std::string> read_dictionary(const fs::path& path) {
    std::vector<std::string> words;
    std::istringstream lines(read_file(path));
    for (std::string line; std::getline(lines, line);) {
        const std::size_t open = line.find('"'), close = line.rfind('"');
        if (line.starts_with('#') || open == line.npos || close <= open) continue;
        std::string word;
        for (std::size_t i = open + 1; i < close; ++i) {
            if (line[i] == '\\' && line[i + 1] == 'x' && i + 3 < close) {
                word += static_cast<char>(std::stoi(line.substr(i + 2, 2), nullptr, 16));
                i += 3;
            } else if (line[i] == '\\') {
                word += line[++i];
            } else {
                word += line[i];
            }
        }
        words.push_back(std::move(word));
    }
    return words;
}

class Mutations {
public:
    Mutations(const std::vector<std::string>& seeds, const std::vector<std::string>& words)
        : seeds_(seeds), words_(words) {}

    std::string next() {
        std::string text = piece();
        for (std::size_t turns = below(8); turns > 0; --turns) change(text);
        text.resize(std::min(text.size(), longest_input));
        return text;
    }

private:
    std::size_t below(std::size_t n) { return n == 0 ? 0 : random_() % n; }
    const std::string& seed() { return seeds_[below(seeds_.size())]; }

    // A few whole lines, or any stretch.
    std::string piece() {
        const std::string& from = seed();
        if (below(3) == 0) return from.substr(below(from.size()), 1 + below(400));
        std::string text;
        for (std::size_t lines = 1 + below(4); lines > 0; --lines) {
            const std::string& other = seed();
            std::size_t begin = other.rfind('\n', below(other.size()));
            begin = begin == other.npos ? 0 : begin + 1;
            text += other.substr(begin, other.find('\n', begin) - begin) + "\n";
        }
        return text;
    }

    void change(std::string& text) {
        const std::size_t at = below(text.size() + 1);
        const std::size_t length = 1 + below(12);
        switch (below(7)) {
            case 0: text.insert(at, words_.empty() ? "(" : words_[below(words_.size())]); break;
            case 1: text.erase(at, length); break;
            case 2: text.insert(at, text.substr(below(text.size()), length)); break;
            case 3:
                if (at < text.size()) text[at] = static_cast<char>(below(256));
                break;
            case 4: {
                const std::string& other = seed();
                text.insert(at, other.substr(below(other.size()), length * 4));
                break;
            }
            case 5: {
                static constexpr char signs[] = "()[]{}<>\"#$~.,:|+-*/%@!?_^ \n";
                text.insert(at, std::string(1 + below(3), signs[below(sizeof signs - 1)]));
                break;
            }
            default: {
                static constexpr const char* numbers[] = {"0", "-1", "1e300", "1/3", "999999999", "0.0001", "1e-300"};
                text.insert(at, numbers[below(7)]);
            }
        }
    }

    const std::vector<std::string>& seeds_;
    const std::vector<std::string>& words_;
    std::mt19937 random_{1};
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::fprintf(stderr, "%s SECONDS DICTIONARY SEED...\n", argv[0]);
        return 2;
    }
    crash_file = "crash-" + fs::path(argv[0]).filename().string();
    for (const int s : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGALRM}) signal(s, leave_input);
    const rlimit memory{memory_limit, memory_limit};
    setrlimit(RLIMIT_AS, &memory);
    const std::vector<std::string> seeds = read_seeds({argv + 3, argv + argc});
    const std::vector<std::string> words = read_dictionary(argv[2]);
    if (seeds.empty()) {
        std::fprintf(stderr, "no seeds\n");
        return 2;
    }
    const auto start = std::chrono::steady_clock::now();
    const double limit = std::atof(argv[1]);
    const auto over = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() > limit;
    };
    for (const std::string& seed : seeds) run(seed);
    Mutations mutations(seeds, words);
    long inputs = static_cast<long>(seeds.size());
    for (; !over(); ++inputs) run(mutations.next());
    alarm(0);
    std::printf("%ld inputs\n", inputs);
    return 0;
}
