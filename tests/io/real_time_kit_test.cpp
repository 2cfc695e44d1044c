// RealtimeKit, played by the test on a bus of its own.
#include "io/devices/real_time_kit.hpp"

#include <doctest/doctest.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "io/devices/priority.hpp"

namespace phonon::io {
namespace {

constexpr std::int64_t longest = 200'000;  // microseconds
constexpr const char* name = "org.freedesktop.RealtimeKit1";

class Daemon {
public:
    Daemon() : folder_(std::filesystem::temp_directory_path() / ("phonon_bus" + std::to_string(getpid()))) {
        std::filesystem::create_directory(folder_);
        const std::string address = "unix:path=" + (folder_ / "bus").string();
        std::ofstream(folder_ / "bus.conf") << "<busconfig><listen>" << address
                                            << "</listen><policy context=\"default\"><allow send_destination=\"*\"/>"
                                               "<allow own=\"*\"/><allow eavesdrop=\"true\"/></policy></busconfig>";
        process_ = fork();
        if (process_ == 0) {
            const std::string config = "--config-file=" + (folder_ / "bus.conf").string();
            execlp("dbus-daemon", "dbus-daemon", config.c_str(), "--nofork", "--nopidfile", nullptr);
            _exit(127);
        }
        setenv("DBUS_SYSTEM_BUS_ADDRESS", address.c_str(), 1);
        // Its socket is there a moment before it listens.
        for (int i = 0; i < 200 && !answers_; ++i) {
            sd_bus* bus = nullptr;
            answers_ = sd_bus_open_system(&bus) >= 0;
            sd_bus_flush_close_unref(bus);
            if (!answers_) usleep(10'000);
        }
    }
    ~Daemon() {
        kill(process_, SIGTERM);
        waitpid(process_, nullptr, 0);
        unsetenv("DBUS_SYSTEM_BUS_ADDRESS");
        std::filesystem::remove_all(folder_);
    }
    bool is_there() const { return answers_; }

private:
    std::filesystem::path folder_;
    pid_t process_ = -1;
    bool answers_ = false;
};

class Kit {
public:
    explicit Kit(bool grants) : grants_(grants) {
        REQUIRE(sd_bus_open_system(&bus_) >= 0);
        static const sd_bus_vtable table[] = {
            SD_BUS_VTABLE_START(0),
            SD_BUS_METHOD("MakeThreadRealtimeWithPID", "ttu", "", &Kit::make_real_time, SD_BUS_VTABLE_UNPRIVILEGED),
            SD_BUS_PROPERTY("RTTimeUSecMax", "x", &Kit::time, 0, SD_BUS_VTABLE_PROPERTY_CONST),
            SD_BUS_PROPERTY("MaxRealtimePriority", "i", &Kit::priority, 0, SD_BUS_VTABLE_PROPERTY_CONST),
            SD_BUS_VTABLE_END};
        REQUIRE(sd_bus_add_object_vtable(bus_, nullptr, "/org/freedesktop/RealtimeKit1", name, table, this) >= 0);
        REQUIRE(sd_bus_request_name(bus_, name, 0) >= 0);
        thread_ = std::thread([this] {
            while (!stop_)
                if (sd_bus_process(bus_, nullptr) <= 0) sd_bus_wait(bus_, 10'000);
        });
    }
    ~Kit() {
        stop_ = true;
        thread_.join();
        sd_bus_flush_close_unref(bus_);
    }

    struct Asked {
        std::uint64_t process, thread;
        std::uint32_t priority;
    };
    std::vector<Asked> asked;

private:
    static int make_real_time(sd_bus_message* message, void* self, sd_bus_error*) {
        auto* kit = static_cast<Kit*>(self);
        Asked a{};
        sd_bus_message_read(message, "ttu", &a.process, &a.thread, &a.priority);
        kit->asked.push_back(a);
        if (!kit->grants_) return sd_bus_reply_method_errorf(message, SD_BUS_ERROR_ACCESS_DENIED, "no");
        return sd_bus_reply_method_return(message, "");
    }
    static int time(sd_bus*, const char*, const char*, const char*, sd_bus_message* reply, void*, sd_bus_error*) {
        return sd_bus_message_append(reply, "x", longest);
    }
    static int priority(sd_bus*, const char*, const char*, const char*, sd_bus_message* reply, void*, sd_bus_error*) {
        return sd_bus_message_append(reply, "i", 20);
    }

    bool grants_;
    sd_bus* bus_ = nullptr;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

}  // namespace

TEST_CASE("RealtimeKit is asked for every thread, at the priority it allows") {
    const Daemon daemon;
    if (!daemon.is_there()) {
        MESSAGE("dbus-daemon is not installed: not tried");
        return;
    }
    CHECK_FALSE(ask_real_time_kit({1234}, 60));  // nobody is there
    {
        Kit kit(true);
        const int self = gettid();
        CHECK(ask_real_time_kit({self}, 60));
        REQUIRE(kit.asked.size() == 1);
        CHECK(kit.asked[0].process == static_cast<std::uint64_t>(getpid()));
        CHECK(kit.asked[0].thread == static_cast<std::uint64_t>(self));
        CHECK(kit.asked[0].priority == 20);
        // The service refuses processes whose threads may compute for longer.
        rlimit limit{};
        getrlimit(RLIMIT_RTTIME, &limit);
        CHECK(limit.rlim_max == static_cast<rlim_t>(longest));
        CHECK(limit.rlim_cur < limit.rlim_max);
        // The system's warning takes the priority back instead of ending the program.
        const sched_param wanted{10};
        const bool real = sched_setscheduler(0, SCHED_RR, &wanted) == 0;
        CHECK_FALSE(real_time_was_lost());
        raise(SIGXCPU);
        CHECK(sched_getscheduler(0) == SCHED_OTHER);
        CHECK(real_time_was_lost());
        CHECK_FALSE(real_time_was_lost());
        if (!real) MESSAGE("this user may set no priority: only half tried");
    }
    const Kit refusing(false);
    CHECK_FALSE(ask_real_time_kit({gettid()}, 60));
}

}  // namespace phonon::io
