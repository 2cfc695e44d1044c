#include "engine/output_stage.hpp"

#include <cmath>

namespace phonon::engine {

OutputStage::OutputStage(float rate, bool raw) : rate_(rate) {
    if (raw) return;
    add("dcblock", rate);
    add("limiter", rate);
}

void OutputStage::add(std::string_view name, float rate) {
    const dsp::UnitRow* row = dsp::find_unit(name);
    const bool pair = row->facts->shape == dsp::Shape::pair;
    const dsp::Kernel& kernel = pair ? row->kernels->mono : row->kernels->stereo;
    const std::size_t lanes = pair ? 1 : 2;
    units_.push_back({row, graph::AlignedBlock(kernel.state_size),
                      graph::AlignedBlock(row->kernels->memory_words(rate) * lanes * sizeof(float))});
    if (kernel.state_size != 0) kernel.init(units_.back().state.data());
    latency_ += static_cast<int>(std::lround(row->facts->latency * rate));
}

void OutputStage::run(float* frames) noexcept {
    for (const Unit& u : units_) {
        const dsp::Facts& facts = *u.row->facts;
        const bool pair = facts.shape == dsp::Shape::pair;
        float constants[dsp::max_inputs][2];
        dsp::InputView views[dsp::max_inputs];
        for (int i = 0; i < facts.input_count(); ++i) {
            constants[i][0] = constants[i][1] = facts.inputs[i].by_default;
            views[i] = {constants[i], 0, 0};
        }
        float in[2 * dsp::quantum_frames];
        std::memcpy(in, frames, sizeof(in));
        views[0] = {in, 2, ~std::uint64_t{0}};
        const std::uint32_t keys[2] = {0, 0};
        dsp::RunArgs args;
        args.inputs = views;
        args.out = frames;
        args.out_stride = 2;
        args.frames = dsp::quantum_frames;
        args.rate = rate_;
        args.state = u.state.data();
        args.memory = reinterpret_cast<float*>(u.memory.data());
        args.keys = keys;
        (pair ? u.row->kernels->mono : u.row->kernels->stereo).run(args);
    }
}

}  // namespace phonon::engine
