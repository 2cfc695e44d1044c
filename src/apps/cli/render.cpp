// phonon render IN.ph [OUT.wav]
#include <map>

#include "apps/cli/command.hpp"
#include "apps/cli/rendering.hpp"

namespace phonon::cli {
namespace {

struct Options {
    std::string input, output, stems, picture;
    phonon_file_format format = PHONON_WAV16;
    ReadingOptions reading;
    phonon_render_options render;
    bool json = false, tail = false;
};

const std::map<std::string, phonon_file_format> formats{
    {"wav16", PHONON_WAV16}, {"wav24", PHONON_WAV24}, {"wav32f", PHONON_WAV32F}, {"flac", PHONON_FLAC}};

// IN.ph gives IN.wav, beside it.
std::string default_output(const std::string& input, phonon_file_format format) {
    const std::size_t slash = input.find_last_of('/');
    const std::size_t dot = input.find_last_of('.');
    const bool has_ending = dot != std::string::npos && (slash == std::string::npos ? dot > 0 : dot > slash + 1);
    return (has_ending ? input.substr(0, dot) : input) + (format == PHONON_FLAC ? ".flac" : ".wav");
}

void run(Options& o, Status& status) {
    const Settings settings = o.reading.settings();
    if (!settings) {
        status = PHONON_FILE_ERROR;
        return;
    }
    if (o.output.empty()) o.output = default_output(o.input, o.format);
    o.render.output = o.output.c_str();
    o.render.stems = o.stems.empty() ? nullptr : o.stems.c_str();
    o.render.picture = o.picture.empty() ? nullptr : o.picture.c_str();
    o.render.tail = o.tail ? 1 : 0;
    o.render.format = o.format;
    o.render.form = o.json ? PHONON_JSON : PHONON_TEXT;
    status = render_and_report(settings, o.input, nullptr, o.render);
}

}  // namespace

void add_render(CLI::App& app, Status& status) {
    auto o = std::make_shared<Options>();
    phonon_render_options_init(&o->render);
    CLI::App* command = app.add_subcommand("render", "Render a program to a sound file");
    command->add_option("input", o->input, "The program")->type_name("IN.ph")->required();
    command->add_option("output", o->output, "The file to write; IN.wav unless given")->type_name("OUT.wav");
    CLI::Option* cycles =
        command->add_option("--cycles", o->render.cycles, "How long, in cycles; 4 unless given")->check(above_zero());
    command->add_option("--duration", o->render.duration, "How long, in seconds")
        ->check(above_zero())
        ->excludes(cycles);
    command->add_option("--from", o->render.from, "The cycle to begin with: its events, nothing from before")
        ->type_name("CYCLE");
    command->add_flag("--tail", o->tail,
                      "At the end patterns stop, and what sounds rings out: to -90 dBFS, or for 30 s");
    command->add_option("--format", o->format, "wav16, wav24, wav32f or flac; wav16 unless given")
        ->type_name("FORMAT")
        ->transform(CLI::CheckedTransformer(formats).description(""));
    command->add_option("--rate", o->render.rate, "Frames a second")
        ->check(CLI::Range(8000, 384000))
        ->capture_default_str();
    command->add_option("--seed", o->render.seed, "Shifts every random choice");
    command->add_option("--stems", o->stems, "Also write each stem into this folder")->type_name("DIR");
    command
        ->add_option("--stem-format", o->render.stem_format,
                     "wav32f unless given; added up in order, those are the master before its output stage")
        ->type_name("FORMAT")
        ->transform(CLI::CheckedTransformer(formats).description(""));
    command->add_option("--block", o->render.block, "Frames made at once; changes no sample")
        ->check(CLI::Range(1, 65536))
        ->capture_default_str();
    command->add_option("--threads", o->render.threads, "Threads used at most; changes no sample")
        ->check(CLI::Range(1, 1024));
    command->add_option("--polyphony", o->render.polyphony, "Voices of one pattern of events at most")
        ->check(CLI::Range(1, 4096))
        ->capture_default_str();
    command
        ->add_option("--memory", o->render.memory_limit,
                     "Memory for the program's units, such as 512mb; 2gb unless given")
        ->transform(CLI::AsSizeValue(false))
        ->type_name("BYTES");
    command->add_option("--picture", o->picture, "Also draw wave and spectrogram into this file")->type_name("OUT.png");
    command->add_option("--max-lufs", o->render.max_loudness, "Exit status 5 where it is louder; the file is kept")
        ->type_name("LUFS");
    command->add_option("--max-true-peak", o->render.max_true_peak, "Likewise, in dBTP")->type_name("DB");
    command->add_flag("--json", o->json, "Give the report as JSON");
    o->reading.add_to(*command);
    command->callback([o, &status] { run(*o, status); });
}

}  // namespace phonon::cli
