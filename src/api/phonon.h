/* The C interface of phonon: programs in, diagnostics, events, reference texts and sound out.
 *
 * Strings are UTF-8 and end with a NUL. Nothing is thrown across this interface and nothing is printed by it.
 *
 * Threads: every function may be called from any thread, and different threads may call at the same time, as long as
 * no two of them change or free the same handle. No function here may be called on an audio thread.
 *
 * Ownership: what a function named `..._new` or one that gives a `phonon_result *` hands out belongs to the caller,
 * who frees it with the function named for it. A `const char *` belongs to the handle it was asked of and lives as
 * long; those without a handle live for ever. Strings handed in are copied where they are kept.
 *
 * Errors: a result is never null except where memory has run out. Its status says how the call ended, and is also the
 * exit status of the command line. */
#ifndef PHONON_H
#define PHONON_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define PHONON_EXPORT __attribute__((visibility("default")))
#else
#define PHONON_EXPORT
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef enum phonon_status {
    PHONON_DONE = 0,
    PHONON_PROGRAM_ERROR = 1, /* the program has errors; phonon_result_diagnostics names them all */
    PHONON_USAGE_ERROR = 2,   /* an argument makes no sense; phonon_result_diagnostics says which */
    PHONON_FILE_ERROR = 3,    /* a file, folder or device; also where memory has run out */
    PHONON_STOPPED = 4,       /* a callback asked to stop; no file was left behind */
    PHONON_TOO_LOUD = 5,      /* rendered, and louder than the options allow; the files are there to be listened to */
    PHONON_DIFFERENT = 6      /* compared, and not the same */
} phonon_status;

/* PHONON_SVG is for events alone: a piano roll. */
typedef enum phonon_form { PHONON_TEXT = 0, PHONON_JSON = 1, PHONON_MARKDOWN = 2, PHONON_SVG = 3 } phonon_form;

/* --- What this is ------------------------------------------------------------------------------------------------ */

PHONON_EXPORT const char* phonon_version(void);    /* "0.1.0" */
PHONON_EXPORT const char* phonon_build_type(void); /* "Release" */
/* The instruction set level in use: "v2", "v3", "v4" or "plain". PHONON_CPU in the environment may have forced it. */
PHONON_EXPORT const char* phonon_cpu_level(void);
/* The program that `phonon demo` plays. */
PHONON_EXPORT const char* phonon_demo_program(void);

/* --- Results ----------------------------------------------------------------------------------------------------- */

typedef struct phonon_result phonon_result;

PHONON_EXPORT phonon_status phonon_result_status(const phonon_result* result);
/* What was asked for, in the form asked for; "" where there is none. Ends with a newline where it is not empty. */
PHONON_EXPORT const char* phonon_result_text(const phonon_result* result);
/* Errors, warnings and notes for people; "" where there is nothing to say. Ends with a newline where it is not empty.
 */
PHONON_EXPORT const char* phonon_result_diagnostics(const phonon_result* result);
/* Null is let pass. */
PHONON_EXPORT void phonon_result_free(phonon_result* result);

/* --- Settings ---------------------------------------------------------------------------------------------------- */

/* Where sounds are looked for and how texts are read. Wherever settings are asked for, null means the defaults. */
typedef struct phonon_settings phonon_settings;

/* Null where memory has run out. */
PHONON_EXPORT phonon_settings* phonon_settings_new(void);
/* Null is let pass. */
PHONON_EXPORT void phonon_settings_free(phonon_settings* settings);
/* Adds a folder of banks, before PHONON_SAMPLES, ./samples and the installed ones and after those added earlier.
 * PHONON_FILE_ERROR where there is no such folder. */
PHONON_EXPORT phonon_status phonon_settings_add_samples(phonon_settings* settings, const char* folder);
/* Terminal colours in diagnostics; off unless set. */
PHONON_EXPORT void phonon_settings_set_colour(phonon_settings* settings, int on);
/* Reads `c5` as MIDI 60, as Tidal does; off unless set. */
PHONON_EXPORT void phonon_settings_set_tidal_octaves(phonon_settings* settings, int on);

/* --- Programs ---------------------------------------------------------------------------------------------------- */

/* Where a function takes `path` and `text`: `text` is the program and `path` the name that diagnostics give it and
 * that imports are relative to; where `text` is null, the file is read. */

