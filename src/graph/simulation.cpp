#include "graph/simulation.hpp"

#include <algorithm>
#include <deque>
#include <queue>

namespace phonon::graph {
namespace {

constexpr std::int32_t nothing = -1;
constexpr std::size_t nowhere = SIZE_MAX;

class Simulator {
public:
    Simulator(const TaskGraph& graph, int threads, std::int64_t quanta, const SimulatedMachine& machine,
              bool keep_spans)
        : graph_(graph),
          machine_(machine),
          keep_spans_(keep_spans),
          quanta_(quanta),
          turns_((quanta + graph.quanta - 1) / graph.quanta),
          most_searching_(std::max(1, threads / 2)),
          turn_(graph.tasks.size(), 0),
          home_(graph.tasks.size(), nowhere),
          missing_(graph.tasks.size() * static_cast<std::size_t>(graph.depth)),
          threads_(static_cast<std::size_t>(threads)) {
        for (std::size_t t = 0; t < graph.tasks.size(); ++t)
            for (std::int64_t j = 0; j < graph.depth; ++j)
                missing(static_cast<std::int32_t>(t), j) = dependencies_of(graph, static_cast<std::int32_t>(t), j);
    }

    Simulation run() {
        for (std::size_t t = 0; t < graph_.tasks.size(); ++t)
            if (missing(static_cast<std::int32_t>(t), 0) == 0)
                threads_[0].deque.push_back(static_cast<std::int32_t>(t));
        left_ = turns_ * static_cast<std::int64_t>(graph_.tasks.size());
        for (std::size_t t = 1; t < threads_.size(); ++t) at(machine_.waking, t, What::look);
        look(0);
        while (left_ > 0 && !events_.empty()) {
            const Event e = events_.top();
            events_.pop();
            now_ = e.time;
            Thread& t = threads_[e.thread];
            if (e.what == What::end)
                finish(e.thread);
            else if (e.what == What::look && t.doing != Doing::running)
                look(e.thread);
            else if (e.what == What::give_up && t.doing == Doing::searching && t.search == e.search)
                sleep(e.thread);
        }
        result_.seconds = now_;
        return std::move(result_);
    }

private:
    enum class Doing { coming, running, searching, sleeping };
    struct Thread {
        std::deque<std::int32_t> deque, inbox;  // old in front
        Doing doing = Doing::coming;
        std::int32_t task = nothing;
        int search = 0;  // counts searches
    };
    enum class What { end, look, give_up };
    struct Event {
        double time;
        std::int64_t number;  // the earlier first, where times are the same
        std::size_t thread;
        What what;
        int search;
        bool operator<(const Event& o) const { return time != o.time ? time > o.time : number > o.number; }
    };

    std::int32_t& missing(std::int32_t task, std::int64_t turn) {
        return missing_[static_cast<std::size_t>(task) * static_cast<std::size_t>(graph_.depth) +
                        static_cast<std::size_t>(turn & (graph_.depth - 1))];
    }
    void at(double delay, std::size_t thread, What what) {
        events_.push({now_ + delay, ++number_, thread, what, threads_[thread].search});
    }

    void start(std::size_t thread, std::int32_t task, double delay) {
        Thread& t = threads_[thread];
        leave_search(t);
        t.doing = Doing::running;
        t.task = task;
        home_[static_cast<std::size_t>(task)] = thread;
        const std::int64_t turn = turn_[static_cast<std::size_t>(task)];
        const std::int64_t quanta = std::min<std::int64_t>(graph_.quanta, quanta_ - turn * graph_.quanta);
        const double cost =
            graph_.tasks[static_cast<std::size_t>(task)].cost * static_cast<double>(quanta) + machine_.task;
        result_.busy += cost;
        if (keep_spans_)
            result_.spans.push_back({static_cast<int>(thread), task, turn, now_ + delay, now_ + delay + cost});
        at(delay + cost, thread, What::end);
    }

    void leave_search(Thread& t) {
        if (t.doing == Doing::searching) --searching_;
    }

