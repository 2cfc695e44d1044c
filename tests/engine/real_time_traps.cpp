// Traps for the test of real-time discipline: whoever allocates, frees, locks, opens, writes or sleeps inside a
// RealTimeScope is counted and named. Linked into one test alone, where these functions stand before the C library's.
#include "real_time_traps.hpp"

#include <dlfcn.h>
#include <execinfo.h>
#include <pthread.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <cstddef>
#include <cstdio>

#include "base/real_time.hpp"

namespace {

std::atomic<int> trapped{0};
std::atomic<const char*> first{nullptr};
thread_local bool reporting = false;

void check(const char* what) {
    if (!phonon::base::in_real_time() || reporting) return;
    reporting = true;
    if (trapped.fetch_add(1) == 0) {
        first = what;
        void* frames[24];
        backtrace_symbols_fd(frames, backtrace(frames, 24), STDERR_FILENO);
    }
    reporting = false;
}

template <class F>
F next(const char* name) {
    return reinterpret_cast<F>(dlsym(RTLD_NEXT, name));
}

}  // namespace

namespace phonon::test {

int real_time_faults() { return trapped; }
const char* first_real_time_fault() { return first; }

}  // namespace phonon::test

extern "C" {

void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* p, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void* p);

void* malloc(std::size_t size) {
    check("malloc");
    return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
    check("calloc");
    return __libc_calloc(count, size);
}
void* realloc(void* p, std::size_t size) {
    check("realloc");
    return __libc_realloc(p, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
    check("aligned_alloc");
    return __libc_memalign(alignment, size);
}
void free(void* p) {
    if (p != nullptr) check("free");
    __libc_free(p);
}

int pthread_mutex_lock(pthread_mutex_t* mutex) {
    static const auto real = next<int (*)(pthread_mutex_t*)>("pthread_mutex_lock");
    check("pthread_mutex_lock");
    return real(mutex);
}
int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
    static const auto real = next<int (*)(pthread_cond_t*, pthread_mutex_t*)>("pthread_cond_wait");
    check("pthread_cond_wait");
    return real(condition, mutex);
}
ssize_t write(int file, const void* data, std::size_t size) {
    static const auto real = next<ssize_t (*)(int, const void*, std::size_t)>("write");
    check("write");
    return real(file, data, size);
}
std::size_t fwrite(const void* data, std::size_t size, std::size_t count, FILE* file) {
    static const auto real = next<std::size_t (*)(const void*, std::size_t, std::size_t, FILE*)>("fwrite");
    check("fwrite");
    return real(data, size, count, file);
}
FILE* fopen(const char* path, const char* mode) {
    static const auto real = next<FILE* (*)(const char*, const char*)>("fopen");
    check("fopen");
    return real(path, mode);
}

}  // extern "C"