/* Checks `count` files. The diagnostics stand in phonon_result_diagnostics; with PHONON_JSON also in the text:
 * {"diagnostics":[{"code","severity","file","line","column","end_line","end_column","message","help","related"}]}. */
PHONON_EXPORT phonon_result* phonon_check(const phonon_settings* settings, const char* const* paths, size_t count,
                                          phonon_form form);
/* Checks one text, as an editor holds it. */
PHONON_EXPORT phonon_result* phonon_check_text(const phonon_settings* settings, const char* path, const char* text,
                                               phonon_form form);

/* The program in canonical form. A program with errors of syntax is not formatted: PHONON_PROGRAM_ERROR. */
PHONON_EXPORT phonon_result* phonon_format(const phonon_settings* settings, const char* path, const char* text);

/* The events of a program's stems and buses over `cycles`: "0:4", "1/2:3/4", or "4" for the first four. PHONON_TEXT
 * gives a line an event; PHONON_JSON
 * {"cycles":["0/1","4/1"],"sources":[{"name","events":[{"whole":["0/1","1/4"],"part":["0/1","1/4"],"value"}]}]}
 * with exact fractions of a cycle; `whole` is null for a sample of a continuous pattern. */
PHONON_EXPORT phonon_result* phonon_events(const phonon_settings* settings, const char* path, const char* text,
                                           const char* cycles, phonon_form form);
/* The same of one expression; the one source has no name. */
PHONON_EXPORT phonon_result* phonon_expression_events(const phonon_settings* settings, const char* expression,
                                                      const char* cycles, phonon_form form);

/* --- Texts to learn from ----------------------------------------------------------------------------------------- */

/* What a diagnostic means, by its code ("E0102"), or, where `code` is null, the list of all. PHONON_USAGE_ERROR where
 * there is no such code. */
PHONON_EXPORT phonon_result* phonon_explain(const char* code, phonon_form form);
/* A word of the language, or, where `word` is null, all of them. PHONON_USAGE_ERROR where there is no such word. */
PHONON_EXPORT phonon_result* phonon_doc(const char* word, phonon_form form);
/* An SVG picture of what a unit does, drawn from the running unit: a filter's response, a shaper's or compressor's
 * curve, an envelope's course, an oscillator's wave, a room's decay. PHONON_USAGE_ERROR where the word is no unit. */
PHONON_EXPORT phonon_result* phonon_doc_picture(const char* word);
/* The topics that words are sorted into. */
PHONON_EXPORT phonon_result* phonon_doc_topics(phonon_form form);
/* All scales and chords by name, with their semitones above the root. */
PHONON_EXPORT phonon_result* phonon_doc_scales(phonon_form form);
PHONON_EXPORT phonon_result* phonon_doc_chords(phonon_form form);
/* The banks of sounds that are found, how many sounds each has, and where it comes from. */
PHONON_EXPORT phonon_result* phonon_samples(const phonon_settings* settings, phonon_form form);

/* --- Rendering --------------------------------------------------------------------------------------------------- */

typedef enum phonon_file_format {
    PHONON_WAV16 = 0,
    PHONON_WAV24 = 1,
    PHONON_WAV32F = 2,
    PHONON_FLAC = 3
} phonon_file_format;

/* `count` interleaved stereo frames, valid during the call. Anything but 0 stops the render. */
typedef int (*phonon_sink)(void* user, const float* frames, size_t count);
/* The part done, 0 to 1, and the speed in seconds of sound a second; about ten times a second. Anything but 0 stops. */
typedef int (*phonon_progress)(void* user, double part_done, double speed);

/* To be filled by phonon_render_options_init before any field is set: a program built against an older or newer
 * interface then means the same by `size`. */
