// Tasks that threads leave for one another: each is taken once, whoever writes and reads at the same time.
#include <doctest/doctest.h>

#include <thread>
#include <vector>

#include "graph/inbox.hpp"

using phonon::graph::Inbox;

TEST_CASE("an inbox gives the oldest task first, and says when there is no room") {
    Inbox inbox(3);
    CHECK(inbox.looks_empty());
    CHECK(inbox.pop() == Inbox::nothing);
    for (int round = 0; round < 10; ++round) {
        int written = 0;
        while (written < 100 && inbox.push(written)) ++written;
        CHECK(written >= 3);
        CHECK(written < 100);
        CHECK(!inbox.looks_empty());
        for (int task = 0; task < written; ++task) CHECK(inbox.pop() == task);
        CHECK(inbox.pop() == Inbox::nothing);
        CHECK(inbox.looks_empty());
    }
}

TEST_CASE("every task is taken once, and those of one writer in their order by one reader") {
    constexpr int writers = 3, readers = 3, each = 20'000;
    Inbox inbox(16);
    std::atomic<int> left{writers * each};
    std::vector<std::vector<std::int32_t>> taken(readers);
    std::vector<std::thread> threads;
    for (int w = 0; w < writers; ++w)
        threads.emplace_back([&, w] {
            for (int i = 0; i < each;) {
                if (inbox.push(w * each + i))
                    ++i;
                else
                    std::this_thread::yield();
            }
        });
    for (int r = 0; r < readers; ++r)
        threads.emplace_back([&, r] {
            while (left.load() > 0) {
                const std::int32_t task = inbox.pop();
                if (task == Inbox::nothing) {
                    std::this_thread::yield();
                    continue;
                }
                taken[static_cast<std::size_t>(r)].push_back(task);
                left.fetch_sub(1);
            }
        });
    for (std::thread& t : threads) t.join();
    std::vector<int> seen(writers * each, 0);
    for (const auto& tasks : taken) {
        std::vector<std::int32_t> last(writers, -1);
        for (const std::int32_t task : tasks) {
            ++seen[static_cast<std::size_t>(task)];
            std::int32_t& before = last[static_cast<std::size_t>(task / each)];
            REQUIRE(task > before);
            before = task;
        }
    }
    for (const int times : seen) REQUIRE(times == 1);
}
