/* The library as a C program uses it: compiled as C, linked to libphonon alone. Exits with the number of faults. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "api/phonon.h"

static int checks = 0, faults = 0;
#define CHECK(x) \
    do { \
        ++checks; \
        if (!(x)) { \
            ++faults; \
            printf("line %d: %s\n", __LINE__, #x); \
        } \
    } while (0)

struct heard {
    size_t frames;
    float peak;
    size_t stop_after;
};

static int hear(void* user, const float* frames, size_t count) {
    struct heard* h = user;
    for (size_t i = 0; i < 2 * count; ++i) h->peak = fmaxf(h->peak, fabsf(frames[i]));
    h->frames += count;
    return h->stop_after != 0 && h->frames >= h->stop_after;
}

static void check_diagnostics(void) {
    phonon_result* r = phonon_check_text(NULL, "a.ph", "out $ savv 110\n", PHONON_JSON);
    CHECK(phonon_result_status(r) == PHONON_PROGRAM_ERROR);
    CHECK(strstr(phonon_result_text(r), "\"diagnostics\"") != NULL);
    CHECK(strstr(phonon_result_diagnostics(r), "a.ph:1:7") != NULL);
    CHECK(phonon_result_report(r) == NULL);
    phonon_result_free(r);
    r = phonon_check_text(NULL, "a.ph", "out $ saw 110\n", PHONON_TEXT);
    CHECK(phonon_result_status(r) == PHONON_DONE);
    CHECK(strcmp(phonon_result_diagnostics(r), "") == 0);
    phonon_result_free(r);
}

static void check_render(void) {
    struct heard h = {0, 0, 0};
    phonon_render_options o;
    phonon_render_options_init(&o);
    o.duration = 0.5;
    o.sink = hear;
    o.user = &h;
    phonon_result* r = phonon_render(NULL, "a.ph", "out $ saw 110 * 0.3\n", &o);
    CHECK(phonon_result_status(r) == PHONON_DONE);
    const phonon_report* report = phonon_result_report(r);
    CHECK(report != NULL && report->frames == 24000 && report->rate == 48000 && h.frames == 24000);
    CHECK(report != NULL && report->peak == (double)h.peak && h.peak > 0.1f);
    CHECK(report != NULL && strlen(report->hash) == 16 && strcmp(report->output, "") == 0);
    phonon_result_free(r);

    h = (struct heard){0, 0, 1000};
    r = phonon_render(NULL, "a.ph", "out $ saw 110 * 0.3\n", &o);
    CHECK(phonon_result_status(r) == PHONON_STOPPED && h.frames < 24000 && phonon_result_report(r) == NULL);
    phonon_result_free(r);

    o.rate = 1;
    r = phonon_render(NULL, "a.ph", "out $ saw 110\n", &o);
    CHECK(phonon_result_status(r) == PHONON_USAGE_ERROR);
    phonon_result_free(r);
}

static void check_the_rest(void) {
    phonon_settings* settings = phonon_settings_new();
    CHECK(phonon_settings_add_samples(settings, "/no/such/folder") == PHONON_FILE_ERROR);
    phonon_result* r = phonon_samples(settings, PHONON_TEXT);
    CHECK(strstr(phonon_result_text(r), "bd") != NULL);
    phonon_result_free(r);
    phonon_settings_free(settings);
    phonon_settings_free(NULL);
    phonon_result_free(NULL);

    r = phonon_check(NULL, (const char* const[]){"/no/such/file.ph"}, 1, PHONON_TEXT);
    CHECK(phonon_result_status(r) == PHONON_FILE_ERROR);
    phonon_result_free(r);
    r = phonon_expression_events(NULL, "\"bd sn\"", NULL, PHONON_TEXT);
    CHECK(phonon_result_status(r) == PHONON_USAGE_ERROR);
    phonon_result_free(r);
    CHECK(strlen(phonon_version()) > 0 && strlen(phonon_cpu_level()) > 0 && strlen(phonon_demo_program()) > 100);
}

int main(void) {
    check_diagnostics();
    check_render();
    check_the_rest();
    printf("%d passed, %d failed\n", checks - faults, faults);
    return faults != 0;
}
