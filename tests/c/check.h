/**
 * @file check.h
 * The tests in C: each is an asynchronous function, run by a program that prints a line for it.
 */
#ifndef CHECK_H
#define CHECK_H

#include <asyncfor.h>
#include <stdio.h>
#include <string.h>

static int failures;

/* Everything that the test has created must be gone. */
static bool nothing_lives(const char *name)
{
    async_statistics live = async_stats();
    if (!live.coroutines && !live.stacks && !live.handles && !live.allocations && !live.bytes)
        return true;
    printf("not ok %s: left behind %u coroutines, %u stacks, %u allocations\n", name,
           live.coroutines, live.stacks, live.allocations);
    failures++;
    return false;
}

static void finish(const char *name, async_status status, int failures_before)
{
    if (async_failed(status)) {
        printf("not ok %s: ended with an error\n", name);
        async_error_print(status);
        failures++;
    }
    async_error_clear(status);
    if (nothing_lives(name) && failures == failures_before)
        printf("ok %s\n", name);
}

#define RUN(name)                                                \
    do {                                                         \
        int before = failures;                                   \
        finish(#name, async_run(async_new(name), NULL), before); \
    } while (0)

#define CHECK(condition)                                                  \
    do {                                                                  \
        if (!(condition)) {                                               \
            printf("not ok %s:%d: %s\n", __FILE__, __LINE__, #condition); \
            failures++;                                                   \
        }                                                                 \
    } while (0)

#define CHECK_ERROR(status, type, message) check_error(__FILE__, __LINE__, status, type, message)

/* The status is an error of that very type and message; it is handled by this. */
static __attribute__((unused)) void check_error(const char *file, int line, async_status status,
                                                const async_error_type *type, const char *message)
{
    const char *got_type = status.error ? async_error_type_of(status.error)->name : "OK";
    const char *got = status.error ? async_error_message(status.error) : "";
    if (strcmp(got_type, type->name) != 0 || strcmp(got, message) != 0) {
        printf("not ok %s:%d: expected %s: %s, got %s: %s\n", file, line, type->name, message,
               got_type, got);
        failures++;
    }
    async_error_clear(status);
}

/* What happened, in order: `log` takes words, CHECK_LOG compares and starts anew. */
static char history[1024];

static __attribute__((unused)) void note(const char *word)
{
    size_t length = strlen(history);
    (void)snprintf(history + length, sizeof history - length, "%s%s", length ? " " : "", word);
}

#define CHECK_LOG(expected)                                                                 \
    do {                                                                                    \
        if (strcmp(history, expected) != 0) {                                               \
            printf("not ok %s:%d: expected '%s', got '%s'\n", __FILE__, __LINE__, expected, \
                   history);                                                                \
            failures++;                                                                     \
        }                                                                                   \
        *history = 0;                                                                       \
    } while (0)

#endif
