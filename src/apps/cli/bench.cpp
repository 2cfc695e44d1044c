// phonon bench IN.ph
#include "apps/cli/command.hpp"

namespace phonon::cli {

void add_bench(CLI::App& app, Status& status) {
    struct Options {
        std::string input, synthetic, speedup, timeline;
        ReadingOptions reading;
        phonon_bench_options bench;
        bool json = false;
    };
    auto o = std::make_shared<Options>();
    phonon_bench_options_init(&o->bench);
    CLI::App* command = app.add_subcommand(
        "bench", "Measure what a program costs, what bounds its time, and how it does on several threads");
    CLI::Option* input = command->add_option("input", o->input, "The program")->type_name("IN.ph");
    command
        ->add_option("--synthetic", o->synthetic,
                     "Instead of a program a graph of equal nodes of 20 us: chain16, bus16, tree or feedback")
        ->type_name("GRAPH")
        ->excludes(input);
    command->add_option("--cycles", o->bench.cycles, "How much of the program, in cycles; 4 unless given")
        ->check(above_zero());
    command->add_option("--threads", o->bench.threads, "Measure up to so many; one a core unless given")
        ->check(CLI::Range(1, 1024));
    command->add_option("--rounds", o->bench.rounds, "Each measures every number of threads")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_option("--block", o->bench.block,
                        "Frames asked for at once, as a device does, a multiple of 64; offline unless given");
    command->add_option("--simulate", o->bench.simulated, "Simulate up to so many threads")
        ->check(CLI::Range(1, 1024))
        ->capture_default_str();
    command->add_option("--rate", o->bench.rate, "Frames a second")
        ->check(CLI::Range(8000, 384000))
        ->capture_default_str();
    command->add_option("--seed", o->bench.seed, "Shifts every random choice");
    command->add_option("--speedup", o->speedup, "Draw the speed-up over threads")->type_name("OUT.svg");
    command->add_option("--timeline", o->timeline, "Draw what each thread ran")->type_name("OUT.svg");
    command->add_flag("--json", o->json, "Give JSON");
    o->reading.add_to(*command);
    command->callback([o, &status] {
        const Settings settings = o->reading.settings();
        if (!settings) {
            status = PHONON_FILE_ERROR;
            return;
        }
        if (o->input.empty() == o->synthetic.empty())
            throw CLI::ValidationError("bench", "a program or --synthetic GRAPH is needed");
        o->bench.form = o->json ? PHONON_JSON : PHONON_TEXT;
        o->bench.synthetic = o->synthetic.empty() ? nullptr : o->synthetic.c_str();
        o->bench.speedup = o->speedup.empty() ? nullptr : o->speedup.c_str();
        o->bench.timeline = o->timeline.empty() ? nullptr : o->timeline.c_str();
        status = finish(Result(phonon_bench(settings.get(), o->input.c_str(), nullptr, &o->bench)));
    });
}

}  // namespace phonon::cli
