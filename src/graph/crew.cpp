#include "graph/crew.hpp"

#include <algorithm>

#include "graph/denormals.hpp"
#include "graph/waiting.hpp"

namespace phonon::graph {

Crew::Crew(int helpers) : bells_(std::make_unique<Bell[]>(static_cast<std::size_t>(std::max(0, helpers)))) {
    for (int i = 1; i <= helpers; ++i) threads_.emplace_back([this, i] { serve(i); });
}

Crew::~Crew() {
    leaving_.store(true, std::memory_order_relaxed);  // the bell releases it
    for (int i = 0; i < helpers(); ++i) {
        bells_[static_cast<std::size_t>(i)].rung.fetch_add(1, std::memory_order_release);
        bells_[static_cast<std::size_t>(i)].rung.notify_one();
    }
    for (std::thread& t : threads_) t.join();
}

void Crew::call(Work& work, int helpers) noexcept {
    work_ = &work;
    wanted_ = std::min(helpers, this->helpers());
    // Releases the two lines above to whoever comes in.
    gate_.store(open, std::memory_order_release);
    for (int i = 0; i < wanted_; ++i) {
        bells_[static_cast<std::size_t>(i)].rung.fetch_add(1, std::memory_order_release);
        bells_[static_cast<std::size_t>(i)].rung.notify_one();
    }
}

void Crew::dismiss() noexcept {
    // From here on no one comes in: entering needs the bit, by compare-and-swap on this very word. Acquires what those
    // who have left have written.
    gate_.fetch_and(~open, std::memory_order_acq_rel);
    if (spin_until([&] { return gate_.load(std::memory_order_acquire) == 0; })) return;
    for (std::uint32_t inside = gate_.load(std::memory_order_acquire); inside != 0;
         inside = gate_.load(std::memory_order_acquire))
        gate_.wait(inside, std::memory_order_acquire);
}

void Crew::come_in(int helper) noexcept {
    std::uint32_t seen = gate_.load(std::memory_order_relaxed);
    do {
        if ((seen & open) == 0) return;
    } while (!gate_.compare_exchange_weak(seen, seen + 1, std::memory_order_acquire, std::memory_order_relaxed));
    // The bell that woke this helper may have been that of an earlier run, and this one may want fewer.
    if (helper <= wanted_) work_->help(helper);
    // The last to leave a closed gate wakes the caller.
    if (gate_.fetch_sub(1, std::memory_order_acq_rel) == 1) gate_.notify_all();
}

void Crew::serve(int helper) noexcept {
    flush_denormals();
    std::atomic<std::uint32_t>& rung = bells_[static_cast<std::size_t>(helper - 1)].rung;
    std::uint32_t heard = 0;
    while (true) {
        const auto rings = [&] { return rung.load(std::memory_order_acquire) != heard; };
        if (!spin_until(rings)) rung.wait(heard, std::memory_order_acquire);
        heard = rung.load(std::memory_order_acquire);
        if (leaving_.load(std::memory_order_relaxed)) return;
        come_in(helper);
    }
}

}  // namespace phonon::graph