    // Who sleeps is told by a bell; who searches sees it by itself.
    void offer(std::size_t thread, std::int32_t task) {
        threads_[thread].deque.push_back(task);
        ring();
    }
    bool send_home(std::size_t thread, std::int32_t task) {
        const std::size_t home = home_[static_cast<std::size_t>(task)];
        if (home == nowhere || home == thread || graph_.tasks[static_cast<std::size_t>(task)].hurried) return false;
        threads_[home].inbox.push_back(task);
        ring();
        return true;
    }
    void ring() {
        if (searching_ == 0) return wake_one();
        for (std::size_t t = 0; t < threads_.size(); ++t)
            if (threads_[t].doing == Doing::searching) at(machine_.theft, t, What::look);
    }
    void wake_one() {
        for (std::size_t t = 0; t < threads_.size(); ++t)
            if (threads_[t].doing == Doing::sleeping) {
                threads_[t].doing = Doing::coming;
                return at(machine_.waking, t, What::look);
            }
    }

    void finish(std::size_t thread) {
        const std::int32_t task = threads_[thread].task;
        const std::int64_t turn = turn_[static_cast<std::size_t>(task)]++;
        --left_;
        const Task& t = graph_.tasks[static_cast<std::size_t>(task)];
        missing(task, turn) = static_cast<std::int32_t>(1 + t.inputs.size() + t.consumers.size());
        std::int32_t kept = nothing;
        for_each_waiting(graph_, task, turn, [&](std::int32_t other, std::int64_t when) {
            if (when >= turns_ || --missing(other, when) != 0) return;
            if (send_home(thread, other)) return;
            const std::int32_t keep = kept == nothing ? other : kept_of(graph_, kept, other);
            if (kept != nothing) offer(thread, keep == kept ? other : kept);
            kept = keep;
        });
        if (kept != nothing) return start(thread, kept, 0);
        threads_[thread].doing = Doing::coming;
        look(thread);
    }

    static std::int32_t oldest(std::deque<std::int32_t>& tasks) {
        if (tasks.empty()) return nothing;
        const std::int32_t task = tasks.front();
        tasks.pop_front();
        return task;
    }

    std::int32_t find(std::size_t thread, bool& stolen) {
        stolen = false;
        Thread& own = threads_[thread];
        if (const std::int32_t task = oldest(own.inbox); task != nothing) return task;
        if (!own.deque.empty()) {
            const std::int32_t task = own.deque.back();
            own.deque.pop_back();
            return task;
        }
        stolen = true;
        const auto other = [&](std::size_t i) -> Thread& { return threads_[(thread + i) % threads_.size()]; };
        for (std::size_t i = 1; i < threads_.size(); ++i)
            if (const std::int32_t task = oldest(other(i).deque); task != nothing) return task;
        for (std::size_t i = 1; i < threads_.size(); ++i)
            if (const std::int32_t task = oldest(other(i).inbox); task != nothing) return task;
        return nothing;
    }

    void look(std::size_t thread) {
        Thread& t = threads_[thread];
        bool stolen = false;
        const std::int32_t task = find(thread, stolen);
        if (task != nothing) {
            const bool last = t.doing == Doing::searching && searching_ == 1;
            const double delay = stolen && t.doing == Doing::coming ? machine_.theft : 0;
            start(thread, task, delay);
            const bool more = std::any_of(threads_.begin(), threads_.end(),
                                          [](const Thread& o) { return !o.deque.empty() || !o.inbox.empty(); });
            if (last && more) wake_one();
            return;
        }
        if (t.doing == Doing::searching) return;
        if (searching_ >= most_searching_) return sleep(thread);
        leave_search(t);
        t.doing = Doing::searching;
        ++searching_;
        ++t.search;
        at(machine_.spinning, thread, What::give_up);
    }
    void sleep(std::size_t thread) {
        leave_search(threads_[thread]);
        threads_[thread].doing = Doing::sleeping;
    }

    const TaskGraph& graph_;
    const SimulatedMachine& machine_;
    bool keep_spans_;
    std::int64_t quanta_, turns_;
    int most_searching_;
    std::vector<std::int64_t> turn_;
    std::vector<std::size_t> home_;  // by task: the thread that ran it last
    std::vector<std::int32_t> missing_;
    std::vector<Thread> threads_;
    std::priority_queue<Event> events_;
    std::int64_t number_ = 0, left_ = 0;
    int searching_ = 0;
    double now_ = 0;
    Simulation result_;
};

}  // namespace

Simulation simulate(const TaskGraph& graph, int threads, std::int64_t quanta, const SimulatedMachine& machine,
                    bool keep_spans) {
    if (quanta <= 0) return {};
    return Simulator(graph, std::max(1, threads), quanta, machine, keep_spans).run();
}

}  // namespace phonon::graph
