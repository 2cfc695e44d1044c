#include "graph/voice_bank.hpp"

#include <cstring>

namespace phonon::graph {
namespace {

using dsp::quantum_frames;

std::uint16_t* sounding_of(std::byte* state) noexcept { return reinterpret_cast<std::uint16_t*>(state); }

// Whether there is anything to do in this quantum.
bool is_due(const BankRun& run, int batch) noexcept {
    if (sounding_of(run.state)[batch] != 0) return true;
    for (const VoiceCommand& c : run.commands->commands)
        if (c.instrument * run.plan->batches + c.lane / voice_lanes == batch) return true;
    return false;
}

void run_quantum(const BankRun& run, int number, float* out) noexcept {
    const auto instrument = static_cast<std::size_t>(number / run.plan->batches);
    const int in_instrument = number % run.plan->batches;
    const InstrumentLayout& layout = run.layout->instruments[instrument];
    const Batch batch{run.plan->instruments[instrument],
                      layout,
                      run.state + layout.first + layout.batch_size * static_cast<std::size_t>(in_instrument),
                      sounding_of(run.state)[number],
                      run.outer,
                      out,
                      run.rate,
                      run.scratch,
                      run.faults};
    int at = 0;
    for (const VoiceCommand& c : run.commands->commands) {
        if (c.instrument != instrument || c.lane / voice_lanes != in_instrument) continue;
        run_batch(batch, at, c.frame);
        at = c.frame;
        if (c.type == VoiceCommand::Type::start)
            start_voice(batch, c, run.commands->params.data());
        else
            fade_voice(batch, c);
    }
    run_batch(batch, at, quantum_frames);
}

std::size_t port_floats(const BankRun& run) noexcept {
    return 2 * quantum_frames * static_cast<std::size_t>(run.ports);
}

}  // namespace

void init_bank(const VoiceBankPlan& plan, const BankLayout& layout, std::byte* state) noexcept {
    std::memset(state, 0, sizeof(std::uint16_t) * static_cast<std::size_t>(layout.batches));
    for (std::size_t i = 0; i < plan.instruments.size(); ++i)
        for (int b = 0; b < plan.batches; ++b)
            init_batch(
                plan.instruments[i], layout.instruments[i],
                state + layout.instruments[i].first + layout.instruments[i].batch_size * static_cast<std::size_t>(b));
}

void move_voices(const BankPart& from, const BankPart& to) noexcept {
    const InstrumentLayout& source = from.layout->instruments[from.instrument];
    const InstrumentLayout& target = to.layout->instruments[to.instrument];
    const auto number = [](const BankPart& part, int batch) {
        return static_cast<int>(part.instrument) * part.plan->batches + batch;
    };
    for (int n = 0; n < from.plan->batches && n < to.plan->batches; ++n) {
        const std::uint16_t sounding = sounding_of(from.state)[number(from, n)];
        if (sounding == 0) continue;
        sounding_of(to.state)[number(to, n)] = sounding;
        const std::size_t offset = source.batch_size * static_cast<std::size_t>(n);
        std::memcpy(to.state + target.first + offset, from.state + source.first + offset, source.batch_size);
    }
}

bool run_bank(const BankRun& run) noexcept {
    std::memset(run.out, 0, sizeof(float) * port_floats(run));
    bool sounded = false;
    for (int b = 0; b < run.layout->batches; ++b) {
        if (!is_due(run, b)) continue;
        run_quantum(run, b, run.out);
        sounded = true;
    }
    return sounded;
}

void run_bank_share(const BankRun& run, const BankParts& parts, int share, int shares) noexcept {
    for (int b = share; b < run.layout->batches; b += shares) {
        parts.sounded[b] = is_due(run, b);
        if (parts.sounded[b] == 0) continue;
        float* out = parts.frames + static_cast<std::size_t>(b) * port_floats(run);
        std::memset(out, 0, sizeof(float) * port_floats(run));
        run_quantum(run, b, out);
    }
}

bool join_bank(const BankRun& run, const BankParts& parts) noexcept {
    const std::size_t floats = port_floats(run);
    std::memset(run.out, 0, sizeof(float) * floats);
    bool sounded = false;
    for (int b = 0; b < run.layout->batches; ++b) {
        if (parts.sounded[b] == 0) continue;
        const float* in = parts.frames + static_cast<std::size_t>(b) * floats;
        for (std::size_t i = 0; i < floats; ++i) run.out[i] += in[i];
        sounded = true;
    }
    return sounded;
}

int sounding_batches(const BankLayout& layout, const std::byte* state) noexcept {
    int count = 0;
    for (int b = 0; b < layout.batches; ++b) count += reinterpret_cast<const std::uint16_t*>(state)[b] != 0;
    return count;
}

}  // namespace phonon::graph