typedef struct phonon_render_options {
    size_t size;
    phonon_form form;               /* of phonon_result_text: PHONON_TEXT or PHONON_JSON */
    const char* output;             /* the file to write; null: none, the sink hears it all */
    phonon_file_format format;      /* of `output` */
    const char* stems;              /* a folder, made where missing, for one file a stem; null: none */
    double cycles;                  /* how long, in cycles; 0: by `duration` */
    double duration;                /* how long, in seconds; both 0: four cycles */
    double rate;                    /* frames a second, a whole number, 8000 to 384000 */
    uint64_t seed;                  /* shifts every random choice, beside the program's own `seed:` */
    int block;                      /* frames made at once, 1 to 65536; changes no sample */
    int threads;                    /* threads used at most, up to 1024; 0: one a core; changes no sample */
    int polyphony;                  /* voices of one events node, 1 to 4096 */
    size_t memory_limit;            /* bytes; a program that needs more is refused */
    phonon_sink sink;               /* may be null */
    phonon_progress progress;       /* may be null */
    void* user;                     /* handed to the callbacks, which run on the calling thread */
    phonon_file_format stem_format; /* PHONON_WAV32F, of which the master is the exact sum, unless set */
    double from;                    /* the cycle to begin with: its events, and nothing that sounds from before; 0 */
    int tail;                       /* not 0: at the end patterns stop and what sounds rings out, up to 30 s */
    double max_loudness;            /* LUFS, integrated; more is PHONON_TOO_LOUD; infinity: as loud as it likes */
    double max_true_peak;           /* dBTP; likewise */
    const char* picture;            /* a PNG file with wave and spectrogram; null: none */
} phonon_render_options;

PHONON_EXPORT void phonon_render_options_init(phonon_render_options* options);

typedef struct phonon_report {
    size_t size;
    int64_t frames;
    double rate;
    double seconds;   /* of sound */
    double elapsed;   /* of waiting */
    double peak;      /* linear */
    double true_peak; /* linear, between the samples too */
    double loudness;  /* LUFS, integrated (EBU R128); -infinity for silence */
    double dc;        /* the mean of the channel where it is larger */
    int64_t clipped;  /* samples beyond +-1 */
    int64_t voices_started;
    int64_t voices_stolen;
    int64_t voices_cut;
    const char* hash;    /* XXH3-64 of the interleaved float32 frames before encoding, 16 hexadecimal digits */
    const char* output;  /* the file written, "" where there is none */
    int64_t tail_frames; /* of the frames, those behind the end of the patterns */
} phonon_report;

/* Renders a program. Files appear whole or not at all: a program with errors, a fault or a stop leaves none behind.
 * A result of PHONON_TOO_LOUD has its files and its report. */
PHONON_EXPORT phonon_result* phonon_render(const phonon_settings* settings, const char* path, const char* text,
                                           const phonon_render_options* options);
/* Null where the result is not that of a render that came to its end. */
PHONON_EXPORT const phonon_report* phonon_result_report(const phonon_result* result);

/* --- Comparing --------------------------------------------------------------------------------------------------- */

/* To be filled by phonon_diff_options_init before any field is set. All but `form` and `events` is of programs. */
typedef struct phonon_diff_options {
    size_t size;
    phonon_form form; /* of phonon_result_text: PHONON_TEXT or PHONON_JSON */
    int events;       /* how many events the text shows at most; 10 */
    double cycles;    /* how much is compared; 0: four cycles */
    double rate;      /* as in phonon_render_options */
    uint64_t seed;
    int threads;
} phonon_diff_options;

PHONON_EXPORT void phonon_diff_options_init(phonon_diff_options* options);

/* Compares two programs, or two sound files (known by .wav, .flac, .aiff, .ogg, .mp3): the events that only one of
 * them has, the level in each octave, the first frame that differs. PHONON_DONE where all is the same, PHONON_DIFFERENT
 * where something is not. */
PHONON_EXPORT phonon_result* phonon_diff(const phonon_settings* settings, const char* first, const char* second,
                                         const phonon_diff_options* options);

/* --- Measuring --------------------------------------------------------------------------------------------------- */

/* To be filled by phonon_bench_options_init before any field is set. */
typedef struct phonon_bench_options {
    size_t size;
    phonon_form form;      /* of phonon_result_text: PHONON_TEXT or PHONON_JSON */
    const char* synthetic; /* "chain16", "bus16", "tree", "feedback": a graph of equal nodes of 20 us, and no program */
    double cycles;         /* how much of a program; 0: four cycles */
    double rate;
    uint64_t seed;
    int threads;          /* measured at 1 up to so many; 0: up to one a core */
    int rounds;           /* each measures every number of threads; 7 */
    int block;            /* frames asked for at once, as in a device's callback, a multiple of 64; 0: offline */
    int simulated;        /* threads simulated at most; 64 */
    const char* speedup;  /* an SVG file: speed-up over threads; null: none */
    const char* timeline; /* an SVG file: what each thread ran; null: none */
} phonon_bench_options;

