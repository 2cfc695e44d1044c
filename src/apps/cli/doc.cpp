// phonon doc [WORD]
#include "apps/cli/command.hpp"

#include <cstdio>
#include <fstream>

namespace phonon::cli {
namespace {

Status write_picture(const std::string& word, const std::string& path) {
    const Result result(phonon_doc_picture(word.c_str()));
    if (phonon_result_status(result.get()) != PHONON_DONE) return finish(result);
    std::ofstream file(path, std::ios::binary);
    file << phonon_result_text(result.get());
    file.close();
    if (file) return PHONON_DONE;
    std::fprintf(stderr, "phonon: %s cannot be written\n", path.c_str());
    return PHONON_FILE_ERROR;
}

}  // namespace

void add_doc(CLI::App& app, Status& status) {
    struct Options {
        std::string word, picture;
        bool json = false, markdown = false, topics = false, names = false, scales = false, chords = false;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("doc", "Explain a word of the language, or list them all");
    CLI::Option* word =
        command->add_option("word", options->word, "A unit, control or pattern word")->type_name("WORD");
    command->add_flag("--topics", options->topics, "List the topics and their words")->excludes(word);
    command->add_flag("--scales", options->scales, "List the scales")->excludes(word);
    command->add_flag("--chords", options->chords, "List the chords")->excludes(word);
    CLI::Option* json = command->add_flag("--json", options->json, "Give JSON");
    CLI::Option* markdown = command->add_flag("--markdown", options->markdown, "Give Markdown")->excludes(json);
    CLI::Option* names =
        command->add_flag("--names", options->names, "List all names and nothing else, for shells")->excludes(word);
    command->add_option("--picture", options->picture, "Draw what the unit does, as SVG")
        ->type_name("OUT.svg")
        ->needs(word)
        ->excludes(json)
        ->excludes(markdown)
        ->excludes(names);
    command->callback([options, &status] {
        if (options->names) {
            status = print_names(Result(phonon_doc(nullptr, PHONON_JSON)), "words", "name");
            return;
        }
        if (!options->picture.empty()) {
            status = write_picture(options->word, options->picture);
            return;
        }
        const phonon_form form = options->json ? PHONON_JSON : options->markdown ? PHONON_MARKDOWN : PHONON_TEXT;
        const char* asked = options->word.empty() ? nullptr : options->word.c_str();
        status = finish(Result(options->topics   ? phonon_doc_topics(form)
                               : options->scales ? phonon_doc_scales(form)
                               : options->chords ? phonon_doc_chords(form)
                                                 : phonon_doc(asked, form)));
    });
}

}  // namespace phonon::cli
