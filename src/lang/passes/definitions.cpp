#include "lang/passes/definitions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "lang/hash_comments.hpp"
#include "lang/parser.hpp"
#include "lang/prelude.hpp"

namespace phonon::lang::passes {

namespace {

using base::Code;

class Collector {
public:
    Collector(Definitions& into, const CheckOptions& options, Report& report)
        : into_(into), options_(options), report_(report) {}

    void read(std::string path, std::string text) {
        if (into_.sources.size() > 0xffff) return;
        const auto file = static_cast<std::uint16_t>(into_.sources.size());
        into_.sources.push_back({std::move(path), std::move(text)});
        into_.trees.push_back(parse(into_.sources[file].text, file, report_.diagnostics()));
        warn_of_hash_comments(into_.sources[file].text, into_.trees.back().comments, report_.diagnostics());
        open_.push_back(into_.sources[file].path);
        for (const Statement& statement : into_.trees.back().statements) take(statement, file);
        open_.pop_back();
    }

    void read_prelude() {
        const auto file = static_cast<std::uint16_t>(into_.sources.size());
        into_.sources.push_back({"built-in instruments", std::string(prelude())});
        into_.trees.push_back(parse(into_.sources[file].text, file, report_.diagnostics()));
        for (const Statement& statement : into_.trees.back().statements) {
            for (const Parameter& p : statement.parameters) into_.parameter_names.insert(p.name);
            into_.synths.emplace(statement.name, &statement);
        }
    }

private:
    void take(const Statement& statement, std::uint16_t file) {
        for (const Parameter& p : statement.parameters) into_.parameter_names.insert(p.name);
        switch (statement.type) {
            case Statement::Type::bus:
            case Statement::Type::chain: {
                const auto [at, is_new] = into_.buses.emplace(statement.name, &statement);
                if (is_new)
                    into_.order.push_back(&statement);
                else
                    twice(statement, *at->second, "~" + statement.name);
                return;
            }
            case Statement::Type::import: return import(statement, file);
            case Statement::Type::samples: {
                std::error_code no_path;  // an empty one
                const std::filesystem::path folder = std::filesystem::absolute(beside(file, statement.path), no_path);
                if (!no_path) into_.sample_folders.push_back(folder.lexically_normal().string());
                return;
            }
            case Statement::Type::error: return;
            default: break;
        }
        if (file != 0) {
            report_.say({Code::imported_output,
                         statement.span,
                         fmt::format("`{}` of an imported file is left out",
                                     statement.name.empty() ? "master" : statement.name),
                         "an import brings definitions; outputs and settings belong to the program that imports them",
                         {}});
            return;
        }
        switch (statement.type) {
            case Statement::Type::stem: {
                for (const Statement* other : into_.stems)
                    if (other->number == statement.number) return twice(statement, *other, statement.name);
                into_.stems.push_back(&statement);
                return;
            }
            case Statement::Type::master:
                if (statement.raw)
                    into_.raw_master = true;
                else
                    only(into_.master, statement, "master");
                return;
            case Statement::Type::all: return only(into_.all, statement, "all");
            case Statement::Type::tempo: return only(into_.tempo, statement, "the tempo");
            case Statement::Type::seed: return only(into_.seed, statement, "seed");
            case Statement::Type::command: into_.commands.push_back(&statement); return;
            default: return;
        }
    }

    void only(const Statement*& slot, const Statement& statement, const char* what) {
        if (slot != nullptr) return twice(statement, *slot, what);
        slot = &statement;
    }

    void twice(const Statement& second, const Statement& first, const std::string& what) {
        report_.say({Code::defined_twice,
                     second.head_span,
                     what == "the tempo" ? "the tempo is set twice" : fmt::format("`{}` is defined twice", what),
                     "give one of the two another name, or remove it",
                     {{first.head_span, "the first definition is here"}}});
    }

    std::filesystem::path beside(std::uint16_t file, const std::string& path) const {
        return (std::filesystem::path(into_.sources[file].path).parent_path() / path).lexically_normal();
    }

    void import(const Statement& statement, std::uint16_t file) {
        const std::string path = beside(file, statement.path).generic_string();
        const auto same = [&](const std::string& p) {
            return std::filesystem::path(p).lexically_normal().generic_string() == path;
        };
        if (std::any_of(open_.begin(), open_.end(), same)) {
            report_.error(Code::import_cycle, statement.path_span, fmt::format("`{}` imports itself", statement.path),
                          "take what both files need into a third one that both import");
            return;
        }
        const bool known =
            std::any_of(into_.sources.begin(), into_.sources.end(), [&](const auto& s) { return same(s.path); });
        if (known) return;
        auto text = options_.read_file ? options_.read_file(path) : std::nullopt;
        if (!text) {
            report_.error(Code::import_not_found, statement.path_span,
                          fmt::format("`{}` cannot be read", statement.path),
                          "the path is relative to the file that imports it");
            return;
        }
        into_.imported_files.push_back(path);
        read(path, std::move(*text));
    }

    Definitions& into_;
    const CheckOptions& options_;
    Report& report_;
    std::vector<std::string> open_;  // the files that are being read, the importing ones first
};

}  // namespace

void collect(Definitions& into, std::string path, std::string text, const CheckOptions& options, Report& report) {
    Collector collector(into, options, report);
    collector.read(std::move(path), std::move(text));
    if (into.sources.size() <= 0xffff) collector.read_prelude();
}

}  // namespace phonon::lang::passes