PHONON_EXPORT void phonon_bench_options_init(phonon_bench_options* options);

/* What a program's nodes and buses cost, what bounds its time on any number of threads, and what it takes on 1, 2 ...
 * of them: measured, and simulated by the executor's own policy. PHONON_DIFFERENT where the samples were not the same
 * at all numbers of threads. */
PHONON_EXPORT phonon_result* phonon_bench(const phonon_settings* settings, const char* path, const char* text,
                                          const phonon_bench_options* options);

/* --- Playing ----------------------------------------------------------------------------------------------------- */

/* A program that plays and follows its file. */
typedef struct phonon_live phonon_live;

typedef enum phonon_live_message {
    PHONON_LIVE_DIAGNOSTICS = 0, /* errors, warnings and notes of a text */
    PHONON_LIVE_EVALUATED = 1,   /* what became of a text */
    PHONON_LIVE_NEWS = 2,        /* missing sounds, missed deadlines, voices that had to go */
    PHONON_LIVE_DEVICE = 3
} phonon_live_message;

/* To be filled by phonon_live_options_init before any field is set. */
typedef struct phonon_live_options {
    size_t size;
    const char* device; /* "", "null", "wav:FILE", "jack", "pulse", "alsa", the last three also with ":NAME" */
    double rate;        /* asked of the device, which may choose another */
    int block;          /* frames a callback; likewise */
    int channels;       /* 2; beyond, each further pair carries a stem */
    double ahead;       /* seconds that the music is made ahead; 0: inside the device's callback */
    int threads;        /* 0: one a core */
    int polyphony;      /* voices of one events node */
    uint64_t seed;
    size_t memory_limit;
    double quant;       /* cycles; edits land on a multiple of it; 0: at once */
    int follow;         /* whether the file is watched */
    const char* record; /* a WAV file of all that is heard; null: none */
    const char* log;    /* the set written down, for phonon_replay; null: none */
    /* From any thread, never from the device's; may be null. */
    void (*message)(void* user, phonon_live_message kind, const char* text);
    void* user;
} phonon_live_options;

PHONON_EXPORT void phonon_live_options_init(phonon_live_options* options);

/* Opens the device and plays. A program with errors is silent until they are mended. `*live` is null where the result
 * is not PHONON_DONE. */
PHONON_EXPORT phonon_result* phonon_live_open(const phonon_settings* settings, const char* path, const char* text,
                                              const phonon_live_options* options, phonon_live** live);
/* Fades out, closes the device and frees. Null is let pass. */
PHONON_EXPORT void phonon_live_close(phonon_live* live);
/* Statements that replace those of the same names, and live commands. 0 where they have errors, which were told. */
PHONON_EXPORT int phonon_live_evaluate(phonon_live* live, const char* text);
PHONON_EXPORT void phonon_live_set_gain(phonon_live* live, double decibels);

typedef struct phonon_live_status {
    size_t size;
    double cycle, tempo; /* heard now; cycles a second */
    double seconds;      /* given to the device */
    double load;         /* the most of the time there is that was needed since the last call, 1: all of it */
    int64_t misses;      /* deadlines missed since the start */
    int64_t shed;        /* voices that had to go since the start */
    int voices;
    float peak; /* of the output since the last call, linear */
    int stems;  /* at most 32 are shown */
    struct {
        char name[16];
        float peak;
        int muted;
    } stem[32];
} phonon_live_status;

PHONON_EXPORT void phonon_live_get_status(phonon_live* live, phonon_live_status* status);
/* The device that plays, as phonon_live_open found it; lives as long as `live`. */
PHONON_EXPORT const char* phonon_live_device(const phonon_live* live);

/* Sound devices. PHONON_JSON: {"devices":[{"api","name","outputs","inputs","usual","rates"}]}. */
PHONON_EXPORT phonon_result* phonon_devices(phonon_form form);
/* Whether `device` can be opened now. */
PHONON_EXPORT int phonon_device_works(const char* device);

/* Renders a set that was logged, sample for sample as it was made, to `output` (null: nowhere). PHONON_PROGRAM_ERROR
 * where the sound differs from what the log says. */
PHONON_EXPORT phonon_result* phonon_replay(const phonon_settings* settings, const char* log, const char* output,
                                           int threads);

#ifdef __cplusplus
}
#endif

#endif
